"""Running one verb from beginning to end: its failures become words and exit codes, its interruptions too."""

import asyncio
import signal
import sys
from argparse import Namespace

from spauth_tui.commands.desk import Desk
from spauth_tui.commands.exit_codes import Exit, exit_of
from spauth_tui.commands.verbs import VerbModule
from spauth_tui.commands.wording import words_for
from spauth_tui.domain.crash_report import crash_report
from spauth_tui.domain.errors import SpauthError

_ENDING = ("SIGTERM", "SIGHUP")


def run_verb(verb: VerbModule, desk: Desk, options: Namespace) -> int:
    """Run a verb; return its exit code. Standard error gets one sentence for an expected failure."""
    try:
        with asyncio.Runner() as runner:
            code = runner.run(_guarded(verb, desk, options))
        desk.console.flush()
    except SpauthError as problem:
        desk.console.say(f"spauth-tui: {words_for(problem)}")
        return exit_of(problem)
    except (KeyboardInterrupt, asyncio.CancelledError):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return Exit.INPUT_OUTPUT
    except OSError as error:
        desk.console.say(
            f"spauth-tui: Reading or writing failed ({type(error).__name__}). Check the disk and the pipe."
        )
        return Exit.INPUT_OUTPUT
    except Exception as error:  # noqa: BLE001 - a fault is reported without its message, which may hold anything
        desk.console.say(crash_report(error))
        return Exit.UNEXPECTED
    return int(code)


async def _guarded(verb: VerbModule, desk: Desk, options: Namespace) -> int:
    """Run it as a task that SIGTERM and SIGHUP end properly: the vault is locked, what was lent is taken back."""
    task: asyncio.Task[int] = asyncio.ensure_future(verb.run(desk, options))
    ended_by: list[int] = []

    def end(number: int) -> None:
        ended_by.append(number)
        task.cancel()

    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        for name in _ENDING:
            number = getattr(signal, name)
            loop.add_signal_handler(number, end, number)
    try:
        return await task
    except asyncio.CancelledError:
        if ended_by:
            return 128 + ended_by[0]
        raise
    finally:
        await desk.hang_up()
