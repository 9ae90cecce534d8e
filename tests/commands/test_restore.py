"""restore: a backup in the vault's place, and the vault kept."""

import pytest

from tests.commands.shell import Shell


@pytest.fixture
def backed_up(shell: Shell) -> Shell:
    """A shell with a backup, after which an account was removed."""
    shell.ok("backup", str(shell.home / "copy.vault"))
    shell.ok("rm", "account", "acme us", "--yes")
    return shell


def test_it_brings_back_what_was_there(backed_up: Shell) -> None:
    ran = backed_up("restore", "copy.vault", "--yes")
    assert ran.code == 0, ran
    assert "3 authorizations and 3 refresh tokens" in ran.err
    assert "Acme US" in backed_up.ok("ls")


def test_what_stood_there_is_kept(backed_up: Shell) -> None:
    ran = backed_up("restore", "copy.vault", "--yes")
    assert "before-restore" in ran.err


def test_it_asks_first(backed_up: Shell) -> None:
    assert backed_up("restore", "copy.vault").code == 3
    assert "Acme US" not in backed_up.ok("ls")


def test_the_wrong_passphrase_touches_nothing(backed_up: Shell) -> None:
    assert backed_up("restore", "copy.vault", "--yes", "--passphrase-command", "echo CANARY another one").code == 4
    assert "Acme DE" in backed_up.ok("ls")


def test_what_is_no_backup_is_refused(backed_up: Shell) -> None:
    (backed_up.home / "notes").write_text("x" * 5000)
    assert backed_up("restore", "notes", "--yes").code == 18
    assert backed_up("restore", "nowhere", "--yes").code == 18
