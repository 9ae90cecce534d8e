"""The vault's file: who may read it, what opens it, and what happens when it is bad."""

import asyncio
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spauth_tui.adapters.vault import opening
from spauth_tui.adapters.vault.files.companions import Companion
from spauth_tui.adapters.vault.files.place import PAGE
from spauth_tui.adapters.vault.records import migrations
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import (
    NotAVault,
    NoVault,
    VaultBusy,
    VaultDamaged,
    VaultEmpty,
    VaultError,
    VaultExists,
    VaultGone,
    VaultTooNew,
    VaultUnsafe,
    VaultUnwritable,
    WrongPassphrase,
)
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.vault.passphrase import accept_passphrase
from tests import builders, golden, needs, other_tool
from tests.beside import names_in


@pytest.fixture(params=golden.FORMS)
async def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A furnished vault's file, closed, in each form that any version of the program wrote."""
    return await golden.lay(request.param, tmp_path / "home" / "personal.vault")


async def reopened(path: Path) -> None:
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    await vault.close()


async def test_a_vault_opens_again_with_what_was_saved(path: Path) -> None:
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    assert await vault.refresh_token(RefreshTokenId("token")) == Secret(builders.REFRESH_TOKEN)
    await vault.close()


@needs.file_modes
async def test_the_file_is_the_users_alone(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@needs.file_modes
async def test_the_directory_is_the_users_alone(path: Path) -> None:
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_no_secret_stands_plain_in_the_file(path: Path) -> None:
    assert b"CANARY" not in path.read_bytes()


async def test_no_secret_stands_plain_in_its_journal(path: Path) -> None:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key='{builders.PASSPHRASE.reveal()}'")
    connection.execute("PRAGMA cache_size=1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM refresh_token")
    connection.execute("DELETE FROM client_secret")
    journal = Companion.JOURNAL.of(path).read_bytes()
    connection.close()
    assert len(journal) > PAGE
    assert b"CANARY" not in journal


async def test_the_file_does_not_look_like_a_database(path: Path) -> None:
    assert not path.read_bytes().startswith(b"SQLite format 3")


async def test_any_sqlcipher_4_opens_it_with_the_passphrase(path: Path) -> None:
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key='{builders.PASSPHRASE.reveal()}'")
    assert connection.execute("SELECT label FROM application WHERE id = 'app'").fetchall() == [("Inventory",)]
    connection.close()


async def test_nothing_but_the_vault_is_left_in_its_directory(path: Path) -> None:
    assert names_in(path.parent) == ["personal.vault"]


async def test_creating_over_a_file_is_refused_and_leaves_it(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(VaultExists):
        await SqlcipherVaultStore(path).create(builders.PASSPHRASE)
    assert path.read_bytes() == before


async def test_no_file_is_told_from_a_wrong_passphrase(tmp_path: Path) -> None:
    with pytest.raises(NoVault):
        await SqlcipherVaultStore(tmp_path / "none.vault").open(builders.PASSPHRASE)


async def test_a_wrong_passphrase_touches_nothing(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase):
        await SqlcipherVaultStore(path).open(Secret("CANARY wrong horse"))
    assert path.read_bytes() == before
    assert capfd.readouterr().err == ""


def _flip(offset: int) -> Callable[[bytes], bytes]:
    return lambda held: held[:offset] + bytes([held[offset] ^ 1]) + held[offset + 1 :]


BAD_FILES: dict[str, tuple[Callable[[bytes], bytes], type[VaultError]]] = {
    "empty": (lambda held: b"", VaultEmpty),
    "unencrypted SQLite": (lambda held: b"SQLite format 3\x00" + held[16:], NotAVault),
    "a few bytes": (lambda held: b"hello", NotAVault),
    "first page flipped": (_flip(200), VaultDamaged),
    "a page in the middle flipped": (_flip(4096 * 3 + 50), VaultDamaged),
    "last page flipped": (lambda held: _flip(len(held) - 4000)(held), VaultDamaged),
    "cut in the middle of a page": (lambda held: held[:-100], VaultDamaged),
    "cut on a border of pages": (lambda held: held[:-4096], VaultDamaged),
    "random bytes": (lambda held: bytes(range(256)) * 16 * 4, WrongPassphrase),
}


@pytest.mark.parametrize("name", BAD_FILES)
async def test_a_bad_file_is_named_for_what_it_is_and_left_alone(path: Path, name: str) -> None:
    spoil, error = BAD_FILES[name]
    path.write_bytes(spoil(path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(error):
        await (await SqlcipherVaultStore(path).open(builders.PASSPHRASE)).checked()
    assert path.read_bytes() == before


def _change(path: Path, statement: str) -> None:
    connection = sqlcipher.connect(str(path))
    connection.execute(other_tool.key_of(path))
    connection.execute(statement)
    connection.commit()
    connection.close()


async def test_a_newer_vault_is_refused(path: Path) -> None:
    _change(path, "PRAGMA user_version=99")
    with pytest.raises(VaultTooNew):
        await SqlcipherVaultStore(path).open(builders.PASSPHRASE)


async def test_another_programs_encrypted_database_is_refused(path: Path) -> None:
    _change(path, "PRAGMA application_id=7")
    with pytest.raises(NotAVault):
        await SqlcipherVaultStore(path).open(builders.PASSPHRASE)


@needs.symbolic_links
async def test_a_symbolic_link_is_refused(path: Path) -> None:
    link = path.with_name("link.vault")
    link.symlink_to(path)
    with pytest.raises(VaultUnsafe):
        await SqlcipherVaultStore(link).open(builders.PASSPHRASE)


async def test_a_pipe_is_refused(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such pipes")
    os.mkfifo(tmp_path / "pipe.vault")
    with pytest.raises(VaultUnsafe):
        await SqlcipherVaultStore(tmp_path / "pipe.vault").open(builders.PASSPHRASE)


@needs.file_modes
async def test_a_file_that_is_no_vault_keeps_its_permissions(path: Path) -> None:
    path.write_bytes(b"CANARY" * 4096)
    path.chmod(0o644)
    with pytest.raises(VaultError):
        await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
async def test_a_pipe_in_the_journals_place_blocks_no_open_vault(path: Path) -> None:
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    os.mkfifo(path.with_name(f"{path.name}-journal"))
    try:
        with pytest.raises(VaultUnsafe, match="not a regular file"):
            await vault.holdings()
    finally:
        path.with_name(f"{path.name}-journal").unlink()
        await vault.close()


@needs.file_modes
async def test_a_file_that_others_can_read_is_closed_to_them(path: Path) -> None:
    path.chmod(0o644)
    await reopened(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(VaultUnwritable, match=str(tmp_path)):
        await SqlcipherVaultStore(tmp_path / "file" / "v.vault").create(builders.PASSPHRASE)


async def test_a_busy_vault_says_so_and_the_next_try_works(path: Path) -> None:
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    other = sqlcipher.connect(str(path), isolation_level=None)
    other.execute(f"PRAGMA key='{builders.PASSPHRASE.reveal()}'")
    await vault._file.read(lambda db: db.execute("PRAGMA busy_timeout=50").fetchone())
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(VaultBusy):
        await vault.record(builders.event())
    other.execute("ROLLBACK")
    await vault.record(builders.event())
    other.close()
    await vault.close()


async def test_a_vault_deleted_while_open_refuses_writes(path: Path) -> None:
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    path.unlink()
    with pytest.raises(VaultGone):
        await vault.record(builders.event())
    await vault.close()


@pytest.mark.parametrize("name", ["a b.vault", "q?#%.vault", "ünïcode 日本.vault", "new\nline.vault"])
async def test_odd_names_lead_to_the_right_file(tmp_path: Path, name: str) -> None:
    vault = await SqlcipherVaultStore(tmp_path / name).create(builders.PASSPHRASE)
    await vault.close()
    assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    "text",
    [
        "it's a 'quote' here",
        'say "double" twice',
        "semi; colon; DROP",
        "ünïcödé pässwörd",
        "x'00112233445566'",
        "🐎 battery staple 🔋",
    ],
)
async def test_an_odd_passphrase_opens_what_it_created(tmp_path: Path, text: str) -> None:
    accepted = accept_passphrase(Secret(text))
    store = SqlcipherVaultStore(tmp_path / "v.vault")
    await (await store.create(accepted)).close()
    await (await store.open(accepted)).close()


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    label=st.text(min_size=1, max_size=60),
    token=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1),
)
def test_any_label_and_token_come_back(tmp_path: Path, label: str, token: str) -> None:
    async def scenario() -> None:
        file = tmp_path / "v.vault"
        store = SqlcipherVaultStore(file)
        vault = await (store.open if file.exists() else store.create)(builders.PASSPHRASE)
        shown = clean(label)
        if not (await vault.holdings()).applications:
            await vault.add(builders.application(), builders.event())
            await vault.add(builders.account(), builders.event())
            await vault.add(builders.authorization(), None)
        await builders.change(vault, builders.application(label=shown), builders.event())
        identity = RefreshTokenId(f"{hash(token)}-{len(await vault.events())}")
        secret = builders.refresh_token(identity, token)
        await vault.keep(AuthorizationId("auth"), secret, builders.event())
        assert (await vault.holdings()).applications[0].label == shown
        assert await vault.refresh_token(identity) == Secret(token)
        await vault.close()

    asyncio.run(scenario())


async def test_a_backup_is_taken_before_a_migration_and_it_opens(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def second(connection: sqlcipher.Connection) -> None:
        connection.execute("CREATE TABLE later (id TEXT) STRICT")

    monkeypatch.setattr(opening, "MIGRATIONS", (*migrations.MIGRATIONS, second))
    monkeypatch.setattr(migrations.migrate, "__defaults__", ((*migrations.MIGRATIONS, second),))
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    await vault.close()
    monkeypatch.undo()
    (backup,) = (path.parent / "backups").iterdir()
    assert sys.platform == "win32" or stat.S_IMODE(backup.stat().st_mode) == 0o600
    await reopened(backup)


async def test_a_migration_that_fails_leaves_the_vault_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: sqlcipher.Connection) -> None:
        connection.execute("CREATE TABLE half (id TEXT) STRICT")
        raise ZeroDivisionError

    monkeypatch.setattr(opening, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
    monkeypatch.setattr(migrations.migrate, "__defaults__", ((*migrations.MIGRATIONS, broken),))
    with pytest.raises(ZeroDivisionError):
        await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    monkeypatch.undo()
    await reopened(path)
