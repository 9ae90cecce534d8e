"""What the words mean, and where they stand in a text."""

from textwrap import wrap

import pytest

from spauth_tui.domain.text.glossary import GLOSSARY, meanings, words_in


def test_words_are_found_in_any_case_and_number() -> None:
    assert words_in("Refresh tokens of a Merged account") == ("refresh token", "merged account")


def test_the_longest_word_is_taken() -> None:
    assert words_in("a restricted data token") == ("restricted data token",)


def test_a_part_of_a_word_is_no_word() -> None:
    assert words_in("accountant") == ()


def test_another_form_leads_to_the_same_word() -> None:
    assert words_in("rotating it") == ("rotate",)


def test_each_word_is_told_once() -> None:
    assert words_in("vault, vault") == ("vault",)


def test_no_more_than_so_many_words_are_explained() -> None:
    assert meanings("vault, slot, role", most=2).splitlines() == [
        f"vault: {GLOSSARY['vault']}",
        f"slot: {GLOSSARY['slot']}",
    ]


def test_a_text_without_such_words_needs_no_explanation() -> None:
    assert meanings("press enter") == ""


def test_every_meaning_is_a_sentence() -> None:
    assert [word for word, meaning in GLOSSARY.items() if not meaning.endswith(".") or "!" in meaning] == []


def test_no_date_is_promised_at_which_a_refresh_token_ends() -> None:
    assert "No expiry of it is known" in GLOSSARY["refresh token"]


def test_the_scope_that_amazon_has_retired_is_not_offered() -> None:
    assert "migrat" not in GLOSSARY["scope"]


def test_what_is_often_mixed_up_with_the_client_id_is_told_from_it() -> None:
    assert "app id" in GLOSSARY["client id"]


@pytest.mark.parametrize("word", GLOSSARY)
def test_each_meaning_fits_the_two_lines_that_a_form_has_for_it(word: str) -> None:
    assert len(wrap(meanings(word, most=1), 70)) <= 2


@pytest.mark.parametrize("word", ["selling partner account", "endpoint", "drill", "salvage", "keyring"])
def test_words_that_stand_on_screens_are_explained(word: str) -> None:
    assert words_in(f"the {word} here") == (word,)
