"""However the program ends, what it copied is cleared; and what it leaves behind holds no secret."""

import base64
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.files.companions import Companion
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.secret import Secret
from tests import builders
from tests.adapters.test_clipboard import display
from tests.adapters.test_clipboard_watcher import wait_until
from tests.more import more_of
from tests.simulator import Simulator
from tests.terminal import Terminal

__all__ = ["display"]

LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"
PASSPHRASE = "CANARY-passphrase of many words"
CRASHER = """
import sys
from spauth_tui.startup.environment import scrub
import os
scrub(os.environ)
from spauth_tui.ui.dashboard.actions.action import Action
from spauth_tui.ui.dashboard.actions.table import ACTIONS
from spauth_tui.ui.dashboard.details import Details

WHERE = os.environ.pop("WHERE")

def boom(self, *given):
    local = "CANARY in a local"
    raise ValueError("CANARY in a message", {"CANARY in a key": local})

async def slow_boom(self):
    boom(self)

if WHERE == "action":
    ACTIONS["sort"] = Action(boom)
elif WHERE == "worker":
    ACTIONS["sort"] = Action(slow_boom)
elif WHERE == "tick":
    ACTIONS["sort"] = Action(lambda context: context.screen.set_timer(0.01, lambda: boom(context)) and None)
elif WHERE == "compose":
    Details.compose = boom
    ACTIONS["sort"] = ACTIONS["pane.details"]
elif WHERE == "service":
    from spauth_tui.services.tokens.exchanging import Tokens
    Tokens._exchange = boom
    ACTIONS["sort"] = ACTIONS["pane.refresh"]
elif WHERE == "vault thread":
    from spauth_tui.adapters.vault.records import reading
    reading.credentials = boom
    ACTIONS["sort"] = ACTIONS["pane.refresh"]
from spauth_tui.cli import run
sys.exit(run([]))
"""


@pytest.fixture
async def furnished(environment: dict[str, str], simulator: Simulator) -> Path:
    """A vault with one authorization, ready for the program's first unlock, before a simulator."""
    path = Path(environment["XDG_DATA_HOME"]) / "spauth-tui" / "personal.vault"
    vault = await SqlcipherVaultStore(path).create(Secret(PASSPHRASE))
    await builders.furnish(vault)
    await vault.close()
    environment["SPAUTH_LWA_URL"] = simulator.lwa_url
    return path


@pytest.fixture
def with_clipboard(environment: dict[str, str], display: str, tmp_path: Path) -> dict[str, str]:
    if shutil.which("xclip") is None:
        pytest.skip("xclip is not installed here")
    environment["DISPLAY"] = display
    return environment


def on_the_clipboard(environment: dict[str, str]) -> str:
    command = ["xclip", "-selection", "clipboard", "-out"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=5).stdout


def copy_a_token(terminal: Terminal, environment: dict[str, str]) -> None:
    terminal.wait_for("passphrase")
    terminal.paste(PASSPHRASE)
    terminal.send("\r")
    terminal.wait_for("Acme")
    terminal.key("")
    terminal.key("r")
    terminal.wait_for("refreshed a moment ago")
    terminal.send("c")
    terminal.wait_for("Copied, and read back")
    assert "CANARY" in on_the_clipboard(environment)


PROGRAM = [sys.executable, "-m", "spauth_tui"]


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGQUIT", 131)])
def test_a_signal_clears_the_clipboard(with_clipboard: dict[str, str], furnished: Path, name: str, code: int) -> None:
    with Terminal(PROGRAM, with_clipboard) as terminal:
        copy_a_token(terminal, with_clipboard)
        terminal.process.send_signal(signal.Signals[name])
        assert terminal.wait_for_end() == code
    assert on_the_clipboard(with_clipboard) == ""


def test_locking_and_quitting_clear_the_clipboard(with_clipboard: dict[str, str], furnished: Path) -> None:
    with Terminal(PROGRAM, with_clipboard) as terminal:
        copy_a_token(terminal, with_clipboard)
        terminal.send("L")
        wait_until(lambda: on_the_clipboard(with_clipboard) == "")
        terminal.key("")
        copy_a_token(terminal, with_clipboard)
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert on_the_clipboard(with_clipboard) == ""


def test_a_terminal_that_hangs_up_clears_the_clipboard(with_clipboard: dict[str, str], furnished: Path) -> None:
    with Terminal(PROGRAM, with_clipboard) as terminal:
        copy_a_token(terminal, with_clipboard)
        terminal.hang_up()
        assert terminal.process.wait(20) == 129
    assert on_the_clipboard(with_clipboard) == ""


@pytest.mark.parametrize("where", ["action", "vault thread", *more_of("worker", "tick", "compose", "service")])
async def test_a_crash_clears_the_clipboard_and_leaves_no_secret(
    with_clipboard: dict[str, str], furnished: Path, simulator: Simulator, tmp_path: Path, where: str
) -> None:
    script = tmp_path / "crasher.py"
    script.write_text(CRASHER)
    with_clipboard["WHERE"] = where
    with Terminal([sys.executable, str(script)], with_clipboard) as terminal:
        copy_a_token(terminal, with_clipboard) if where not in {"service", "vault thread"} else unlock(terminal)
        terminal.send("o")
        assert terminal.wait_for_end() == 1
        raw = terminal.raw
    script.unlink()
    assert on_the_clipboard(with_clipboard) == ""
    assert LEFT_ALTERNATE_SCREEN in raw
    assert b"in boom" in raw
    assert secrets_in(raw, simulator) == []
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert secrets_in(path.read_bytes(), simulator) == [], path
    await (await SqlcipherVaultStore(furnished).open(Secret(PASSPHRASE))).close()


def unlock(terminal: Terminal) -> None:
    terminal.wait_for("passphrase")
    terminal.paste(PASSPHRASE)
    terminal.send("\r")
    terminal.wait_for("Acme")
    terminal.key("")


def secrets_in(held: bytes, simulator: Simulator) -> list[bytes]:
    """Return every form of a secret that stands in these bytes: plain, and as base64 would carry it."""
    given = [b"CANARY", PASSPHRASE.encode(), builders.REFRESH_TOKEN.encode(), builders.CLIENT_SECRET.encode()]
    coded = [base64.b64encode(each)[:-4] for each in given[1:]]
    return [each for each in (*given, *coded) if each in held]


def test_the_environment_of_children_holds_no_secret(environment: dict[str, str], tmp_path: Path) -> None:
    from spauth_tui.adapters.clipboard.children import minimal

    environment["SPAUTH_SOMETHING"] = "CANARY"
    assert "CANARY" not in str(minimal(environment | dict(os.environ)))


def test_two_programs_on_one_vault_see_each_others_refresh_within_two_seconds(
    environment: dict[str, str], furnished: Path, simulator: Simulator
) -> None:
    with Terminal(PROGRAM, environment) as first, Terminal(PROGRAM, environment) as second:
        unlock(first)
        unlock(second)
        assert "refreshed" not in second.text
        first.send("r")
        first.wait_for("refreshed a moment ago")
        second.wait_for("refreshed a moment ago", seconds=4)
        assert len(simulator.requests) == 1


def test_a_storm_of_resizes_leaves_the_program_whole(
    environment: dict[str, str], furnished: Path, simulator: Simulator
) -> None:
    with Terminal(PROGRAM, environment) as terminal:
        unlock(terminal)
        for number in range(200):
            terminal.resize((40 + number % 120, 8 + number % 50))
        terminal.resize((120, 40))
        terminal.key("")
        terminal.send("r")
        terminal.wait_for("refreshed a moment ago")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_a_run_shows_no_secret_beside_itself_and_leaves_only_the_vault_and_the_empty_files_of_its_locks(
    environment: dict[str, str], furnished: Path, simulator: Simulator
) -> None:
    with Terminal(PROGRAM, environment) as terminal:
        unlock(terminal)
        terminal.send("r")
        terminal.wait_for("refreshed a moment ago")
        held = [Path(f"/proc/{terminal.process.pid}/{name}").read_bytes() for name in ("cmdline", "environ")]
        assert secrets_in(b"".join(held), simulator) == []
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    left = {path: path.stat().st_size for path in Path(environment["HOME"]).rglob("*") if path.is_file()}
    assert left.pop(furnished)
    assert left == {each.of(furnished): 0 for each in (Companion.GATE, Companion.TURNSTILE, Companion.TURNS)}
