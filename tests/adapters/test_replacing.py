"""Putting a vault's file in its place: alone, in one step, with nothing lost of what was there."""

import asyncio
import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.creation import create_vault
from spauth_tui.adapters.vault.files import replacing, sqlite_locks
from spauth_tui.adapters.vault.files.backup_files import list_backups
from spauth_tui.adapters.vault.files.copies import sync_directory
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.files.place import file_at, first_bytes
from spauth_tui.adapters.vault.files.undoing import roll_back_journal
from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import VaultBusy, VaultExists, VaultGone, VaultTooNew, VaultUnsafe
from spauth_tui.domain.model.authorization import RefreshTokenId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders, needs
from tests.beside import names_in
from tests.fakes import NOW
from tests.processes import killed_at_the_end

RESTORED = builders.event(EventKind.RESTORED)
ROOT = Path(__file__).parents[2]

KILLED = """
import os, sys
import sqlcipher3.dbapi2 as sqlcipher
connection = sqlcipher.connect(sys.argv[1], isolation_level=None)
connection.execute(f"PRAGMA key='{sys.stdin.read()}'")
connection.execute("PRAGMA cache_size=2")
connection.execute("BEGIN IMMEDIATE")
connection.execute("DELETE FROM application")
if sys.argv[2:]:
    connection.execute("PRAGMA user_version=1")
for number in range(60):
    connection.execute("INSERT INTO meta VALUES (?, ?)", (f"n{number}", os.urandom(4000)))
os._exit(9)
"""


LEFT_A_LOG = """
import os, sys
import sqlcipher3.dbapi2 as sqlcipher
connection = sqlcipher.connect(sys.argv[1], isolation_level=None)
connection.execute(f"PRAGMA key='{sys.stdin.readline()[:-1]}'")
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("UPDATE application SET label='from the log'")
print("written", flush=True)
sys.stdin.readline()
os._exit(9)
"""


@pytest.fixture
async def store(tmp_path: Path) -> SqlcipherVaultStore:
    """A furnished vault, closed."""
    made = SqlcipherVaultStore(tmp_path / "home" / "personal.vault")
    vault = await made.create(builders.PASSPHRASE)
    await builders.furnish(vault)
    await vault.close()
    return made


@pytest.fixture
async def backup(store: SqlcipherVaultStore) -> Path:
    vault = await store.open(builders.PASSPHRASE)
    path = await vault.back_up(BackupReason.BY_HAND, NOW)
    await vault.close()
    return path


def kill_in_the_middle(vault: Path, *more: str) -> Path:
    """Have a program die in a transaction whose pages are in the file already; return its journal.

    With `more` the first page is among them, as it is in each that came as far as its end.
    """
    subprocess.run(
        [sys.executable, "-c", KILLED, str(vault), *more], input=builders.PASSPHRASE.reveal(), text=True, timeout=60
    )
    journal = Path(f"{vault}-journal")
    assert journal.stat().st_size
    return journal


@contextlib.contextmanager
def another_tool_with_a_log(vault: Path) -> Iterator[None]:
    """Have a program that knows no gate write to the vault's write-ahead log, and die at the end."""
    started = subprocess.Popen(
        [sys.executable, "-c", LEFT_A_LOG, str(vault)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with killed_at_the_end(started) as tool:
        assert tool.stdin is not None
        assert tool.stdout is not None
        try:
            tool.stdin.write(f"{builders.PASSPHRASE.reveal()}\n")
            tool.stdin.flush()
            assert tool.stdout.readline() == "written\n"
            yield
        finally:
            tool.kill()


def leave_a_log(vault: Path) -> Path:
    """Have a program die that wrote to the vault in WAL mode; return the log."""
    with another_tool_with_a_log(vault):
        pass
    log = Path(f"{vault}-wal")
    assert log.stat().st_size
    return log


def switch(vault: Path, journal_mode: str) -> None:
    """Have another tool open the vault and say which journal it is to have from now on."""
    connection = connect(vault, derive_key(builders.PASSPHRASE, first_bytes(vault)))
    assert connection.execute(f"PRAGMA journal_mode={journal_mode}").fetchone()[0] == journal_mode.lower()
    connection.close()


async def label_in(store: SqlcipherVaultStore) -> str:
    vault = await store.open(builders.PASSPHRASE)
    try:
        return (await vault.holdings()).applications[0].label
    finally:
        await vault.close()


async def token_in(store: SqlcipherVaultStore) -> Secret:
    vault = await store.open(builders.PASSPHRASE)
    try:
        return await vault.refresh_token(RefreshTokenId("token"))
    finally:
        await vault.close()


@contextlib.contextmanager
def another_tool_writing(vault: Path, statements: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """Have a program that knows no gate hold SQLite's lock for writing, or whatever lock its statements take."""
    program = (
        "import sys; import sqlcipher3.dbapi2 as s; c = s.connect(sys.argv[1], isolation_level=None); "
        "c.execute(f\"PRAGMA key='{sys.stdin.readline()[:-1]}'\"); c.executescript(sys.argv[2]); "
        "print('locked', flush=True); sys.stdin.readline()"
    )
    command = [sys.executable, "-c", program, str(vault), statements]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with killed_at_the_end(started) as tool:
        assert tool.stdin is not None
        assert tool.stdout is not None
        try:
            tool.stdin.write(f"{builders.PASSPHRASE.reveal()}\n")
            tool.stdin.flush()
            assert tool.stdout.readline() == "locked\n"
            yield
        finally:
            tool.kill()


async def test_a_journal_rolls_back_without_the_key(store: SqlcipherVaultStore) -> None:
    journal = kill_in_the_middle(store.path)
    roll_back_journal(store.path)
    assert not journal.exists()
    assert await token_in(store) == Secret(builders.REFRESH_TOKEN)


async def test_what_a_kill_left_unfinished_is_undone_in_the_copy_that_is_kept(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    kill_in_the_middle(store.path)
    kept = await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert kept is not None
    assert (await store.peek(kept, builders.PASSPHRASE)).refresh_tokens == 1


async def test_no_journal_is_played_into_the_restored_vault(store: SqlcipherVaultStore, backup: Path) -> None:
    journal = kill_in_the_middle(store.path)
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert not journal.exists()
    assert await token_in(store) == Secret(builders.REFRESH_TOKEN)


async def test_a_journal_is_rolled_back_where_the_key_is_not_known(store: SqlcipherVaultStore, backup: Path) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault.change_passphrase(Secret("CANARY a newer passphrase"), builders.event())
    await vault.close()
    journal = Path(f"{store.path}-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert not journal.exists()


@pytest.mark.parametrize("held", [b"", bytes(512)], ids=["empty", "ended"])
async def test_a_journal_that_says_nothing_is_removed(store: SqlcipherVaultStore, backup: Path, held: bytes) -> None:
    journal = Path(f"{store.path}-journal")
    journal.write_bytes(held)
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert not journal.exists()


async def test_a_journal_whose_file_was_moved_away_is_kept_and_not_played(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    journal = kill_in_the_middle(store.path)
    held = journal.read_bytes()
    store.path.rename(store.path.with_name("elsewhere"))
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    (kept,) = backup.parent.glob("*-journal")
    assert kept.read_bytes() == held
    assert await token_in(store) == Secret(builders.REFRESH_TOKEN)


async def test_a_journal_whose_file_was_moved_away_is_not_played_into_a_new_vault(store: SqlcipherVaultStore) -> None:
    kill_in_the_middle(store.path)
    store.path.rename(store.path.with_name("elsewhere"))
    vault = await store.create(builders.PASSPHRASE)
    assert (await vault.holdings()).applications == ()
    await vault.close()


async def test_a_backup_with_a_journal_beside_it_is_restored_without_what_a_kill_left(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    kill_in_the_middle(backup)
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert await token_in(store) == Secret(builders.REFRESH_TOKEN)


async def test_half_a_page_that_a_kill_left_at_the_end_goes_with_its_transaction(store: SqlcipherVaultStore) -> None:
    kill_in_the_middle(store.path)
    with store.path.open("ab") as file:
        file.write(b"half a page")
    assert await token_in(store) == Secret(builders.REFRESH_TOKEN)


async def test_restoring_waits_for_another_tool_and_says_that_it_is_busy(
    store: SqlcipherVaultStore, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_locks, "HOLD_ON", 0.05)
    before = store.path.read_bytes()
    with another_tool_writing(store.path), pytest.raises(VaultBusy):
        await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert store.path.read_bytes() == before


async def test_beside_a_write_ahead_log_no_backup_is_restored(store: SqlcipherVaultStore, backup: Path) -> None:
    log = leave_a_log(store.path)
    before = store.path.read_bytes(), log.read_bytes()
    with pytest.raises(VaultUnsafe, match=r"personal\.vault-wal"):
        await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert (store.path.read_bytes(), log.read_bytes()) == before


async def test_of_a_vault_with_a_write_ahead_log_no_rows_are_taken(store: SqlcipherVaultStore) -> None:
    log = leave_a_log(store.path)
    before = store.path.read_bytes(), log.read_bytes()
    with pytest.raises(VaultUnsafe, match=r"personal\.vault-wal"):
        await store.take_rows(store.path, builders.PASSPHRASE, BackupReason.BEFORE_RESTORE, RESTORED)
    assert (store.path.read_bytes(), log.read_bytes()) == before


async def test_no_rows_are_put_beside_a_write_ahead_log(store: SqlcipherVaultStore, backup: Path) -> None:
    leave_a_log(store.path)
    with pytest.raises(VaultUnsafe, match=r"personal\.vault-wal"):
        await store.take_rows(backup, builders.PASSPHRASE, BackupReason.BEFORE_RESTORE, RESTORED)


async def test_a_backup_with_a_write_ahead_log_is_not_restored(store: SqlcipherVaultStore, backup: Path) -> None:
    log = leave_a_log(backup)
    with pytest.raises(VaultUnsafe, match=log.name):
        await store.restore(backup, builders.PASSPHRASE, RESTORED)


async def test_no_vault_is_made_beside_a_write_ahead_log(store: SqlcipherVaultStore) -> None:
    log = leave_a_log(store.path)
    store.path.rename(store.path.with_name("elsewhere"))
    with pytest.raises(VaultUnsafe, match=log.name):
        await store.create(builders.PASSPHRASE)
    assert not store.path.exists()


async def test_the_passphrase_is_not_changed_beside_a_write_ahead_log(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    log = leave_a_log(store.path)
    with pytest.raises(VaultUnsafe, match=log.name):
        await vault.change_passphrase(Secret("CANARY a newer passphrase"), RESTORED)
    await vault.close()


async def test_unlocking_plays_in_no_other_files_write_ahead_log(store: SqlcipherVaultStore, tmp_path: Path) -> None:
    other = Path(shutil.copytree(store.path.parent, tmp_path / "other")) / store.path.name
    log = Path(shutil.copy(leave_a_log(other), store.path.parent))
    before = store.path.read_bytes(), log.read_bytes()
    with pytest.raises(VaultUnsafe, match=r"personal\.vault-wal"):
        await store.open(builders.PASSPHRASE)
    assert (store.path.read_bytes(), log.read_bytes()) == before


async def test_what_a_write_ahead_log_holds_is_there_after_what_the_sentence_says(store: SqlcipherVaultStore) -> None:
    leave_a_log(store.path)
    with pytest.raises(VaultUnsafe, match="run PRAGMA journal_mode=DELETE there"):
        await store.open(builders.PASSPHRASE)
    switch(store.path, "DELETE")
    assert await label_in(store) == "from the log"


async def test_an_empty_write_ahead_log_holds_nobody_up(store: SqlcipherVaultStore) -> None:
    log = Path(f"{store.path}-wal")
    log.touch()
    vault = await store.open(builders.PASSPHRASE)
    await vault.record(RESTORED)
    assert RESTORED in await vault.events()
    await vault.close()
    assert not log.exists() or not log.stat().st_size


async def test_an_open_vault_is_not_read_beside_a_write_ahead_log(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    log = leave_a_log(store.path)
    with pytest.raises(VaultUnsafe, match=log.name):
        await vault.refresh_token(RefreshTokenId("token"))
    log.unlink()
    assert await vault.refresh_token(RefreshTokenId("token")) == Secret(builders.REFRESH_TOKEN)
    await vault.close()


async def test_an_open_vault_that_another_tool_switched_to_one_is_switched_back(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    switch(store.path, "WAL")
    await vault.record(RESTORED)
    assert names_in(store.path.parent) == ["personal.vault"]
    assert RESTORED in await vault.events()
    await vault.close()


async def test_a_replacement_that_fails_leaves_no_second_name_of_the_vault(
    store: SqlcipherVaultStore, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_fresh: Path, _vault: Path) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(Exception, match="is not writable"):
        await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert store.path.stat().st_nlink == 1


async def test_a_second_name_that_a_kill_left_is_taken_away_at_the_next_unlock(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    second = backup.with_name("personal.20260301T120000Z.9.before-restore.vault")
    os.link(store.path, second)
    await token_in(store)
    assert not second.exists()


async def test_a_vault_with_a_second_name_of_the_persons_own_is_refused(store: SqlcipherVaultStore) -> None:
    os.link(store.path, store.path.with_name("other.vault"))
    with pytest.raises(VaultUnsafe, match="hard link"):
        await token_in(store)


async def test_a_new_vault_has_one_name_before_others_may_open_it(tmp_path: Path) -> None:
    store = SqlcipherVaultStore(tmp_path / "new.vault")
    seen = []

    def look(vault: Path) -> None:
        seen.append(vault.stat().st_nlink)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replacing, "sync_directory", lambda directory: look(store.path) if store.path.exists() else None)
        await (await store.create(builders.PASSPHRASE)).close()
    assert set(seen) == {1}


async def test_the_vault_itself_is_not_listed_among_its_backups(store: SqlcipherVaultStore, backup: Path) -> None:
    os.link(store.path, backup.with_name("personal.20260301T120000Z.9.before-restore.vault"))
    assert [each.path for each in list_backups(store.path)] == [backup]


@pytest.mark.skipif(sys.platform == "win32", reason="links want rights on Windows")
async def test_what_a_link_in_the_vaults_place_names_is_not_replaced(store: SqlcipherVaultStore, backup: Path) -> None:
    elsewhere = store.path.with_name("elsewhere")
    store.path.rename(elsewhere)
    store.path.symlink_to(elsewhere)
    with pytest.raises(VaultUnsafe):
        await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert store.path.is_symlink()


async def test_a_vault_that_another_program_has_just_created_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "home" / "personal.vault"
    create_vault(path, builders.PASSPHRASE).connection.close()
    fresh = tmp_path / "home" / "fresh"
    fresh.write_bytes(b"another")
    with pytest.raises(VaultExists):
        replacing.create(path, fresh, NOW)


async def test_a_window_finds_the_vault_gone_when_another_restores_a_backup(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    with pytest.raises(VaultGone):
        await vault.holdings()
    await vault.close()


@pytest.mark.parametrize("what", ["reading", "writing", "looking for changes", "a batch", "a backup", "the passphrase"])
async def test_nothing_is_asked_of_a_connection_whose_file_was_replaced(
    store: SqlcipherVaultStore, backup: Path, what: str
) -> None:
    vault = await store.open(builders.PASSPHRASE)
    said: list[str] = []
    await vault._file.run(lambda db: db.set_trace_callback(said.append))
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    said.clear()
    with pytest.raises(VaultGone):
        if what == "reading":
            await vault.holdings()
        elif what == "writing":
            await vault.record(RESTORED)
        elif what == "looking for changes":
            await vault.changes()
        elif what == "a batch":
            async with vault.batch():
                raise AssertionError
        elif what == "a backup":
            await vault.back_up(BackupReason.BY_HAND, NOW)
        else:
            await vault.change_passphrase(Secret("CANARY a newer passphrase"), RESTORED)
    assert said == []
    await vault.close()


async def test_a_vault_that_is_gone_stays_gone(store: SqlcipherVaultStore, backup: Path) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    for _ in range(2):
        with pytest.raises(VaultGone):
            await vault.changes()
    await vault.close()


async def test_a_batch_keeps_replacers_out_until_it_ends(store: SqlcipherVaultStore, backup: Path) -> None:
    vault = await store.open(builders.PASSPHRASE)
    async with vault.batch() as batch:
        restoring = asyncio.ensure_future(store.restore(backup, builders.PASSPHRASE, RESTORED))
        await batch.record(builders.event(EventKind.COPIED))
        await batch.events()
        assert not restoring.done()
    kept = await restoring
    assert kept is not None
    assert (await store.peek(kept, builders.PASSPHRASE)).newest_event_at == builders.event().at
    await vault.close()


async def test_a_batch_that_fails_lets_replacers_in_again(store: SqlcipherVaultStore, backup: Path) -> None:
    vault = await store.open(builders.PASSPHRASE)
    with contextlib.suppress(ZeroDivisionError):
        async with vault.batch():
            raise ZeroDivisionError
    assert await store.restore(backup, builders.PASSPHRASE, RESTORED) is not None
    await vault.close()


async def test_a_vault_that_a_newer_program_has_migrated_is_not_written(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    other = sqlcipher.connect(str(store.path), isolation_level=None)
    other.execute(f"PRAGMA key='{builders.PASSPHRASE.reveal()}'")
    other.execute("PRAGMA user_version=99")
    other.close()
    with pytest.raises(VaultTooNew):
        await vault.record(RESTORED)
    await vault.close()


TRIES_TO_WRITE = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 2, 0x40000000)
    except OSError:
        sys.exit(9)
"""


@needs.unix_programs
async def test_without_links_the_vault_stays_locked_for_others_while_it_is_copied_aside(
    store: SqlcipherVaultStore, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[int] = []

    def refuse(*_: object) -> None:
        raise PermissionError

    def sync(path: Path) -> None:
        if path.parent.parent == backup.parent:
            copied.append(subprocess.run([sys.executable, "-c", TRIES_TO_WRITE, str(store.path)]).returncode)

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(replacing, "sync", sync)
    assert await store.restore(backup, builders.PASSPHRASE, RESTORED) is not None
    assert copied == [9]


async def test_without_links_no_part_of_a_copy_has_a_backups_name(
    store: SqlcipherVaultStore, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list_backups(store.path)
    at_work: list[bool] = []

    def refuse(*_: object) -> None:
        raise PermissionError

    def begin(origin: BinaryIO, _source: Path, target: Path) -> None:
        target.write_bytes(origin.read(4096))
        at_work.append(list_backups(store.path) == before)

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(replacing, "copy_opened", begin)
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert at_work == [True]


async def test_what_is_in_its_place_counts_though_the_disk_cannot_confirm_it(
    store: SqlcipherVaultStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Secret("CANARY a newer passphrase")
    vault = await store.open(builders.PASSPHRASE)
    replaced = file_at(store.path)

    def failing(directory: Path) -> None:
        if file_at(store.path) != replaced:
            raise OSError(errno.EIO, "")
        sync_directory(directory)

    monkeypatch.setattr(replacing, "sync_directory", failing)
    await vault.change_passphrase(fresh, RESTORED)
    await vault.record(RESTORED)
    await vault.close()
    await (await store.open(fresh)).close()


async def test_two_restores_at_once_both_restore(store: SqlcipherVaultStore, backup: Path) -> None:
    kept = await asyncio.gather(*(store.restore(backup, builders.PASSPHRASE, RESTORED) for _ in range(2)))
    assert len(set(kept)) == 2
    assert names_in(store.path.parent) == ["backups", "personal.vault"]


async def test_an_earlier_versions_leftovers_do_not_disturb_and_are_left(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    # A person may have given a copy of the vault such a name.
    suffixes = (".new", ".new-journal", ".restoring", ".restoring-journal")
    files = [Path(f"{store.path}{suffix}") for suffix in suffixes]
    for file in files:
        file.write_bytes(b"half")
    await token_in(store)
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    await token_in(store)
    assert [file.read_bytes() for file in files] == [b"half"] * 4


def test_who_passes_waits_for_who_is_alone(tmp_path: Path) -> None:
    with contextlib.closing(Gate(tmp_path / "v")) as alone, contextlib.closing(Gate(tmp_path / "v", 0.05)) as other:
        with alone.alone(), pytest.raises(VaultBusy):
            other.enter()
        with other.passing():
            pass


def test_who_wants_to_be_alone_waits_for_who_passes(tmp_path: Path) -> None:
    with contextlib.closing(Gate(tmp_path / "v")) as passing, contextlib.closing(Gate(tmp_path / "v", 0.05)) as other:
        with passing.passing(), pytest.raises(VaultBusy), other.alone():
            pass
        with other.alone():
            pass


def test_many_pass_together(tmp_path: Path) -> None:
    one, other = Gate(tmp_path / "v"), Gate(tmp_path / "v", 0)
    with contextlib.closing(one), contextlib.closing(other), one.passing(), other.passing():
        pass


def test_passing_twice_is_left_once_for_each(tmp_path: Path) -> None:
    with contextlib.closing(Gate(tmp_path / "v")) as one, contextlib.closing(Gate(tmp_path / "v", 0.05)) as other:
        one.enter()
        with one.passing():
            pass
        with pytest.raises(VaultBusy), other.alone():
            pass
        one.leave()
        with other.alone():
            pass


def test_a_gate_whose_file_was_removed_is_still_one_gate(tmp_path: Path) -> None:
    with contextlib.closing(Gate(tmp_path / "v")) as one, contextlib.closing(Gate(tmp_path / "v", 0.05)) as other:
        with one.passing():
            pass
        (tmp_path / "v.gate").unlink()
        with other.alone(), pytest.raises(VaultBusy):
            one._patience = 0.05
            one.enter()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no FIFOs")
@pytest.mark.parametrize("name", ["v.gate", "v.turnstile"])
def test_a_gate_that_is_no_plain_file_is_refused(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(VaultUnsafe):
        Gate(tmp_path / "v").enter()


@pytest.mark.skipif(sys.platform == "win32", reason="links want rights on Windows")
def test_a_gate_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "v.gate").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(VaultUnsafe):
        Gate(tmp_path / "v").enter()


def test_where_no_gate_can_be_made_reading_goes_on(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "nowhere" / "v")
    with gate.passing():
        pass


def test_writers_and_restorers_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.adapters.replacing_race", "3", "2", "6", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    found = json.loads(done.stdout)
    assert (found["replacements"], found["lost"], found["unsound"], found["linked"], found["left"]) == (
        12,
        0,
        [],
        [],
        [],
    )
    assert set(found["said"]) <= {"writing: VaultGone", "opening: VaultBusy"}
    assert found["acknowledged"]
