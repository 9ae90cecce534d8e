"""The dashboard's half that looks after the vault itself: backups, passphrase, log, preferences, a picture."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from textual import work

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless
from spauth_tui.services.vault_care.backups import accept_target
from spauth_tui.ui.base.context import Surroundings
from spauth_tui.ui.base.messages import DoorRequested, LockRequested, PreferencesChanged, SettingsRequested
from spauth_tui.ui.dashboard.board_screen import BoardScreen

_NO_KEYRING = (
    "No keyring that encrypts is here. In the clone of spauth-tui, uv tool install '.[keyring]' adds what asks for "
    "one; if you installed it otherwise, pip install keyring in the same environment does."
)
_LONG = 12


class VaultActions(BoardScreen):
    """Each action opens one dialog or screen; the menu offers them all."""

    surroundings: Surroundings

    @work(group="dialog")
    async def action_vault(self) -> None:
        """Ask what to do with the vault."""
        from spauth_tui.ui.dialogs.choose import Choose

        choices: list[tuple[str, Callable[[], object]]] = [
            ("Back up now", self.action_back_up),
            ("Backups: look inside, restore, drill", self.action_recover),
            ("Change the passphrase", self.action_change_passphrase),
            ("Event log", self.action_log),
            ("Amazon's storage practices, and the inventory", self.action_practices),
            ("Import credentials from a file", self.action_import),
            ("Lent by brokers", self.action_loans),
            ("Preferences: idle lock, locked screen, backups", self.action_preferences),
            ("Settings: theme, panes, keys", lambda: self.post_message(SettingsRequested())),
            ("Save a picture without names", self.action_picture),
            ("Another vault", self.action_other_vault),
            ("Keyring of this system", self.action_keyring),
            ("Lock", lambda: self.post_message(LockRequested())),
        ]
        chosen = await self.app.push_screen_wait(Choose("The vault", choices))
        if chosen is not None:
            chosen()

    @work(group="dialog")
    async def action_back_up(self) -> None:
        """Ask where to, write a backup, prove it."""
        from spauth_tui.ui.dialogs.save_as import SaveAs

        words = (
            "A copy of the vault, encrypted with the present passphrase, opened and checked after writing. "
            "Leave the field empty to keep it beside the vault; a copy on another disk is better."
        )
        write = self.workspace.backups.write
        empty = "beside the vault, in backups"
        path = await self.app.push_screen_wait(SaveAs("Back up", words, "Write it", write, target="", empty=empty))
        if path is not None:
            self.say(f"Backup written, opened and checked: {harmless(str(path))}")

    @work(group="open")
    async def action_recover(self) -> None:
        """Show the backups."""
        from spauth_tui.ui.vault.backups import RecoveryScreen

        workspace = self.workspace
        await self.app.push_screen_wait(
            RecoveryScreen(
                workspace.recovery,
                workspace.clock,
                workspace.name,
                present=self.roster.current(),
                drills=workspace.backups,
            )
        )

    @work(group="dialog")
    async def action_change_passphrase(self) -> None:
        """Ask for the present passphrase and the new one, then encrypt the vault anew."""
        from spauth_tui.ui.vault.change_passphrase import ChangePassphrase

        backup = await self.app.push_screen_wait(ChangePassphrase(self.workspace, self.surroundings.strength))
        if backup is not None:
            self.say(f"The passphrase is changed. {harmless(backup.name)} still opens with the one before.")

    @work(group="open")
    async def action_log(self) -> None:
        """Show the event log."""
        from spauth_tui.ui.vault.event_log import EventLogScreen

        await self.app.push_screen_wait(EventLogScreen(self.workspace))

    @work(group="dialog")
    async def action_preferences(self) -> None:
        """Change what the person chose for this vault."""
        from spauth_tui.ui.vault.preferences import PreferencesForm

        try:
            present = await self.workspace.preferences()
        except SpauthError as problem:
            self.tell(problem)
            return
        changed = await self.app.push_screen_wait(PreferencesForm(self.workspace, present))
        if changed is not None:
            self.post_message(PreferencesChanged(changed))
            self.say("Preferences saved.")

    @work(group="dialog")
    async def action_picture(self) -> None:
        """Write a picture of the dashboard in which no name, id or address stands."""
        from spauth_tui.ui.dialogs.save_as import SaveAs

        stamp = self.workspace.clock.now().astimezone().strftime("%Y%m%d-%H%M%S")
        words = "An SVG of the dashboard to pass on: applications and accounts are numbered, their names left out."
        path = await self.app.push_screen_wait(
            SaveAs("Save a picture", words, "Save", _accepted, target=str(Path("~") / f"spauth-{stamp}.svg"))
        )
        if path is None:
            return
        try:
            # Painted when the dialog is gone: a picture shows what is on the screen.
            await self.workspace.files.write(path, await self.paint_redacted())
        except SpauthError as problem:
            self.tell(problem)
        else:
            self.say(f"The picture is in {harmless(str(path))}.")

    async def paint_redacted(self) -> str:
        """Return an SVG of the board with numbers in the place of names."""
        raise NotImplementedError

    @work(group="dialog")
    async def action_other_vault(self) -> None:
        """Choose another vault; this one is locked first."""
        from spauth_tui.ui.vault.other_vault import OtherVault

        doors = self.surroundings.doors
        if doors is None:
            self.say("The demo has only this vault.")
            return
        door = await self.app.push_screen_wait(OtherVault(doors, self.workspace.path))
        if door is not None:
            self.post_message(DoorRequested(door))

    @work(group="dialog")
    async def action_keyring(self) -> None:
        """Let the system's keyring keep the passphrase, or have it forget it."""
        from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
        from spauth_tui.ui.dialogs.confirm import Confirm

        passphrases = self.workspace.passphrases
        name = passphrases.keyring_name
        if not name:
            self.say(_NO_KEYRING, _LONG)
            return
        try:
            if await passphrases.is_in_keyring():
                question = f"Have {name} forget the passphrase?"
                if await self.app.push_screen_wait(Confirm(question, "You type it again from then on.", "Forget it")):
                    await passphrases.forget_in_keyring()
                    self.say(f"{name} has forgotten it.")
                return
        except SpauthError as problem:
            self.tell(problem)
            return
        words = (
            f"{name} then keeps the passphrase, and whoever is signed in to this computer as you can unlock the vault "
            "without typing it. That is less safe, and off unless you switch it on here."
        )
        keep: Callable[[Secret], Awaitable[bool]] = self._keep_in_keyring
        if await self.app.push_screen_wait(AskPassphrase("Unlock by keyring", words, "Let it keep it", keep)):
            self.say(f"{name} keeps the passphrase. The unlock screen offers it.")

    async def _keep_in_keyring(self, passphrase: Secret) -> bool:
        await self.workspace.passphrases.keep_in_keyring(passphrase)
        return True

    def say(self, words: str, seconds: float = 8) -> None:
        """Say what was done."""
        self.notify(words, markup=False, timeout=seconds)


async def _accepted(target: str) -> Path:
    return accept_target(target)
