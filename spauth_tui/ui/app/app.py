"""The app chooses screens; nothing else."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.widget import Widget
from textual.worker import Worker, WorkerError

from spauth_tui.domain.errors import SpauthError
from spauth_tui.ui.app import stack
from spauth_tui.ui.app.idle_lock import IdleLock
from spauth_tui.ui.app.settings import Settings
from spauth_tui.ui.app.unlocked import import_ahead, note_the_unlock, restore
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.messages import (
    ForTheDashboard,
    LockRequested,
    OtherVaultRequested,
    PreferencesChanged,
    RestoreRequested,
    VaultOpened,
)
from spauth_tui.ui.base.own_app import OwnApp
from spauth_tui.ui.base.palette import EveryAction
from spauth_tui.ui.base.problems import problem_text
from spauth_tui.ui.base.safe_app import write_to_terminal
from spauth_tui.ui.base.terminal_status import LOCKED, Signs
from spauth_tui.ui.dialogs.too_small import TooSmall

if TYPE_CHECKING:
    from spauth_tui.domain.model.secret import Secret
    from spauth_tui.domain.model.snapshot import Holdings
    from spauth_tui.services.ports.clock import Clock
    from spauth_tui.services.vault_care.unlocking import Unlocking
    from spauth_tui.services.workspace import Workspace
    from spauth_tui.ui.base.context import AppContext
    from spauth_tui.ui.dashboard.screen import Dashboard


class Lifetime:
    """What starts and stops with the app; bootstrap overrides it."""

    async def begin(self) -> Workspace | None:
        """Start it; return a workspace that is open from the start, or None."""
        return None

    async def end(self) -> None:
        """Stop it."""


class SpauthApp(OwnApp):
    """Shows the first run, the unlock screen or the dashboard, and returns to the unlock screen on lock."""

    TITLE = "spauth"
    CSS_PATH = [Path(__file__).parents[1] / name for name in ("vault/unlock.tcss", "dashboard/screen.tcss")]
    """Loaded at the start: for a screen with its own stylesheet Textual would parse all of them again."""
    BINDINGS = [*bindings("everywhere")]

    def __init__(
        self,
        unlocking: Unlocking,
        clock: Clock,
        app_context: AppContext,
        lifetime: Lifetime | None = None,
        passphrase: Secret | None = None,
    ) -> None:
        super().__init__(fits_terminal=not app_context.still)
        self._unlocking, self._clock = unlocking, clock
        self.banner = app_context.banner
        self.signs = Signs(app_context.signs, app_context.appearance, partial(write_to_terminal, self))
        self.settings = Settings(self, app_context, self.signs)
        because = "Locked because nothing was pressed for a while."
        self.idle = IdleLock(clock, lambda: self.post_message(LockRequested(because)))
        self.noticed = self.idle.touch
        self._lifetime = lifetime or Lifetime()
        self._workspace: Workspace | None = None
        self._behind: Holdings | None = None
        self._met: set[Path] = set()
        """Vaults seen during this run: if one of them is missing now, that is not a first run."""
        self._newest_dashboard: Dashboard | None = None
        self._noting: Worker[None] | None = None
        self._has_begun = False
        self._passphrase = passphrase
        """Given at the start, for the first unlock only."""

    def on_load(self) -> None:
        self.settings.apply()

    async def on_mount(self) -> None:
        """Begin as soon as screens can be painted: Textual drops what is painted while the app is being mounted."""
        self._workspace = await self._lifetime.begin()
        self.call_later(self._begin)

    async def _begin(self) -> None:
        if self._workspace is not None:
            await self._show_dashboard(self._workspace, is_new=False)
        else:
            await self._show_unlock_screen()
        self._has_begun = True
        stack.fit(self, self.size)
        if not self.settings.app_context.still:
            self.set_interval(1, self.idle.look)
        self.settings.tell_what_is_wrong()

    async def on_unmount(self) -> None:
        self.signs.end()
        await self.close_down()
        await self._lifetime.end()

    async def _show_unlock_screen(self, problem: SpauthError | None = None) -> None:
        """Show the unlock screen, with what is wrong with the vault; without a vault, the first run."""
        has_vault, path, app_context = self._unlocking.has_vault, self._unlocking.path, self.settings.app_context
        self.signs.progress(0, 0, failed=False)
        self.signs.title(LOCKED if has_vault else self.TITLE)
        self.call_after_refresh(self.run_worker, import_ahead, thread=True, group="ahead", exclusive=True)
        if has_vault:
            from spauth_tui.ui.vault.unlock import Unlock

            self._met.add(path)
            given, self._passphrase = self._passphrase, None
            unlock = Unlock(self._unlocking, self._clock, app_context, self._behind, passphrase=given)
            await self.push_screen(unlock)
            if problem is not None:
                unlock.tell(problem)
        elif path in self._met:
            from spauth_tui.ui.vault.vault_missing import VaultMissing

            await self.push_screen(VaultMissing(self._unlocking, self._clock))
        else:
            from spauth_tui.ui.vault.first_run import FirstRun

            await self.push_screen(FirstRun(self._unlocking, self._clock, app_context.strength))
        await self.typing.hand_on()

    async def on_vault_missing_new_vault_requested(self) -> None:
        self._met.discard(self._unlocking.path)
        await stack.leave_all(self)
        await self._show_unlock_screen()

    async def _show_dashboard(self, workspace: Workspace, *, is_new: bool) -> None:
        from spauth_tui.ui.dialogs.guarded import AskingOnce

        is_first = workspace.path not in self._met
        self._met.add(workspace.path)
        workspace.ask = AskingOnce(self)
        self.idle.preferences, self._behind = await workspace.preferences(), None
        from spauth_tui.ui.dashboard.screen import Dashboard

        app_context = self.settings.app_context
        dashboard = self._newest_dashboard = Dashboard(
            workspace, app_context, lambda: None if app_context.still else self.idle.locks_at, self.signs
        )
        # A key may act on anything in the vault, so keys wait for the dashboard.
        self.typing.hold_back()
        await self.push_screen(dashboard)
        if is_new:
            dashboard.action_do("first_steps")
        elif is_first and app_context.demo and not app_context.still:
            dashboard.call_after_refresh(dashboard.action_do, "tour")
        await self.typing.hand_on()

    @property
    def _dashboard(self) -> Dashboard | None:
        newest = self._newest_dashboard
        return newest if newest is not None and newest in self.screen_stack else None

    async def on_vault_opened(self, event: VaultOpened) -> None:
        self._workspace = event.workspace
        await stack.leave_all(self)
        await self._show_dashboard(event.workspace, is_new=event.is_new)
        if not event.is_new and (dashboard := self._dashboard) is not None:
            noting = note_the_unlock(self, self._unlocking, event.workspace, dashboard.context.settle)
            self._noting = self.run_worker(noting, group="note")

    async def on_lock_requested(self, event: LockRequested) -> None:
        """Close every dialog, close the vault, and show the unlock screen."""
        if self._workspace is None:
            return
        lost = stack.typed_and_not_saved(self)
        await self._lock(event.because)
        await self._show_unlock_screen(event.problem)
        if event.problem is None:
            stack.say_lasting(self, f"{event.because} {lost}".strip())

    async def on_other_vault_requested(self, event: OtherVaultRequested) -> None:
        await self._lock("going to another vault")
        self._behind, self._unlocking = None, event.unlocking
        await self._show_unlock_screen()

    async def on_restore_requested(self, event: RestoreRequested) -> None:
        await self._lock("restoring a backup")
        self._behind = None
        try:
            done = await restore(self._unlocking.recovery, event)
        except SpauthError as problem:
            await self._show_unlock_screen()
            stack.say_lasting(self, problem_text(problem, self), "error")
        else:
            await self._show_unlock_screen()
            stack.say_lasting(self, done)

    def search_themes(self) -> None:
        """Open the settings form, in place of Textual's search for themes, so that a chosen theme is stored."""
        self.run_worker(self.settings.ask(lambda: self._dashboard), group="settings", exclusive=True)

    def on_preferences_changed(self, event: PreferencesChanged) -> None:
        self.idle.preferences = event.preferences

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to lock while a vault is open."""
        return self._workspace is not None if action == "lock" else super().check_action(action, parameters)

    async def action_lock(self) -> None:
        """Lock the vault; keys typed from now on go to the unlock screen."""
        # Not through a message: keys typed after this one are already on their way.
        await self.on_lock_requested(LockRequested())

    async def _lock(self, because: str) -> None:
        self.typing.hold_back()
        dashboard, preferences = self._dashboard, self.idle.preferences
        if dashboard is not None and preferences and preferences.show_when_locked:
            self._behind = dashboard.roster.holdings
        await stack.leave_all(self)
        self.typing.forget_what_was_typed()
        self._newest_dashboard = None
        self.clear_notifications()
        await self.close_down(because)

    @on(ForTheDashboard)
    def _hand_down(self, event: ForTheDashboard) -> None:
        """Pass a request from a screen above to the dashboard."""
        if (dashboard := self._dashboard) is not None:
            dashboard.carry_out(event)

    def on_resize(self, event: events.Resize) -> None:
        if self._has_begun:
            stack.fit(self, event.size)

    def recover(self, problem: SpauthError, broken: object | None) -> bool:
        """Go back to the dashboard, with a message, from a screen above it that cannot continue."""
        dashboard = self._dashboard
        # If the app or the dashboard itself no longer takes messages, nothing can continue.
        is_above = broken is None or (isinstance(broken, Widget) and broken.screen is not dashboard)
        if dashboard is None or not is_above:
            return False
        self.call_later(stack.go_back_to, self, dashboard, problem)
        return True

    async def close_down(self, because: str = "") -> None:
        """Close the vault, and clear the clipboard if its content is ours; calling it twice is harmless."""
        workspace, self._workspace, self.idle.preferences = self._workspace, None, None
        noting, self._noting = self._noting, None
        if noting is not None:
            with contextlib.suppress(WorkerError):
                await noting.wait()
        if workspace is not None:
            await workspace.close(because)

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, EveryAction):
            self.push_screen(EveryAction())

    def action_help(self) -> None:
        """Show help for the current screen; a second press closes it."""
        from spauth_tui.ui.dialogs.help import Help

        if isinstance(self.screen, Help):
            self.screen.dismiss()
        elif not isinstance(self.screen, TooSmall):
            self.push_screen(Help(self.screen))

    async def action_quit(self) -> None:
        """Close the vault, then quit; ask first if something was typed and not saved, but only once."""
        from spauth_tui.ui.dialogs.confirm import is_asking

        if stack.typed_and_not_saved(self) and not is_asking(self.screen):
            self.run_worker(stack.quit_if_sure(self), group="quit")
        else:
            await stack.quit_app(self)
