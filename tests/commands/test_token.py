"""token: an access token that lives long enough, and nothing else on standard output."""

import asyncio
import json
from datetime import timedelta

import pytest

from spauth_tui.commands.verbs.print_token import FORMS
from spauth_tui.demo.behaviour import Answer
from spauth_tui.services.tokens.token_forms import TokenForm
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.services.workspace import Workspace
from tests import builders
from tests.commands.shell import Shell
from tests.simulator import Behaviour

US = f"{builders.REFRESH_TOKEN}-us"


def test_it_prints_the_token_alone(shell: Shell) -> None:
    ran = shell("token", "acme us")
    assert ran.out.startswith("Atza|CANARY")
    assert (ran.out.count("\n"), ran.err) == (1, "")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (("token", "acme us"), "Atza|CANARY"),
        (("time", "acme us"), "59:00"),
        (("steps", "acme us"), "Inventory/Acme US"),
        (("check", "acme us"), "Inventory/Acme US: accepted"),
        (("wait", "acme us", "--min-ttl", "1m"), "59:00"),
        (("exec", "acme us", "--", "true"), ""),
    ],
)
def test_of_the_vault_a_verb_on_one_reads_only_its_own_application(
    shell: Shell, line: tuple[str, ...], answer: str
) -> None:
    def everything(self: object) -> None:
        raise AssertionError

    shell.ok("token", "acme us")
    shell.monkeypatch.setattr(Workspace, "holdings", everything)
    assert answer in shell.ok(*line)


def test_what_hands_it_out_is_made_while_the_pages_are_being_checked(shell: Shell) -> None:
    made, note = [], Unlocking.note

    async def noted(self: Unlocking, workspace: Workspace) -> None:
        await asyncio.sleep(0)
        made.append("handing_out" in workspace.__dict__)
        await note(self, workspace)

    shell.monkeypatch.setattr(Unlocking, "note", noted)
    shell.ok("token", "acme us")
    assert made == [True]


def test_a_live_one_is_not_exchanged_again(shell: Shell) -> None:
    first = shell.ok("token", "acme us")
    assert shell.ok("token", "acme us") == first
    assert len(shell.simulator.requests) == 1


def test_one_that_lives_too_short_is(shell: Shell) -> None:
    first = shell.ok("token", "acme us")
    shell.clock.advance(timedelta(minutes=55))
    assert shell.ok("token", "acme us", "--min-ttl", "10m") != first


def test_refresh_exchanges_in_any_case(shell: Shell) -> None:
    first = shell.ok("token", "acme us")
    assert shell.ok("token", "acme us", "--refresh") != first


def test_more_than_amazon_gives_is_13(shell: Shell) -> None:
    assert "valid for 59 minutes, which is less" in shell.refused(13, "token", "acme us", "--min-ttl", "2h")


@pytest.mark.parametrize(
    ("form", "begin"),
    [
        ("header", "x-amz-access-token: Atza|"),
        ("env", "export SP_API_ACCESS_TOKEN='Atza|"),
        ("fish", "set -gx SP_API_ACCESS_TOKEN 'Atza|"),
        ("powershell", "$env:SP_API_ACCESS_TOKEN = 'Atza|"),
        ("curl", "curl -H 'x-amz-access-token: Atza|"),
    ],
)
def test_each_form_begins_as_its_reader_wants_it(shell: Shell, form: str, begin: str) -> None:
    assert shell.ok("token", "acme us", "--format", form).startswith(begin)


def test_json_names_endpoint_and_expiry(shell: Shell) -> None:
    held = json.loads(shell.ok("token", "acme de", "--format", "json"))
    assert held["endpoint"] == f"{shell.simulator.origin}/sellingpartnerapi-eu.amazon.com"
    assert held["expires_at"] == "2026-03-01T13:00:00Z"


def test_no_such_name_is_10(shell: Shell) -> None:
    assert "No authorization in the vault is called nobody." in shell.refused(10, "token", "nobody")


def test_an_ambiguous_name_lists_the_candidates(shell: Shell) -> None:
    ran = shell("token", "acme")
    assert ran.code == 10
    assert "Inventory/Acme DE" in ran.err
    assert "Inventory/Acme US" in ran.err


def test_a_refusal_is_11_and_tells_where_to_ask(shell: Shell) -> None:
    shell.simulator.behaviours[US] = Behaviour(Answer.INVALID_GRANT)
    ran = shell("token", "acme us")
    assert (ran.code, ran.out) == (11, "")
    assert "spauth-tui check" in ran.err


def test_a_passing_problem_is_12(shell: Shell) -> None:
    shell.simulator.behaviours[US] = Behaviour(Answer.THROTTLED)
    assert "is limiting requests at the moment" in shell.refused(12, "token", "acme us")


def test_the_hand_out_is_logged(shell: Shell) -> None:
    shell.ok("token", "acme us")
    assert "handed to a program: Inventory / Acme US (token --format bare)" in shell.ok("log")


def test_a_guarded_one_is_handed_out_to_who_gives_the_passphrase(shell: Shell) -> None:
    shell.ok("edit", "authorization", "acme us", "--guard")
    assert shell.ok("token", "acme us").startswith("Atza|")


def test_a_secret_given_as_an_argument_is_not_repeated(shell: Shell) -> None:
    ran = shell("token", "acme us", "Atzr|CANARY-oops")
    assert ran.code == 2
    assert "CANARY" not in ran.err


def test_every_form_of_the_token_can_be_asked_for() -> None:
    assert list(FORMS) == [form.name.casefold() for form in TokenForm]


def test_a_secret_given_as_a_name_is_not_repeated(shell: Shell) -> None:
    ran = shell("token", "Atzr|CANARY-as-a-name")
    assert ran.code == 10
    assert "CANARY" not in ran.err


def test_where_a_page_that_it_does_not_read_is_damaged_nothing_is_handed_out(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    held = bytearray(shell.vault.read_bytes())
    held[-100] ^= 1
    shell.vault.write_bytes(held)
    assert "damaged" in shell.refused(18, "token", "acme us")


def test_json_is_the_format_of_that_name(shell: Shell) -> None:
    assert json.loads(shell.ok("token", "acme us", "--json"))["access_token"].startswith("Atza|CANARY")


@pytest.mark.parametrize(
    "arguments",
    [
        ("acme us",),
        ("acme us", "--restricted", "getOrder", "--path", "/orders/v0/orders/123-1234567-1234567"),
        ("Inventory", "--grantless", "notifications"),
    ],
)
def test_under_a_simulator_the_endpoint_is_the_simulators(shell: Shell, arguments: tuple[str, ...]) -> None:
    held = json.loads(shell.ok("token", *arguments, "--json"))
    assert held["endpoint"].startswith(f"{shell.simulator.origin}/sellingpartnerapi-")
