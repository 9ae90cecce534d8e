"""Print the state of every authorization, then a line for each change, until it is interrupted.

This suits screen readers, logs and pipes: no line is ever overwritten. The vault stays open while it runs.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.arguments import span
from spauth_tui.domain.text.time import span_words
from spauth_tui.domain.views.naming import name_of
from spauth_tui.domain.views.status import status_of

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk
    from spauth_tui.domain.model.authorization import AuthorizationId
    from spauth_tui.domain.model.snapshot import Holdings

EXAMPLES = """\
  spauth-tui watch
  spauth-tui watch --for 8h >> tokens.log"""

LOOK_EVERY = timedelta(seconds=1)


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--for", dest="span", type=span, metavar="SPAN", help="stop after this time, such as 8h")


async def run(desk: Desk, options: Namespace) -> None:
    async with desk.unlocked() as opened:
        holdings, changes = opened.holdings, await opened.workspace.changes()
        ends = None if options.span is None else desk.clock.ticks() + options.span
        printed = _states(holdings, desk.clock.now())
        for identity, words in printed.items():
            _tell(desk, holdings, identity, words)
        desk.console.flush()
        while ends is None or desk.clock.ticks() < ends:
            await desk.clock.sleep(LOOK_EVERY)
            if (now_changes := await opened.workspace.changes()) != changes:
                changes, holdings = now_changes, await opened.workspace.holdings()
            states = _states(holdings, desk.clock.now())
            for identity, words in states.items():
                if printed.get(identity, ("", ""))[0] != words[0]:
                    _tell(desk, holdings, identity, words)
            printed = states
            desk.console.flush()


def _states(holdings: Holdings, now: datetime) -> dict[AuthorizationId, tuple[str, str]]:
    """Return the state of each, and the time left; only the state is compared."""
    states = {}
    for each in sorted(holdings.authorizations, key=lambda each: name_of(each, holdings).casefold()):
        life = each.access_token
        left = life.remaining(now) if life else timedelta(0)
        states[each.id] = (status_of(each, now).value, f", {span_words(left)} left" if left else "")
    return states


def _tell(desk: Desk, holdings: Holdings, identity: AuthorizationId, words: tuple[str, str]) -> None:
    at = desk.clock.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
    name = name_of(holdings.authorization_by_id[identity], holdings)
    desk.console.answer(f"{at}  {name}: {words[0]}{words[1]}")
