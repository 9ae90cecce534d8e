"""Change the passphrase: the vault is rewritten, encrypted with the new one. A kill leaves the old vault or the new.

A backup under the current passphrase is written first; backups keep the passphrase they were written with. The current
passphrase is read as in every other verb; the new one is typed twice, or generated as in init, or comes from
--new-passphrase-fd.
"""

import asyncio
from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.context import Desk
from spauth_tui.commands.verbs.init import given_or_typed_twice, refuse_guessable
from spauth_tui.domain.errors.vault import VaultError

EXAMPLES = """\
  spauth-tui passwd
  spauth-tui passwd --passphrase-fd 3 --new-passphrase-fd 4 3< old 4< new"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--new-passphrase-fd", type=int, metavar="N", help="read the new one from the first line of descriptor N"
    )


async def run(desk: Desk, options: Namespace) -> None:
    """Print where the backup is."""
    number = options.new_passphrase_fd
    given = None if number is None else desk.passphrase_of(number, "--new-passphrase-fd")
    async with desk.unlocked() as opened:
        present = None if opened.is_proven else desk.console.ask_secret("Current passphrase")
        passphrase, again = given_or_typed_twice(desk, given)
        await refuse_guessable(desk, passphrase)
        passphrases = opened.workspace.passphrases
        try:
            backup = await passphrases.change(present, passphrase, again)
        except asyncio.CancelledError:
            try:
                if await passphrases.opens_by_now(passphrase):
                    desk.console.say(
                        "Stopped, but the passphrase had already been changed: the new one opens the vault."
                    )
            except VaultError:
                desk.console.say("Stopped while the passphrase was being changed. Try the new one first, then the old.")
            raise
    desk.console.say("Changed. The backup written just before still has the old passphrase:")
    desk.console.answer_paths(str(backup))
