"""A fault anywhere, at any time: no message, no source line, no local variable, exit code 1, the terminal restored."""

import asyncio
import gc
import subprocess
import sys
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import VaultBusy, VaultGone, VaultUnsafe
from spauth_tui.domain.model.secret import Secret
from spauth_tui.startup import crash_guard
from tests.more import more_of
from tests.terminal import Terminal

LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"
PREPARED = """
import sys, threading, asyncio
from spauth_tui import __main__
from spauth_tui.startup import crash_guard

def boom(*given, **named):
    local = "CANARY in a local"
    raise ValueError("CANARY in a message", local)

class Dropped:
    def __del__(self):
        boom()

def thread(*given, **named):
    one = threading.Thread(target=boom)
    one.start()
    one.join()

def dropped(*given, **named):
    Dropped()

async def lost():
    asyncio.get_running_loop().call_soon(boom)
    asyncio.create_task(failing())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return 0

async def failing():
    boom()

def on_a_loop(*given, **named):
    from spauth_tui.commands.runtime.event_loop import run_on_a_loop

    async def nothing():
        pass

    return run_on_a_loop(lost(), nothing)

def warned(*given, **named):
    import warnings
    warnings.warn("CANARY warned", RuntimeWarning)
    async def never():
        pass
    never()
"""
PLACES = {
    "the settings": "from spauth_tui.adapters.config.settings import Settings; Settings.vault = boom",
    "the passphrase": "from spauth_tui.adapters.config import settings; settings.passphrase_from = boom",
    "the key": "from spauth_tui.adapters.vault import key_ahead; key_ahead.KeyAhead.__init__ = boom",
    "the key's thread": "from spauth_tui.adapters.vault import key_ahead; key_ahead.derive_key = boom",
    "hardening": "from spauth_tui.startup import hardening; hardening.harden = boom",
    "the streams": "from spauth_tui.startup import streams; streams.complete = boom",
    "the environment": "__main__.scrub = boom",
    "the parser": "from spauth_tui import cli; cli.parser = boom",
    "the desk": "from spauth_tui.bootstrap import headless; headless._desk = boom",
    "the verb": "from spauth_tui.commands.verbs import list_authorizations; list_authorizations.run = boom",
    "hanging up": "from spauth_tui.bootstrap import outside; outside.OutsideWorld.hang_up = boom",
    "an event loop": "from spauth_tui import cli; cli._do = on_a_loop",
    "a thread": "from spauth_tui.startup import streams; streams.complete = thread",
    "what Python drops": "from spauth_tui.startup import streams; streams.complete = dropped",
}
RUN = "\n__main__.main()\n"


def run(program: str, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PREPARED + program + RUN, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


@pytest.fixture
async def furnished(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment with a vault, and a command that prints its passphrase."""
    secret = tmp_path / "passphrase"
    secret.write_text("CANARY-passphrase of many words")
    environment["SPAUTH_PASSPHRASE_COMMAND"] = f"cat '{secret}'"
    path = Path(environment["XDG_DATA_HOME"]) / "spauth-tui" / "personal.vault"
    await (await SqlcipherVaultStore(path).create(Secret(secret.read_text()))).close()
    return environment


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_of_a_verb_shows_where_and_nothing_else(furnished: dict[str, str], place: str) -> None:
    ended = run(PLACES[place], furnished, "ls")
    assert ended.returncode == 1
    assert "crashed: ValueError" in ended.stderr
    assert "in boom" in ended.stderr
    for word in ("CANARY", "Traceback", "raise ValueError", 'File "'):
        assert word not in ended.stderr + ended.stdout


def test_a_warning_is_for_developers_and_is_not_shown(furnished: dict[str, str]) -> None:
    ended = run("from spauth_tui.startup import streams; streams.complete = warned", furnished, "locate", "vault")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_an_event_loop_does_not_debug_though_python_does() -> None:
    loop = asyncio.new_event_loop()
    loop.set_debug(True)
    crash_guard.watch(loop)
    assert not loop.get_debug()
    loop.close()


@pytest.mark.parametrize(
    ("problem", "faults"),
    [(VaultGone(), []), (VaultBusy(), []), (VaultUnsafe("s", "r"), []), (ValueError("s"), [ValueError])],
)
def test_a_refusal_that_nobody_waits_for_any_more_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, problem: Exception, faults: list[type[Exception]]
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(crash_guard, "report", lambda error: reported.append(type(error)))
    loop = asyncio.new_event_loop()
    crash_guard.watch(loop)
    loop.create_future().set_exception(problem)
    gc.collect()
    loop.close()
    assert reported == faults


def test_a_refusal_that_comes_of_a_callback_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[BaseException | None] = []
    monkeypatch.setattr(crash_guard, "report", reported.append)
    loop, problem = asyncio.new_event_loop(), VaultGone()

    def boom() -> None:
        raise problem

    async def call() -> None:
        loop.call_soon(boom)
        await asyncio.sleep(0)

    crash_guard.watch(loop)
    loop.run_until_complete(call())
    loop.close()
    assert reported == [problem]


def test_ctrl_c_before_the_verb_is_130_without_a_report(furnished: dict[str, str]) -> None:
    program = "from spauth_tui import cli\ndef stop(*given): raise KeyboardInterrupt\ncli.parser = stop"
    ended = run(program, furnished, "ls")
    assert (ended.returncode, ended.stderr) == (130, "")


def test_a_fault_that_goes_deep_is_reported_in_few_lines(furnished: dict[str, str]) -> None:
    program = "from spauth_tui import cli\ndef deeper(*given): return deeper(*given)\ncli.parser = deeper"
    ended = run(program, furnished, "ls")
    assert ended.returncode == 1
    assert "crashed: RecursionError" in ended.stderr
    assert len(ended.stderr.splitlines()) < 50


SCREENS = {
    "closing after a crash": """
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.dashboard.actions.action import Action
from spauth_tui.ui.dashboard.actions.table import ACTIONS
SpauthApp.close_down = boom
ACTIONS["sort"] = Action(boom)
""",
    "closing": """
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.dashboard.actions.action import Action
from spauth_tui.ui.dashboard.actions.table import ACTIONS
SpauthApp.close_down = boom
ACTIONS["sort"] = Action(lambda context: context.screen.app.exit())
""",
    "the input's thread": """
from spauth_tui.ui.dashboard.actions.action import Action
from spauth_tui.ui.dashboard.actions.table import ACTIONS
from spauth_tui.ui.base.terminal_input import TerminalDriver
def broken(context):
    TerminalDriver.process_message = boom
ACTIONS["sort"] = Action(broken)
""",
    "a thread beside the screen": """
from spauth_tui.ui.dashboard.actions.action import Action
from spauth_tui.ui.dashboard.actions.table import ACTIONS
def beside(context):
    thread()
    context.screen.app.exit()
ACTIONS["sort"] = Action(beside)
""",
    "a task that nobody waits for": """
from spauth_tui.ui.dashboard.actions.action import Action
from spauth_tui.ui.dashboard.actions.table import ACTIONS
async def beside(context):
    await lost()
    context.screen.set_timer(0.1, context.screen.app.exit)
ACTIONS["sort"] = Action(beside)
""",
    "what Python drops": """
from spauth_tui.ui.dashboard.actions.action import Action
from spauth_tui.ui.dashboard.actions.table import ACTIONS
def beside(context):
    dropped()
    context.screen.app.exit()
ACTIONS["sort"] = Action(beside)
""",
}


@pytest.mark.parametrize("place", [*list(SCREENS)[:2], *more_of(*list(SCREENS)[2:])])
def test_a_fault_of_the_dashboard_shows_where_and_nothing_else(environment: dict[str, str], place: str) -> None:
    command = [sys.executable, "-c", PREPARED + SCREENS[place] + RUN, "demo"]
    with Terminal(command, environment) as terminal:
        terminal.wait_for("Acme")
        terminal.key("")
        terminal.key("o")
        terminal.send("o")
        assert terminal.wait_for_end() == 1
        raw = terminal.raw
    after = raw[raw.rindex(LEFT_ALTERNATE_SCREEN) :]
    assert b"crashed: ValueError" in after
    assert b"in boom" in after
    for word in (b"CANARY", b"Traceback", b"raise ValueError", b'File "'):
        assert word not in raw
