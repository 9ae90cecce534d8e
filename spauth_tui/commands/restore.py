"""Put a backup in the vault's place, after saying what is in it and asking.

The passphrase is the one the backup was written with. The vault that stands there now is kept among the backups.
"""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.desk import Desk
from spauth_tui.commands.exit_codes import Exit
from spauth_tui.domain.counting import counted
from spauth_tui.services.backups import accept_existing

EXAMPLES = """\
  spauth-tui restore /media/stick/spauth-2026-03-01.vault
  spauth-tui restore "$(spauth-tui locate backups)/personal-….vault" --yes"""


def arguments(parser: ArgumentParser) -> None:
    """Add the verb's own arguments."""
    parser.add_argument("file", metavar="FILE", help="the backup")


async def run(desk: Desk, options: Namespace) -> Exit:
    """Answer with where the vault is."""
    door, backup = desk.open_door(), accept_existing(options.file)
    passphrase = desk.given_passphrase() or desk.console.ask_secret(f"Passphrase of {backup.name}")
    contents = await door.recovery.look(backup, passphrase)
    held = contents.holdings
    desk.console.say(
        f"{backup.name} holds {counted(len(held.applications), 'application')}, "
        f"{counted(len(held.authorizations), 'authorization')} and {counted(contents.refresh_tokens, 'refresh token')}."
    )
    desk.console.confirm(f"Put it in the place of {door.path}?")
    kept = await door.recovery.restore(backup, passphrase)
    if kept is not None:
        desk.console.say(f"What stood there is kept: {kept}")
    desk.console.answer(str(door.path))
    return Exit.DONE
