"""Whatever stands where a file is read, a verb ends at once with one sentence; a pipe is read where it was named."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import builders, needs
from tests.commands.shell import Shell
from tests.commands.test_ending import TRIED, send_once_begun
from tests.processes import killed_at_the_end

CREDENTIALS = f"LWA_APP_ID={builders.CLIENT_ID}\nLWA_CLIENT_SECRET={builders.CLIENT_SECRET}\n"
LONGEST = 30
"""Seconds within which each must have ended, on a slow computer too."""
pytestmark = [needs.unix_programs, pytest.mark.timeout(LONGEST)]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(3 * 1_073_741_824)


def directory(path: Path) -> None:
    path.mkdir()


def dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def loop(path: Path) -> None:
    path.symlink_to(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


ODD = (pipe, sparse, directory, dangling, loop, device, listening)
PLAIN, LONG, THERE = "not a regular file", "far too long", "no such file"
LINK = "is a symbolic link"


def ended(shell: Shell, *arguments: str) -> tuple[int, str]:
    """Return the exit code and what it said."""
    ran = shell(*arguments)
    assert "Traceback" not in ran.err
    return ran.code, ran.err


def started(*arguments: str, stdin: Any) -> tuple[int, str]:
    """Run the program in a process of its own, whose standard input has a descriptor."""
    command = [sys.executable, "-m", "spauth_tui", *arguments]
    ran = subprocess.run(command, stdin=stdin, capture_output=True, text=True, timeout=LONGEST)
    assert "Traceback" not in ran.stderr
    return ran.returncode, ran.stderr


def with_sentences(*sentences: str) -> pytest.MarkDecorator:
    pairs = [pytest.param(odd, sentence, id=odd.__name__) for odd, sentence in zip(ODD, sentences, strict=True)]
    return pytest.mark.parametrize(("odd", "sentence"), pairs)


Odd = Callable[[Path], None]


@with_sentences(PLAIN, LONG, "is a directory", THERE, "leads nowhere", PLAIN, PLAIN)
def test_import_takes_a_plain_file_alone(shell: Shell, odd: Odd, sentence: str) -> None:
    odd(shell.home / "odd")
    code, words = ended(shell, "import", "odd", "--yes")
    assert (code, words.count("\n")) == (18, 1)
    assert sentence in words


@with_sentences(PLAIN, LONG, "is a directory", "names a file that does not exist", "cannot be read", PLAIN, PLAIN)
def test_config_toml_is_a_plain_file(shell: Shell, odd: Odd, sentence: str) -> None:
    odd(shell.home / "odd")
    shell.monkeypatch.setenv("SPAUTH_CONFIG", str(shell.home / "odd"))
    code, words = ended(shell, "ls")
    assert (code, words.count("\n")) == (2, 1)
    assert sentence in words


@with_sentences(PLAIN, LONG, "is a directory", LINK, LINK, LINK, PLAIN)
def test_the_vault_is_a_plain_file(shell: Shell, odd: Odd, sentence: str) -> None:
    odd(shell.home / "odd")
    code, words = ended(shell, "ls", "--vault", "odd")
    assert (code, words.count("\n")) == (2 if odd is directory else 18, 1)
    assert sentence in words


@pytest.mark.parametrize("odd", [pipe, directory, dangling, loop])
def test_nothing_odd_gives_way_to_a_new_vault(shell: Shell, odd: Odd) -> None:
    odd(shell.home / "odd")
    before = (shell.home / "odd").lstat().st_ino
    code, words = ended(shell, "init", "--vault", "odd")
    assert (code, words.count("\n")) == (2 if odd is directory else 18, 1)
    assert (shell.home / "odd").lstat().st_ino == before


@with_sentences(PLAIN, "it is not a backup", PLAIN, THERE, THERE, PLAIN, PLAIN)
def test_a_backup_is_a_plain_file(shell: Shell, odd: Odd, sentence: str) -> None:
    odd(shell.home / "odd")
    before = shell.vault.read_bytes()
    code, words = ended(shell, "restore", "odd", "--yes")
    assert (code, words.count("\n")) == (18, 1)
    assert sentence in words
    assert shell.vault.read_bytes() == before


@pytest.mark.parametrize(("odd", "sentence"), [(pipe, PLAIN), (sparse, LONG)])
def test_rows_are_taken_from_a_plain_file_alone(shell: Shell, odd: Odd, sentence: str) -> None:
    odd(shell.home / "odd")
    code, words = ended(shell, "restore", "--rows-only", "odd", "--yes")
    assert (code, words.count("\n")) == (18, 1)
    assert sentence in words


@pytest.mark.parametrize(("odd", "sentence"), [(pipe, PLAIN), (dangling, PLAIN)])
def test_rows_are_not_put_in_the_place_of_what_is_no_vault(shell: Shell, odd: Odd, sentence: str) -> None:
    backup = shell.home / "backup.vault"
    shell.vault.rename(backup)
    odd(shell.vault)
    code, words = ended(shell, "restore", "--rows-only", "backup.vault", "--yes")
    assert code == 18
    assert sentence in words.splitlines()[-1]


def test_a_journal_far_too_long_is_not_copied_with_its_backup(shell: Shell) -> None:
    backup = shell.home / "backup.vault"
    backup.write_bytes(shell.vault.read_bytes())
    sparse(shell.home / "backup.vault-journal")
    code, words = ended(shell, "restore", "backup.vault", "--yes")
    assert (code, words.count("\n")) == (18, 1)
    assert LONG in words


@pytest.mark.parametrize(
    ("odd", "suffix"),
    [(pipe, "-journal"), (pipe, "-wal"), (pipe, "-shm"), (directory, "-journal"), (dangling, "-journal")],
)
def test_what_sqlite_opens_beside_the_vault_is_a_plain_file(shell: Shell, odd: Odd, suffix: str) -> None:
    odd(shell.vault.with_name(f"{shell.vault.name}{suffix}"))
    code, words = ended(shell, "ls")
    assert (code, words.count("\n")) == (18, 1)
    assert f"personal.vault{suffix} beside the file is not a regular file. Remove it." in words


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd is not sparse])
def test_what_stands_where_wrong_passphrases_are_counted_is_passed_over(shell: Shell, odd: Odd) -> None:
    odd(shell.vault.with_name("personal.vault.attempts"))
    code, words = ended(shell, "ls", "--passphrase-command", "echo a wrong passphrase CANARY")
    assert (code, words.count("\n")) == (4, 1)
    assert words.startswith("spauth-tui: Wrong passphrase.")


@pytest.mark.parametrize("odd", [pipe, directory, dangling])
def test_a_stranger_beside_the_vault_keeps_nobody_from_it(shell: Shell, odd: Odd) -> None:
    for suffix in (".attempts", ".turns"):
        odd(shell.vault.with_name(f"personal.vault{suffix}"))
    assert ended(shell, "refresh", "acme us")[0] == 0


@pytest.mark.parametrize("odd", [pipe, dangling])
def test_a_gate_that_is_no_plain_file_is_named(shell: Shell, odd: Odd) -> None:
    shell.vault.with_name("personal.vault.gate").unlink(missing_ok=True)
    odd(shell.vault.with_name("personal.vault.gate"))
    code, words = ended(shell, "ls")
    assert (code, words.count("\n")) == (18, 1)
    assert re.search(
        r"personal\.vault\.gate beside the vault is (not a regular file|a symbolic link)\. Remove it\.", words
    )


@pytest.mark.parametrize("path", ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])
@needs.proc
def test_a_pipe_is_read_where_its_descriptor_is_named(shell: Shell, path: str) -> None:
    (shell.home / "given").write_text(f"{CREDENTIALS}LWA_REFRESH_TOKEN=Atzr|CANARY-piped\n")
    with killed_at_the_end(subprocess.Popen(["cat", "given"], stdout=subprocess.PIPE)) as cat:
        ran = started("import", path, "--dry-run", stdin=cat.stdout)
    assert ran[0] == 0, ran


def test_a_file_is_read_where_its_descriptor_is_named(shell: Shell) -> None:
    (shell.home / "given").write_text(f"{CREDENTIALS}LWA_REFRESH_TOKEN=Atzr|CANARY-piped\n")
    with (shell.home / "given").open() as given:
        assert started("import", "/dev/stdin", "--dry-run", stdin=given)[0] == 0


@pytest.mark.parametrize("path", ["/dev/stdin", "/dev/zero", "/dev/fd/99", "/dev/fd/9999999"])
def test_what_is_no_pipe_is_refused_where_it_is_named(shell: Shell, path: str) -> None:
    with Path("/dev/zero").open() as zeros:
        code, words = started("import", path, stdin=zeros)
    assert (code, words.count("\n")) == (18, 1)


def test_a_pipe_that_never_ends_is_too_long(shell: Shell) -> None:
    with killed_at_the_end(subprocess.Popen(["cat", "/dev/zero"], stdout=subprocess.PIPE)) as zeros:
        code, words = started("import", "/dev/stdin", stdin=zeros.stdout)
    assert (code, LONG in words) == (18, True)


def _has_unlocked(shell: Shell) -> Callable[[int], bool]:
    """Return what says whether a program has opened the vault, which it does just before it reads its pipe."""

    def has_opened(pid: int) -> bool:
        links = Path(f"/proc/{pid}/fd").glob("*")
        return any(shell.vault == each.readlink() for each in links if os.path.lexists(each))

    return has_opened


@needs.proc
@pytest.mark.parametrize(("name", "code"), TRIED)
def test_a_signal_ends_the_wait_for_a_pipe(shell: Shell, name: str, code: int) -> None:
    program = "from spauth_tui.startup import hardening; hardening._PR_SET_DUMPABLE = 0\n"
    program += "from spauth_tui.__main__ import main; main()"
    command = [sys.executable, "-c", program, "import", "/dev/stdin"]
    assert send_once_begun(command, name, _has_unlocked(shell)) == code


def test_dev_null_is_the_usual_way_to_have_no_config_toml(shell: Shell) -> None:
    (shell.home / "config" / "spauth-tui").mkdir(parents=True)
    (shell.home / "config" / "spauth-tui" / "config.toml").write_text("no toml at all")
    shell.monkeypatch.setenv("SPAUTH_CONFIG", os.devnull)
    assert ended(shell, "ls")[0] == 0
