"""The vault has disappeared: what happened, its backups, and how to continue once it is back."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.text.time import age_words
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.messages import OtherVaultRequested
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.widgets.button import Button

LOOK_EVERY = 1.0
"""Seconds between checks for the file."""
_LISTED = 5


class VaultMissing(OwnScreen[None]):
    """Waits for the vault's file; a new vault is created only if the person asks for that."""

    CSS_PATH = "vault_missing.tcss"
    BINDINGS = [*bindings("vault missing")]

    class NewVaultRequested(Message):
        """The person wants a new vault in the same place."""

    def __init__(self, unlocking: Unlocking, clock: Clock) -> None:
        super().__init__()
        self._unlocking, self._clock = unlocking, clock

    def compose(self) -> ComposeResult:
        with Vertical(id="missing") as box:
            box.border_title = Content("The vault is missing")
            with VerticalScroll(id="body", can_focus=False):
                yield Static(
                    Content(
                        f"There is no file at {harmless(str(self._unlocking.path))} any more: it was moved, renamed or "
                        "deleted, or its disk is not there. The vault is locked, and nothing was written since.\n\n"
                        "Put the file back, and this goes on by itself. Or bring a backup back."
                    )
                )
                yield Static(id="backups")
            with Horizontal(id="buttons"):
                yield Button("Backups", id="recover", variant="primary")
                yield Button("Create a new vault", id="create")

    async def on_mount(self) -> None:
        self.set_interval(LOOK_EVERY, self.look)
        files = await self._unlocking.recovery.backups()
        now = self._clock.now()
        lines = [f"{age_words(each.made_at, now):<16}{harmless(each.path.name)}" for each in files[:_LISTED]]
        if len(files) > _LISTED:
            lines.append(f"and {len(files) - _LISTED} more")
        words = "There is no backup beside it."
        if files:
            words = f"{counted(len(files), 'backup')} in {harmless(str(files[0].path.parent))}:"
        self.query_one("#backups", Static).update(Content("\n".join(["", words, *lines])))

    def look(self) -> None:
        """Continue if the file is back, unless another screen is open."""
        if self.is_current and self._unlocking.has_vault:
            self.post_message(OtherVaultRequested(self._unlocking))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "recover":
            self.action_recover()
        else:
            self.post_message(self.NewVaultRequested())

    @work(group="dialog", exclusive=True)
    async def action_recover(self) -> None:
        from spauth_tui.ui.vault.backups import RecoveryScreen

        name = harmless(self._unlocking.path.stem)
        await self.app.push_screen_wait(RecoveryScreen(self._unlocking.recovery, self._clock, name))
