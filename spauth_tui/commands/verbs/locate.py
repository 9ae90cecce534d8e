"""Print where everything is: vault, backups, config.toml. With an argument, print only that path. No file is opened."""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.answers import facts
from spauth_tui.commands.runtime.context import Desk

EXAMPLES = """\
  spauth-tui locate
  rsync "$(spauth-tui locate backups)/" elsewhere:"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("vault", "backups", "config"), help="print only this path")


async def run(desk: Desk, options: Namespace) -> None:
    paths = {
        "vault": str(desk.vault_path),
        "backups": str(desk.vault_path.parent / "backups"),
        "config": str(desk.config_path),
    }
    if desk.config_problem is not None:
        desk.console.say(f"spauth-tui: {desk.config_problem}")
    desk.console.answer_paths(paths[options.what] if options.what else facts(paths))
