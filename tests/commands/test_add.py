"""add: applications, accounts, authorizations; secrets by standard input alone."""

import pytest

from tests import builders
from tests.commands.shell import Shell

CLIENT_ID = "amzn1.application-oa2-client.ffffffffffffffffffffffffffffffff"


def test_an_application_takes_its_secret_from_standard_input(shell: Shell) -> None:
    assert shell.ok(
        "add", "application", "--label", "New", "--client-id", CLIENT_ID, stdin="amzn1.oa2-cs.v1.CANARY\n"
    ) == ("New\n")
    assert "client secret stored: New" in shell.ok("log")


def test_an_account_and_an_authorization_make_a_token(shell: Shell) -> None:
    shell.ok("add", "account", "--label", "Acme JP", "--region", "FE", "--marketplaces", "JP")
    name = shell.ok("add", "authorization", "--application", "inv", "--account", "jp", stdin="Atzr|CANARY-jp\n")
    assert name == "Inventory/Acme JP\n"
    assert shell.ok("token", "acme jp").startswith("Atza|")


def test_no_flag_takes_a_secret(shell: Shell) -> None:
    for noun in ("application", "account", "authorization"):
        assert "--client-secret VALUE" not in shell("add", noun, "--help").out
        assert "--refresh-token VALUE" not in shell("add", noun, "--help").out


def test_what_is_plainly_no_refresh_token_is_refused_and_nothing_is_added(shell: Shell) -> None:
    shell.ok("add", "account", "--label", "Acme JP", "--region", "fe")
    ran = shell("add", "authorization", "--application", "inv", "--account", "jp", stdin=builders.CLIENT_ID)
    assert ran.code == 2
    assert "client id" in ran.err
    assert "Acme JP" not in shell.ok("ls")


def test_an_unusual_shape_is_taken_when_told_to(shell: Shell) -> None:
    shell.ok("add", "account", "--label", "Acme JP", "--region", "fe")
    command = ("add", "authorization", "--application", "inv", "--account", "jp")
    assert "does not begin with Atzr|" in shell.refused(2, *command, stdin="CANARY-unusual")
    shell.ok(*command, "--keep-unusual", stdin="CANARY-unusual")


def test_a_second_authorization_for_the_same_is_refused(shell: Shell) -> None:
    command = ("add", "authorization", "--application", "inv", "--account", "acme us", "--without-refresh-token")
    ran = shell(*command)
    assert ran.code == 2
    assert "steps NAME --refresh-token" in ran.err


def test_nothing_on_standard_input_is_said(shell: Shell) -> None:
    ran = shell("add", "application", "--label", "New", "--client-id", CLIENT_ID)
    assert ran.code == 18
    assert "Standard input" in ran.err


@pytest.mark.parametrize(
    ("marketplaces", "why"),
    [("XX", "XX is not an Amazon marketplace."), ("DE", "Germany belongs to Europe, not to North America.")],
)
def test_a_foreign_or_unknown_marketplace_is_refused(shell: Shell, marketplaces: str, why: str) -> None:
    assert why in shell.refused(2, "add", "account", "--label", "A", "--region", "na", "--marketplaces", marketplaces)
