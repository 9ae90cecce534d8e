"""Leaves, covers and goes back to open screens, and asks about unsaved input."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.geometry import Size
from textual.notifications import SeverityLevel
from textual.screen import Screen

from spauth_tui.domain.errors import SpauthError
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.problems import problem_text
from spauth_tui.ui.base.safe_app import SafeApp
from spauth_tui.ui.dialogs.too_small import TooSmall

LASTING = 60 * 60 * 24
"""Seconds that an important message stays."""


def say_lasting(app: App[Any], words: str, severity: SeverityLevel = "information") -> None:
    """Show a message that stays until the person looks."""
    if words:
        app.notify(words, severity=severity, markup=False, timeout=LASTING)


def typed_and_not_saved(app: App[Any]) -> str:
    """Describe the unsaved input that locking discards: it may be secret, so it is kept nowhere."""
    open_ones = [each.title_words for each in app.screen_stack if isinstance(each, OwnScreen) and each.is_touched]
    return f"What was typed in {', '.join(open_ones)} was not saved." if open_ones else ""


def fit(app: App[Any], size: Size) -> None:
    """Show a notice while the window is too small."""
    if not TooSmall.is_too_small(size):
        for each in app.screen_stack:
            if isinstance(each, TooSmall):
                each.dismiss()
    elif not isinstance(app.screen, TooSmall):
        app.push_screen(TooSmall())


async def leave_all(app: App[Any]) -> None:
    """Leave every screen."""
    while len(app.screen_stack) > 1:
        await app.pop_screen()


async def go_back_to(app: App[Any], screen: Screen[Any], problem: SpauthError) -> None:
    """Leave every screen above a screen, and show a problem."""
    while screen in app.screen_stack and app.screen is not screen:
        await app.screen.dismiss(None)
    say_lasting(app, problem_text(problem, app), "error")


async def quit_app(app: SafeApp) -> None:
    """Close the vault, then end."""
    app.is_ending = True
    await app.close_down()
    app.exit()


async def quit_if_sure(app: SafeApp) -> None:
    """Ask whether to discard unsaved input, then quit. Call from a worker."""
    from spauth_tui.ui.dialogs.confirm import may_leave

    if await may_leave(app.screen):
        await quit_app(app)
