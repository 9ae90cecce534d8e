"""check --conformance: what Amazon answers beside what the simulator believes, without a value."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from spauth_tui.demo import replies
from spauth_tui.demo.amazon import KnownAuthorization, KnownClient
from spauth_tui.demo.behaviour import Answer
from spauth_tui.demo.replies import SimulatedReply
from tests import builders
from tests.commands.shell import Shell
from tests.simulator import Behaviour
from tests.writings import WRITINGS, leaks

US = f"{builders.REFRESH_TOKEN}-us"
MADE_UP = "Atzr|spauth-tui-made-this-up"


@pytest.fixture
def strict(shell: Shell) -> Shell:
    """Amazon, which refuses what is made up."""
    amazon = shell.simulator.amazon
    amazon.is_strict = True
    amazon.clients[builders.CLIENT_ID] = KnownClient({builders.CLIENT_SECRET: None})
    amazon.authorizations[US] = KnownAuthorization()
    return shell


def lines(shell: Shell) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = json.loads(shell.ok("check", "acme us", "--conformance", "--json"))["lines"]
    return held


def differing(shell: Shell) -> list[tuple[str | None, ...]]:
    return [
        (each["call"], each["part"], each["name"], each["answered"])
        for each in lines(shell)
        if each["result"] == "differs"
    ]


def test_the_simulator_agrees_with_itself(strict: Shell) -> None:
    found = lines(strict)
    assert {each["call"]: each["result"] for each in found if each["part"] == "status" and each["answered"]} == {
        "exchange": "agrees",
        "test call": "agrees",
        "exchange of a made-up refresh token": "agrees",
        "test call with a made-up access token": "agrees",
    }
    assert {each["result"] for each in found} == {"agrees", "not seen"}


def test_a_missing_field_a_new_one_another_header_and_another_type_differ(strict: Shell) -> None:
    body = {"payload": [{"marketplace": {"id": 7}, "participation": {}, "canaryField": None}]}
    strict.simulator.sp_api_reply = SimulatedReply(200, json.dumps(body).encode(), {"x-canary-header": "CANARY-value"})
    found = differing(strict)
    assert ("test call", "field", "body.payload[].storeName", None) in found
    assert ("test call", "field", "body.payload[].canaryField", "null") in found
    assert ("test call", "field", "body.payload[].marketplace.id", "number") in found
    assert ("test call", "header", "x-canary-header", "there") in found
    assert ("test call", "header", "x-amzn-ratelimit-limit", None) in found


def test_another_status_differs_in_words_too(strict: Shell) -> None:
    strict.simulator.sp_api_reply = replies.sp_api_error(404, "NotFound", "No", "")
    out = strict.ok("check", "acme us", "--conformance")
    assert "  differs   status: 404, the simulator has 403 or 200 or 429" in out
    assert "  differs   status: 404, the simulator has 403\n" in out


def test_an_authorization_that_is_refused_is_compared_by_its_refusal(strict: Shell) -> None:
    strict.simulator.behaviours[US] = Behaviour(Answer.REVOKED)
    exchange = [each for each in lines(strict) if each["call"] == "exchange"]
    assert {each["name"]: each["result"] for each in exchange if each["part"] == "field"}[
        "body.error_index"
    ] == "agrees"
    assert [each["believed"] for each in exchange if each["result"] == "not seen"] == ["401", "200"]


def test_what_is_not_json_is_said(strict: Shell) -> None:
    strict.simulator.behaviours[MADE_UP] = Behaviour(Answer.HTML)
    assert ("exchange of a made-up refresh token", "field", "body", "not JSON") in differing(strict)


def test_the_made_up_calls_hold_no_secret_but_the_clients(strict: Shell) -> None:
    lines(strict)
    made_up = [each for each in strict.simulator.requests if MADE_UP in each.form.values()]
    tokens = [each.headers["x-amz-access-token"] for each in strict.simulator.requests if each.host]
    assert (len(made_up), len(tokens)) == (1, 2)
    assert tokens[1] == "Atza|spauth-tui-made-this-up"


def test_every_call_is_counted_against_the_rate(strict: Shell) -> None:
    codes = [strict("check", "acme us", "--conformance").code for _ in range(8)]
    assert codes == [0] * 8
    assert len([each for each in strict.simulator.requests if each.host]) == 15
    assert strict("check", "acme us", "--conformance").code == 12
    assert strict.ok("log").count("made-up tokens sent, to compare the replies: Inventory / Acme US\n") == 7


def test_when_nobody_answers_there_is_nothing_to_compare(strict: Shell) -> None:
    strict.simulator.behaviours[US] = Behaviour(Answer.HANG_UP)
    assert "The connection was lost" in strict.refused(12, "check", "acme us", "--conformance")


def test_it_is_for_one_authorization(strict: Shell) -> None:
    assert "Give NAME instead of --all." in strict.refused(2, "check", "--all", "--conformance")


def _letters(text: str) -> str:
    return "".join(each for each in text.partition("v1.")[2] if each.isalpha())[:20]


@pytest.mark.parametrize("writing", [str, _letters, WRITINGS["as a form"], WRITINGS["in base64"]])
def test_no_value_is_in_it_whatever_is_echoed(strict: Shell, writing: Callable[[str], str]) -> None:
    echoed = writing(builders.CLIENT_SECRET)
    names = {echoed: "CANARY", "payload": [{"CANARY Store": US, "ATVPDKIKX0DER": echoed, builders.CLIENT_ID: 1}]}
    strict.simulator.sp_api_reply = SimulatedReply(200, json.dumps(names).encode(), {"x-echo": "CANARY"})
    ran = [strict("check", "acme us", "--conformance", *extra) for extra in ((), ("--json",))]
    assert all(each.err.startswith("A simulator answers, not Amazon") for each in ran)
    told = "".join(each.out + each.err for each in ran)
    values = ("CANARY", "Acme", "Inventory", "Demo Store", str(strict.home), builders.CLIENT_ID, "ATVPDKIKX0DER")
    assert [each for each in values if each in told] == []
    assert not leaks(told, builders.CLIENT_SECRET)
    assert "body.(name not shown)" in told
