"""What we know of Textual that it does not promise. Each test says what breaks when Textual changes it."""

from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import ComposeResult
from textual.widgets import Button, Input

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import VaultLocked
from spauth_tui.startup import crash_guard
from spauth_tui.ui.base.safe_app import SafeApp
from spauth_tui.ui.widgets.secret_input import SecretInput


class Failing(SafeApp):
    """An app with a button that fails, and a field for a secret."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error
        self.broken: object = None

    def compose(self) -> ComposeResult:
        yield Button()
        yield SecretInput()

    def recover(self, problem: SpauthError, broken: object | None) -> bool:
        self.broken = broken
        return True

    def on_button_pressed(self) -> None:
        raise self.error


async def test_textual_hands_us_each_failure_and_says_whose_message_failed() -> None:
    """Else an error with words for a person ends the program (`_handle_exception`, `active_message_pump`)."""
    app = Failing(VaultLocked("It is locked.", "Unlock it."))
    async with app.run_test() as pilot:
        app.query_one(Button).press()
        await pilot.pause()
        assert app.broken is app


async def test_textual_leaves_it_to_us_how_a_bug_is_reported_and_ends_the_app(monkeypatch: Any) -> None:
    """Else its own report prints local variables (`_fatal_error`, `_exception`, `_return_code`, `_close_messages…`)."""
    reported: list[object] = []
    monkeypatch.setattr(crash_guard, "report", reported.append)
    app = Failing(ValueError("CANARY"))
    try:
        async with app.run_test() as pilot:
            app.query_one(Button).press()
            await pilot.pause()
    except ValueError:
        pass  # a test is told by Textual
    assert (reported, app.return_code) == ([app.error], crash_guard.UNEXPECTED)


async def test_textual_leaves_a_paste_to_the_field_for_secrets() -> None:
    """Else only the first line of a pasted secret is kept (`_on_paste`)."""
    app = Failing(ValueError())
    async with app.run_test() as pilot:
        app.query_one(SecretInput).focus()
        app.screen.post_message(events.Paste("CANARY-first-\nsecond"))
        await pilot.pause()
        assert app.query_one(Input).value == "CANARY-first-second"


async def test_textual_asks_the_field_for_secrets_where_its_cursor_is() -> None:
    """Else each secret that is typed is measured, and what measures it keeps it (`_position_to_cell`)."""
    app = Failing(ValueError())
    async with app.run_test():
        field = app.query_one(SecretInput)
        field.value = "世世世"
        at = []
        for field.cursor_position in (0, 1):
            at.append(field.cursor_screen_offset.x)
        assert at[1] - at[0] == 1


def test_textuals_parser_says_how_long_it_waits_for_the_rest_of_a_sequence() -> None:
    """Else parts of a sequence that nobody understands act as keys (`textual._xterm_parser`)."""
    asked: list[float | None] = []

    class Asking(XTermParser):
        def read1(self, timeout: float | None = None) -> Any:  # type: ignore[override]
            asked.append(timeout)
            return XTermParser.read1(timeout)

    list(Asking().feed("a\x1b["))
    assert [each is None for each in asked] == [True, True, False, False]
