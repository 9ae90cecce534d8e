"""What happens when it ends badly, or was never started well."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import PROGRAM
from tests.terminal import Terminal

LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"


@pytest.mark.parametrize(
    ("name", "code"),
    [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130), ("SIGQUIT", 131), ("SIGUSR1", 138), ("SIGXCPU", 152)],
)
def test_a_signal_restores_the_terminal_and_has_its_exit_code(
    environment: dict[str, str], name: str, code: int
) -> None:
    with Terminal([PROGRAM, "demo"], environment) as terminal:
        terminal.wait_for("Acme US")
        terminal.process.send_signal(signal.Signals[name])
        assert terminal.wait_for_end() == code
        assert LEFT_ALTERNATE_SCREEN in terminal.raw


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_while_the_dashboard_comes_up_is_no_crash(environment: dict[str, str], name: str, code: int) -> None:
    with Terminal([PROGRAM, "demo"], environment) as terminal:
        terminal.wait_for_output()
        terminal.process.send_signal(signal.Signals[name])
        assert terminal.wait_for_end() == code
        assert b"crashed" not in terminal.raw


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30
    )


def test_without_a_terminal_it_says_so(environment: dict[str, str]) -> None:
    ended = run(environment)
    assert ended.returncode == 2
    assert "needs a terminal" in ended.stderr


def test_a_dumb_terminal_is_refused(environment: dict[str, str]) -> None:
    environment["TERM"] = "dumb"
    with Terminal([PROGRAM], environment) as terminal:
        assert terminal.wait_for_end() == 2
        assert b"TERM=dumb" in terminal.raw


@pytest.mark.parametrize("address", ["https://api.amazon.com/auth/o2/token", "http://example.com/x", "nonsense"])
def test_another_token_endpoint_is_refused_with_words(environment: dict[str, str], address: str) -> None:
    ended = run(environment, "--lwa-url", address)
    assert ended.returncode == 2
    assert "simulator on this machine" in ended.stderr


def test_a_directory_is_no_vault(environment: dict[str, str], tmp_path: Path) -> None:
    ended = run(environment, "--vault", str(tmp_path))
    assert ended.returncode == 2
    assert "is a directory" in ended.stderr


def test_a_file_that_is_no_vault_is_named_on_the_screen(environment: dict[str, str], tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a vault")
    with Terminal([PROGRAM, "--vault", str(other)], environment) as terminal:
        terminal.wait_for("passphrase")
        terminal.send("some passphrase\r")
        terminal.wait_for("is not a spauth-tui vault")
    assert other.read_text() == "not a vault"


def test_textual_writes_no_keys_and_no_screens(environment: dict[str, str], tmp_path: Path) -> None:
    environment |= {
        "TEXTUAL_LOG": str(tmp_path / "textual.log"),
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "SSLKEYLOGFILE": str(tmp_path / "keys.log"),
    }
    with Terminal([PROGRAM, "demo"], environment) as terminal:
        terminal.wait_for("Acme US")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_tiny_window_does_not_crash_and_grows(environment: dict[str, str]) -> None:
    with Terminal([PROGRAM, "demo"], environment, size=(20, 6)) as terminal:
        terminal.wait_for("window is too")
        terminal.resize((120, 40))
        terminal.wait_for("Acme US")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


HAS_A_THREAD = """
import asyncio, sys, time
from spauth_tui.startup import ending
from spauth_tui.ui.base.safe_app import SafeApp, run_safely
ending.GRACE = 0.1
def endless():
    while True:
        time.sleep(0.01)
class Busy(SafeApp):
    async def on_ready(self):
        self.run_worker(asyncio.to_thread(endless))
        self.hang_up()
sys.exit(run_safely(Busy())[0])
"""
WRITES = """
import asyncio, sys, time
from spauth_tui.commands.runtime.event_loop import run_on_a_loop
def write():
    time.sleep(0.2)
    print("written", flush=True)
async def verb():
    asyncio.get_running_loop().run_in_executor(None, write)
    return 0
async def nothing():
    pass
sys.exit(run_on_a_loop(verb(), nothing))
"""
ENDS_BADLY = """
import sys
from spauth_tui.domain.errors.vault import VaultGone
from spauth_tui.ui.base.safe_app import SafeApp, run_safely
class Gone(SafeApp):
    def on_ready(self):
        self.hang_up()
    async def close_down(self, because=""):
        raise VaultGone
sys.exit(run_safely(Gone())[0])
"""


def test_a_signal_ends_the_dashboard_though_its_vault_is_gone(environment: dict[str, str]) -> None:
    with Terminal([sys.executable, "-c", ENDS_BADLY], environment) as terminal:
        assert terminal.wait_for_end() == 129
        assert b"crashed" not in terminal.raw


def test_a_signal_ends_the_dashboard_though_a_thread_never_ends(environment: dict[str, str]) -> None:
    with Terminal([sys.executable, "-c", HAS_A_THREAD], environment) as terminal:
        assert terminal.wait_for_end() == 129


def test_without_a_signal_the_end_waits_for_what_a_thread_writes(environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", WRITES]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (0, "written\n")


CRASHER = """
import asyncio, sys
from textual import work
from textual.app import App
from spauth_tui.ui.base.safe_app import SafeApp, run_safely
WHERE = sys.argv[1]
class Crasher(SafeApp):
    def boom(self):
        local = "CANARY in a local"
        table = {"CANARY in a key": 1}
        raise ValueError("CANARY in a message", table)
    def compose(self):
        if WHERE == "compose": self.boom()
        return []
    def on_mount(self):
        if WHERE == "mount": self.boom()
        if WHERE == "worker": self.in_worker()
        if WHERE == "thread": self.in_thread()
        if WHERE == "timer": self.set_timer(0.01, self.boom)
        if WHERE == "action": self.call_later(self.run_action, "boom")
    def action_boom(self): self.boom()
    @work
    async def in_worker(self): self.boom()
    @work(thread=True)
    def in_thread(self): self.boom()
sys.exit(run_safely(Crasher())[0])
"""


@pytest.mark.parametrize("where", ["compose", "mount", "worker", "thread", "timer", "action"])
def test_a_crash_shows_where_and_nothing_else(environment: dict[str, str], tmp_path: Path, where: str) -> None:
    script = tmp_path / "crasher.py"
    script.write_text(CRASHER)
    python = str(Path(PROGRAM).parent / "python")
    with Terminal([python, str(script), where], environment) as terminal:
        assert terminal.wait_for_end() == 1
        assert b"CANARY" not in terminal.raw
        assert b"in boom" in terminal.raw
        assert LEFT_ALTERNATE_SCREEN in terminal.raw


def test_without_a_home_and_its_directories_it_still_says_where_the_vault_will_be(
    environment: dict[str, str], tmp_path: Path
) -> None:
    del environment["HOME"]
    environment["XDG_DATA_HOME"] = str(tmp_path / "new")
    with Terminal([PROGRAM], environment) as terminal:
        terminal.wait_for("Welcome to spauth")
        terminal.wait_for("personal.vault")


def test_a_place_where_nothing_can_be_written_is_named(environment: dict[str, str]) -> None:
    environment["XDG_DATA_HOME"] = "/proc/nowhere"
    with Terminal([PROGRAM], environment) as terminal:
        terminal.wait_for("Welcome to spauth")
        terminal.key("CANARY several unrelated words")
        terminal.key("\t")
        terminal.key("CANARY several unrelated words")
        terminal.key("\r")
        terminal.wait_for("cannot be created or read")


NO_TEMPORARY = """
import sys, tempfile
from spauth_tui import cli
def refuse(*given, **words):
    raise FileNotFoundError
tempfile.mkdtemp = refuse
sys.exit(cli.run(["demo", "--screenshot", "x.svg"]))
"""


def test_without_a_temporary_directory_the_demo_says_so(environment: dict[str, str]) -> None:
    python = str(Path(PROGRAM).parent / "python")
    ended = subprocess.run(
        [python, "-c", NO_TEMPORARY], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.returncode == 2
    assert "Set TMPDIR" in ended.stderr
