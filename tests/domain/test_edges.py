"""Where rules of the core begin and end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from spauth_tui.domain.amazon.shapes import is_sendable
from spauth_tui.domain.diagnosis.explanation import Case, Verdict
from spauth_tui.domain.diagnosis.findings import client_secret_shape, refresh_token_shape
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.secret import MAX_SECRET_LENGTH
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.clean import clean, harmless
from spauth_tui.domain.text.time import read_span
from spauth_tui.domain.views.filter import Filter
from tests import builders
from tests.fakes import NOW


@pytest.mark.parametrize("letter", ["x", "ü"])
def test_a_text_as_long_as_may_be_is_left_and_one_beyond_it_is_cut(letter: str) -> None:
    assert clean(letter * 7, 7) == letter * 7
    assert clean(letter * 8, 7) == f"{letter * 6}…"


def test_a_text_from_outside_has_500_characters_at_most() -> None:
    assert clean("x" * 500) == "x" * 500
    assert clean("x" * 501) == f"{'x' * 499}…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("two\n  lines ", "two\n  lines "), ("\x1b]0;a\x07\x9b\udcff\t", "�]0;a����"), ("a\u202eb\u200d", "a�b\u200d")],
)
def test_lines_stay_as_they_are_but_for_what_drives_a_terminal(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_no_name_in_an_error_drives_the_terminal() -> None:
    assert str(SpauthError("\x1b is there.", "Move \x9b away.")) == "� is there. Move � away."


@pytest.mark.parametrize(("length", "fits"), [(0, False), (1, True), (2048, True), (2049, False)])
def test_what_is_sent_has_2048_characters_at_most(length: int, fits: bool) -> None:
    assert is_sendable("x" * length) is fits


def test_the_longest_token_is_that_of_amazons_page() -> None:
    assert MAX_SECRET_LENGTH == 2048


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1", 1),
        ("1s", 1),
        ("1m", 60),
        ("1h", 3600),
        ("1d", 86_400),
        ("12H", 43_200),
        (" 90 ", 90),
        ("0", 0),
        ("9999999", 9_999_999),
        ("9999999s", 9_999_999),
    ],
)
def test_a_span_is_read_in_its_unit(text: str, seconds: int) -> None:
    assert read_span(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", " ", "s", "1w", "1.5h", "-1", "+1", "1 h", "10000000", "10000000s", "²", "1hh"])
def test_what_is_no_span_is_none(text: str) -> None:
    assert read_span(text) is None


@pytest.mark.parametrize(
    ("words", "misread"),
    [
        ("<1h >2d -<3m -->4s <1h30m", ()),
        ("acme -acme", ()),
        ("<soon acme ->1x <", ("<soon", "->1x", "<")),
        ("<<1h", ("<<1h",)),
    ],
)
def test_words_that_compare_and_name_no_time_are_told(words: str, misread: tuple[str, ...]) -> None:
    assert Filter(words).misread == misread


HOLDINGS = Holdings(
    (builders.application(), builders.application("other", "Other")),
    (builders.account(), builders.account("b", "Globex"), builders.account("c", "Initech")),
    (
        builders.authorization(),
        builders.authorization("second", "app", "b"),
        builders.authorization("third", "other", "c"),
    ),
)


def test_the_others_are_the_other_authorizations_of_the_same_application() -> None:
    case = Case(HOLDINGS.authorizations[0], HOLDINGS, NOW)
    assert [each.id for each in case.others] == ["second"]


def test_without_others_of_its_application_there_is_no_other() -> None:
    assert Case(HOLDINGS.authorizations[2], HOLDINGS, NOW).others == ()


def _with_lengths(mine: int, *others: int) -> Case:
    """Only the tokens of others have been exchanged."""
    tokens = [builders.record(f"token-{number}") for number, _ in enumerate((mine, *others))]
    authorizations = tuple(
        builders.authorization(
            f"auth-{number}",
            refresh_tokens=(replace(token, length=length),),
            access_token=builders.life(refresh_token_id=token.id) if number else None,
        )
        for number, (token, length) in enumerate(zip(tokens, (mine, *others), strict=True))
    )
    holdings = Holdings((builders.application(),), (builders.account(),), authorizations)
    return Case(authorizations[0], holdings, NOW)


@pytest.mark.parametrize(("mine", "verdict"), [(329, Verdict.LIKELY), (330, Verdict.CLEARED), (340, Verdict.CLEARED)])
def test_a_refresh_token_is_called_cut_short_11_characters_below_the_shortest_that_worked(
    mine: int, verdict: Verdict
) -> None:
    cause = refresh_token_shape(_with_lengths(mine, 400, 340))
    assert cause is not None
    assert cause.verdict is verdict


def test_what_is_cut_short_is_told_with_both_lengths() -> None:
    cause = refresh_token_shape(_with_lengths(329, 400, 340))
    assert cause is not None
    assert "it has 329 characters, those that worked here 340 or more" in cause.words


def test_a_refresh_token_without_others_beside_it_is_not_judged_by_its_length() -> None:
    assert refresh_token_shape(_with_lengths(20)) is None


def test_a_refresh_token_is_not_compared_with_one_that_never_worked() -> None:
    case = _with_lengths(100, 278)
    never = builders.authorization("cut", refresh_tokens=(replace(builders.record("cut"), length=90),))
    held = replace(case.holdings, authorizations=(*case.holdings.authorizations, never))
    cause = refresh_token_shape(replace(case, holdings=held))
    assert cause is not None
    assert cause.verdict is Verdict.LIKELY


@pytest.mark.parametrize(("digits", "found"), [(0, False), (34, True), (63, True), (64, False)])
def test_a_client_secret_with_fewer_digits_than_amazons_is_called_cut(digits: int, found: bool) -> None:
    secret = replace(builders.client_secret().record, hex_digits=digits)
    application = builders.application(client_secrets=(secret,))
    case = Case(builders.authorization(), Holdings((application,), (builders.account(),)), NOW)
    assert (client_secret_shape(case) is not None) is found
