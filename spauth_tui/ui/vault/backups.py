"""The backups of a vault: look into one, restore it, verify the newest, salvage a damaged vault."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from textual import work
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.text.time import age_words, minute_words
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents, compare
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.vault_care.backups import Backups, accept_existing
from spauth_tui.services.vault_care.recovery import Recovery
from spauth_tui.ui.base.keys import bindings, own_key
from spauth_tui.ui.base.messages import RestoreRequested
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.lists import List
from spauth_tui.ui.widgets.page import Actions, page
from spauth_tui.ui.widgets.problem_line import ProblemLine

Found = TypeVar("Found")
_REASONS = {
    BackupReason.BY_HAND: "written by hand",
    BackupReason.SCHEDULED: "by schedule",
    BackupReason.BEFORE_UPGRADE: "before an upgrade",
    BackupReason.BEFORE_PASSPHRASE: "before the passphrase was changed",
    BackupReason.BEFORE_IMPORT: "before an import",
    BackupReason.BEFORE_RESTORE: "what a restore replaced",
    BackupReason.DAMAGED: "the damaged vault",
}


class RecoveryScreen(OwnScreen[None]):
    """Lists backups, newest first. Nothing changes until a backup has been opened, shown and confirmed."""

    CSS_PATH = "backups.tcss"
    BINDINGS = [*bindings("backups")]

    def __init__(
        self,
        recovery: Recovery,
        clock: Clock,
        name: str,
        *,
        current: Holdings | None = None,
        drills: Backups | None = None,
        damaged: bool = False,
    ) -> None:
        super().__init__()
        self._recovery, self._clock, self._vault_name = recovery, clock, name
        self._current, self._drills, self._damaged = current, drills, damaged
        self._files: tuple[BackupFile, ...] = ()

    def compose(self) -> ComposeResult:
        ways = {
            "look": "Look inside",
            "restore": "Restore",
            "drill": "Drill the newest" if self._drills else "",
            "file": "Another file",
            "rows": "Take the rows",
        }
        buttons = [Button(words, id=name) for name, words in ways.items() if words]
        if self._damaged:
            buttons.append(Button("Salvage the vault", id="salvage", variant="warning"))
        yield from page(
            List(id="backups", compact=True),
            Actions(*buttons),
            ProblemLine(),
            Static(id="found"),
            subject=Content.styled(f"Backups of {self._vault_name}, newest first", "bold"),
        )

    async def on_mount(self) -> None:
        self.query_one("#backups").focus()
        await self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what is possible now."""
        return {"drill": self._drills is not None, "salvage": self._damaged}.get(action, True)

    async def _read(self) -> None:
        self._files = await self._recovery.backups()
        options = self.query_one(OptionList)
        options.clear_options()
        now = self._clock.now()
        options.add_options([_line(each, age_words(each.made_at, now)) for each in self._files])
        if self._files:
            options.highlighted = 0
            words = "Enter looks into one: it is opened with its passphrase and every page is checked."
        else:
            key = own_key("vault.back_up", self.app)
            how = f": press {key} on the dashboard to write one" if self._drills else ""
            words = f"There is no backup yet{how}. f opens one that lies elsewhere."
        self._say(Content.styled(words, "$dim"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_look()

    def action_look(self) -> None:
        self._begin(self._look)

    def action_restore(self) -> None:
        self._begin(self._restore)

    def action_rows(self) -> None:
        self._begin(partial(ask_for_rows, self.app, self._recovery))

    @work(group="recovery", exclusive=True)
    async def _begin(self, action: Callable[[Path], Awaitable[object]]) -> None:
        line = self.query_one(ProblemLine)
        line.clear()
        if self._files:
            await action(self._files[self.query_one(OptionList).highlighted or 0].path)
        else:
            key = own_key("recovery.file", self.app)
            line.show(InputRefused("There is no backup here.", f"Press {key} to name a file."))

    @work(group="recovery", exclusive=True)
    async def action_file(self) -> None:
        if path := await self.app.push_screen_wait(PickFile()):
            await self._restore(path)

    @work(group="recovery", exclusive=True)
    async def action_drill(self) -> None:
        if self._drills is None:
            return
        words = "The newest backup is opened with the passphrase you type, every page is checked, nothing is changed."
        drilled = await self.app.push_screen_wait(
            AskPassphrase("Recovery drill", words, "Open it", self._drills.drill, doing="Opening and checking")
        )
        if drilled is not None:
            file, contents = drilled
            words = f"The drill went well: {harmless(file.path.name)} opens and every page of it is sound."
            self._say(Content.styled(words, "bold $text-success") + Content("\n") + self._words(contents))

    @work(group="recovery", exclusive=True)
    async def action_salvage(self) -> None:
        words = (
            "Every row that can still be read goes into a new vault, under the same passphrase. The damaged file is "
            "kept among the backups. Where a sound backup exists, restoring that one is better."
        )
        done = await self.app.push_screen_wait(
            AskPassphrase("Salvage", words, "Salvage", self._recovery.salvage, doing="Reading row by row")
        )
        if done is None:
            return
        await self._read()
        parts = f"Saved: {done.words()}."
        kept = f" The damaged file is kept as {harmless(done.kept_as.name)}." if done.kept_as else ""
        self._damaged = False
        lines = (f"{kept} Press escape and unlock.", *done.losses.sentences())
        self._say(Content.styled(parts, "bold $text-success") + Content("\n".join(lines)))

    async def _look(self, backup: Path) -> tuple[Contents, Secret] | None:
        words = f"{harmless(backup.name)} is opened with the passphrase it was written with; nothing is changed."
        look = _with_passphrase(partial(self._recovery.look, backup))
        found = await self.app.push_screen_wait(
            AskPassphrase("Look into a backup", words, "Open it", look, doing="Opening and checking")
        )
        if found is not None:
            head = Content.styled(f"{harmless(backup.name)}: every page of it is sound.", "bold $text-success")
            self._say(head + Content("\n") + self._words(found[0]))
        return found

    async def _restore(self, backup: Path) -> None:
        found = await self._look(backup)
        if found is None:
            return
        contents, passphrase = found
        consequence = (
            f"{self._words(contents).plain}\n\nThe present vault is kept among the backups. Afterwards you unlock with "
            "the passphrase of this backup."
        )
        if await self.app.push_screen_wait(Confirm("Put this backup in the vault's place?", consequence, "Restore")):
            self.app.post_message(RestoreRequested(backup, passphrase))

    def _words(self, contents: Contents) -> Content:
        held = contents.holdings
        lines = [
            f"It holds {counted(len(held.applications), 'application')}, {counted(len(held.accounts), 'account')}, "
            f"{counted(len(held.authorizations), 'authorization')} and "
            f"{counted(contents.refresh_tokens, 'refresh token')}."
        ]
        if contents.newest_event_at is not None:
            lines.append(f"Its last event is of {minute_words(contents.newest_event_at)}.")
        if self._current is not None:
            found = compare(self._current, held)
            if found.changes_nothing:
                lines.append("The present vault has the same authorizations and refresh tokens.")
            lines += _listed("Restoring would bring back", found.gained)
            lines += _listed("Restoring would lose", found.lost)
            lines += _listed("Restoring would lose the newest refresh token of", found.older)
        return Content("\n".join(lines))

    def _say(self, words: Content) -> None:
        self.query_one("#found", Static).update(words)


def _listed(words: str, subjects: tuple[str, ...]) -> list[str]:
    if not subjects:
        return []
    more = f" and {len(subjects) - 5} more" if len(subjects) > 5 else ""
    return [f"{words}: {', '.join(subjects[:5])}{more}."]


def _line(backup: BackupFile, age: str) -> Content:
    return (
        Content(f"{minute_words(backup.made_at)}  ")
        + Content.styled(f"{age:<16}", "$dim")
        + Content(f"{backup.size / 1024:>9,.0f} KiB  {_REASONS[backup.reason]}")
    )


def _with_passphrase(look: Callable[[Secret], Awaitable[Found]]) -> Callable[[Secret], Awaitable[tuple[Found, Secret]]]:
    async def looked(passphrase: Secret) -> tuple[Found, Secret]:
        return await look(passphrase), passphrase

    return looked


async def ask_for_rows(app: App[Any], recovery: Recovery, source: Path) -> None:
    """Read the rows with the passphrase, show what they contain, and once confirmed, have the app restore them."""
    words = (
        f"The rows of {harmless(source.name)} are read with the passphrase it was written with, one by one. Nothing "
        "else of it is used, nothing in it is run, and nothing is changed yet."
    )
    look = _with_passphrase(partial(recovery.look_at_rows, source))
    found = await app.push_screen_wait(
        AskPassphrase("The rows alone", words, "Read them", look, doing="Reading row by row")
    )
    if found is None:
        return
    salvaged, passphrase = found
    sentences = (
        f"There come {salvaged.words()}.",
        *salvaged.losses.sentences(),
        "\nWhat is in the vault's place now is kept among the backups. Afterwards you unlock with this passphrase.",
    )
    question = "Put a new vault with these rows in the vault's place?"
    if await app.push_screen_wait(Confirm(question, "\n".join(sentences), "Take them")):
        app.post_message(RestoreRequested(source, passphrase, rows_only=True))


class PickFile(Form[Path]):
    """Asks for the path of a backup; returns it if there is a file."""

    title_words = "A backup that lies elsewhere"
    first_focus = "#file"
    hint = "enter takes it · esc cancels"
    verb = "Take it"

    def body(self) -> Iterable[Widget]:
        yield field("File", Input("", "path", id="file"))

    async def save(self) -> Path:
        return accept_existing(self.text("file"))
