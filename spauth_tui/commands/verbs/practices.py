"""Print Amazon's six storage practices: what this program shows of each, and what only you can show.

A practice is met if both parts are. --tick notes, with today's date, that your own part is so, and --note says where
that can be seen; --untick takes it back. Both stay in the event log.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from spauth_tui.commands.runtime.answers import as_json
from spauth_tui.commands.runtime.arguments import add_json
from spauth_tui.commands.runtime.console import Console
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.commands.runtime.ways import ways_words
from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.amazon.storage_practices import YOURS, Practice
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.text.time import rfc3339

EXAMPLES = """\
  spauth-tui practices
  spauth-tui practices --tick rotation --note "wiki page Rotation, reviewed by Kim"
  spauth-tui practices --untick rotation"""


def arguments(parser: ArgumentParser) -> None:
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--tick", choices=YOURS, help="note that your own part of this practice is so")
    change.add_argument("--untick", choices=YOURS, help="note that it is no longer so")
    parser.add_argument("--note", metavar="TEXT", help="with --tick: where that can be seen")
    add_json(parser)


def refuse(options: Namespace, _console: Console, _environment: Mapping[str, str]) -> None:
    """Raise `InputRefused` if a tick has no note, or a note no tick."""
    if (options.tick is None) != (options.note is None):
        raise InputRefused("--tick and --note go together.", "Say with --note where it can be seen.")


async def run(desk: Desk, options: Namespace) -> None:
    async with desk.unlocked() as opened:
        service = opened.workspace.storage_practices
        if options.tick:
            await service.tick(options.tick, options.note)
        if options.untick:
            await service.untick(options.untick)
        practices = await service.practices()
    if options.json:
        desk.console.answer(as_json("practices", practices=[_fields(each) for each in practices]))
        return
    for number, each in enumerate(practices, 1):
        desk.console.answer(f"{each.state:<8} {number} {each.title} ({each.key})\n{_parts(each)}")
    desk.console.say(FACTS["data-protection"].text)


def _parts(practice: Practice) -> str:
    lines = [f"  shown here  {each}" for each in practice.evidence]
    if not practice.is_shown:
        ways = ways_words(practice.ways, {}).replace("\n  ", f"\n{' ' * 14}")
        lines.append(f"  to do       {practice.remedy}{ways}")
    tick = practice.tick
    noted = f"{tick.at.astimezone():%Y-%m-%d}: {tick.note}" if tick else "not shown yet"
    return "\n".join((*lines, f"  yours       {practice.yours}", f"              {noted}"))


def _fields(practice: Practice) -> dict[str, object]:
    return {
        "key": practice.key,
        "title": practice.title,
        "met": practice.is_met,
        "shown": practice.is_shown,
        "evidence": practice.evidence,
        "remedy": "" if practice.is_shown else practice.remedy,
        "ways": [each.code for each in practice.ways],
        "yours": practice.yours,
        "ticked_at": rfc3339(practice.tick.at) if practice.tick else None,
        "note": practice.tick.note if practice.tick else None,
    }
