"""What agrees, differs and was not seen of a reply, by names and types."""

from collections.abc import Mapping

import pytest

from spauth_tui.domain.diagnosis.conformance import (
    CALLS,
    EXCHANGE,
    UNNAMED,
    Heard,
    Line,
    Match,
    Outline,
    compare,
    plain_name,
)


def heard(status: int = 200, headers: tuple[str, ...] = (), fields: Mapping[str, str] | None = None) -> list[Heard]:
    return [Heard(EXCHANGE, Outline("/auth", status, frozenset(headers), fields or {}))]


def found(believed: list[Heard], answered: list[Heard]) -> dict[str, Match]:
    return {f"{each.part} {each.name}".strip(): each.match for each in compare(believed, answered)}


def test_what_is_the_same_agrees() -> None:
    same = heard(200, ("date",), {"body": "object", "body.payload": "list"})
    assert set(found(same, same).values()) == {Match.AGREES}


def test_a_header_that_did_not_come_differs_and_so_does_one_that_nobody_expected() -> None:
    assert found(heard(headers=("date", "via")), heard(headers=("date", "vary"))) == {
        "status": Match.AGREES,
        "header date": Match.AGREES,
        "header via": Match.DIFFERS,
        "header vary": Match.DIFFERS,
    }


def test_a_field_of_another_type_and_one_that_is_missing_differ() -> None:
    believed = heard(fields={"body": "object", "body.a": "number", "body.b": "text"})
    answered = heard(fields={"body": "object", "body.a": "text"})
    assert found(believed, answered) == {
        "status": Match.AGREES,
        "field body": Match.AGREES,
        "field body.a": Match.DIFFERS,
        "field body.b": Match.DIFFERS,
    }


def test_what_an_empty_list_cannot_show_was_not_seen() -> None:
    believed = heard(fields={"body": "list", "body[]": "object", "body[].id": "text"})
    matches = found(believed, heard(fields={"body": "list"}))
    assert (matches["field body[]"], matches["field body[].id"]) == (Match.NOT_SEEN, Match.NOT_SEEN)


def test_what_was_missing_altogether_is_said_once() -> None:
    believed = heard(fields={"body": "object", "body.a": "object", "body.a.b": "text"})
    matches = found(believed, heard(fields={"body": "object"}))
    assert (matches["field body.a"], matches["field body.a.b"]) == (Match.DIFFERS, Match.NOT_SEEN)


def test_another_status_differs_and_shows_what_came_with_it() -> None:
    lines = compare([*heard(200), *heard(400)], heard(418, ("teapot",)))
    assert lines == (
        Line(EXCHANGE, "status", "", Match.DIFFERS, "200 or 400", "418"),
        Line(EXCHANGE, "header", "teapot", Match.DIFFERS, "", "there"),
    )


def test_one_of_several_believed_statuses_agrees_and_the_others_were_not_seen() -> None:
    lines = compare([*heard(200), *heard(400)], heard(400))
    assert [(each.believed, each.match) for each in lines] == [("400", Match.AGREES), ("200", Match.NOT_SEEN)]


def test_a_call_that_was_not_made_was_not_seen() -> None:
    believed = [Heard(call, heard()[0].outline) for call in CALLS]
    assert [each.match for each in compare(believed, [])] == [Match.NOT_SEEN] * len(CALLS)


@pytest.mark.parametrize(
    "name", ["x-amzn-requestid", "error_description", "hasSuspendedListings", "p3p", "ASIN", "invalid_grant"]
)
def test_a_name_is_shown(name: str) -> None:
    assert plain_name(name) == name


@pytest.mark.parametrize(
    "value",
    [
        "Atza|CANARY",
        "A2EUQ1WTGCTBG2",
        "ATVPDKIKXODER",
        "123-4567890-1234567",
        "CANARY Store",
        "canary@example.com",
        "/home/canary",
        "amzn1.sp.solution.CANARY",
        "0f0e0d0c",
        "x" * 49,
        "",
    ],
)
def test_what_could_be_a_value_is_not_shown_as_a_name(value: str) -> None:
    assert plain_name(value) == UNNAMED
