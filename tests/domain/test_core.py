"""The pure core: secrets, text from outside, shapes, places, time."""

import copy
import json
import pickle
import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.domain import errors
from spauth_tui.domain.amazon.marketplace import MARKETPLACES, marketplace
from spauth_tui.domain.amazon.portal import chosen_portal, portals_for
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.amazon.shapes import Shape, shape_of
from spauth_tui.domain.errors import Place, SpauthError
from spauth_tui.domain.errors.input import PassphraseRefused
from spauth_tui.domain.model.access_token import Freshness
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import MASK, Secret
from spauth_tui.domain.text.clean import clean, join_pasted
from spauth_tui.domain.text.time import age_words, clock_face, span_words
from spauth_tui.domain.vault.passphrase import accept_passphrase
from tests import builders
from tests.every_error import every_error
from tests.fakes import NOW

SECRET = Secret("CANARY")


@pytest.mark.parametrize(
    "written",
    [repr(SECRET), str(SECRET), f"{SECRET}", f"{SECRET:>9}", "%s" % SECRET, repr([SECRET])],  # noqa: UP031 - a way too
)
def test_a_secret_is_masked_however_it_is_written(written: str) -> None:
    assert MASK in written
    assert "CANARY" not in written


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(SECRET)


def test_a_secret_does_not_become_json() -> None:
    with pytest.raises(TypeError):
        json.dumps(SECRET)


def test_a_secret_has_no_dictionary_to_look_into() -> None:
    assert not hasattr(SECRET, "__dict__")


def test_copying_a_secret_makes_no_second_one() -> None:
    assert copy.deepcopy(SECRET) is SECRET


def test_secrets_compare_by_their_text() -> None:
    assert Secret("CANARY") == SECRET
    assert Secret("other") != SECRET


@pytest.mark.parametrize("kind", [each for each in every_error() if each.__module__.startswith(errors.__name__)])
def test_every_error_has_a_sentence_what_to_do_and_a_place(kind: type[SpauthError]) -> None:
    assert kind.sentence.endswith(".")
    assert kind.remedy.endswith(".") if kind.remedy else kind.ways
    assert isinstance(kind.place, Place)
    assert kind.__name__ in (errors.__doc__ or "")


@given(st.text())
def test_cleaned_text_has_no_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert not [char for char in cleaned if unicodedata.category(char)[0] == "C" and char not in "\u200c\u200d"]


@pytest.mark.parametrize("text", ["\x1b]52;c;aGk=\x07", "a\u202eb", "\x9b31m", "\x00"])
def test_what_could_drive_a_terminal_is_replaced(text: str) -> None:
    assert "\ufffd" in clean(text)


def test_long_text_is_cut() -> None:
    assert len(clean("x" * 1000, 50)) == 50


@given(st.text())
def test_joining_a_paste_twice_changes_nothing_more(text: str) -> None:
    once = join_pasted(text)
    assert join_pasted(once) == once


@pytest.mark.parametrize(
    "pasted",
    [" Atzr|abc ", "\nAtzr|abc", "Atzr|\nabc", '"Atzr|abc"', "\ufeffAtzr|a\u200bbc", "Atzr| a b c", "Atzr|abc\r\n"],
)
def test_a_pasted_token_comes_out_whole(pasted: str) -> None:
    assert join_pasted(pasted) == "Atzr|abc"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Atzr|x", Shape.REFRESH_TOKEN),
        ("Atza|x", Shape.ACCESS_TOKEN),
        ("Atc|x", Shape.GRANTLESS_TOKEN),
        ("Atz.sprdt|x", Shape.RESTRICTED_DATA_TOKEN),
        (builders.CLIENT_ID, Shape.CLIENT_ID),
        ("amzn1.oa2-cs.v1.abc", Shape.CLIENT_SECRET),
        ("0" * 64, Shape.CLIENT_SECRET),
        ("amzn1.sp.solution.0000", Shape.APPLICATION_ID),
        ("amzn1.sellerapps.app.0000", Shape.APPLICATION_ID),
        ("hello", Shape.UNKNOWN),
        ("", Shape.UNKNOWN),
    ],
)
def test_a_text_is_known_by_its_shape(text: str, shape: Shape) -> None:
    assert shape_of(text) is shape


def test_there_are_23_marketplaces_with_ids_of_their_own() -> None:
    assert len({each.id for each in MARKETPLACES}) == 23


def test_gb_is_taken_for_uk() -> None:
    found = marketplace("gb")
    assert found is not None
    assert found.code == "UK"


def test_the_six_endpoints() -> None:
    assert {each.endpoint(where) for each in Region for where in Environment} == {
        "https://sellingpartnerapi-na.amazon.com",
        "https://sellingpartnerapi-eu.amazon.com",
        "https://sellingpartnerapi-fe.amazon.com",
        "https://sandbox.sellingpartnerapi-na.amazon.com",
        "https://sandbox.sellingpartnerapi-eu.amazon.com",
        "https://sandbox.sellingpartnerapi-fe.amazon.com",
    }


@pytest.mark.parametrize(
    ("account", "name"),
    [
        (builders.account(marketplaces=("DE",), region=Region.EU), "Seller Central DE"),
        (builders.account(kind=Kind.VENDOR), "Vendor Central US"),
        (builders.account(region=Region.FE), "Seller Central JP"),
    ],
)
def test_solution_provider_portal_leads_and_the_accounts_own_follows(account: Account, name: str) -> None:
    assert [each.name for each in portals_for(account)] == ["Solution Provider Portal", name]


def test_a_chosen_portal_is_remembered_by_its_key() -> None:
    assert chosen_portal(builders.account(), "seller-central").name == "Seller Central US"


def test_every_portal_has_an_https_address_and_a_click_path() -> None:
    for each in MARKETPLACES:
        for kind in Kind:
            account = builders.account(kind=kind, region=each.region, marketplaces=(each.code,))
            for portal in portals_for(account):
                assert portal.address.startswith("https://")
                assert portal.click_path


@pytest.mark.parametrize(
    ("seconds", "face"),
    [(0, "00:00"), (-5, "00:00"), (59.2, "01:00"), (3133, "52:13"), (3600, "1:00:00"), (3599, "59:59")],
)
def test_a_clock_face(seconds: float, face: str) -> None:
    assert clock_face(timedelta(seconds=seconds)) == face


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(2, "a moment"), (30, "30 seconds"), (60, "1 minute"), (480, "8 minutes"), (7200, "2 hours"), (200_000, "2 days")],
)
def test_a_span_in_words(seconds: int, words: str) -> None:
    assert span_words(timedelta(seconds=seconds)) == words


def test_an_age_in_words() -> None:
    assert age_words(NOW - timedelta(minutes=8), NOW) == "8 minutes ago"


@pytest.mark.parametrize(
    ("minutes", "freshness"),
    [
        (0, Freshness.LIVE),
        (43, Freshness.LIVE),
        (44, Freshness.EXPIRING_SOON),
        (54, Freshness.URGENT),
        (59, Freshness.EXPIRED),
    ],
)
def test_how_an_access_token_stands_after_minutes(minutes: int, freshness: Freshness) -> None:
    assert builders.life().freshness(NOW + timedelta(minutes=minutes)) is freshness


def test_an_access_token_counts_as_expired_a_minute_before_it_is() -> None:
    assert builders.life().remaining(NOW + timedelta(minutes=59)) == timedelta(0)


def test_time_left_is_never_negative() -> None:
    assert builders.life().remaining(NOW + timedelta(days=1)) == timedelta(0)


def test_nothing_is_left_of_a_token_that_was_asked_for_in_the_future() -> None:
    assert builders.life().remaining(NOW - timedelta(seconds=6)) == timedelta(0)


def test_a_clock_that_went_back_is_noticed() -> None:
    assert builders.life().clock_went_back(NOW - timedelta(minutes=5))


@pytest.mark.parametrize("text", ["short", "", "line\nbreak is not fine", "nul\x00 is not fine either", "x" * 2000])
def test_what_cannot_be_a_passphrase_is_refused(text: str) -> None:
    with pytest.raises(PassphraseRefused):
        accept_passphrase(Secret(text))


def test_a_passphrase_is_normalised() -> None:
    decomposed = unicodedata.normalize("NFD", "pässwörd mit ümläut")
    assert accept_passphrase(Secret(decomposed)) == Secret("pässwörd mit ümläut")
