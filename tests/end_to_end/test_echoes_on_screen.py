"""A server that gives back what it was sent: the dashboard shows, copies, logs and draws none of it."""

import base64
import re
from pathlib import Path

import pytest

from tests import builders
from tests.adapters.test_clipboard_watcher import wait_until
from tests.end_to_end.test_crash_and_clipboard import PROGRAM, furnished, unlock
from tests.simulator import Behaviour, Fault, Simulator
from tests.terminal import Terminal
from tests.writings import WRITINGS, leaks

__all__ = ["furnished"]

WRITING = WRITINGS["as a form"]
PAINTING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)")


class Watched:
    """The dashboard, and every text that it has shown or copied."""

    def __init__(self, terminal: Terminal, simulator: Simulator) -> None:
        self.terminal, self._simulator = terminal, simulator
        self.shown: list[str] = []

    def see(self, words: str) -> None:
        self.terminal.wait_for(words)
        self.terminal.key("")
        self.shown.append(self.terminal.text)

    def copy_for_support(self) -> None:
        """Click on the button, whose end may be out of sight."""
        self.terminal.click("Copy for support")

        def is_copied() -> bool:
            self.terminal.read_what_came()
            return bool(self.copied)

        wait_until(is_copied)
        self.terminal.key("")
        self.shown.append(self.terminal.text)

    @property
    def copied(self) -> list[str]:
        return [base64.b64decode(each).decode() for each in COPIED.findall(self.terminal.raw)]

    def leaked(self, *more: str) -> list[str]:
        """Return the secrets of which a piece stands anywhere; a line that is wrapped is read as one too."""
        assert self.shown
        sent = [each.headers["x-amz-access-token"] for each in self._simulator.requests if each.host]
        texts = [*self.shown, *(re.sub(r"[\s│┃▏▎]+", "", each) for each in self.shown), *self.copied, *more]
        # What was painted again and again is looked at once.
        texts.append("\n".join(dict.fromkeys(PAINTING.split(self.terminal.raw.decode("utf-8", "replace")))))
        return [
            secret[:12]
            for secret in {builders.REFRESH_TOKEN, builders.CLIENT_SECRET, *sent}
            if any(leaks(each, secret) for each in texts)
        ]


@pytest.fixture
def picture(environment: dict[str, str]) -> Path:
    return Path(environment["HOME"]) / "picture.svg"


def test_what_login_with_amazon_gives_back_is_nowhere(
    environment: dict[str, str], furnished: Path, simulator: Simulator, picture: Path
) -> None:
    simulator.behaviours[builders.REFRESH_TOKEN] = Behaviour(Fault.ECHO, echo=WRITING)
    with Terminal(PROGRAM, environment, (120, 50)) as terminal:
        unlock(terminal)
        watched = Watched(terminal, simulator)
        terminal.send("r")
        watched.see("1 refused")
        terminal.send("f")
        watched.see("Copy for support")
        watched.copy_for_support()
        terminal.key("\x1b")
        terminal.send("t")
        watched.see("Copy for support")
        terminal.key("\x1b")
        terminal.send("E")
        watched.see("Event log")
        terminal.key("\x1b")
        terminal.send("P")
        terminal.wait_for("Save a picture")
        terminal.key("\x15")
        terminal.key(str(picture))
        terminal.send("\r")
        watched.see("The picture is in")
        assert len(simulator.requests) == 2
        assert any("No secret is in it" in each or "(secret)" in each for each in watched.copied), watched.copied
        assert watched.leaked(picture.read_text()) == []


def test_what_sp_api_gives_back_is_nowhere(environment: dict[str, str], furnished: Path, simulator: Simulator) -> None:
    simulator.sp_api_echo = WRITING
    with Terminal(PROGRAM, environment, (120, 50)) as terminal:
        unlock(terminal)
        watched = Watched(terminal, simulator)
        terminal.send("t")
        watched.see("Copy for support")
        watched.copy_for_support()
        terminal.key("\x1b")
        terminal.send("E")
        watched.see("Event log")
        assert [each.headers["x-amz-access-token"][:5] for each in simulator.requests if each.host] == ["Atza|"]
        assert watched.copied
        assert watched.leaked() == []
