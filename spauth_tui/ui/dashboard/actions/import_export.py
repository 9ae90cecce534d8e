"""Import and export of credentials, and what brokers have lent."""

from collections.abc import Mapping
from pathlib import Path

from spauth_tui.domain.errors.vault import PassphraseNeeded
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless
from spauth_tui.formats.draft import FileFormat
from spauth_tui.ui.dashboard.actions.action import Action, Work, ask, no_pane, say
from spauth_tui.ui.dashboard.board_context import BoardContext


async def _import(context: BoardContext) -> None:
    from spauth_tui.ui.vault.import_form import ImportForm, ImportPreview

    preview = await ask(context, ImportForm(context.workspace))
    words = await ask(context, ImportPreview(context.workspace, preview)) if preview is not None else None
    if preview is not None and words is not None:
        first = next((each.authorization for each in preview.lines if each.authorization is not None), None)
        await context.reload(first.id if first else None)
        say(context, words, 12)


def _export(context: BoardContext) -> Work | None:
    """Export what is marked, or if nothing is, what is under the cursor."""
    all_marked = context.marked()
    marked = tuple(each for each in all_marked if each.current_refresh_token)
    if left := len(all_marked) - len(marked):
        say(context, f"{left:,} of {len(all_marked):,} marked left out: no refresh token.", 8)
    authorization = marked[0] if marked else context.chosen()
    return _export_chosen(context, authorization, marked) if authorization is not None else None


async def _export_chosen(
    context: BoardContext, authorization: Authorization, marked: tuple[Authorization, ...]
) -> None:
    from spauth_tui.formats.registry import FORMATS
    from spauth_tui.ui.dialogs.choose import Choose

    formats: list[tuple[str, FileFormat]] = [
        (each.title, each) for each in FORMATS.values() if each.holds_several or len(marked) < 2
    ]
    title = f"Export {len(marked)} marked in the form of" if len(marked) > 1 else "Export in the form of"
    file_format = await ask(context, Choose(title, formats))
    chosen = (marked or await _scope(context, authorization, file_format)) if file_format is not None else ()
    if file_format is not None and chosen:
        await _write(context, chosen, file_format)


def _why_not_export(context: BoardContext) -> str:
    marked = context.marked()
    if marked and not any(each.current_refresh_token for each in marked):
        # Never what is under the cursor instead: it was not marked.
        return "Nothing that is marked has a refresh token to export. Press escape to unmark."
    return "" if marked else no_pane(context)


async def _scope(
    context: BoardContext, authorization: Authorization, file_format: FileFormat
) -> tuple[Authorization, ...]:
    from spauth_tui.ui.dialogs.choose import Choose

    holdings = context.roster.holdings
    same_application = tuple(
        each for each in holdings.of_application(authorization.application_id) if each.current_refresh_token
    )
    if not file_format.holds_several or len(same_application) < 2:
        return (authorization,)
    application = holdings.application_of(authorization)
    choices = [
        (f"{holdings.account_of(authorization).label} alone", (authorization,)),
        (f"all {len(same_application)} accounts of {application.label}", same_application),
    ]
    return await ask(context, Choose("Which accounts", choices)) or ()


async def _write(context: BoardContext, chosen: tuple[Authorization, ...], file_format: FileFormat) -> None:
    from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
    from spauth_tui.ui.dialogs.save_as import SaveAs

    passphrase = None

    async def proven(typed: Secret) -> Secret:
        await context.workspace.passphrases.prove(typed)
        return typed

    if await _is_guarded(context, chosen):
        words = "It is guarded, or its client secret serves what is guarded: type the vault's passphrase to go on."
        passphrase = await ask(context, AskPassphrase("Guarded", words, "Go on", proven))
        if passphrase is None:
            return

    async def write(target: str) -> Path:
        return await context.workspace.exporting.to_file(file_format, chosen, target, passphrase)

    what = "Refresh token and client secret leave" if file_format.holds_refresh_token else "The client secret leaves"
    words = (
        f"{what} the vault in plain text, as {file_format.title}, in a file that only you can read. It is logged. "
        f"Usually such a file is at {file_format.place}."
    )
    path = await ask(context, SaveAs("Export", words, "Write it", write, target="", empty="a path"))
    if path is not None:
        say(context, f"Written: {harmless(str(path))}. Delete it when nothing needs it.", 10)


async def _is_guarded(context: BoardContext, chosen: tuple[Authorization, ...]) -> bool:
    try:
        for application_id in {each.application_id for each in chosen}:
            await context.workspace.guarding.admit_application(application_id, None)
    except PassphraseNeeded:
        return True
    return False


async def _loans(context: BoardContext) -> None:
    from spauth_tui.ui.vault.loans import LoansScreen

    await ask(context, LoansScreen(context.workspace))


ON_THE_BOARD: Mapping[str, Action[BoardContext]] = {
    "import": Action(_import),
    "pane.export": Action(_export, _why_not_export),
    "loans": Action(_loans),
}
