"""Exchange refresh tokens for new access tokens, four at a time.

NAME may be an application's full label, which means all of its accounts. --all takes what the dashboard's "refresh all"
takes: every authorization whose refresh token was not refused and whose access token is missing, expired or about to
expire. One failure does not stop the others.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.answers import as_json
from spauth_tui.commands.runtime.arguments import add_json, add_name, refuse_names_and_all
from spauth_tui.commands.runtime.console import Console
from spauth_tui.commands.runtime.exit_codes import Exit, exit_of
from spauth_tui.commands.runtime.ways import words_for
from spauth_tui.domain.text.time import clock_face, rfc3339
from spauth_tui.domain.views.naming import name_of
from spauth_tui.domain.views.status import needs_refresh

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk, OpenVault
    from spauth_tui.services.tokens.exchanging import Outcome

EXAMPLES = """\
  spauth-tui refresh acme
  spauth-tui refresh "Inventory Sync" globex
  spauth-tui refresh --all || echo "some need attention"
"""


def arguments(parser: ArgumentParser) -> None:
    add_name(parser, many=True)
    parser.add_argument("--all", action="store_true", help="refresh every authorization that needs it")
    add_json(parser)


def refuse(options: Namespace, _console: Console, _environment: Mapping[str, str]) -> None:
    """Raise `InputRefused` unless either names or --all are given."""
    refuse_names_and_all(options)


async def run(desk: Desk, options: Namespace) -> Exit:
    async with desk.unlocked() as opened:
        if options.all:
            chosen = [each for each in opened.holdings.authorizations if needs_refresh(each, desk.clock.now())]
        else:
            chosen = list(opened.named(options.names))
        outcomes: list[Outcome] = []
        with _progress(len(chosen), desk.console) as advance:
            async for outcome in opened.workspace.tokens.refresh_many([each.id for each in chosen]):
                outcomes.append(outcome)
                advance()
                if not options.json:
                    _tell(desk, opened, outcome)
        if options.json:
            desk.console.answer(as_json("refresh", authorizations=[_described(opened, each) for each in outcomes]))
        elif not outcomes:
            desk.console.say("Nothing needs to be refreshed.")
    return max((exit_of(each.problem) for each in outcomes if each.problem), key=_severity, default=Exit.DONE)


@contextmanager
def _progress(total: int, console: Console) -> Iterator[Callable[[], None]]:
    """Yield what advances a progress bar by one; without a terminal, or for a single one, it does nothing."""
    if not console.shows_words_to_a_person or total < 2:
        yield lambda: None
        return
    from rich.console import Console as Screen
    from rich.progress import Progress

    with Progress(console=Screen(stderr=True), transient=True) as bar:
        task = bar.add_task("refreshing", total=total)
        yield lambda: bar.advance(task)


def _severity(code: Exit) -> int:
    """Rank an exit code: failures that need a person outrank temporary ones."""
    return [Exit.TEMPORARY, Exit.REFUSED].index(code) if code in (Exit.TEMPORARY, Exit.REFUSED) else 2


def _tell(desk: Desk, opened: OpenVault, outcome: Outcome) -> None:
    name = name_of(outcome.authorization, opened.holdings)
    if outcome.problem is not None:
        desk.console.say(f"{name}: {words_for(outcome.problem, name)}")
        return
    life = outcome.authorization.access_token
    left = clock_face(life.remaining(desk.clock.now())) if life else "-"
    desk.console.answer(f"{name}: live, {left} left")


def _described(opened: OpenVault, outcome: Outcome) -> dict[str, object]:
    life, problem = outcome.authorization.access_token, outcome.problem
    return {
        "name": name_of(outcome.authorization, opened.holdings),
        "refreshed": problem is None,
        "expires_at": rfc3339(life.expires_at) if life else None,
        "problem": str(problem) if problem else None,
        "ways": [way.code for way in problem.ways] if problem else [],
        "exit_code": int(exit_of(problem)) if problem else 0,
    }
