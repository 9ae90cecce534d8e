"""Running a verb: failures and interruptions become messages and exit codes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, cast

from spauth_tui.commands.registry import VerbModule
from spauth_tui.commands.runtime.exit_codes import Exit, exit_of
from spauth_tui.commands.runtime.interruptible import Ended
from spauth_tui.domain.errors import SpauthError

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk


def run_verb(verb: VerbModule, desk: Desk, options: Namespace, *, waits: bool) -> int:
    """Run a verb; return its exit code. An expected failure prints one sentence on standard error.

    A verb that never waits runs without an event loop, which takes long to import.
    """
    try:
        code = _on_a_loop(verb.run(desk, options), desk) if waits else _at_once(verb.run(desk, options))
        desk.console.flush()
    except SpauthError as problem:
        from spauth_tui.commands.runtime.ways import words_for

        desk.console.say(f"spauth-tui: {words_for(problem, getattr(options, 'name', None) or '')}")
        return exit_of(problem)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Ended as ended:
        return ended.exit_code
    except BrokenPipeError:
        return Exit.INPUT_OUTPUT
    except OSError as error:
        desk.console.say(
            f"spauth-tui: Reading or writing failed ({type(error).__name__}). Check the disk and the pipe."
        )
        return Exit.INPUT_OUTPUT
    return code or Exit.DONE


def _on_a_loop(verb: Coroutine[Any, Any, int | None], desk: Desk) -> int | None:
    from spauth_tui.commands.runtime.event_loop import run_on_a_loop

    async def hang_up() -> None:
        try:
            await desk.hang_up()
        finally:
            desk.console.show_typing()

    return run_on_a_loop(verb, hang_up)


def _at_once(verb: Coroutine[Any, Any, int | None]) -> int | None:
    try:
        verb.send(None)
    except StopIteration as ended:
        return cast("int | None", ended.value)
    raise RuntimeError("a verb that never waits waited")
