"""The app chooses screens; nothing else."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events, on, work
from textual.app import SystemCommand
from textual.geometry import Size
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerError

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import VaultDamaged, VaultLocked
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.vault.idling import Idling
from spauth_tui.ui.app.terminal_status import LOCKED, Signs, title_words
from spauth_tui.ui.base.appearance import Wearing
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.messages import (
    Advanced,
    Counted,
    DoorRequested,
    ForTheDashboard,
    LockRequested,
    PreferencesChanged,
    RestoreRequested,
    RunningOut,
)
from spauth_tui.ui.base.safe_app import SafeApp
from spauth_tui.ui.base.tooltips import GlossaryTooltips
from spauth_tui.ui.base.typing_ahead import TypingAhead
from spauth_tui.ui.dialogs.too_small import TooSmall

if TYPE_CHECKING:
    from spauth_tui.domain.model.appearance import Appearance
    from spauth_tui.domain.model.preferences import Preferences
    from spauth_tui.domain.model.secret import Secret
    from spauth_tui.domain.model.snapshot import Holdings
    from spauth_tui.services.ports.clock import Clock
    from spauth_tui.services.vault_care.unlocking import Unlocking
    from spauth_tui.services.workspace import Workspace
    from spauth_tui.ui.base.context import Surroundings
    from spauth_tui.ui.base.messages import VaultOpened
    from spauth_tui.ui.dashboard.screen import Dashboard

DEMO_WANTED = "demo"
"""What the app returns when the person chose to look around the demo."""
LASTING = 60 * 60 * 24
"""Seconds that words stay which the person has to see."""
MOST_TOLD = 3
"""How many wrong settings one notice names; the form of F2 names them all."""


class Lifetime:
    """What lives as long as the app; who composes the program overrides it."""

    async def begin(self) -> Workspace | None:
        """Start it; return a workspace that is open from the start, or None."""
        return None

    async def end(self) -> None:
        """Stop it."""


class SpauthApp(GlossaryTooltips, TypingAhead, Wearing, SafeApp):
    """First run, unlock, dashboard: which of them is shown, and back to the unlock screen on lock or quit."""

    TITLE = "spauth"
    CSS_PATH = [Path(__file__).parents[1] / name for name in ("vault/unlock.tcss", "dashboard/screen.tcss")]
    """Read with everything else at the start: a screen that brings its own has all stylesheets parsed again."""
    BINDINGS = [*bindings("everywhere")]

    def __init__(
        self,
        unlocking: Unlocking,
        clock: Clock,
        surroundings: Surroundings,
        lifetime: Lifetime | None = None,
        passphrase: Secret | None = None,
    ) -> None:
        super().__init__()
        self.fits_terminal = not surroundings.still
        self._unlocking = unlocking
        self._clock = clock
        self._surroundings = surroundings
        self.banner = surroundings.banner
        self._signs = (
            Signs(surroundings.signs, surroundings.appearance, self.write_to_terminal) if surroundings.signs else None
        )
        self._lifetime = lifetime or Lifetime()
        self._workspace: Workspace | None = None
        self._idling = Idling(clock.now(), clock.ticks())
        self._preferences: Preferences | None = None
        """Those of the open vault."""
        self._behind: Holdings | None = None
        self._met: set[Path] = set()
        """Vaults that were there while the program runs: one that is gone now is not a first run."""
        self._newest_dashboard: Dashboard | None = None
        self._noting: Worker[None] | None = None
        self._wrong: tuple[str, ...] = ()
        self._has_begun = False
        self._passphrase = passphrase
        """Given at the start, for the first unlock alone."""

    def on_load(self) -> None:
        """Put on what the person chose before anything is shown."""
        self._wrong = (*self._surroundings.told, *self.wear(self._surroundings.appearance))

    async def on_mount(self) -> None:
        """Begin as soon as screens are painted: what is painted while an app is being mounted, Textual drops."""
        self._workspace = await self._lifetime.begin()
        if self._workspace is not None:
            self._met.add(self._workspace.path)
        self.call_later(self._begin)

    async def _begin(self) -> None:
        """Show the dashboard of a workspace that is open from the start, else the unlock screen."""
        if self._workspace is not None:
            await self._show_dashboard(self._workspace, is_new=False)
        else:
            await self._show_door()
        self._has_begun = True
        self._fit(self.size)
        if not self._surroundings.still:
            self.set_interval(1, self._lock_when_idle)
        self._tell_what_is_wrong()

    async def on_unmount(self) -> None:
        """Let go of what lives as long as the app."""
        if self._signs is not None:
            self._signs.end()
        await self.close_down()
        await self._lifetime.end()

    def write_to_terminal(self, sequence: str) -> None:
        """Write an escape sequence to the terminal, for a clipboard that only the terminal has."""
        if self.terminal is not None:
            self.terminal.write(sequence)
            self.terminal.flush()

    async def _show_door(self) -> None:
        if self._signs is not None:
            self._signs.end_progress()
            self._signs.title(LOCKED if self._unlocking.has_vault else self.TITLE)
        self.call_after_refresh(self._import_ahead)
        if self._unlocking.has_vault:
            from spauth_tui.ui.vault.unlock import Unlock

            self._met.add(self._unlocking.path)
            given, self._passphrase = self._passphrase, None
            await self.push_screen(
                Unlock(self._unlocking, self._clock, self._surroundings, self._behind, passphrase=given)
            )
        elif self._unlocking.path in self._met:
            from spauth_tui.ui.vault.vault_missing import VaultMissing

            await self.push_screen(VaultMissing(self._unlocking, self._clock))
        else:
            await self._show_first_run()
        await self.hand_on()

    async def _show_first_run(self) -> None:
        from spauth_tui.ui.vault.first_run import FirstRun

        await self.push_screen(FirstRun(self._unlocking, self._clock, self._surroundings.strength))

    async def on_vault_missing_new_vault_wanted(self) -> None:
        """Begin anew where the vault was."""
        await self._leave_all()
        await self._show_first_run()

    @work(thread=True, group="ahead", exclusive=True)
    def _import_ahead(self) -> None:
        """Import the dashboard while the person types: the unlock screen comes sooner, and the dashboard no later."""
        # The key is derived with the second.
        for name in ("spauth_tui.ui.dashboard.screen", "hashlib"):
            import_module(name)

    async def _show_dashboard(self, workspace: Workspace, *, is_new: bool) -> None:
        from spauth_tui.ui.dialogs.guarded import AskingOnce

        workspace.ask = AskingOnce(self)
        self._preferences, self._behind = await workspace.preferences(), None
        from spauth_tui.ui.dashboard.screen import Dashboard

        dashboard = self._newest_dashboard = Dashboard(workspace, self._surroundings, self._locks_at_for_show)
        # What a key does may concern anything in the vault.
        self.hold_back()
        await self.push_screen(dashboard)
        if is_new:
            dashboard.action_do("first_steps")
        await self.hand_on()

    @property
    def _dashboard(self) -> Dashboard | None:
        """The dashboard, if it is among the screens."""
        newest = self._newest_dashboard
        return newest if newest is not None and newest in self.screen_stack else None

    async def on_vault_opened(self, event: VaultOpened) -> None:
        """Go from the unlock screen to the dashboard."""
        self._workspace = event.workspace
        self._met.add(event.workspace.path)
        await self._leave_all()
        await self._show_dashboard(event.workspace, is_new=event.is_new)
        if not event.is_new:
            self._noting = self._note_the_unlock(event.workspace)

    @work(group="note")
    async def _note_the_unlock(self, workspace: Workspace) -> None:
        """Write the unlock into the log, behind the dashboard; back to the unlock screen if the file is unsound."""
        try:
            await self._unlocking.note(workspace)
        except VaultLocked:
            return
        except VaultDamaged as problem:
            # As a message, so that whoever else asks for a lock meanwhile does not bring a second door.
            self.post_message(LockRequested("the vault is damaged", problem))
        else:
            dashboard = self._dashboard
            if workspace.read_only is not None and dashboard is not None:
                dashboard.context.settle()

    async def _show_door_because(self, problem: SpauthError) -> None:
        await self._show_door()
        from spauth_tui.ui.vault.unlock import Unlock

        if isinstance(self.screen, Unlock):
            self.screen.tell(problem)

    def on_first_run_demo_requested(self) -> None:
        """End with the wish to see the demo; who started the app grants it."""
        self.exit(DEMO_WANTED)

    async def on_lock_requested(self, event: LockRequested) -> None:
        """Close every dialog, close the vault, and show the unlock screen."""
        if self._workspace is None:
            return
        lost = self._typed_and_not_saved()
        await self._lock(event.because)
        if event.problem is not None:
            await self._show_door_because(event.problem)
            return
        await self._show_door()
        self._say_at_the_door(f"{event.because} {lost}".strip())

    async def on_door_requested(self, event: DoorRequested) -> None:
        """Lock this vault and show the unlock screen of another."""
        await self._lock("going to another vault")
        self._behind, self._unlocking = None, event.unlocking
        await self._show_door()

    async def on_restore_requested(self, event: RestoreRequested) -> None:
        """Lock, put the backup in the vault's place, and show the unlock screen."""
        await self._lock("restoring a backup")
        self._behind = None
        recovery = self._unlocking.recovery
        try:
            if event.rows_only:
                taken = await recovery.take_rows(event.backup, event.passphrase)
                kept = taken.kept_as
                done = f"Taken from {harmless(event.backup.name)}: {taken.words()}. Unlock with its passphrase."
            else:
                kept = await recovery.restore(event.backup, event.passphrase)
                done = f"{harmless(event.backup.name)} is restored: unlock it with the passphrase it was written with."
        except SpauthError as problem:
            await self._show_door()
            self._say_at_the_door(f"{problem.sentence} {problem.remedy}", is_bad=True)
            return
        await self._show_door()
        self._say_at_the_door(done + (f" What stood in its place is kept as {harmless(kept.name)}." if kept else ""))

    def on_settings_requested(self) -> None:
        """Open the settings."""
        self.action_settings()

    def search_themes(self) -> None:
        """Open the settings: a theme that is chosen there is kept."""
        self.action_settings()

    @work(group="settings", exclusive=True)
    async def action_settings(self) -> None:
        """Change looks and keys, which act at once."""
        from spauth_tui.ui.vault.settings import SettingsForm

        file = self._surroundings.settings_file
        if file is None or isinstance(self.screen, SettingsForm):
            return
        try:
            read = await file.read()
        except SpauthError as problem:
            self.notify(f"{problem.sentence} {problem.remedy}", severity="error", markup=False, timeout=LASTING)
            return
        # The form says what is wrong itself, and notices would cover it.
        self.clear_notifications()
        chosen = await self.push_screen_wait(SettingsForm(file, read, self._surroundings.appearance))
        if chosen is not None:
            await self._put_on(chosen)
            self.notify("Settings saved.", markup=False)
        self._tell_what_is_wrong()

    def _tell_what_is_wrong(self) -> None:
        if self._wrong:
            more = len(self._wrong) - MOST_TOLD
            end = (f"and {more} more: F2 names them all.",) if more > 0 else ()
            words = "\n".join((*self._wrong[:MOST_TOLD], *end))
            self.notify(words, severity="warning", markup=False, timeout=LASTING)

    async def _put_on(self, appearance: Appearance) -> None:
        self._wrong = self.wear(appearance)
        self._surroundings = replace(self._surroundings, appearance=appearance)
        dashboard = self._dashboard
        if self._signs is not None:
            self._signs.wear(appearance)
            if dashboard is None:
                self._signs.title(LOCKED if self._unlocking.has_vault else self.TITLE)
        if dashboard is not None:
            await dashboard.take_up(self._surroundings)

    def on_counted(self, event: Counted) -> None:
        """Say the counts in the terminal's title."""
        if self._signs is not None:
            self._signs.title(title_words(event.tally))

    def on_running_out(self, event: RunningOut) -> None:
        """Tell the person, who may look at another window."""
        if self._signs is not None:
            self._signs.tell(event.words)

    def on_advanced(self, event: Advanced) -> None:
        """Show a long work's progress where the terminal shows it."""
        if self._signs is None:
            return
        if event.total:
            self._signs.progress(event.done, event.total, failed=bool(event.failed))
        else:
            self._signs.end_progress()

    def on_preferences_changed(self, event: PreferencesChanged) -> None:
        """Hold to them from now on."""
        self._preferences = event.preferences

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to lock as long as a vault is open."""
        return self._workspace is not None if action == "lock" else super().check_action(action, parameters)

    async def action_lock(self) -> None:
        """Lock the vault: what is typed from now on goes to the unlock screen and does nothing here."""
        # Not by a message: what was typed behind this key is on its way already.
        await self.on_lock_requested(LockRequested())

    async def _lock(self, because: str) -> None:
        self.hold_back()
        dashboard, preferences = self._dashboard, self._preferences
        if dashboard is not None and preferences and preferences.show_when_locked:
            self._behind = dashboard.roster.current()
        await self._leave_all()
        self.forget_what_was_typed()
        self._newest_dashboard = None
        self.clear_notifications()
        await self.close_down(because)

    def _say_at_the_door(self, words: str, *, is_bad: bool = False) -> None:
        if words:
            severity: SeverityLevel = "error" if is_bad else "information"
            self.notify(words, severity=severity, markup=False, timeout=LASTING)

    @on(ForTheDashboard)
    def _hand_down(self, event: ForTheDashboard) -> None:
        """Have the dashboard do what is asked for on a screen above it."""
        if (dashboard := self._dashboard) is not None:
            dashboard.follow(event)

    def _locks_at_for_show(self) -> datetime | None:
        return None if self._surroundings.still else self.locks_at

    @property
    def locks_at(self) -> datetime | None:
        """When the vault locks if no key is pressed until then (UTC); None for never."""
        limit = self._preferences.lock_after if self._preferences is not None else None
        if limit is None:
            return None
        now = self._clock.now()
        return now + limit - self._idling.idle(now, self._clock.ticks())

    async def on_event(self, event: events.Event) -> None:
        """Note every key, paste and mouse press, then let Textual deal with it."""
        if isinstance(
            event,
            events.Key | events.MouseDown | events.MouseScrollDown | events.MouseScrollUp | events.Paste,
        ):
            self._idling.touch(self._clock.now(), self._clock.ticks())
        await super().on_event(event)

    def _lock_when_idle(self) -> None:
        locks_at = self.locks_at
        if self._workspace is not None and locks_at is not None and self._clock.now() >= locks_at:
            self.post_message(LockRequested("Locked because nothing was pressed for a while."))

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small to show anything well."""
        if self._has_begun:
            self._fit(event.size)

    def _fit(self, size: Size) -> None:
        if not TooSmall.is_too_small(size):
            for each in self.screen_stack:
                if isinstance(each, TooSmall):
                    each.dismiss()
        elif not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())

    def get_over(self, problem: SpauthError, broken: object | None) -> bool:
        """Go back to the dashboard, with words, from a screen above it that cannot go on."""
        dashboard = self._dashboard
        # Without its messages neither the app nor the dashboard itself is anything to go on with.
        is_above = broken is None or (isinstance(broken, Widget) and broken.screen is not dashboard)
        if dashboard is None or not is_above:
            return False
        self.call_later(self._go_back_to, dashboard, problem)
        return True

    async def _go_back_to(self, dashboard: Dashboard, problem: SpauthError) -> None:
        while dashboard in self.screen_stack and self.screen is not dashboard:
            await self.screen.dismiss(None)
        self.notify(f"{problem.sentence} {problem.remedy}", severity="error", markup=False, timeout=LASTING)

    def _typed_and_not_saved(self) -> str:
        """Say what a lock throws away: what was typed and not saved, secrets above all, is kept nowhere."""
        from spauth_tui.ui.base.own_screen import OwnScreen

        open_ones = [each.title_words for each in self.screen_stack if isinstance(each, OwnScreen) and each.is_touched]
        return f"What was typed in {', '.join(open_ones)} was not saved." if open_ones else ""

    async def _leave_all(self) -> None:
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    async def close_down(self, because: str = "") -> None:
        """Close the vault, clear the clipboard if it is ours; doing it twice is harmless."""
        workspace, self._workspace = self._workspace, None
        noting, self._noting = self._noting, None
        if noting is not None:
            with contextlib.suppress(WorkerError):
                await noting.wait()
        if workspace is not None:
            await workspace.close(because)

    def action_command_palette(self) -> None:
        """Show every action by its name."""
        from spauth_tui.ui.base.every_action import EveryAction

        if not isinstance(self.screen, EveryAction):
            self.push_screen(EveryAction())

    def action_help(self) -> None:
        """Explain the screen that is shown; a second time, put the explanation away."""
        from spauth_tui.ui.dialogs.help import Help

        if isinstance(self.screen, Help):
            self.screen.dismiss()
        elif not isinstance(self.screen, TooSmall):
            self.push_screen(Help(self.screen))

    async def action_quit(self) -> None:
        """Close the vault, then leave; ask first where something was typed and not saved, but only once."""
        from spauth_tui.ui.dialogs.confirm import is_asking

        if self._typed_and_not_saved() and not is_asking(self.screen):
            self._ask_before_quitting()
        else:
            await self._quit()

    @work(group="quit")
    async def _ask_before_quitting(self) -> None:
        from spauth_tui.ui.dialogs.confirm import may_leave

        if await may_leave(self.screen):
            await self._quit()

    async def _quit(self) -> None:
        self.is_ending = True
        await self.close_down()
        self.exit()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every key's action in the palette too."""
        yield from super().get_system_commands(screen)
        from spauth_tui.ui.base import palette

        yield from palette.commands(screen)
