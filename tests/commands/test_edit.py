"""edit: what no flag names stays as it is."""

import json

import pytest

from tests import builders
from tests.commands.shell import Shell


def account(shell: Shell, name: str) -> dict[str, object]:
    listed = json.loads(shell.ok("ls", "--json"))["authorizations"]
    return next(each for each in listed if each["account"] == name)


def test_an_accounts_marketplaces_change_and_its_region_stays(shell: Shell) -> None:
    shell.ok("edit", "account", "acme de", "--marketplaces", "IT,ES")
    assert account(shell, "Acme DE")["marketplaces"] == ["IT", "ES"]
    assert account(shell, "Acme DE")["region"] == "EU"


def test_another_region_drops_marketplaces_that_are_not_its(shell: Shell) -> None:
    shell.ok("edit", "account", "acme de", "--region", "fe")
    assert account(shell, "Acme DE")["marketplaces"] == []


def test_a_label_can_change(shell: Shell) -> None:
    assert shell.ok("edit", "application", "inventory", "--label", "Stock") == "Stock\n"
    assert "Stock/Acme US" in shell.ok("ls")


def test_a_new_client_secret_is_used_and_the_old_one_kept(shell: Shell) -> None:
    shell.ok("edit", "application", "inventory", "--client-secret", stdin="amzn1.oa2-cs.v1.CANARY-new")
    shell.ok("refresh", "acme us")
    assert shell.simulator.requests[-1].form["client_secret"] == "amzn1.oa2-cs.v1.CANARY-new"


def test_a_guard_is_set_and_taken_off(shell: Shell) -> None:
    shell.ok("edit", "authorization", "acme us", "--guard")
    assert account(shell, "Acme US")["guarded"] is True
    shell.ok("edit", "authorization", "acme us", "--unguard")
    assert account(shell, "Acme US")["guarded"] is False


def test_nothing_to_change_is_said(shell: Shell) -> None:
    assert "You gave nothing to change." in shell.refused(2, "edit", "account", "acme de")


def test_a_date_without_a_secret_is_refused(shell: Shell) -> None:
    said = shell.refused(2, "edit", "application", "inventory", "--rotated-on", "2026-01-01")
    assert "--rotated-on needs a new client secret." in said


def test_a_date_gives_the_secret_its_deadline(shell: Shell) -> None:
    command = ("edit", "application", "inventory", "--client-secret", "--rotated-on", "2026-02-01")
    shell.ok(*command, stdin=f"{builders.CLIENT_SECRET}-dated")
    assert account(shell, "Acme US")["client_secret_ends_at"] == "2026-07-31T00:00:00Z"


@pytest.mark.parametrize("field", ["--merged-name", "--notes"])
@pytest.mark.parametrize("secret", [builders.CLIENT_SECRET, f"see {builders.REFRESH_TOKEN}", "ab12" * 16])
def test_a_secret_is_refused_in_every_text_of_an_account(shell: Shell, field: str, secret: str) -> None:
    said = shell.refused(2, "edit", "account", "acme de", field, secret)
    assert "A secret is in that" in said
    assert secret not in said


def test_a_secret_is_refused_within_a_client_id(shell: Shell) -> None:
    assert "A secret is in that" in shell.refused(
        2, "edit", "application", "inventory", "--client-id", f"x{builders.CLIENT_SECRET}"
    )


def test_a_cut_client_secret_is_asked_about(shell: Shell) -> None:
    cut = f"amzn1.oa2-cs.v1.{'0c4a' * 8}"
    said = shell.refused(2, "edit", "application", "inventory", "--client-secret", stdin=cut)
    assert "looks cut: its last part has 32 characters, Amazon's has 64" in said
    shell.ok("edit", "application", "inventory", "--client-secret", "--keep-unusual", stdin=cut)
