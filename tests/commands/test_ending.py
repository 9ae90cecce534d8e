"""Signals end a verb, whatever it waits for."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import needs
from tests.adapters.test_interrupting import ENDLESS
from tests.commands.shell import Shell
from tests.more import more_of
from tests.processes import killed_at_the_end

PROGRAM = f"""
import sys
from spauth_tui.adapters.vault import vault
from spauth_tui import __main__
from spauth_tui.startup import ending
from pathlib import Path
ending.GRACE = 0.5
def endless(connection, *given):
    Path("began").touch()
    return connection.execute({ENDLESS!r}).fetchone()
for name in ("holdings", "names"):
    if hasattr(vault.reading, name):
        setattr(vault.reading, name, endless)
__main__.main()
"""
READS_FOR_EVER = """
from pathlib import Path
from spauth_tui import __main__
from spauth_tui.startup import ending
from spauth_tui.services.import_export import importing
ending.GRACE = 0.1
def read(text, format_key):
    Path("began").touch()
    while True:
        pass
importing.read = read
__main__.main()
"""
HUNG_UP = """
import os, signal
from spauth_tui.commands.verbs import list_authorizations
signal.signal(signal.SIGHUP, signal.SIG_IGN)
run = list_authorizations.run
async def hung_up(*given):
    os.kill(os.getpid(), signal.SIGHUP)
    return await run(*given)
list_authorizations.run = hung_up
from spauth_tui.__main__ import main
main()
"""


SIGNALS = [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)]
TRIED = [SIGNALS[0], *more_of(*(pytest.param(*each) for each in SIGNALS[1:]))]


def send_once_begun(command: list[str], name: str, begun: Callable[[int], bool]) -> int:
    """Start it with a pipe as standard input that nobody writes into; return what it ended with after the signal."""
    started = subprocess.Popen(command, env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    with killed_at_the_end(started) as process:
        try:
            end = time.monotonic() + 20
            while not begun(process.pid):
                assert time.monotonic() < end
                assert process.poll() is None
                time.sleep(0.02)
            process.send_signal(signal.Signals[name])
            return process.wait(20)
        finally:
            process.kill()


@needs.unix_programs
@pytest.mark.parametrize(("name", "code"), TRIED)
def test_a_signal_ends_a_verb_whose_vault_never_answers(shell: Shell, name: str, code: int) -> None:
    command = [sys.executable, "-c", PROGRAM, "ls"]
    assert send_once_begun(command, name, lambda pid: (shell.home / "began").exists()) == code


@needs.unix_programs
@pytest.mark.parametrize(("name", "code"), TRIED)
def test_a_signal_ends_a_verb_whose_thread_never_ends(shell: Shell, name: str, code: int) -> None:
    (shell.home / ".env").write_text("A=1")
    command = [sys.executable, "-c", READS_FOR_EVER, "import", ".env"]
    assert send_once_begun(command, name, lambda pid: (shell.home / "began").exists()) == code


def reads_its_input(pid: int) -> bool:
    """Say whether a program waits in a system call that reads descriptor 0."""
    return Path(f"/proc/{pid}/syscall").read_text().startswith("0 0x0 ")


@needs.proc
@pytest.mark.parametrize(("name", "code"), TRIED)
def test_a_signal_ends_the_wait_for_standard_input(shell: Shell, name: str, code: int) -> None:
    program = "from spauth_tui.startup import hardening; hardening._PR_SET_DUMPABLE = 0\n"
    program += "from spauth_tui.__main__ import main; main()"
    command = [sys.executable, "-c", program, "import", "-"]
    assert send_once_begun(command, name, reads_its_input) == code


@needs.unix_programs
def test_a_signal_that_is_ignored_from_the_start_stays_ignored(shell: Shell) -> None:
    command = [sys.executable, "-c", HUNG_UP, "ls"]
    ran = subprocess.run(command, env=dict(os.environ), timeout=60, capture_output=True, text=True)
    assert ran.returncode == 0
    assert "Inventory/Acme US" in ran.stdout
