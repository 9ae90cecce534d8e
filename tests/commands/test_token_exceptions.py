"""token --restricted and --grantless: the two kinds of token that Amazon's page names as exceptions."""

import json

import pytest

from spauth_tui.commands.verbs.print_token import ELEMENTS, SCOPE_KEYS
from spauth_tui.domain.model.grantless import SCOPES
from spauth_tui.domain.model.restricted import DataElement
from tests.commands.shell import Shell

ORDER = "/orders/v0/orders/123-1234567-1234567"


def test_the_choices_are_those_of_the_model() -> None:
    assert tuple(scope.key for scope in SCOPES) == SCOPE_KEYS
    assert tuple(each.value for each in DataElement) == ELEMENTS


def test_a_restricted_data_token_is_printed_alone(shell: Shell) -> None:
    ran = shell("token", "acme us", "--restricted", "getOrderAddress")
    assert ran.out.startswith("Atz.sprdt|CANARY")
    assert (ran.out.count("\n"), ran.err) == (1, "")


def test_it_is_for_the_path_and_the_data_that_were_given(shell: Shell) -> None:
    shell.ok("token", "acme us", "--restricted", "getOrder", "--path", ORDER, "--data", "buyerInfo")
    (sent,) = json.loads(shell.simulator.requests[-1].body)["restrictedResources"]
    assert sent == {"method": "GET", "path": ORDER, "dataElements": ["buyerInfo"]}


def test_one_that_lives_long_enough_is_printed_again(shell: Shell) -> None:
    first = shell.ok("token", "acme us", "--restricted", "getOrderAddress")
    asked = len(shell.simulator.requests)
    assert shell.ok("token", "acme us", "--restricted", "getOrderAddress") == first
    assert len(shell.simulator.requests) == asked


def test_another_operation_gets_one_of_its_own(shell: Shell) -> None:
    shell.ok("token", "acme us", "--restricted", "getOrderAddress")
    asked = len(shell.simulator.requests)
    shell.ok("token", "acme us", "--restricted", "getOrderBuyerInfo")
    assert len(shell.simulator.requests) == asked + 1


def test_the_curl_form_calls_the_path_it_is_for(shell: Shell) -> None:
    out = shell.ok("token", "acme us", "--restricted", "getOrder", "--path", ORDER, "--format", "curl")
    assert out.rstrip().endswith(f"/sellingpartnerapi-na.amazon.com{ORDER}")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--restricted", "getWeather"), "No restricted operation of a seller has that name. Known: "),
        (("--restricted", "getOrder", "--path", "/orders/v0/orders"), "That is not a path of getOrder."),
        (("--restricted", "getShipment"), "Several operations have that name. Give --path: /mfn/"),
        (("--restricted", "getOrderAddress", "--data", "buyerInfo"), "take data elements"),
        (("--data", "buyerInfo"), "--path and --data go with --restricted."),
    ],
)
def test_what_amazon_would_refuse_is_refused_before(shell: Shell, more: tuple[str, ...], words: str) -> None:
    assert words in shell.refused(2, "token", "acme us", *more)


def test_a_grantless_one_is_printed_alone_for_an_application(shell: Shell) -> None:
    ran = shell("token", "inventory", "--grantless", "notifications")
    assert ran.out.startswith("Atc|CANARY")
    assert (ran.out.count("\n"), ran.err) == (1, "")


def test_a_grantless_one_that_lives_long_enough_is_printed_again(shell: Shell) -> None:
    first = shell.ok("token", "inventory", "--grantless", "notifications")
    assert shell.ok("token", "inventory", "--grantless", "notifications") == first


def test_no_call_is_shown_that_would_rotate(shell: Shell) -> None:
    told = shell.refused(2, "token", "inventory", "--grantless", "rotation", "--format", "curl")
    assert "no harmless call" in told


@pytest.mark.parametrize(
    "line", [("acme us", "--restricted", "getOrderAddress"), ("inventory", "--grantless", "notifications")]
)
def test_each_is_in_the_log_and_its_value_is_not(shell: Shell, line: tuple[str, ...]) -> None:
    shell.ok("token", *line)
    log = shell.ok("log")
    assert "access token handed to a program" in log
    assert "CANARY" not in log


def test_json_has_token_expiry_and_endpoint(shell: Shell) -> None:
    held = json.loads(shell.ok("token", "acme us", "--restricted", "getOrderAddress", "--format", "json"))
    assert set(held) == {"access_token", "expires_at", "endpoint"}
