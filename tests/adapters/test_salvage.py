"""What comes out of a vault some pages of which are damaged, and what becomes of its file."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.connection import connect, settle
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.files.unfinished import PREFIX
from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import NotAVault, NothingSalvaged, VaultDamaged, VaultTooNew, WrongPassphrase
from spauth_tui.domain.model.authorization import RefreshTokenId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.domain.vault.salvage import Losses, Salvaged
from tests import builders
from tests.adapters.filled_vaults import KEY, PAGE, VERSIONS, write_vault
from tests.beside import LOCKS, names_in
from tests.fakes import NOW

TOKENS = 45


@pytest.fixture
def store(tmp_path: Path) -> SqlcipherVaultStore:
    """A vault whose tables span several pages, closed."""
    return _store(tmp_path / "home")


def _store(directory: Path, version: int = VERSIONS[-1]) -> SqlcipherVaultStore:
    return SqlcipherVaultStore(write_vault(directory / "personal.vault", version))


def _damage(path: Path, *pages: int, at: int = 100) -> None:
    held = bytearray(path.read_bytes())
    for page in pages:
        start = (page - 1) * PAGE + at
        held[start : start + 8] = bytes(each ^ 0xFF for each in held[start : start + 8])
    path.write_bytes(held)


def _pages(path: Path) -> int:
    return path.stat().st_size // PAGE


async def _salvage(store: SqlcipherVaultStore, passphrase: Secret = builders.PASSPHRASE) -> Salvaged:
    event = builders.event(EventKind.SALVAGED)
    return await store.take_rows(store.path, passphrase, BackupReason.DAMAGED, event)


async def _holdings(store: SqlcipherVaultStore) -> Holdings:
    vault = await store.open(builders.PASSPHRASE)
    holdings = await vault.holdings()
    await vault.close()
    return holdings


def _tree(directory: Path) -> dict[str, bytes]:
    files = [path for path in directory.rglob("*") if path.is_file() and path.name not in LOCKS]
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


async def test_a_damaged_vault_is_told_from_a_wrong_passphrase(store: SqlcipherVaultStore) -> None:
    _damage(store.path, _pages(store.path))
    with pytest.raises(VaultDamaged):
        await (await store.open(builders.PASSPHRASE)).checked()


@pytest.mark.parametrize("version", VERSIONS)
async def test_with_the_first_page_damaged_a_vault_of_every_version_comes_back_whole(
    version: int, tmp_path: Path
) -> None:
    store = _store(tmp_path, version)
    _damage(store.path, 1)
    salvaged = await _salvage(store)
    assert (salvaged.refresh_tokens, salvaged.placeholders, salvaged.losses) == (TOKENS, 0, Losses(pages=1))
    holdings = await _holdings(store)
    assert sum(len(each.refresh_tokens) for each in holdings.authorizations) == TOKENS
    assert len(holdings.applications) == 12


async def test_the_salt_under_which_most_pages_hold_is_the_files(store: SqlcipherVaultStore, tmp_path: Path) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault.back_up(BackupReason.BY_HAND, NOW)
    await vault.close()
    older = write_vault(tmp_path / "older", VERSIONS[-1], derive_key(builders.PASSPHRASE, b"of a time before"))
    store.path.write_bytes(older.read_bytes()[:PAGE] + store.path.read_bytes()[PAGE:])
    salvaged = await _salvage(store)
    assert (salvaged.refresh_tokens, salvaged.losses) == (TOKENS, Losses(pages=1))


async def test_what_is_lost_with_a_page_is_counted_and_the_rest_opens(store: SqlcipherVaultStore) -> None:
    whole = store.path.read_bytes()
    came = []
    for page in range(_pages(store.path) - 8, _pages(store.path) + 1):
        store.path.write_bytes(whole)
        _damage(store.path, page)
        salvaged = await _salvage(store)
        holdings = await _holdings(store)
        assert salvaged.losses.pages == 1
        assert sum(len(each.refresh_tokens) for each in holdings.authorizations) == salvaged.refresh_tokens
        came.append(salvaged.refresh_tokens + salvaged.losses.cut)
    assert min(came) > TOKENS / 2


async def test_what_rows_hang_on_and_was_lost_gets_a_stand_in(store: SqlcipherVaultStore) -> None:
    connection = connect(store.path, KEY)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'application'").fetchone()[0]
    connection.close()
    _damage(store.path, root)
    salvaged = await _salvage(store)
    assert (salvaged.refresh_tokens, salvaged.placeholders, salvaged.applications) == (TOKENS, 12, 12)
    assert {each.label[:5] for each in (await _holdings(store)).applications} == {"Lost "}


async def test_a_stand_in_for_a_lost_authorization_is_guarded(store: SqlcipherVaultStore) -> None:
    connection = connect(store.path, KEY)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'authorization'").fetchone()[0]
    connection.close()
    _damage(store.path, root)
    await _salvage(store)
    assert {each.guarded for each in (await _holdings(store)).authorizations} == {True}


async def test_the_damaged_file_is_kept_as_it_was(store: SqlcipherVaultStore) -> None:
    _damage(store.path, _pages(store.path))
    damaged = store.path.read_bytes()
    salvaged = await _salvage(store)
    assert salvaged.kept_as is not None
    assert salvaged.kept_as.read_bytes() == damaged
    assert [each.reason for each in await store.backups()] == [BackupReason.DAMAGED]


async def test_nothing_else_is_left_beside_it(store: SqlcipherVaultStore) -> None:
    _damage(store.path, 1)
    salvaged = await _salvage(store)
    assert salvaged.kept_as is not None
    assert set(_tree(store.path.parent)) == {"personal.vault", f"backups/{salvaged.kept_as.name}"}


async def test_values_come_back_exact(store: SqlcipherVaultStore) -> None:
    _damage(store.path, 1)
    await _salvage(store)
    vault = await store.open(builders.PASSPHRASE)
    token = await vault.refresh_token(RefreshTokenId("refresh_token-7"))
    await vault.close()
    assert token == Secret("refresh_token|CANARY-7-" + "x" * 300)


async def test_the_log_says_that_it_was_salvaged(store: SqlcipherVaultStore) -> None:
    _damage(store.path, 1)
    await _salvage(store)
    vault = await store.open(builders.PASSPHRASE)
    newest = (await vault.events(limit=1))[0]
    await vault.close()
    assert newest.kind is EventKind.SALVAGED


async def test_a_look_at_the_rows_says_the_same_and_changes_nothing(store: SqlcipherVaultStore) -> None:
    _damage(store.path, 1)
    before = _tree(store.path.parent)
    looked = await store.look_at_rows(store.path, builders.PASSPHRASE)
    assert (looked.refresh_tokens, looked.kept_as) == (TOKENS, None)
    assert _tree(store.path.parent) == before


async def test_a_wrong_passphrase_salvages_nothing(store: SqlcipherVaultStore) -> None:
    _damage(store.path, _pages(store.path))
    before = _tree(store.path.parent)
    with pytest.raises(WrongPassphrase):
        await _salvage(store, Secret("CANARY wrong"))
    assert _tree(store.path.parent) == before


@pytest.mark.parametrize("beyond", [0, 100, PAGE - 1])
async def test_a_file_cut_short_gives_every_row_of_the_pages_that_are_left(
    store: SqlcipherVaultStore, tmp_path: Path, beyond: int
) -> None:
    whole, left = store.path.read_bytes(), 60
    store.path.write_bytes(whole[: left * PAGE + beyond])
    cut = await store.look_at_rows(store.path, builders.PASSPHRASE)
    # The same pages damaged where they are.
    store.path.write_bytes(whole[: left * PAGE] + os.urandom(len(whole) - left * PAGE))
    assert cut == await store.look_at_rows(store.path, builders.PASSPHRASE)
    assert cut.losses.pages == len(whole) // PAGE - left
    assert 0 < cut.refresh_tokens + cut.losses.cut <= TOKENS


async def test_with_the_salt_damaged_that_of_a_backup_is_tried(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault.back_up(BackupReason.BY_HAND, NOW)
    await vault.close()
    _damage(store.path, 1, at=0)
    salvaged = await _salvage(store)
    assert (salvaged.refresh_tokens, salvaged.losses) == (TOKENS, Losses())


async def test_with_the_salt_damaged_and_no_backup_nothing_is_touched(store: SqlcipherVaultStore) -> None:
    _damage(store.path, 1, at=0)
    before = _tree(store.path.parent)
    with pytest.raises(WrongPassphrase):
        await _salvage(store)
    assert _tree(store.path.parent) == before


async def test_a_change_that_was_cut_off_is_undone_by_the_journal_beside_the_file(
    store: SqlcipherVaultStore, tmp_path: Path
) -> None:
    killed = SqlcipherVaultStore(tmp_path / "killed" / "personal.vault")
    killed.path.parent.mkdir(mode=0o700)
    connection = connect(store.path, KEY)
    settle(connection)
    connection.execute("PRAGMA cache_size=1")
    connection.execute("PRAGMA cache_spill=1")
    connection.execute("BEGIN IMMEDIATE")
    # More than the cache holds, so half of it is in the file already.
    connection.execute("UPDATE refresh_token SET value = 'CANARY half done ' || number")
    connection.execute("DELETE FROM refresh_token WHERE number > 20")
    for suffix in ("", "-journal"):
        shutil.copyfile(f"{store.path}{suffix}", f"{killed.path}{suffix}")
    connection.execute("ROLLBACK")
    connection.close()
    assert killed.path.read_bytes() != store.path.read_bytes()
    _damage(killed.path, 1)
    salvaged = await _salvage(killed)
    vault = await killed.open(builders.PASSPHRASE)
    token = await vault.refresh_token(RefreshTokenId("refresh_token-7"))
    await vault.close()
    assert (salvaged.refresh_tokens, token) == (TOKENS, Secret("refresh_token|CANARY-7-" + "x" * 300))


async def test_fingerprints_are_made_anew_where_their_key_was_lost(store: SqlcipherVaultStore) -> None:
    _damage(store.path, 2)
    await _salvage(store)
    vault = await store.open(builders.PASSPHRASE)
    token = next(
        each
        for authorization in (await vault.holdings()).authorizations
        for each in authorization.refresh_tokens
        if each.id == "refresh_token-7"
    )
    expected = await vault.fingerprint(Secret("refresh_token|CANARY-7-" + "x" * 300))
    await vault.close()
    assert token.fingerprint == expected


@pytest.mark.parametrize(("statement", "problem"), [("user_version=99", VaultTooNew), ("application_id=7", NotAVault)])
async def test_what_is_no_vault_of_ours_is_refused(
    store: SqlcipherVaultStore, statement: str, problem: type[Exception]
) -> None:
    connection = connect(store.path, KEY)
    connection.execute(f"PRAGMA {statement}")
    connection.close()
    with pytest.raises(problem):
        await _salvage(store)


async def test_the_rows_of_a_file_with_a_negative_version_are_read(store: SqlcipherVaultStore) -> None:
    connection = connect(store.path, KEY)
    connection.execute("PRAGMA user_version=-1")
    connection.close()
    assert (await store.look_at_rows(store.path, builders.PASSPHRASE)).refresh_tokens == TOKENS


async def test_a_vault_without_a_row_gives_nothing(tmp_path: Path) -> None:
    store = SqlcipherVaultStore(tmp_path / "personal.vault")
    await (await store.create(builders.PASSPHRASE)).close()
    with pytest.raises(NothingSalvaged):
        await _salvage(store)


async def test_the_vault_is_not_read_while_another_program_is_in_the_gate(store: SqlcipherVaultStore) -> None:
    gate = Gate(store.path)
    salvaging = None
    try:
        with gate.passing():
            salvaging = asyncio.ensure_future(store.look_at_rows(store.path, builders.PASSPHRASE))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(salvaging), 2)
    finally:
        gate.close()
    assert (await salvaging).refresh_tokens == TOKENS


KILLED = """
import os, sys
from pathlib import Path
from spauth_tui.adapters.vault.records import writing
from spauth_tui.adapters.vault.salvage.salvaging import take_rows
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders
from tests.fakes import NOW
vault = Path(sys.argv[1])
writing.event = lambda *_: os._exit(9)
take_rows(vault, vault, builders.PASSPHRASE, BackupReason.DAMAGED, builders.event())
"""


async def test_what_a_killed_salvage_leaves_goes_with_the_next_one(store: SqlcipherVaultStore) -> None:
    _damage(store.path, 1)
    assert subprocess.run([sys.executable, "-c", KILLED, str(store.path)], check=False, timeout=60).returncode == 9
    left = names_in(store.path.parent)
    assert len(left) == 2
    assert left[0].startswith(PREFIX)
    await _salvage(store)
    assert names_in(store.path.parent) == ["backups", store.path.name]
