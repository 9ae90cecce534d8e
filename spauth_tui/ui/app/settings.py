"""Appearance and behaviour at this terminal: applied at the start, and changed in the F2 form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from spauth_tui.domain.errors import SpauthError
from spauth_tui.ui.app.stack import say_lasting
from spauth_tui.ui.base.problems import problem_text

if TYPE_CHECKING:
    from spauth_tui.ui.base.context import AppContext
    from spauth_tui.ui.base.own_app import OwnApp
    from spauth_tui.ui.base.terminal_status import Signs
    from spauth_tui.ui.dashboard.screen import Dashboard

_MOST_TOLD = 3
"""How many wrong settings one message names; the F2 form names them all."""


class Settings:
    """Applies the person's settings, and says what is wrong with them."""

    def __init__(self, app: OwnApp, app_context: AppContext, signs: Signs) -> None:
        self._app, self.app_context, self._signs = app, app_context, signs
        self._wrong: tuple[str, ...] = ()

    def apply(self) -> None:
        self._wrong = (*self.app_context.settings_problems, *self._app.appearance.apply(self.app_context.appearance))

    async def ask(self, dashboard: Callable[[], Dashboard | None]) -> None:
        """Let the person change appearance and keys in a form; changes apply at once. Call from a worker."""
        from spauth_tui.ui.vault.settings import SettingsForm

        app, file = self._app, self.app_context.settings_file
        if file is None or isinstance(app.screen, SettingsForm):
            return
        try:
            read = await file.read()
        except SpauthError as problem:
            say_lasting(app, problem_text(problem, app), "error")
            return
        # The form itself says what is wrong, and messages would cover it.
        app.clear_notifications()
        chosen = await app.push_screen_wait(SettingsForm(file, read, self.app_context.appearance))
        if chosen is not None:
            self._wrong = app.appearance.apply(chosen)
            self.app_context = replace(self.app_context, appearance=chosen)
            self._signs.apply(chosen)
            if (shown := dashboard()) is not None:
                await shown.apply_context(self.app_context)
            app.notify("Settings saved.", markup=False)
        self.tell_what_is_wrong()

    def tell_what_is_wrong(self) -> None:
        if self._wrong:
            more = len(self._wrong) - _MOST_TOLD
            end = (f"and {more} more: F2 names them all.",) if more > 0 else ()
            say_lasting(self._app, "\n".join((*self._wrong[:_MOST_TOLD], *end)), "warning")
