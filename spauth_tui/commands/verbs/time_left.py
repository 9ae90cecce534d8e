"""Print how much time the access token has left, such as 52:13, for prompts and status bars. Nothing is exchanged.

The time runs out 60 seconds before Amazon's expiry, as in ls, the dashboard and --min-ttl, so that a call started with
the token has time to finish. Exit code 13 means that it has expired or that there is none.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import timedelta
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.arguments import add_name
from spauth_tui.commands.runtime.exit_codes import Exit
from spauth_tui.commands.verbs.wait_for_token import time_left
from spauth_tui.domain.text.time import clock_face

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk

EXAMPLES = """\
  spauth-tui time acme
  test "$(spauth-tui time acme --seconds)" -gt 600"""


def arguments(parser: ArgumentParser) -> None:
    add_name(parser)
    parser.add_argument("--seconds", action="store_true", help="answer in whole seconds")


async def run(desk: Desk, options: Namespace) -> Exit:
    async with desk.unlocked_for(options.name) as (_, authorization):
        left = time_left(authorization, desk)
    desk.console.answer(str(int(left.total_seconds())) if options.seconds else clock_face(left))
    return Exit.DONE if left > timedelta(0) else Exit.TOO_LITTLE_TIME
