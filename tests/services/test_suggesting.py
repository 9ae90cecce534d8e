"""Passphrases that are made: from which words, how many, and by what chance."""

import hashlib
import math
import secrets
from collections.abc import Sequence

import pytest

from spauth_tui.domain.vault.passphrase import accept_passphrase
from spauth_tui.domain.vault.words import WORDS
from spauth_tui.services.vault_care.suggesting import SIX, six_words


def test_the_list_is_the_one_that_was_published() -> None:
    assert (len(WORDS), len(set(WORDS)), WORDS[0], WORDS[-1]) == (7776, 7776, "abacus", "zoom")
    digest = hashlib.sha256("\n".join(WORDS).encode()).hexdigest()
    assert digest == "abae49761b88f3f1ba31ef944bea1f61b795a3cd7e1cfb7d276ed45bf77967ba"


def test_six_words_of_it_are_77_bits() -> None:
    assert int(SIX * math.log2(len(WORDS))) == 77


def test_each_word_is_chosen_by_the_systems_own_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[str]] = []

    def choice(words: Sequence[str]) -> str:
        asked.append(words)
        return words[len(asked)]

    monkeypatch.setattr(secrets, "choice", choice)
    assert six_words().reveal() == "abdomen abdominal abide abiding ability ablaze"
    assert asked == [WORDS] * 6


def test_no_word_can_be_taken_for_two() -> None:
    assert [word for word in WORDS if not word.replace("-", "").isalpha() or not word.isascii()] == []


def test_whatever_is_made_may_be_a_passphrase() -> None:
    made = six_words()
    assert accept_passphrase(made) == made


def test_what_is_made_is_another_each_time() -> None:
    assert len({six_words().reveal() for _ in range(50)}) == 50
