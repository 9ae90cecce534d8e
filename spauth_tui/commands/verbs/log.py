"""Print the event log, oldest first: every unlock, refresh, copy, hand-out, export and change, without secrets.

WORDS limit it to the events that contain all of them, ignoring case.
"""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.arguments import count
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.domain.model.event import Event

EXAMPLES = """\
  spauth-tui log --lines 20
  spauth-tui log handed acme
  spauth-tui log --lines 100000 --format csv > log.csv"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", metavar="WORD", nargs="*", help="print only events that contain every word")
    parser.add_argument(
        "--lines", "--tail", type=count, default=200, metavar="N", help="how many of the newest events (default 200)"
    )
    parser.add_argument(
        "--format", choices=("plain", "csv", "json"), default="plain", help="output format (default plain)"
    )


async def run(desk: Desk, options: Namespace) -> None:
    from spauth_tui.services.vault_care.event_log import as_csv, as_json

    async with desk.unlocked() as opened:
        events = await opened.workspace.log.read(" ".join(options.words), options.lines)
    writers = {"plain": _plain, "csv": as_csv, "json": as_json}
    text = writers[options.format](events)
    if options.format == "plain" and text:
        desk.console.answer(text.removesuffix("\n"))
    else:
        desk.console.answer_whole(text)


def _plain(events: tuple[Event, ...]) -> str:
    return "".join(
        f"{each.at.astimezone():%Y-%m-%d %H:%M:%S}  {each.kind.value}: {each.subject}"
        f"{f' ({each.detail})' if each.detail else ''}\n"
        for each in reversed(events)
    )
