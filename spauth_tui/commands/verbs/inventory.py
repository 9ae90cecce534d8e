"""Print the inventory that Amazon's storage practices require, without secrets.

On a terminal it prints the columns that fit, and says which it left out; --wide prints them all. Into a file or a pipe
goes Markdown with everything, or CSV or JSON.
"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.answers import table
from spauth_tui.domain.text.wrapping import width
from spauth_tui.domain.views.inventory import as_csv, as_json, as_markdown, lines_of

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk
    from spauth_tui.domain.views.inventory import Line

EXAMPLES = """\
  spauth-tui inventory
  spauth-tui inventory > inventory.md
  spauth-tui inventory --format csv > inventory.csv"""

_HEADS = {
    "application": "APPLICATION",
    "account": "ACCOUNT",
    "state": "STATE",
    "region": "REGION",
    "client_secret_ends_at": "SECRET ENDS",
    "refresh_token_stored_at": "STORED",
    "guarded": "GUARDED",
    "last_proven_at": "PROVEN",
    "last_exchange_at": "EXCHANGED",
    "kind": "KIND",
    "environment": "ENVIRONMENT",
    "self_authorizations": "SLOTS",
    "marketplaces": "MARKETPLACES",
    "merged_account": "MERGED ACCOUNT",
    "vendor_group": "VENDOR GROUP",
    "refresh_token_fingerprint": "FINGERPRINT",
    "client_id": "CLIENT ID",
}
"""Every column by its heading, the first to be shown first."""


def arguments(parser: ArgumentParser) -> None:
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument(
        "--format",
        choices=("plain", "markdown", "csv", "json"),
        help="output format (default: plain on a terminal, else markdown)",
    )
    chosen.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    chosen.add_argument("--wide", action="store_const", const="wide", dest="format", help="plain, with every column")


async def run(desk: Desk, options: Namespace) -> None:
    wanted = options.format or ("plain" if desk.console.shows_answers_to_a_person else "markdown")
    async with desk.unlocked() as opened:
        now = desk.clock.now()
        lines = lines_of(opened.holdings, now)
        await opened.workspace.storage_practices.note_export(
            f"inventory --format {wanted}".replace("format wide", "wide")
        )
    if wanted in ("plain", "wide"):
        _tell(desk, lines, shutil.get_terminal_size().columns if wanted == "plain" else None)
        return
    text = {"markdown": as_markdown(lines, now), "csv": as_csv(lines), "json": as_json(lines, now)}[wanted]
    desk.console.answer_whole(text)


def _tell(desk: Desk, lines: tuple[Line, ...], room: int | None) -> None:
    """Print a table, of no more than `room` columns of the terminal."""
    most = None if room is None else max(8, room // 3)
    cells = {name: [_cell(each, name, most) for each in lines] for name in _HEADS}
    shown, left_out, taken = [], [], -2
    for name, head in _HEADS.items():
        wide = max(map(width, (head, *cells[name])))
        if not any(cells[name]):
            continue
        if room is not None and taken + 2 + wide > room:
            left_out.append(name.replace("_", " "))
        else:
            shown.append(name)
            taken += 2 + wide
    if not shown:
        desk.console.say("There is no application yet.")
        return
    rows = [[cells[name][number] for name in shown] for number in range(len(lines))]
    desk.console.answer(table([_HEADS[name] for name in shown], rows))
    if left_out:
        desk.console.say(f"Left out: {', '.join(left_out)}. --wide and --json print everything.")


def _cell(line: Line, name: str, most: int | None) -> str:
    """Return a value, an instant as its day, and no wider than `most`."""
    text = line[name].partition("T")[0] if name.endswith("_at") else line[name]
    if most is None or width(text) <= most:
        return text
    while width(text) > most - 1:
        text = text[:-1]
    return f"{text}…"
