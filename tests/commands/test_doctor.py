"""doctor: what is wrong, said with what to do, and nothing that a supporter must not see."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.commands.shell import Shell


def findings(shell: Shell, *arguments: str) -> dict[str, str]:
    held = json.loads(shell("doctor", "--json", *arguments).out)
    return {each["what"]: each["verdict"] for each in held["findings"]}


@pytest.fixture
def now(shell: Shell) -> Shell:
    """A shell whose clock agrees with the simulator's."""
    shell.clock.set_wall(datetime.now(UTC) - shell.clock.now())
    return shell


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")


def test_a_sound_home_is_fine(now: Shell) -> None:
    found = findings(now)
    assert found["encryption"] == found["vault"] == found["permissions"] == found["clock"] == "fine"


def test_it_wants_no_passphrase(now: Shell) -> None:
    now.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    assert findings(now, "--offline")["vault"] == "fine"


def test_a_clock_that_is_wrong_is_found(now: Shell) -> None:
    now.clock.set_wall(timedelta(minutes=10))
    ran = now("doctor")
    assert ran.code == 21
    assert "clock is 10 minutes ahead of the simulator's" in ran.out or "9 minutes" in ran.out


def test_permissions_that_let_others_in_are_found(now: Shell) -> None:
    now.vault.chmod(0o644)
    ran = now("doctor", "--offline")
    assert ran.code == 21
    assert "found  permissions: others can read or write the vault (0644)." in ran.out


@pytest.mark.parametrize(
    ("place", "words"),
    [("", "the vault is not writable (0600)"), ("..", "the vault's directory is not writable (0700)")],
)
def test_what_cannot_be_written_is_found(now: Shell, place: str, words: str) -> None:
    unwritable = now.vault.parent if place else now.vault
    # Whoever runs the tests as root can write everything.
    now.monkeypatch.setattr(os, "access", lambda path, _: path != unwritable)
    out = now("doctor", "--offline").out
    assert f"found  permissions: {words}" in out
    assert "fine   permissions" not in out


def test_an_empty_vault_file_is_found(now: Shell) -> None:
    now.vault.write_bytes(b"")
    assert findings(now, "--offline")["vault"] == "found"


def test_amazon_that_does_not_answer_is_found(now: Shell) -> None:
    now.monkeypatch.setenv("SPAUTH_LWA_URL", "http://127.0.0.1:9/auth/o2/token")
    assert findings(now)["simulator"] == "found"
    out = now("doctor").out
    assert "Nothing answers at http://127.0.0.1:9. Is the simulator running?" in out
    assert ".." not in out


def test_offline_sends_nothing(now: Shell) -> None:
    now("doctor", "--offline")
    assert now.simulator.requests == []


def test_what_is_sent_holds_no_secret(now: Shell) -> None:
    now("doctor", "--unlock")
    assert [(each.method, each.form, each.body) for each in now.simulator.requests] == [("GET", {}, b"")]


def test_no_secret_is_in_it(now: Shell) -> None:
    ran = now("doctor", "--unlock")
    assert "pages" in ran.out
    assert "CANARY" not in ran.out + ran.err


def test_unlocking_checks_every_page(now: Shell) -> None:
    assert findings(now, "--offline", "--unlock")["pages"] == "fine"
    held = bytearray(now.vault.read_bytes())
    held[9000] ^= 1
    now.vault.write_bytes(held)
    assert findings(now, "--offline", "--unlock")["pages"] == "found"


def test_what_a_supporter_gets_names_no_path_or_proxy_password(now: Shell) -> None:
    now.monkeypatch.setenv("HTTPS_PROXY", "http://kim:CANARY@proxy.example:3128")
    ran = now("doctor", "--offline")
    assert "CANARY" not in ran.out
    assert str(now.home) not in ran.out
    assert "proxy.example" in ran.out


def test_a_proxy_that_amazon_is_spared_is_none(now: Shell) -> None:
    now.monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    now.monkeypatch.setenv("NO_PROXY", "*")
    assert "proxy.example" not in now("doctor", "--offline").out


def test_a_simulator_is_not_called_amazon(now: Shell) -> None:
    out = now("doctor").out
    assert "fine   simulator: answers" in out
    assert "Login with Amazon" not in out
    assert "agrees with the simulator's" in out
