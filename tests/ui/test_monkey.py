"""A monkey at the keyboard breaks nothing; `python -m tests.monkey` lets it play longer."""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.screen import Screen

from tests.monkey import Monkey
from tests.more import more_of
from tests.rules.test_screens import screens
from tests.ui.every_screen import WAYS

BASES = {"OwnScreen", "OwnModal", "Dialog", "Form"}
BY_OTHERS = {"VaultMissing"}
"""Comes when the vault's file was moved away, which no key does."""


def shown() -> Iterator[type[Screen[Any]]]:
    return (each for each in screens() if each.__name__ not in BASES | BY_OTHERS)


def test_there_is_a_way_to_every_screen_and_dialog() -> None:
    assert {each.__name__ for each in shown()} == set(WAYS)


@pytest.mark.parametrize("seed", [2, *more_of(3, 8)])
async def test_a_hundred_keys_in_bursts_break_nothing(seed: int) -> None:
    """The same bursts each time, so that a change is to blame for what breaks; the command plays others."""
    report = await Monkey(100, seed).play()
    assert report.keys >= 100
