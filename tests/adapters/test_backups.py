"""Backups: written, proven, listed, restored; and what a bad one does to the vault, which is nothing."""

import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.vault.files import copies
from spauth_tui.adapters.vault.files.unfinished import PREFIX, give_name, sweep, unfinished
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import BackupExists, BackupUnusable, NoSuchRecord, VaultDamaged, WrongPassphrase
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders, golden, needs, other_tool
from tests.beside import names_in
from tests.fakes import NOW

OTHER = Secret("CANARY another passphrase")
RESTORED = Event(NOW + timedelta(days=1), EventKind.RESTORED, "vault")
BY_HAND = BackupReason.BY_HAND


@pytest.fixture
async def store(tmp_path: Path, form: str) -> SqlcipherVaultStore:
    """A furnished vault, closed; in every form where a test is marked so."""
    return SqlcipherVaultStore(await golden.lay(form, tmp_path / "home" / "personal.vault"))


@pytest.fixture
async def backup(store: SqlcipherVaultStore, form: str) -> Path:
    """A backup of it; of an older vault, one that its own version wrote: a copy in the same form."""
    if form != golden.NEW:
        return await golden.lay(form, store.path.parent / "backups" / "personal.20260301T120000Z.backup.vault")
    vault = await store.open(builders.PASSPHRASE)
    path = await vault.back_up(BY_HAND, NOW)
    await vault.close()
    return path


async def _lose_everything(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    for application in (await vault.holdings()).applications:
        await vault.remove(application, builders.event())
    await vault.close()


async def test_a_backup_says_when_and_why_in_its_name(backup: Path) -> None:
    assert backup.name == "personal.20260301T120000Z.1.backup.vault"


async def test_a_backup_that_was_opened_as_a_vault_is_known_by_its_gate(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    await (await SqlcipherVaultStore(backup).open(builders.PASSPHRASE)).close()
    assert [each.was_opened for each in await store.backups()] == [True]


async def test_looking_into_a_backup_does_not_open_it_as_a_vault(store: SqlcipherVaultStore, backup: Path) -> None:
    await store.peek(backup, builders.PASSPHRASE)
    assert [each.was_opened for each in await store.backups()] == [False]


@needs.file_modes
async def test_a_file_that_is_no_backup_keeps_its_permissions(store: SqlcipherVaultStore) -> None:
    letter = store.path.with_name("letter.txt")
    letter.write_text("CANARY" * 1024)
    letter.chmod(0o644)
    with pytest.raises((BackupUnusable, WrongPassphrase)):
        await store.peek(letter, builders.PASSPHRASE)
    assert stat.S_IMODE(letter.stat().st_mode) == 0o644


@golden.in_every_form
@needs.file_modes
async def test_a_backup_is_the_users_alone(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700


@golden.in_every_form
async def test_a_backup_is_encrypted(backup: Path) -> None:
    held = backup.read_bytes()
    assert b"CANARY" not in held
    assert not held.startswith(b"SQLite format 3")


@golden.in_every_form
async def test_a_backup_opens_with_the_passphrase_in_any_sqlcipher_4(backup: Path) -> None:
    connection = sqlcipher.connect(str(backup))
    connection.execute(f"PRAGMA key='{builders.PASSPHRASE.reveal()}'")
    value = connection.execute("SELECT value FROM refresh_token WHERE id = 'token'").fetchall()
    assert value == [(builders.REFRESH_TOKEN,)]
    connection.close()


async def test_two_backups_of_one_second_are_two_files(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    first, second = await vault.back_up(BY_HAND, NOW), await vault.back_up(BY_HAND, NOW)
    await vault.close()
    assert first != second
    assert [each.reason for each in await store.backups()] == [BY_HAND, BY_HAND]


@golden.in_every_form
async def test_a_backup_never_overwrites_a_file(store: SqlcipherVaultStore, tmp_path: Path) -> None:
    there = tmp_path / "there.vault"
    there.write_text("mine")
    vault = await store.open(builders.PASSPHRASE)
    with pytest.raises(BackupExists):
        await vault.back_up(BY_HAND, NOW, there)
    await vault.close()
    assert there.read_text() == "mine"


async def test_backups_are_listed_newest_first_and_other_files_are_not(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    for days, reason in ((0, BY_HAND), (1, BackupReason.BEFORE_PASSPHRASE), (2, BackupReason.SCHEDULED)):
        path = await vault.back_up(reason, NOW + timedelta(days=days))
    await vault.close()
    (path.parent / "notes.txt").write_text("x")
    (path.parent / "other.20260301T120000Z.backup.vault").write_text("x")
    assert [each.reason for each in await store.backups()] == [
        BackupReason.SCHEDULED,
        BackupReason.BEFORE_PASSPHRASE,
        BY_HAND,
    ]


async def test_after_a_clock_that_ran_ahead_the_last_written_is_still_the_newest(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault.back_up(BackupReason.SCHEDULED, NOW + timedelta(days=400))
    last = await vault.back_up(BackupReason.BEFORE_IMPORT, NOW)
    await vault.close()
    assert (await store.backups())[0].path == last


async def test_backups_without_a_number_come_before_all_that_have_one_and_by_time(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    for name in ("20270301T120000Z.scheduled", "20270302T120000Z.backup", "20270302T120000Z.backup-2"):
        backup.with_name(f"personal.{name}.vault").write_bytes(backup.read_bytes())
    assert [(each.number, each.path.name) for each in await store.backups()] == [
        (1, backup.name),
        (0, "personal.20270302T120000Z.backup.vault"),
        (0, "personal.20270302T120000Z.backup-2.vault"),
        (0, "personal.20270301T120000Z.scheduled.vault"),
    ]


async def test_a_number_goes_on_from_the_highest_and_not_from_how_many_there_are(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    backup.rename(backup.with_name("personal.20260301T120000Z.41.backup.vault"))
    vault = await store.open(builders.PASSPHRASE)
    assert (await vault.back_up(BY_HAND, NOW)).name == "personal.20260301T120000Z.42.backup.vault"
    await vault.close()


@pytest.mark.parametrize("size", [0, 100, 4095, 4097])
async def test_what_a_kill_left_half_written_is_no_backup(store: SqlcipherVaultStore, backup: Path, size: int) -> None:
    backup.write_bytes((backup.read_bytes() * 2)[:size])
    assert await store.backups() == ()


async def test_a_damaged_vault_is_listed_whatever_its_size(store: SqlcipherVaultStore, backup: Path) -> None:
    backup.rename(backup.with_name("personal.20260301T120000Z.1.damaged.vault")).write_bytes(b"x" * 4097)
    assert [each.reason for each in await store.backups()] == [BackupReason.DAMAGED]


async def test_nothing_has_a_backups_name_before_it_is_proven(
    store: SqlcipherVaultStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []

    def prove(*_: object) -> None:
        seen.extend(sorted(each.name for each in directory.iterdir()) for directory in (beside, tmp_path / "disk"))
        raise VaultDamaged

    beside = store.path.parent / "backups"
    (tmp_path / "disk").mkdir()
    vault = await store.open(builders.PASSPHRASE)
    monkeypatch.setattr(copies, "prove", prove)
    for target in (None, tmp_path / "disk" / "mine.vault"):
        with pytest.raises(VaultDamaged):
            await vault.back_up(BY_HAND, NOW, target)
    await vault.close()
    assert [name.startswith(PREFIX) for names in seen for name in names] == [True, True]
    assert [*beside.iterdir(), *(tmp_path / "disk").iterdir()] == []


async def test_a_file_that_came_while_the_backup_was_written_is_not_overwritten(
    store: SqlcipherVaultStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there.vault"
    vault = await store.open(builders.PASSPHRASE)
    monkeypatch.setattr(copies, "prove", lambda *_: there.write_text("mine"))
    with pytest.raises(BackupExists):
        await vault.back_up(BY_HAND, NOW, there)
    await vault.close()
    assert there.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(PREFIX)] == []


def _left(directory: Path) -> Path:
    """Make what a killed backup leaves."""
    directory.mkdir(parents=True, exist_ok=True)
    left = directory / f"{PREFIX}abc"
    left.mkdir()
    for name in ("copy.vault", "copy.vault-journal", "scratch.vault", "scratch.vault-journal"):
        (left / name).write_bytes(b"half")
    return left


async def test_the_next_backup_removes_what_a_kill_left(store: SqlcipherVaultStore, tmp_path: Path) -> None:
    beside, elsewhere = _left(store.path.parent / "backups"), _left(tmp_path / "disk")
    vault = await store.open(builders.PASSPHRASE)
    await vault.back_up(BY_HAND, NOW)
    await vault.back_up(BY_HAND, NOW, tmp_path / "disk" / "mine.vault")
    await vault.close()
    assert not beside.exists()
    assert not elsewhere.exists()


async def test_what_another_program_is_writing_just_now_is_not_removed(tmp_path: Path) -> None:
    with unfinished(tmp_path) as theirs:
        theirs.write_bytes(b"half")
        sweep(tmp_path)
        assert theirs.read_bytes() == b"half"
    assert list(tmp_path.iterdir()) == []


async def test_a_leftover_with_a_file_of_somebody_elses_in_it_keeps_that_file(tmp_path: Path) -> None:
    theirs = _left(tmp_path) / "notes.txt"
    theirs.write_text("mine")
    sweep(tmp_path)
    assert theirs.read_text() == "mine"


@needs.symbolic_links
async def test_a_link_that_looks_like_a_leftover_is_not_followed(tmp_path: Path) -> None:
    elsewhere = _left(tmp_path / "elsewhere")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / f"{PREFIX}link").symlink_to(elsewhere)
    sweep(tmp_path / "here")
    assert (elsewhere / "copy.vault").exists()


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that knows no links, as on many a stick."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("without_links")
async def test_where_there_are_no_links_a_backup_is_written_all_the_same(
    store: SqlcipherVaultStore, tmp_path: Path
) -> None:
    vault = await store.open(builders.PASSPHRASE)
    target = await vault.back_up(BY_HAND, NOW, tmp_path / "mine.vault")
    await vault.close()
    assert (await store.peek(target, builders.PASSPHRASE)).refresh_tokens == 1


@pytest.mark.usefixtures("without_links")
async def test_where_there_are_no_links_no_file_is_overwritten_either(tmp_path: Path) -> None:
    whole, there = tmp_path / "whole", tmp_path / "there"
    whole.write_text("ours")
    there.write_text("mine")
    with pytest.raises(BackupExists):
        give_name(whole, there)
    assert there.read_text() == "mine"


@golden.in_every_form
async def test_a_look_into_a_backup_tells_what_it_could_bring_back(
    store: SqlcipherVaultStore, backup: Path, form: str
) -> None:
    contents = await store.peek(backup, builders.PASSPHRASE)
    assert (contents.refresh_tokens, contents.newest_event_at) == (golden.refresh_tokens(form), NOW)


@golden.in_every_form
async def test_a_look_leaves_nothing_behind(store: SqlcipherVaultStore, backup: Path) -> None:
    await store.peek(backup, builders.PASSPHRASE)
    assert names_in(store.path.parent) == ["backups", "personal.vault"]


@golden.in_every_form
async def test_restoring_brings_back_what_was_lost(store: SqlcipherVaultStore, backup: Path) -> None:
    await _lose_everything(store)
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    vault = await store.open(builders.PASSPHRASE)
    assert await vault.refresh_token(RefreshTokenId("token")) == Secret(builders.REFRESH_TOKEN)
    await vault.close()


@golden.in_every_form
async def test_restoring_is_in_the_restored_log(store: SqlcipherVaultStore, backup: Path) -> None:
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    vault = await store.open(builders.PASSPHRASE)
    assert (await vault.events())[0] == RESTORED
    await vault.close()


@golden.in_every_form
async def test_what_restoring_replaces_is_kept_and_opens(store: SqlcipherVaultStore, backup: Path) -> None:
    await _lose_everything(store)
    kept = await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert kept is not None
    assert (await store.peek(kept, builders.PASSPHRASE)).refresh_tokens == 0


@golden.in_every_form
async def test_restoring_leaves_the_backup_as_it_was(store: SqlcipherVaultStore, backup: Path) -> None:
    before = backup.read_bytes()
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert backup.read_bytes() == before


@golden.in_every_form
async def test_a_lost_vault_comes_back_from_its_backup(store: SqlcipherVaultStore, backup: Path) -> None:
    store.path.unlink()
    assert await store.restore(backup, builders.PASSPHRASE, RESTORED) is None
    await (await store.open(builders.PASSPHRASE)).close()


BAD: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda held: held[:-4096],
    "cut in a page": lambda held: held[:-100],
    "damaged": lambda held: held[:9000] + b"\x00" * 10 + held[9010:],
    "empty": lambda held: b"",
    "unencrypted SQLite": lambda held: b"SQLite format 3\x00" + held[16:],
    "something else": lambda held: b"hello",
}


@golden.in_every_form
@pytest.mark.parametrize("name", BAD)
async def test_a_bad_backup_is_refused_before_the_vault_is_touched(
    store: SqlcipherVaultStore, backup: Path, name: str
) -> None:
    backup.write_bytes(BAD[name](backup.read_bytes()))
    before = store.path.read_bytes()
    with pytest.raises(BackupUnusable):
        await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert store.path.read_bytes() == before
    assert names_in(store.path.parent) == ["backups", "personal.vault"]


def _alter(path: Path, statement: str) -> None:
    connection = sqlcipher.connect(str(path))
    connection.execute(other_tool.key_of(path))
    connection.execute(statement)
    connection.commit()
    connection.close()


@golden.in_every_form
@pytest.mark.parametrize("statement", ["PRAGMA user_version=99", "PRAGMA application_id=7"])
async def test_a_newer_backup_and_another_programs_are_refused(
    store: SqlcipherVaultStore, backup: Path, statement: str
) -> None:
    _alter(backup, statement)
    before = store.path.read_bytes()
    with pytest.raises(BackupUnusable):
        await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert store.path.read_bytes() == before


@golden.in_every_form
async def test_the_wrong_passphrase_for_a_backup_touches_nothing(store: SqlcipherVaultStore, backup: Path) -> None:
    before = store.path.read_bytes()
    with pytest.raises(WrongPassphrase):
        await store.restore(backup, OTHER, RESTORED)
    assert store.path.read_bytes() == before


@golden.in_every_form
async def test_an_older_backup_keeps_its_older_passphrase(store: SqlcipherVaultStore, backup: Path) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault.change_passphrase(OTHER, builders.event())
    await vault.close()
    await store.restore(backup, builders.PASSPHRASE, RESTORED)
    await (await store.open(builders.PASSPHRASE)).close()


@golden.in_every_form
async def test_a_purged_refresh_token_is_gone_but_stands_in_older_backups(
    store: SqlcipherVaultStore, backup: Path, form: str
) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault.remove((await vault.authorization(AuthorizationId("auth"))).refresh_tokens[0], builders.event())
    with pytest.raises(NoSuchRecord):
        await vault.refresh_token(RefreshTokenId("token"))
    await vault.close()
    assert (await store.peek(backup, builders.PASSPHRASE)).refresh_tokens == golden.refresh_tokens(form)


@golden.in_every_form
async def test_what_is_deleted_is_overwritten_in_the_file(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    assert await vault._file.read(lambda db: db.execute("PRAGMA secure_delete").fetchone()[0]) == 1
    await vault.close()


@golden.in_every_form
@pytest.mark.parametrize("statement", ["DELETE FROM event", "UPDATE event SET subject = 'nothing happened'"])
async def test_the_event_log_refuses_to_be_altered(store: SqlcipherVaultStore, statement: str) -> None:
    # An older vault is closed against it by the migration.
    await (await store.open(builders.PASSPHRASE)).close()
    with pytest.raises(sqlcipher.Error, match="never altered"):
        _alter(store.path, statement)


@needs.symbolic_links
async def test_a_symbolic_link_in_the_directory_is_no_backup(store: SqlcipherVaultStore, backup: Path) -> None:
    backup.with_name("personal.20270301T120000Z.backup.vault").symlink_to(backup)
    assert [each.path for each in await store.backups()] == [backup]
