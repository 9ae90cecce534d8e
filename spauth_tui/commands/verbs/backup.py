"""Write an encrypted copy of the vault, open it again, and check every page of it.

Without FILE it goes into the directory `backups` beside the vault. An existing file is never overwritten. The backup
keeps the current passphrase.
"""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.context import Desk

EXAMPLES = """\
  spauth-tui backup
  spauth-tui backup /media/stick/spauth-2026-03-01.vault"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="", help="where to write it (default: beside the vault)"
    )


async def run(desk: Desk, options: Namespace) -> None:
    """Print where the backup is."""
    async with desk.unlocked() as opened:
        desk.console.answer_paths(str(await opened.workspace.backups.write(options.file)))
