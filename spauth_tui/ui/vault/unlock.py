"""The unlock screen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import TooManyTries, VaultAltered, VaultDamaged
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless
from spauth_tui.services.ports.clock import Clock
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.messages import OtherVaultRequested, VaultOpened
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.spinner import Spinner

if TYPE_CHECKING:
    from spauth_tui.domain.model.snapshot import Holdings
    from spauth_tui.services.vault_care.unlocking import Unlocking


class Unlock(OwnScreen[None]):
    """Asks for the passphrase; the key is derived on another thread, so the sign keeps moving.

    After three wrong passphrases each further try has to wait. `behind` is what the locked screen still shows if the
    person wants that: labels and countdowns, no token.
    """

    CSS_PATH = "unlock.tcss"
    BINDINGS = [*bindings("unlock")]

    def __init__(
        self,
        unlocking: Unlocking,
        clock: Clock,
        app_context: AppContext,
        behind: Holdings | None = None,
        *,
        passphrase: Secret | None = None,
    ) -> None:
        super().__init__()
        self._unlocking, self._clock, self._app_context = unlocking, clock, app_context
        self._behind = behind
        self._given = passphrase
        self._is_damaged = self._is_altered = self._has_keyring = False
        self._has_others, self._has_backups = app_context.known_vaults is not None, not app_context.demo

    def compose(self) -> ComposeResult:
        with Vertical(id="unlock-box") as box:
            box.border_title = Content(f"spauth · {harmless(self._unlocking.path.stem)}")
            yield Static(Content(harmless(str(self._unlocking.path))), id="path")
            yield SecretInput("passphrase", joining=False)
            yield ProblemLine()
            with Horizontal(id="ways") as ways:
                ways.display = self._has_others or self._has_backups
            hint = self._app_context.unlock_hint or "enter unlocks · F1 help · ctrl+q quits"
            yield Spinner(hint, id="working")
        if self._behind is not None:
            from spauth_tui.ui.vault.locked_list import LockedList

            yield LockedList(self._behind, self._clock)

    def on_mount(self) -> None:
        """Start any pending delay; offer the ways to unlock once the screen is painted."""
        self.query_one(SecretInput).focus()
        self._wait(self._unlocking.left_to_wait())
        given, self._given = self._given, None
        self.call_after_refresh(self._offer_ways, asks_keyring=given is None)
        if given is not None:
            self._try(given)

    def _offer_ways(self, *, asks_keyring: bool) -> None:
        keyring = Button("Keyring", id="keyring")
        rows = Button("Take the rows", id="rows", variant="warning")
        keyring.display, rows.display = False, self._is_altered
        buttons = [keyring, rows]
        if self._has_backups:
            buttons.append(Button("Backups", id="recover"))
        if self._has_others:
            buttons.append(Button("Another vault", id="other"))
        self.query_one("#ways").mount(*buttons)
        if asks_keyring:
            self._offer_keyring()

    @work(group="keyring")
    async def _offer_keyring(self) -> None:
        """Offer the keyring once the screen is up: its library is slow to import."""
        name = await self._unlocking.keyring_name()
        if name:
            self._has_keyring, button = True, self.query_one("#keyring", Button)
            button.label, button.display = f"Unlock by {name}", True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._try()

    def on_key(self, event: events.Key) -> None:
        """Treat a line feed as enter, which is what an enter typed before the start becomes."""
        if event.key == "ctrl+j" and not self.query_one(SecretInput).disabled:
            event.stop()
            self._try()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        getattr(self, f"action_{event.button.id}")()

    def action_keyring(self) -> None:
        if self._has_keyring:
            self._try(by_keyring=True)

    @work(group="dialog", exclusive=True)
    async def action_recover(self) -> None:
        from spauth_tui.ui.vault.backups import RecoveryScreen

        if self._has_backups:
            name, damaged = harmless(self._unlocking.path.stem), self._is_damaged
            screen = RecoveryScreen(self._unlocking.recovery, self._clock, name, damaged=damaged)
            await self.app.push_screen_wait(screen)
            self.query_one(SecretInput).focus()

    @work(group="dialog", exclusive=True)
    async def action_rows(self) -> None:
        from spauth_tui.ui.vault.backups import ask_for_rows

        await ask_for_rows(self.app, self._unlocking.recovery, self._unlocking.path)
        self.query_one(SecretInput).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to recover only the rows if the vault was refused as altered."""
        return self._is_altered if action == "rows" else True

    @work(group="dialog", exclusive=True)
    async def action_other(self) -> None:
        from spauth_tui.ui.vault.other_vault import OtherVault

        vaults = self._app_context.known_vaults
        chosen = await self.app.push_screen_wait(OtherVault(vaults, self._unlocking.path)) if vaults else None
        if chosen is not None:
            self.post_message(OtherVaultRequested(chosen))

    @work(exclusive=True, group="try")
    async def _try(self, given: Secret | None = None, *, by_keyring: bool = False) -> None:
        field = self.query_one(SecretInput)
        typed = field.take()
        passphrase = given if given is not None else typed
        self.query_one(ProblemLine).clear()
        field.disabled = True
        try:
            unlocking = self._unlocking
            with self.query_one(Spinner).doing("Deriving the key"):
                workspace = await (unlocking.unlock_by_keyring() if by_keyring else unlocking.unlock(passphrase))
                await workspace.look_ahead()
        except SpauthError as problem:
            self.tell(problem)
        else:
            self.post_message(VaultOpened(workspace, is_new=False))
            return
        finally:
            field.disabled = False
        field.focus()
        self._wait(self._unlocking.left_to_wait())

    def tell(self, problem: SpauthError) -> None:
        if isinstance(problem, TooManyTries):
            return
        self._is_damaged, self._is_altered = isinstance(problem, VaultDamaged), isinstance(problem, VaultAltered)
        for button in self.query("#rows"):
            button.display = self._is_altered
        self.refresh_bindings()
        self.query_one(ProblemLine).show(problem)

    def _wait(self, left: timedelta) -> None:
        """Count down the pause after wrong passphrases; the field accepts nothing until then."""
        field = self.query_one(SecretInput)
        if left <= timedelta(0):
            if field.disabled:
                field.disabled = False
                field.focus()
                self.query_one(ProblemLine).clear()
            return
        field.disabled = True
        self.query_one(ProblemLine).show(TooManyTries(left))
        self.set_timer(min(1.0, left.total_seconds()), lambda: self._wait(self._unlocking.left_to_wait()))
