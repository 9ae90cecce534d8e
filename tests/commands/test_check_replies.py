"""check: whatever Amazon answers, its status, code, words, request id and time to wait are said, in words and JSON."""

import json
from typing import Any

import pytest

from spauth_tui.demo.replies import SimulatedReply
from tests import builders
from tests.commands.shell import Shell
from tests.simulator import Behaviour, Fault

ID = {"x-amzn-requestid": "the-request-id"}


def reply(status: int, body: object, **headers: str) -> SimulatedReply:
    return SimulatedReply(status, json.dumps(body).encode(), ID | {k.replace("_", "-"): v for k, v in headers.items()})


def one_error(status: int, code: str, message: str, details: str = "", **headers: str) -> SimulatedReply:
    return reply(status, {"errors": [{"code": code, "message": message, "details": details}]}, **headers)


def failure(shell: Shell, answer: SimulatedReply) -> dict[str, Any]:
    shell.simulator.sp_api_reply = answer
    held: dict[str, Any] = json.loads(shell("check", "acme us", "--json").out)
    return held


ANSWERS = {
    401: one_error(
        401, "Unauthorized", "Access to requested resource is denied.", "The access token you provided has expired."
    ),
    404: one_error(404, "NotFound", "The resource was not found."),
    413: one_error(413, "RequestTooLarge", "Too large."),
    415: one_error(415, "UnsupportedMediaType", "No such type."),
    429: one_error(429, "QuotaExceeded", "You exceeded your quota.", retry_after="17"),
    500: one_error(500, "InternalFailure", "We met a problem."),
}


@pytest.mark.parametrize("status", ANSWERS)
def test_json_carries_everything_that_amazon_said(shell: Shell, status: int) -> None:
    held, told = failure(shell, ANSWERS[status]), json.loads(ANSWERS[status].body)["errors"][0]
    words = f"{told['message']} {told['details']}".strip()
    assert (held["status"], held["code"], held["amazons_words"]) == (status, told["code"], words)
    assert held["request_id"] == "the-request-id"
    assert held["ways"]


@pytest.mark.parametrize("status", ANSWERS)
def test_words_carry_everything_that_amazon_said(shell: Shell, status: int) -> None:
    shell.simulator.sp_api_reply = ANSWERS[status]
    out, told = shell("check", "acme us").out, json.loads(ANSWERS[status].body)["errors"][0]
    assert f"Amazon's answer: {status} {told['code']}. {told['message']}".rstrip(".") in out
    assert "  request id: the-request-id" in out


def test_what_amazon_asks_to_wait_is_said(shell: Shell) -> None:
    assert failure(shell, ANSWERS[429])["retry_after"] == 17
    assert "Amazon asks to wait 17 seconds." in shell("check", "globex").out


@pytest.mark.parametrize("status", [404, 429, 500])
def test_trying_again_names_the_call_that_failed(shell: Shell, status: int) -> None:
    assert "test" in failure(shell, ANSWERS[status])["ways"]


def test_an_answer_without_a_list_is_read(shell: Shell) -> None:
    held = failure(shell, reply(403, {"message": "Forbidden", "code": "Unauthorized"}))
    assert (held["code"], held["amazons_words"]) == ("Unauthorized", "Forbidden")


def test_two_errors_are_both_said(shell: Shell) -> None:
    errors = [{"code": "InvalidInput", "message": "One."}, {"code": "Other", "message": "Two.", "details": "Three."}]
    held = failure(shell, reply(400, {"errors": errors}))
    assert held["amazons_words"] == "One. Other: Two. Three."


def test_a_page_of_something_in_between_is_not_amazons(shell: Shell) -> None:
    page = SimulatedReply(403, b"<html>Denied</html>", {"content-type": "text/html"})
    held = failure(shell, page)
    assert held["happened"].startswith("Something between this computer and Amazon answered (403, text/html).")
    assert json.loads(shell.ok("ls", "acme us", "--json"))["authorizations"][0]["denied_by_sp_api"] is False


def test_a_request_id_is_found_in_the_other_header_and_in_the_body(shell: Shell) -> None:
    body = {"errors": [{"code": "c", "message": "m"}]}
    other = SimulatedReply(403, json.dumps(body).encode(), {"x-amz-rid": "from-rid", "x-amzn-requestid": ""})
    assert failure(shell, other)["request_id"] == "from-rid"
    inside = SimulatedReply(403, json.dumps(body | {"request_id": "from-body"}).encode(), {"x-amzn-requestid": ""})
    assert failure(shell, inside)["request_id"] == "from-body"


def test_the_request_id_of_login_with_amazon_is_found_in_its_header(shell: Shell) -> None:
    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-us"] = Behaviour(
        Fault.ECHO, echo=lambda form: "invalid_grant"
    )
    held = json.loads(shell("check", "acme us", "--json").out)
    assert held["request_id"] == "invalid_grant"


def test_an_empty_list_of_marketplaces_proves_nothing(shell: Shell) -> None:
    shell.simulator.sp_api_reply = reply(200, {"payload": []})
    ran = shell("check", "acme us")
    assert ran.code == 11
    assert "named no marketplace, which proves nothing" in ran.out


def test_what_is_no_store_of_amazon_is_marked_with_its_id(shell: Shell) -> None:
    def entry(identity: str, name: str) -> dict[str, Any]:
        return {
            "marketplace": {"id": identity, "countryCode": "US", "name": name},
            "storeName": name,
            "participation": {"isParticipating": True, "hasSuspendedListings": False},
        }

    entries = [entry("ATVPDKIKX0DER", "Amazon.com"), entry("A1ZZZZZZZZZZZZ", "SI UK Prod Marketplace")]
    shell.simulator.sp_api_reply = reply(200, {"payload": entries})
    out = shell.ok("check", "acme us")
    assert "SI UK Prod Marketplace, not one of Amazon's stores: A1ZZZZZZZZZZZZ" in out
    assert "  US  Amazon.com\n" in out


def test_what_was_sent_is_taken_out_of_every_part_of_an_answer(shell: Shell) -> None:
    shell.simulator.sp_api_echo = str
    held = shell("check", "acme us", "--json").out
    assert "CANARY" not in held
