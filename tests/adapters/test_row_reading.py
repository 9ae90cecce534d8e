"""Which rows come out of decrypted pages, measured against SQLite itself over the same pages, without encryption."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.files.place import first_bytes, pages_of
from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.adapters.vault.records.known_tables import known_tables
from spauth_tui.adapters.vault.salvage.deciphering import decipher, decrypt_blocks
from spauth_tui.adapters.vault.salvage.row_reading import Found, read_rows
from spauth_tui.adapters.vault.salvage.sealed_pages import holding
from spauth_tui.domain.model.secret import Secret
from tests import builders
from tests.adapters.filled_vaults import KEY, VERSIONS, write_vault
from tests.golden import GOLDEN
from tests.more import more_of

Rows = dict[str, Counter[tuple[object, ...]]]
NOTHING = b"\xff" * 4096


FILLED = [f"filled, version {version}" for version in VERSIONS]
VAULTS = [*FILLED, *(f"golden, version {version}" for version in GOLDEN)]


@cache
def _plain(vault: str) -> dict[int, bytes]:
    """Return the decrypted pages of a vault."""
    version = int(vault.rpartition(" ")[2])
    with TemporaryDirectory() as directory:
        if vault in FILLED:
            path, key = write_vault(Path(directory) / "personal.vault", version), KEY
        else:
            path = GOLDEN[version]
            key = derive_key(builders.PASSPHRASE, first_bytes(path))
        return decipher(holding(pages_of(path), key), key, Path(directory))


def _whole(pages: Mapping[int, bytes]) -> bytes:
    """Return the pages as a file that any SQLite opens; what is missing is nonsense."""
    return b"".join(pages.get(number, NOTHING).ljust(4096, b"\0") for number in range(1, max(pages) + 1))


def _opened(pages: Mapping[int, bytes], directory: Path) -> sqlite3.Connection:
    path = directory / "plain.db"
    path.write_bytes(_whole(pages))
    return sqlite3.connect(path)


def _all_rows(pages: Mapping[int, bytes], directory: Path) -> dict[str, dict[int, tuple[object, ...]]]:
    """Return what SQLite reads, by table and row number; `number` columns are left out."""
    found = {}
    with closing(_opened(pages, directory)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "number"]
            query = f"SELECT rowid, {', '.join(names)} FROM {table}"  # noqa: S608 - names are the schema's
            found[table] = {row[0]: tuple(row[1:]) for row in connection.execute(query)}
    return found


def _lost_with(
    page: int, vault: str, whole: Mapping[str, Mapping[int, object]], directory: Path
) -> dict[str, set[int]]:
    """Return the rows that SQLite itself no longer reads by their numbers when a leaf or a further page is nonsense."""
    pages = _plain(vault)
    lost: dict[str, set[int]] = {}
    if pages[page][100 if page == 1 else 0] not in {0, 13}:
        # An index, or a page that only leads to others.
        return lost
    with closing(_opened({**pages, page: NOTHING}, directory)) as connection:
        if not _has_contents(connection):
            # SQLite reads nothing then, but no row of ours was on that page.
            return lost
        for table, rows in whole.items():
            lost[table] = {number for number in rows if not _answers(connection, table, number)}
    return lost


def _has_contents(connection: sqlite3.Connection) -> bool:
    try:
        return len(connection.execute("SELECT * FROM sqlite_master").fetchall()) > 0
    except sqlite3.DatabaseError:
        return False


def _answers(connection: sqlite3.Connection, table: str, number: int) -> bool:
    query = f"SELECT * FROM {table} NOT INDEXED WHERE rowid = ?"  # noqa: S608 - names are the schema's
    try:
        return connection.execute(query, (number,)).fetchone() is not None
    except sqlite3.DatabaseError:
        return False


def _came(found: Found) -> Rows:
    """Return the rows that were read without their `number`."""
    came: Rows = {}
    for name, rows in found.rows.items():
        kept = [index for index, column in enumerate(known_tables()[name].columns) if not column.is_number]
        came[name] = Counter(tuple(row[index] for index in kept if index < len(row)) for row in rows)
    return {name: rows for name, rows in came.items() if rows}


def _but(rows: dict[str, dict[int, tuple[object, ...]]], lost: Mapping[str, set[int]]) -> Rows:
    left = {
        table: Counter(row for number, row in held.items() if number not in lost.get(table, ()))
        for table, held in rows.items()
    }
    return {table: held for table, held in left.items() if held}


@pytest.mark.parametrize("vault", VAULTS)
def test_the_decrypted_pages_are_a_sound_database(vault: str, tmp_path: Path) -> None:
    with closing(_opened(_plain(vault), tmp_path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("vault", VAULTS)
def test_every_row_of_a_sound_file_is_read(vault: str, tmp_path: Path) -> None:
    found = read_rows(_plain(vault))
    assert _came(found) == _but(_all_rows(_plain(vault), tmp_path), {})
    assert (found.cut, found.odd, found.undecided, found.foreign) == (0, 0, 0, 0)


@pytest.mark.parametrize("vault", [*VAULTS[-2:], *more_of(*VAULTS[:-2])])
def test_with_any_one_page_damaged_every_row_of_every_other_page_is_read(vault: str, tmp_path: Path) -> None:
    pages = _plain(vault)
    whole = _all_rows(pages, tmp_path)
    for page in pages:
        found = read_rows({number: held for number, held in pages.items() if number != page})
        lost = _lost_with(page, vault, whole, tmp_path)
        assert _came(found) == _but(whole, lost), f"page {page}"
        assert (found.odd, found.undecided, found.foreign) == (0, 0, 0), f"page {page}"
        # A page on which a row goes on has no rows of its own.
        assert found.cut == (sum(map(len, lost.values())) if pages[page][0] == 0 and page > 1 else 0), f"page {page}"


def test_a_block_is_decrypted_as_the_standard_says(tmp_path: Path) -> None:
    # FIPS 197, appendix C.3.
    key = Secret(bytes(range(32)).hex() + "00" * 16)
    blocks = bytes.fromhex("8ea2b7ca516745bfeafc49904b496089")
    assert decrypt_blocks(blocks * 1_000, key, tmp_path) == bytes.fromhex("00112233445566778899aabbccddeeff") * 1_000


def test_decrypting_leaves_nothing_behind(tmp_path: Path) -> None:
    decrypt_blocks(bytes(16), KEY, tmp_path)
    assert list(tmp_path.iterdir()) == []


@cache
def _with_deleted_rows(secure_delete: str, version: int) -> dict[int, bytes]:
    """Return the pages of a vault in which most refresh tokens and events were deleted, so that pages became free."""
    with TemporaryDirectory() as directory:
        path = write_vault(Path(directory) / "personal.vault", version)
        connection = connect(path, KEY)
        connection.execute(f"PRAGMA secure_delete={secure_delete}")
        connection.execute("DROP TRIGGER IF EXISTS event_never_goes")
        connection.execute("DELETE FROM refresh_token WHERE number > 3")
        connection.execute("DELETE FROM event WHERE number > 3")
        free = connection.execute("PRAGMA freelist_count").fetchone()[0]
        connection.close()
        assert free > 10
        return decipher(holding(pages_of(path), KEY), KEY, Path(directory))


def _read_without(pages: Mapping[int, bytes], *lost: int) -> Found:
    return read_rows({number: held for number, held in pages.items() if number not in lost})


# In the first version the table of contents is on the first page alone, and is lost with it.
@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-1]])
@pytest.mark.parametrize("secure_delete", ["ON", "OFF"])
def test_with_any_one_page_damaged_no_deleted_row_returns(secure_delete: str, version: int) -> None:
    pages = _with_deleted_rows(secure_delete, version)
    for page in (0, *pages):
        found = _read_without(pages, page)
        assert len(found.rows["refresh_token"]) <= 3, f"page {page}"
        assert len(found.rows["event"]) <= 3, f"page {page}"
        assert found.undecided == 0, f"page {page}"


def test_with_the_first_page_and_any_other_damaged_no_row_that_this_program_deleted_returns() -> None:
    pages = _with_deleted_rows("ON", VERSIONS[0])
    for page in pages:
        assert len(_read_without(pages, 1, page).rows["refresh_token"]) <= 3, f"page {page}"


@cache
def _altered(*statements: str, version: int = 1) -> dict[int, bytes]:
    """Return the pages of a vault after some statements."""
    with TemporaryDirectory() as directory:
        path = write_vault(Path(directory) / "personal.vault", version)
        connection = connect(path, KEY)
        for statement in statements:
            connection.execute(statement)
        connection.close()
        return decipher(holding(pages_of(path), KEY), KEY, Path(directory))


def test_a_page_whose_rows_fit_two_tables_is_counted_and_not_guessed() -> None:
    # Read as a client secret of version 1 these would be stored at the instant in `detail`.
    pages = _altered("UPDATE event SET detail = at, authorization_id = NULL")
    found = _read_without(pages, 1)
    assert found.rows["event"] == []
    assert len(found.rows["client_secret"]) == 45
    assert found.undecided == 200
    assert len(read_rows(pages).rows["event"]) == 200


def test_rows_of_a_table_of_somebody_else_are_counted_and_not_taken() -> None:
    pages = _altered("CREATE TABLE other (name TEXT, value BLOB)", "INSERT INTO other VALUES ('preferences', x'00')")
    found = read_rows(pages)
    assert (found.foreign, found.undecided) == (1, 0)
    assert ("preferences", b"\0") not in found.rows["meta"]


def test_a_row_that_its_table_cannot_have_is_counted_and_not_taken() -> None:
    rename = "ALTER TABLE access_token RENAME TO other", "CREATE TABLE access_token (a, b, c, d, e)"
    pages = _altered(*rename, "INSERT INTO access_token VALUES ('a', 'b', 'c', 'd', 'e'), ('a', 1, 'c', 'd', 'e')")
    found = read_rows(pages)
    assert found.rows["access_token"] == [("a", "b", "c", "d", "e")]
    assert found.odd == 1


def test_pages_behind_the_end_that_the_file_knows_are_not_read() -> None:
    pages = _plain(FILLED[-1])
    leaf = next(number for number, page in pages.items() if page[0] == 13 and b"refresh_token|CANARY-" in page)
    longer = {**pages, max(pages) + 1: pages[leaf]}
    assert read_rows(longer).rows == read_rows(pages).rows
