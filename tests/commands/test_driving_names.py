"""Names of files that would drive a terminal: it is shown what cannot, and a pipe gets the exact path."""

import os
import shutil
import subprocess
import sys

import pytest

from tests import builders, needs
from tests.commands.shell import Shell

pytestmark = needs.unix_programs
DRIVING = "e\x1b]0;pwned\x07\x9b31m"
SHOWN = "e�]0;pwned��31m"
CREDENTIALS = f"LWA_APP_ID={builders.CLIENT_ID}\nLWA_CLIENT_SECRET=amzn1.oa2-cs.v1.CANARY-x\n"


@pytest.fixture
def driving(shell: Shell) -> Shell:
    """A shell whose vault lies in a directory of such a name, with such files beside it."""
    place = shell.home / DRIVING
    place.mkdir(mode=0o700)
    shutil.copy(shell.vault, place / "personal.vault")
    shutil.copy(shell.vault, shell.home / f"{DRIVING}.vault")
    (shell.home / f"{DRIVING}.env").write_text(CREDENTIALS)
    shell.monkeypatch.setenv("SPAUTH_VAULT", str(place / "personal.vault"))
    return shell


@pytest.mark.parametrize(
    "arguments",
    [
        ("locate",),
        ("locate", "backups"),
        ("backup",),
        ("backup", f"{DRIVING}.bak"),
        ("export", "acme us", "--format", "spauth", "--output", f"{DRIVING}.json", "--yes"),
        ("import", f"{DRIVING}.env", "--account", "acme us", "--yes"),
        ("import", f"{DRIVING}.env", "--account", "acme us", "--yes", "--json"),
        ("restore", f"{DRIVING}.vault", "--yes"),
        ("restore", f"{DRIVING}.vault"),
        ("restore", "--rows-only", f"{DRIVING}.vault", "--yes"),
        ("init", "--vault", f"{DRIVING}/new.vault"),
        ("init",),
        ("ls", f"--bogus{DRIVING}"),
    ],
    ids=lambda each: " ".join(each).replace(DRIVING, "driving"),
)
def test_nothing_of_a_name_drives_the_terminal(driving: Shell, arguments: tuple[str, ...]) -> None:
    ran = driving(*arguments, stdin="n\n", at_terminal=True, shown=True)
    assert [each for each in "\x1b\x07\x9b" if each in ran.out + ran.err] == []


def test_what_is_shown_in_its_place_can_be_seen(driving: Shell) -> None:
    assert driving("locate", "vault", shown=True).out == f"{driving.home}/{SHOWN}/personal.vault\n"


def test_a_passphrase_is_asked_for_by_what_can_be_shown(driving: Shell) -> None:
    asked: list[str] = []

    def types(prompt: str, _: object) -> str:
        asked.append(prompt)
        return "CANARY wrong"

    driving.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    driving.monkeypatch.setattr("getpass.getpass", types)
    driving("restore", f"{DRIVING}.vault", "--yes", at_terminal=True)
    assert asked == [f"Passphrase of {SHOWN}.vault: "]


@needs.proc
@pytest.mark.parametrize("name", [DRIVING, "b\udcff", "Müller"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_a_pipe_gets_the_path_byte_for_byte(shell: Shell, name: str, encoding: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "spauth_tui", "locate", "vault", "--vault", name],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout == os.fsencode(f"{shell.home / name}\n")
