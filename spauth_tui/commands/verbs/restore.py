"""Restore a backup in place of the vault, after showing what is in it and asking for confirmation.

The passphrase is the one the backup was written with. The current vault is kept among the backups.

With --rows-only, FILE may be damaged, or altered by something other than spauth-tui, and may be the vault itself. Every
row that can be read goes into a new vault; nothing else in it is used, and nothing in it is run.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from spauth_tui.commands.runtime.context import Desk
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.counting import counted
from spauth_tui.services.vault_care.backups import accept_existing
from spauth_tui.services.vault_care.unlocking import Unlocking

EXAMPLES = """\
  spauth-tui restore /media/stick/personal.20260301T120000Z.1.backup.vault
  spauth-tui restore "$(spauth-tui locate backups)/personal.20260301T120000Z.1.scheduled.vault" --yes
  spauth-tui restore --rows-only "$(spauth-tui locate vault)" --yes"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the backup")
    parser.add_argument(
        "--rows-only", action="store_true", help="take only the readable rows of a damaged or altered FILE"
    )


async def run(desk: Desk, options: Namespace) -> None:
    """Print where the vault is."""
    unlocking, backup = desk.find_vault(), accept_existing(options.file)
    passphrase = desk.given_passphrase() or desk.console.ask_secret(f"Passphrase of {backup.name}")
    kept = await (_take_rows if options.rows_only else _restore)(desk, unlocking, backup, passphrase)
    if kept is not None:
        desk.console.say(f"The previous vault is kept: {kept}")
    desk.console.answer_paths(str(unlocking.path))


async def _restore(desk: Desk, unlocking: Unlocking, backup: Path, passphrase: Secret) -> Path | None:
    contents = await unlocking.recovery.look(backup, passphrase)
    held = contents.holdings
    desk.console.say(
        f"{backup.name} holds {counted(len(held.applications), 'application')}, "
        f"{counted(len(held.authorizations), 'authorization')} and {counted(contents.refresh_tokens, 'refresh token')}."
    )
    desk.console.confirm(f"Replace {unlocking.path} with this backup?")
    return await unlocking.recovery.restore(backup, passphrase)


async def _take_rows(desk: Desk, unlocking: Unlocking, source: Path, passphrase: Secret) -> Path | None:
    found = await unlocking.recovery.look_at_rows(source, passphrase)
    for sentence in (f"From {source.name}: {found.words()}.", *found.losses.sentences()):
        desk.console.say(sentence)
    desk.console.confirm(f"Replace {unlocking.path} with a new vault of these rows?")
    return (await unlocking.recovery.take_rows(source, passphrase)).kept_as
