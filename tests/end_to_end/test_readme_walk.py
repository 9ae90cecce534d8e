"""The README's transcript, replayed command by command in a real shell on a terminal; `…` stands for what varies."""

import re
from pathlib import Path

import pytest

from spauth_tui.demo.serving import taught_sample
from tests import builders
from tests.end_to_end.conftest import PROGRAM
from tests.simulator import Simulator
from tests.terminal import Terminal

README = (Path(__file__).parents[2] / "README.md").read_text()
HOME = "/home/you"


def transcript() -> list[tuple[str, str]]:
    """Return each command with what it answers."""
    block = README.split("```console\n", 1)[1].split("```", 1)[0]
    return [(command, answer) for command, _, answer in (part.partition("\n") for part in block.split("$ ")[1:])]


def transcript_lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def fits(line: str, answered: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, line.split("…"))), answered) is not None


@pytest.fixture
def shell(environment: dict[str, str], simulator: Simulator) -> dict[str, str]:
    """An environment with the program and a `pass` on its path, and the simulator's .env in the home."""
    home = Path(environment["HOME"])
    tools = home / "bin"
    tools.mkdir()
    (tools / "spauth-tui").symlink_to(PROGRAM)
    keeper = tools / "pass"
    keeper.write_text(f"#!/bin/sh\n[ \"$*\" = 'show spauth' ] && echo '{builders.PASSPHRASE.reveal()}'\n")
    keeper.chmod(0o700)
    (home / ".env").write_text(taught_sample(simulator).reveal())
    environment["PATH"] = f"{tools}:{environment['PATH']}"
    environment["SPAUTH_LWA_URL"] = simulator.lwa_url
    del environment["XDG_DATA_HOME"]
    return environment


def test_the_readmes_walk_goes_as_it_says(shell: dict[str, str]) -> None:
    exports = ""
    found = transcript()
    assert [command.split()[1] for command, _ in found if command.startswith("spauth-tui")] == [
        "init",
        "import",
        "ls",
        "token",
        "exec",
        "wait",
        "token",
    ]
    for command, expected in found:
        if command.startswith("export "):
            exports += f"{command}\n"
            continue
        with Terminal(["bash", "-c", f"cd; {exports}{command}"], shell, size=(200, 50)) as terminal:
            terminal.wait_for_end(30)
            answered = terminal.raw.decode().replace("\r\n", "\n").replace(shell["HOME"], HOME)
        lines, wanted = transcript_lines(answered), transcript_lines(expected)
        assert len(lines) == len(wanted), (command, answered)
        for line, answer in zip(wanted, lines, strict=True):
            assert fits(line, answer), (command, line, answer)
