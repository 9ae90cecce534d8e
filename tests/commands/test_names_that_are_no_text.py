"""Files whose names are not UTF-8, as an old disk has them: every verb takes them, and the log names them as it can."""

import sys

import pytest

from tests import builders
from tests.commands.shell import Shell

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="every file's name is text there")
ODD = "b\udcff"
"""How Python names a file whose name is `b` and the byte 0xff."""
CREDENTIALS = f"LWA_APP_ID={builders.CLIENT_ID}\nLWA_CLIENT_SECRET=amzn1.oa2-cs.v1.CANARY-x\n"
CREDENTIALS += "LWA_REFRESH_TOKEN=Atzr|CANARY-odd\n"
DIRECTORY = f"{ODD}/personal.vault"
EVERY = (
    # What the answer holds, the vault, and the verb.
    ("Inventory/Acme US", f"{ODD}.vault", "ls"),
    (f"{ODD}.2", f"{ODD}.vault", "backup"),
    (f"{ODD}.json", f"{ODD}.vault", "export", "acme us", "--format", "spauth", "--output", f"{ODD}.json", "--yes"),
    ("before-passphrase", f"{ODD}.vault", "passwd", "--new-passphrase-fd", "FD"),
    (f"{ODD}/backups", DIRECTORY, "passwd", "--new-passphrase-fd", "FD"),
    (f"{ODD}/backups", DIRECTORY, "backup"),
    ("changed: ", DIRECTORY, "import", f"{ODD}.env", "--account", "acme us", "--yes"),
)


@pytest.fixture
def odd(shell: Shell) -> Shell:
    """A shell with credentials and a backup in files with such names."""
    (shell.home / f"{ODD}.env").write_text(CREDENTIALS)
    shell.ok("backup", "copy.vault")
    (shell.home / "copy.vault").rename(shell.home / f"{ODD}.bk2")
    return shell


@pytest.mark.parametrize("given", EVERY, ids=lambda each: " ".join(each).encode(errors="replace").decode())
def test_a_vault_may_have_such_a_name(odd: Shell, given: tuple[str, ...]) -> None:
    answer, place, *arguments = given
    vault = odd.home / place
    vault.parent.mkdir(exist_ok=True, mode=0o700)
    odd.vault.rename(vault)
    (odd.home / "new").write_text("CANARY-another-passphrase-of-words")
    with (odd.home / "new").open() as new:
        assert answer in odd.ok(*(str(new.fileno()) if each == "FD" else each for each in arguments), "--vault", place)


def test_a_vault_of_such_a_name_is_made_and_read(empty: Shell) -> None:
    empty.ok("init", "--vault", f"{ODD}.vault")
    assert "vault unlocked: b�" in empty.ok("log", "--vault", f"{ODD}.vault")


def test_a_backup_of_such_a_name_is_in_the_log(odd: Shell) -> None:
    odd.ok("backup", f"{ODD}.bak")
    assert "backup written: personal (b�.bak)" in odd.ok("log")


@pytest.mark.parametrize("flags", [(), ("--rows-only",)])
def test_a_backup_of_such_a_name_is_restored(odd: Shell, flags: tuple[str, ...]) -> None:
    odd.ok("restore", *flags, f"{ODD}.bk2", "--yes")
    assert "b�.bk2" in odd.ok("log")


def test_a_vault_of_such_a_name_takes_a_restored_one_in_its_place(odd: Shell) -> None:
    odd.vault.rename(odd.home / f"{ODD}.vault")
    odd.ok("restore", f"{ODD}.bk2", "--yes", "--vault", f"{ODD}.vault")
    assert "Acme US" in odd.ok("ls", "--vault", f"{ODD}.vault")
