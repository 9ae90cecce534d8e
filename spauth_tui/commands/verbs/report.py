"""Print a text that you may post after reading it: versions, and the kinds of Amazon's answers.

It holds no values, labels, ids, paths or host names: the versions of this program, of its parts and of your system, the
terminal, and which statuses and codes Amazon answered, as far as the vault has them. Nothing is sent. --output shows
the lines, asks whether you have read them, and writes a new file. What check NAME --conformance prints goes well with
it: names of headers and fields.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from spauth_tui.domain.errors.input import Aborted
from spauth_tui.domain.errors.vault import BackupExists

if TYPE_CHECKING:
    from pathlib import Path

    from spauth_tui.commands.runtime.console import Console
    from spauth_tui.commands.runtime.context import Desk

EXAMPLES = """\
  spauth-tui report
  spauth-tui report --versions-only
  spauth-tui report --output report.txt"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--versions-only", action="store_true", help="leave the vault locked: no answers of Amazon")
    parser.add_argument("--output", metavar="FILE", help="a new file, written after you have read every line")


async def run(desk: Desk, options: Namespace) -> None:
    from spauth_tui.domain.views.report import report

    path = _target(desk.console, options.output) if options.output is not None else None
    doctoring = desk.doctoring()
    facts = {**doctoring.facts(), "encryption": await doctoring.cipher()}
    if options.versions_only:
        lines = report(facts, None, ())
    else:
        async with desk.unlocked() as opened:
            lines = report(facts, opened.holdings, await opened.workspace.log.read(limit=100_000))
    if path is None:
        desk.console.answer("\n".join(lines))
        return
    for number, line in enumerate(lines, 1):
        desk.console.say(f"{number:>3}  {line}")
    desk.console.confirm(f"Have you read every line? Write these {len(lines)} lines to {path}?", always=True)
    await desk.files().write(path, "\n".join(lines) + "\n")
    desk.console.answer_paths(str(path))


def _target(console: Console, text: str) -> Path:
    """Return the path of a new file that a person is there to agree to."""
    from spauth_tui.services.vault_care.backups import accept_target

    path = accept_target(text)
    if os.path.lexists(path):
        raise BackupExists
    if not console.can_ask:
        raise Aborted("Nobody is there to read it, so nothing was written.", "Run it at a terminal.")
    return path
