"""Wait until the access token in the vault has enough time left, for example because another window refreshes it.

Nothing is exchanged. Time left ends 60 seconds before Amazon's expiry. Exit code 13 means that the wait timed out
first.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import timedelta
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.arguments import add_min_ttl, add_name, span
from spauth_tui.domain.errors.input import TooLittleTime
from spauth_tui.domain.errors.vault import NoSuchRecord
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.time import clock_face, span_words

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk
    from spauth_tui.domain.model.authorization import Authorization

EXAMPLES = """\
  spauth-tui wait acme --min-ttl 10m --timeout 0 && ./nightly-report     (check without waiting)
  spauth-tui wait acme --timeout 5m"""

LOOK_EVERY = timedelta(seconds=1)


def arguments(parser: ArgumentParser) -> None:
    add_name(parser)
    add_min_ttl(parser)
    parser.add_argument(
        "--timeout", type=span, default=timedelta(minutes=1), metavar="SPAN", help="how long to wait (default 60s)"
    )


async def run(desk: Desk, options: Namespace) -> None:
    from spauth_tui.domain.views.naming import name_of

    async with desk.unlocked_for(options.name) as (opened, meant):
        authorization = meant
        name = name_of(authorization, opened.holdings)
        ends = desk.clock.ticks() + options.timeout
        changes = await opened.workspace.changes()
        while (left := time_left(authorization, desk)) < options.min_ttl:
            if desk.clock.ticks() >= ends:
                raise TooLittleTime(
                    f"The access token of {name} has {span_words(left) if left else 'no time'} left.",
                    ways=(Way.REFRESH,),
                )
            await desk.clock.sleep(LOOK_EVERY)
            if (now_changes := await opened.workspace.changes()) != changes:
                changes = now_changes
                present = (await opened.workspace.holdings()).authorization_by_id.get(authorization.id)
                if present is None:
                    raise NoSuchRecord
                authorization = present
    desk.console.answer(clock_face(left))


def time_left(authorization: Authorization, desk: Desk) -> timedelta:
    """Return how long the access token will count as live; zero if there is none."""
    life = authorization.access_token
    return life.remaining(desk.clock.now()) if life else timedelta(0)
