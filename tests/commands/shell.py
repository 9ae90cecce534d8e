"""A shell for the verbs: the real command line in this process, with streams that a test reads, before a simulator."""

import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from spauth_tui.cli import run
from tests import builders
from tests.fakes import FakeClock
from tests.simulator import Simulator


class _Stream(io.StringIO):
    def __init__(self, text: str = "", *, is_terminal: bool = False) -> None:
        super().__init__(text)
        self._bytes = io.BytesIO(text.encode())
        self._is_terminal = is_terminal

    @property
    def buffer(self) -> io.BytesIO:
        return self._bytes

    def isatty(self) -> bool:
        return self._is_terminal


@dataclass(frozen=True)
class Ran:
    """What a command line ended with."""

    code: int
    out: str
    err: str


class Shell:
    """Calls `spauth-tui ARGUMENTS` in this process. `clock` moves only when a test moves it, or a verb sleeps."""

    def __init__(self, home: Path, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.simulator, self.monkeypatch = home, simulator, monkeypatch
        self.clock = FakeClock()
        self.vault = home / "data" / "spauth-tui" / "personal.vault"
        simulator.amazon.now = self.clock.now
        secret = home / "passphrase"
        secret.write_text(builders.PASSPHRASE.reveal())
        for name in ("SPAUTH_VAULT", "SPAUTH_CONFIG", "SPAUTH_AUTHORIZATION", "XDG_RUNTIME_DIR", "DISPLAY", "TMUX"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        monkeypatch.setenv("SPAUTH_LWA_URL", simulator.lwa_url)
        monkeypatch.setenv("SPAUTH_PASSPHRASE_COMMAND", f"cat '{secret}'")
        monkeypatch.chdir(home)

    def __call__(self, *arguments: str, stdin: str = "", at_terminal: bool = False, shown: bool = False) -> Ran:
        """Run it; `at_terminal` has a person type `stdin`, `shown` makes standard output a terminal."""
        out, err = _Stream(is_terminal=shown), _Stream()
        with self.monkeypatch.context() as patched:
            patched.setattr(sys, "stdin", _Stream(stdin, is_terminal=at_terminal))
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", err)
            code = run(arguments, self.clock)
        return Ran(code, out.getvalue(), err.getvalue())

    def refused(self, code: int, *arguments: str, stdin: str = "") -> str:
        """Run what must end with this exit code and answer nothing; return what it says on standard error."""
        ran = self(*arguments, stdin=stdin)
        assert (ran.code, ran.out) == (code, ""), ran
        return ran.err

    def ok(self, *arguments: str, stdin: str = "") -> str:
        """Run what must succeed; return its answer."""
        ran = self(*arguments, stdin=stdin)
        assert ran.code == 0, ran
        return ran.out
