"""What standard output's encoding cannot hold is replaced, and a secret is exact or not written at all."""

import io
import os
import subprocess
import sys

import pytest

from spauth_tui.commands.runtime.console import Console
from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.model.secret import Secret
from tests import builders, needs
from tests.commands.shell import Shell
from tests.more import more_of

ENCODINGS = [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1:strict"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}]


@needs.unix_programs
@pytest.mark.parametrize("encoding", ENCODINGS, ids=str)
def test_what_an_encoding_cannot_hold_is_replaced_and_a_token_is_exact(shell: Shell, encoding: dict[str, str]) -> None:
    shell.ok("edit", "account", "acme us", "--label", "Müller 日本")
    environment = {**os.environ, **encoding}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "spauth_tui", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, timeout=60)

    listed = run("ls")
    assert (listed.returncode, b"ller" in listed.stdout) == (0, True), listed
    assert run("--help").returncode == run("completion", "bash").returncode == 0
    token = run("token", "ller")
    assert token.returncode == 0
    assert token.stdout.startswith(b"Atza|CANARY")
    assert b"?" not in token.stdout


def test_a_secret_that_an_encoding_would_alter_is_refused_and_not_written() -> None:
    held = io.BytesIO()
    screen = io.TextIOWrapper(held, encoding="ascii", errors="replace")
    with pytest.raises(ConfigurationRefused, match="cannot represent this exactly"):
        Console(io.StringIO(), screen, io.StringIO()).answer_secret(Secret("CANARY-ü"))
    screen.flush()
    assert held.getvalue() == b""


@needs.unix_programs
@pytest.mark.parametrize("encoding", ["idna", *more_of("undefined", "punycode")])
@pytest.mark.parametrize("verb", ["locate", "import"])
def test_an_encoding_that_is_none_of_texts_gives_way_to_utf_8(shell: Shell, encoding: str, verb: str) -> None:
    arguments = {"locate": ["locate", "vault"], "import": ["import", "-", "--account", "acme us", "--dry-run"]}[verb]
    given = f"LWA_APP_ID={builders.CLIENT_ID}\nSP_API_DEFAULT_MARKETPLACE=US\n"
    ran = subprocess.run(
        [sys.executable, "-m", "spauth_tui", *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        input=given.encode(),
        capture_output=True,
        timeout=60,
    )
    answer = {"locate": f"{shell.vault}\n", "import": "unchanged: Inventory/Acme US\n"}[verb]
    assert ran.stdout.decode() == answer, ran.stderr
