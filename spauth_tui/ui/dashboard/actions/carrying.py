"""The dashboard's half that carries credentials in and out: import, export, what brokers have lent."""

from __future__ import annotations

from pathlib import Path

from textual import work

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import PassphraseNeeded
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless
from spauth_tui.formats.draft import Dialect
from spauth_tui.ui.dashboard.board_screen import BoardScreen


class Carrying(BoardScreen):
    """Each action opens one dialog or screen."""

    @work(group="dialog")
    async def action_import(self) -> None:
        """Ask for a file, show what is in it, store it."""
        from spauth_tui.ui.vault.import_form import ImportForm, ImportPreview

        preview = await self.app.push_screen_wait(ImportForm(self.workspace))
        if preview is None:
            return
        words = await self.app.push_screen_wait(ImportPreview(self.workspace, preview))
        if words is not None:
            first = next((each.authorization for each in preview.lines if each.authorization is not None), None)
            await self.reload(first.id if first else None)
            self.notify(words, markup=False, timeout=12)

    @work(group="dialog")
    async def action_export(self) -> None:
        """Ask for the form and the file, then write what is marked, or what is under the cursor where nothing is."""
        from spauth_tui.ui.dialogs.choose import Choose

        all_marked = self.marked()
        marked = tuple(each for each in all_marked if each.current_refresh_token)
        if all_marked and not marked:
            # Never what is under the cursor instead: nobody marked that.
            words = "Nothing that is marked has a refresh token to export. Press escape to unmark."
            self.notify(words, severity="warning", markup=False, timeout=6)
            return
        left = len(all_marked) - len(marked)
        if left:
            self.notify(f"{left:,} of {len(all_marked):,} marked left out: no refresh token.", markup=False, timeout=8)
        authorization = marked[0] if marked else self.under_cursor()
        if authorization is None:
            return
        from spauth_tui.formats.registry import DIALECTS

        forms: list[tuple[str, Dialect]] = [
            (each.title, each) for each in DIALECTS.values() if each.holds_several or len(marked) < 2
        ]
        title = f"Export {len(marked)} marked in the form of" if len(marked) > 1 else "Export in the form of"
        dialect = await self.app.push_screen_wait(Choose(title, forms))
        if dialect is None:
            return
        chosen = marked or await self._scope(authorization, dialect)
        if chosen:
            await self._write(chosen, dialect)

    async def _scope(self, authorization: Authorization, dialect: Dialect) -> tuple[Authorization, ...]:
        from spauth_tui.ui.dialogs.choose import Choose

        holdings = self.roster.current()
        same_application = tuple(
            each for each in holdings.of_application(authorization.application_id) if each.current_refresh_token
        )
        if not dialect.holds_several or len(same_application) < 2:
            return (authorization,)
        application = holdings.application_by_id[authorization.application_id]
        choices = [
            (f"{holdings.account_by_id[authorization.account_id].label} alone", (authorization,)),
            (f"all {len(same_application)} accounts of {application.label}", same_application),
        ]
        return await self.app.push_screen_wait(Choose("Which accounts", choices)) or ()

    async def _write(self, chosen: tuple[Authorization, ...], dialect: Dialect) -> None:
        from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
        from spauth_tui.ui.dialogs.save_as import SaveAs

        passphrase: Secret | None = None
        if await self._is_guarded(chosen):
            words = "It is guarded, or its client secret serves what is guarded: type the vault's passphrase to go on."
            passphrase = await self.app.push_screen_wait(AskPassphrase("Guarded", words, "Go on", self._proven))
            if passphrase is None:
                return

        async def deed(target: str) -> Path:
            return await self.workspace.exporting.to_file(dialect, chosen, target, passphrase)

        what = "Refresh token and client secret leave" if dialect.holds_refresh_token else "The client secret leaves"
        words = (
            f"{what} the vault in plain text, as {dialect.title}, in a file that only you can read. It is logged. "
            f"Usually such a file is at {dialect.place}."
        )
        try:
            path = await self.app.push_screen_wait(SaveAs("Export", words, "Write it", deed, target="", empty="a path"))
        except SpauthError as problem:
            self.tell(problem)
            return
        if path is not None:
            self.notify(f"Written: {harmless(str(path))}. Delete it when nothing needs it.", markup=False, timeout=10)

    async def _is_guarded(self, chosen: tuple[Authorization, ...]) -> bool:
        try:
            for application_id in {each.application_id for each in chosen}:
                await self.workspace.guarding.admit_application(application_id, None)
        except PassphraseNeeded:
            return True
        return False

    async def _proven(self, passphrase: Secret) -> Secret:
        await self.workspace.passphrases.prove(passphrase)
        return passphrase

    @work(group="open")
    async def action_loans(self) -> None:
        """Show what brokers have lent."""
        from spauth_tui.ui.vault.loans import LoansScreen

        await self.app.push_screen_wait(LoansScreen(self.workspace))
