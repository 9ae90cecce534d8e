import re

import pytest
from textual.widgets import Button

from spauth_tui.ui.dialogs.choose import Choose
from spauth_tui.ui.dialogs.confirm import Confirm
from tests.ui.host import LOW, in_sight, showing, shown

CHOICES = [("header", 1), ("curl", 2), ("code [b]x[/b]", 3)]


def removal(words: str = "It is gone then.") -> Confirm:
    return Confirm("Remove Acme [red]US[/nope]?", words, "Remove")


async def test_confirm_has_the_focus_on_cancel() -> None:
    async with showing(removal()) as (host, pilot):
        await pilot.press("enter")
        assert host.answer is False


async def test_confirm_says_yes_only_by_its_verb() -> None:
    async with showing(removal()) as (host, pilot):
        await pilot.press("shift+tab", "enter")
        assert host.answer is True


async def test_confirm_is_left_by_escape() -> None:
    async with showing(removal()) as (host, pilot):
        await pilot.press("escape")
        assert host.answer is False


async def test_confirm_works_by_mouse() -> None:
    async with showing(removal()) as (host, pilot):
        await pilot.click("#go")
        assert host.answer is True


async def test_confirm_shows_markup_as_text() -> None:
    async with showing(removal()) as (host, _):
        assert "Remove Acme [red]US[/nope]?" in shown(host)


async def test_a_long_consequence_scrolls_and_leaves_the_buttons_in_sight() -> None:
    async with showing(removal("word " * 400), LOW) as (host, _):
        assert all(in_sight(host, each) for each in host.screen.query(Button))


async def test_choose_takes_the_first_by_enter() -> None:
    async with showing(Choose("Copy as", CHOICES)) as (host, pilot):
        await pilot.press("enter")
        assert host.answer == 1


async def test_choose_takes_a_digit() -> None:
    async with showing(Choose("Copy as", CHOICES)) as (host, pilot):
        await pilot.press("3")
        assert host.answer == 3


async def test_choose_takes_a_first_letter_that_only_one_has() -> None:
    async with showing(Choose("Copy as", CHOICES)) as (host, pilot):
        await pilot.press("h")
        assert host.answer == 1


async def test_choose_goes_round_those_that_share_a_first_letter() -> None:
    async with showing(Choose("Copy as", CHOICES)) as (host, pilot):
        await pilot.press("c", "c", "enter")
        assert host.answer == 3


async def test_choose_ignores_a_digit_beyond_its_choices() -> None:
    async with showing(Choose("Copy as", CHOICES)) as (host, pilot):
        await pilot.press("9", "escape")
        assert host.answer is None


async def test_choose_shows_markup_as_text() -> None:
    async with showing(Choose("Copy [red]as", CHOICES)) as (host, _):
        assert "code [b]x[/b]" in shown(host)
        assert "Copy [red]as" in shown(host)


MANY = [(f"choice {chr(96 + n)}", n) for n in range(1, 14)]


@pytest.mark.parametrize("digit", "123456789")
async def test_a_digit_takes_the_choice_that_it_stands_before(digit: str) -> None:
    async with showing(Choose("Many", MANY)) as (host, pilot):
        numbers = {found[2]: found[1] for found in re.finditer(r"(\d+) +choice (\w)", shown(host))}
        await pilot.press(digit)
        assert numbers[chr(96 + host.answer)] == digit


async def test_a_choice_that_no_one_digit_reaches_has_none() -> None:
    async with showing(Choose("Many", MANY)) as (host, _):
        assert re.findall(r"(\S+) +choice", shown(host))[9:] == ["│"] * 4
