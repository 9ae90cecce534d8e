"""Asking whether the rows alone of a file, damaged or altered as it may be, are to take the vault's place."""

from pathlib import Path
from typing import Any

from textual.app import App

from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.vault.salvage import Salvaged
from spauth_tui.services.vault_care.recovery import Recovery
from spauth_tui.ui.base.messages import RestoreRequested
from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
from spauth_tui.ui.dialogs.confirm import Confirm


async def ask_for_rows(app: App[Any], recovery: Recovery, source: Path) -> None:
    """Read the rows with the passphrase, say what would come, and on a yes have the app put them in place."""

    async def look(passphrase: Secret) -> tuple[Salvaged, Secret]:
        return await recovery.look_at_rows(source, passphrase), passphrase

    words = (
        f"The rows of {harmless(source.name)} are read with the passphrase it was written with, one by one. Nothing "
        "else of it is used, nothing in it is run, and nothing is changed yet."
    )
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
