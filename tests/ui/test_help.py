import pytest
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.dialogs.help import Help, key_rows
from tests.ui.host import LOW, showing, shown


class Described(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Static("A refresh token is exchanged for an access token.")

    BINDINGS = [
        Binding("r", "refresh", "Refresh", tooltip="Exchange [red]for[/nope] a new one"),
        Binding("x,delete", "remove", "Remove"),
        Binding("z", "secretly", ""),
    ]


async def test_it_lists_the_keys_of_the_screen_one_comes_from_by_their_words() -> None:
    async with showing(Described()) as (host, _):
        rows = {keys: words for keys, words, _ in key_rows(host.screen)}
        assert rows["r"] == "Refresh: Exchange [red]for[/nope] a new one"


async def test_the_keys_of_one_action_stand_on_one_line() -> None:
    async with showing(Described()) as (host, _):
        assert "Remove" in [words for keys, words, _ in key_rows(host.screen) if keys == "x del"]


async def test_a_key_without_words_is_left_out() -> None:
    async with showing(Described()) as (host, _):
        assert "z" not in {keys: words for keys, words, _ in key_rows(host.screen)}


async def test_the_keys_that_every_textual_screen_has_are_left_out() -> None:
    async with showing(Described()) as (host, _):
        assert not any("Focus" in words or "palette" in words for _, words, _ in key_rows(host.screen))


async def test_the_keys_of_a_field_that_has_the_focus_are_left_out() -> None:
    async with showing(Confirm("Sure?", "It is gone then.", "Remove")) as (host, _):
        assert [words for _, words, _ in key_rows(host.screen)] == ["Lock the vault now", "Cancel", "Help"]


async def test_it_says_what_the_words_mean() -> None:
    async with showing(Described()) as (host, pilot):
        await host.push_screen(Help(host.screen))
        await pilot.pause()
        text = shown(host)
        assert "What Authorize app shows once" in text


async def test_markup_in_a_binding_is_text() -> None:
    async with showing(Described()) as (host, pilot):
        await host.push_screen(Help(host.screen))
        await pilot.pause()
        assert "[red]for[/nope]" in shown(host)


@pytest.mark.parametrize("key", ["escape", "question_mark", "f1"])
async def test_it_is_closed_by_its_own_keys(key: str) -> None:
    async with showing(Described()) as (host, pilot):
        await host.push_screen(Help(host.screen))
        assert isinstance(host.screen, Help)
        await pilot.press(key)
        assert "A refresh token is exchanged for an access token." in shown(host)
        assert not [each for each in host.screen_stack if isinstance(each, Help)]


async def test_it_scrolls_by_keys_in_a_low_window() -> None:
    async with showing(Described(), LOW) as (host, pilot):
        await host.push_screen(Help(host.screen))
        await pilot.press("end")
        await pilot.pause()
        assert host.screen.query_one("#sheet").scroll_offset.y > 0
