"""A terminal without an alternate screen, as tmux can be: what is shown for a moment stays neither on it nor above."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.conftest import PROGRAM

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="not installed here: tmux")


class Tmux:
    """A tmux of its own, whose windows have no alternate screen."""

    def __init__(self, socket: Path, environment: dict[str, str]) -> None:
        self._command, self._environment = ["tmux", "-S", str(socket), "-f", "/dev/null"], environment
        self.run("new-session", "-d", "-x", "100", "-y", "30", "sh")
        self.run("set", "-g", "alternate-screen", "off")
        self.type("PS1='ready> '\r")
        self.wait_for(lambda text: "\nready>" in text)

    def run(self, *arguments: str) -> str:
        command = [*self._command, *arguments]
        return subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=True, timeout=20
        ).stdout

    def type(self, keys: str) -> None:
        self.run("send-keys", "-l", keys)

    @property
    def everything(self) -> str:
        """What is on the screen and in the history above it."""
        return self.run("capture-pane", "-p", "-S", "-")

    def wait_for(self, has_come: Callable[[str], object]) -> str:
        end = time.monotonic() + 30
        while not has_come(text := self.everything):
            assert time.monotonic() < end, text
            time.sleep(0.05)
        return text


@pytest.fixture
def tmux(environment: dict[str, str], tmp_path: Path) -> Iterator[Tmux]:
    """One, and its end."""
    made = Tmux(tmp_path / "s", {name: value for name, value in environment.items() if value})
    yield made
    made.run("kill-server")


def test_six_words_are_gone_when_they_are_typed_back(tmux: Tmux) -> None:
    tmux.type(f"{PROGRAM} init\r")
    tmux.wait_for(lambda text: "New passphrase:" in text)
    tmux.type("\r")
    page = tmux.wait_for(lambda text: "Press enter when" in text)
    found = re.search(r"^ {4}(\w+(?:[ -]\w+){5,})$", page, re.MULTILINE)
    assert found is not None
    tmux.type("\r")
    tmux.wait_for(lambda text: "Type the six words:" in text)
    assert found[1] not in tmux.everything
    tmux.type(f"{found[1]}\r")
    assert found[1] not in tmux.wait_for(lambda text: "Created." in text)


def test_an_access_token_that_is_shown_when_the_program_ends_is_gone(tmux: Tmux) -> None:
    tmux.type(f"{PROGRAM} demo\r")
    tmux.wait_for(lambda text: "Acme US" in text)
    tmux.type("v")
    tmux.wait_for(lambda text: "Show it" in text)
    tmux.run("send-keys", "Tab", "Enter")
    tmux.wait_for(lambda text: "Atza|" in text)
    tmux.type("\x11")
    assert "Atza|" not in tmux.wait_for(lambda text: text.rstrip().endswith("ready>"))
