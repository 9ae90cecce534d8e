"""Print the inventory that Amazon's storage practices require, as Markdown, CSV or JSON, without secrets."""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.context import Desk
from spauth_tui.domain.views.inventory import as_csv, as_json, as_markdown, lines_of

EXAMPLES = """\
  spauth-tui inventory > inventory.md
  spauth-tui inventory --format csv > inventory.csv"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=("markdown", "csv", "json"), default="markdown", help="output format (default markdown)"
    )


async def run(desk: Desk, options: Namespace) -> None:
    async with desk.unlocked() as opened:
        now = desk.clock.now()
        lines = lines_of(opened.holdings, now)
        await opened.workspace.storage_practices.note_export(f"inventory --format {options.format}")
    text = {"markdown": as_markdown(lines, now), "csv": as_csv(lines), "json": as_json(lines, now)}[options.format]
    desk.console.answer_whole(text)
