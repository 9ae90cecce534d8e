"""Whatever stands in the environment: the program does its work, or says in one sentence what is wrong."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests import needs
from tests.adapters.test_network_settings import UNUSABLE
from tests.commands.shell import Shell
from tests.more import more_of
from tests.terminal import Terminal

SHORT = [each for each in UNUSABLE if len(each) < 50]
EACH_WAY = [(["refresh", "acme us"], each) for each in SHORT]
"""One client sends for every verb: each unusable proxy is tried with one of them, and each verb with one proxy."""
EACH_WAY += [(verb, SHORT[0]) for verb in (["token", "acme us"], ["check", "acme us"], ["doctor"])]


@pytest.mark.parametrize(("verb", "given"), EACH_WAY)
def test_a_simulator_on_this_computer_needs_no_proxy(shell: Shell, verb: list[str], given: str) -> None:
    shell.monkeypatch.setenv("HTTPS_PROXY", given)
    ran = shell(*verb)
    assert ran.code == (21 if verb == ["doctor"] else 0), ran
    assert "CANARY" not in ran.err


def test_the_doctor_finds_a_proxy_that_is_none(shell: Shell) -> None:
    shell.monkeypatch.setenv("HTTPS_PROXY", "kim:CANARY@@:x")
    ran = shell("doctor", "--offline")
    assert ran.code == 21
    assert "HTTPS_PROXY is not the address of a proxy" in ran.out
    assert "CANARY" not in ran.out


ODD = ["", " ", "0", "-1", "99999999999999999999", "1e400", "CANARY", "日本", "\udcff\udcfe", "\x1b]52;c;x\x07",
       "/dev/null", "/nowhere/at/all", "~nobody-at-all/x", "~", ".", "a" * 5000, "%s%n{}", "'\"", "C"]  # fmt: skip
NAMES = [
    "TERM", "TERM_PROGRAM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "LC_TERMINAL", "ESCDELAY",
    "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DRIVER", "TEXTUAL_LOG",
    "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "LANGUAGE",
    "DISPLAY", "WAYLAND_DISPLAY", "TMUX", "STY", "SSH_CONNECTION", "SSH_TTY", "BROWSER", "EDITOR", "SHELL", "USER",
    "SPAUTH_VAULT", "SPAUTH_CONFIG", "SPAUTH_LWA_URL", "SPAUTH_CLIPBOARD_COMMAND", "SPAUTH_AUTHORIZATION", "SPAUTH_X",
    "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE", "TZ",
    "PYTHONASYNCIODEBUG", "PYTHONWARNINGS", "PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS",
]  # fmt: skip
"""What this program, or a library that it brings, reads."""
ROUNDS, MORE = 2, 20


def odd(seed: int) -> dict[str, str]:
    """Make up some of the variables."""
    chance = random.Random(seed)
    return {name: chance.choice(ODD) for name in chance.sample(NAMES, chance.randrange(1, 12))}


@needs.unix_programs
@pytest.mark.parametrize(
    "seed", [*range(ROUNDS), *(pytest.param(each, marks=pytest.mark.long) for each in range(ROUNDS, MORE))]
)
def test_whatever_the_environment_holds_nothing_crashes(shell: Shell, seed: int, tmp_path: Path) -> None:
    given = odd(seed)
    environment = {**os.environ, **given}
    for arguments in (["ls"], ["doctor", "--offline"], ["demo", "--screenshot", str(tmp_path / "picture.svg")]):
        ran = subprocess.run(
            [sys.executable, "-m", "spauth_tui", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
        )
        words = ran.stderr.decode("utf-8", "replace")
        assert ran.returncode in {0, 2, 4, 6, 18, 21}, (arguments, given, words)
        assert "Traceback" not in words, (arguments, given, words)
        assert "crashed" not in words, (arguments, given, words)
        assert b"\x1b]52" not in ran.stdout + ran.stderr


PYTHON = [
    {"PYTHONINSPECT": "1"}, {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "error", "PYTHONASYNCIODEBUG": "1"},
    {"PYTHONOPTIMIZE": "2"}, {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
]  # fmt: skip


@needs.unix_programs
@pytest.mark.parametrize("given", PYTHON)
@pytest.mark.parametrize("verbs", [{"refresh globex": 0, "token nosuch": 10}, *more_of({"--help": 0, "ls": 0})])
def test_whatever_python_is_asked_for_a_verb_ends_as_always(
    shell: Shell, given: dict[str, str], verbs: dict[str, int]
) -> None:
    for words, code in verbs.items():
        ran = subprocess.run(
            [sys.executable, "-m", "spauth_tui", *words.split()],
            env={**os.environ, **given},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (ran.returncode, len(ran.stderr.splitlines())) == (code, 1 if code else 0), ran.stderr


@needs.unix_programs
@pytest.mark.parametrize("given", PYTHON[:2])
def test_whatever_python_is_asked_for_the_dashboard_ends_as_always(shell: Shell, given: dict[str, str]) -> None:
    with Terminal([sys.executable, "-m", "spauth_tui"], {**os.environ, **given, "TERM": "xterm"}) as terminal:
        terminal.wait_for("Refresh all")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert b"crashed" not in terminal.raw
        assert b">>>" not in terminal.raw
