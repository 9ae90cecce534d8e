"""restore: a backup in the vault's place, and the vault kept."""

import shlex
import shutil
from pathlib import Path

import pytest

from tests import hostile
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
    before = backed_up.vault.read_bytes()
    assert "This backup cannot be used: it is damaged." in backed_up.refused(18, "restore", "notes", "--yes")
    assert "There is no such file: nowhere." in backed_up.refused(18, "restore", "nowhere", "--yes")
    assert backed_up.vault.read_bytes() == before


def _damage(path: Path, page: int) -> None:
    held = bytearray(path.read_bytes())
    held[(page - 1) * 4096 + 50] ^= 0xFF
    path.write_bytes(held)


def test_rows_only_brings_back_a_vault_that_no_longer_opens(backed_up: Shell) -> None:
    _damage(backed_up.vault, 1)
    assert backed_up("ls").code == 18
    ran = backed_up("restore", "--rows-only", str(backed_up.vault), "--yes")
    assert (ran.code, ran.out) == (0, f"{backed_up.vault}\n")
    assert "From personal.vault: 2 applications, 2 accounts, 2 authorizations and 2 refresh tokens." in ran.err
    assert "Damaged or missing, with every row there: 1 page." in ran.err
    assert "Acme DE" in backed_up.ok("ls")


def test_rows_only_takes_the_rows_of_a_damaged_backup_and_keeps_the_vault(backed_up: Shell) -> None:
    _damage(backed_up.home / "copy.vault", 1)
    assert backed_up("restore", "copy.vault", "--yes").code == 18
    ran = backed_up("restore", "--rows-only", "copy.vault", "--yes")
    assert ran.code == 0
    assert "before-restore" in ran.err
    assert "Acme US" in backed_up.ok("ls")


def test_rows_only_asks_after_saying_what_would_come(backed_up: Shell) -> None:
    before = backed_up.vault.read_bytes()
    ran = backed_up("restore", "--rows-only", "copy.vault")
    assert ran.code == 3
    assert "3 authorizations and 3 refresh tokens" in ran.err
    assert backed_up.vault.read_bytes() == before


def test_rows_only_is_in_the_log_with_the_name_of_the_file(backed_up: Shell) -> None:
    backed_up.ok("restore", "--rows-only", "copy.vault", "--yes")
    assert "only the rows taken over" in backed_up.ok("log")
    assert "copy.vault" in backed_up.ok("log")


def test_rows_only_wants_the_passphrase_of_the_file(backed_up: Shell) -> None:
    wrong = "--passphrase-command", "echo CANARY another one"
    before = backed_up.vault.read_bytes()
    assert "Wrong passphrase." in backed_up.refused(4, "restore", "--rows-only", "copy.vault", "--yes", *wrong)
    assert backed_up.vault.read_bytes() == before


def test_rows_only_refuses_what_has_no_rows(backed_up: Shell) -> None:
    (backed_up.home / "notes").write_text("x" * 50)
    before = backed_up.vault.read_bytes()
    said = backed_up.refused(18, "restore", "--rows-only", "notes", "--yes")
    assert "Nothing could be read from this file" in said
    assert backed_up.vault.read_bytes() == before


@pytest.fixture
def altered(backed_up: Shell) -> Shell:
    """A shell whose backup has a trigger that somebody added, under a name that a shell would split."""
    path = (backed_up.home / "copy.vault").rename(backed_up.home / "my copy.vault")
    connection = hostile.open_raw(path)
    connection.execute("CREATE TRIGGER thief AFTER INSERT ON event BEGIN DELETE FROM refresh_token; END")
    connection.close()
    return backed_up


def test_an_altered_backup_is_refused_with_the_command_that_takes_its_rows(altered: Shell) -> None:
    ran = altered("restore", "my copy.vault", "--yes")
    assert ran.code == 18
    assert "trigger thief was added" in ran.err
    assert f"spauth-tui restore --rows-only '{altered.home}/my copy.vault'" in ran.err


def test_that_command_brings_its_rows_back_and_leaves_the_trigger_behind(altered: Shell) -> None:
    refused = altered("restore", "my copy.vault", "--yes").err
    said = shlex.split(refused[refused.index("spauth-tui restore --rows-only") :])
    ran = altered(*said[1:4], "--yes")
    assert ran.code == 0, ran
    assert "3 authorizations and 3 refresh tokens" in ran.err
    assert "Acme US" in altered.ok("ls")
    assert altered.ok("token", "acme us").startswith("Atza|CANARY")


def test_an_altered_vault_is_refused_with_the_command_that_takes_its_rows(altered: Shell) -> None:
    shutil.copy(altered.home / "my copy.vault", altered.vault)
    ran = altered("ls")
    assert ran.code == 18
    assert f"spauth-tui restore --rows-only {altered.vault}" in ran.err
