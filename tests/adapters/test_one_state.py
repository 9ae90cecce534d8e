"""A file to restore from is copied in one state, though other programs may be writing it."""

import contextlib
import sys
from pathlib import Path
from typing import Any

import pytest

from spauth_tui.adapters.vault.files import copies, sqlite_locks
from spauth_tui.adapters.vault.files import gate as gates
from spauth_tui.adapters.vault.files.copies import copy_in_one_state
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import VaultBusy, VaultUnwritable
from tests import builders
from tests.adapters.filled_vaults import VERSIONS, write_vault
from tests.adapters.test_replacing import another_tool_writing, kill_in_the_middle

BUSY = r"other\.vault is being written right now"
CHANGES = "BEGIN IMMEDIATE; UPDATE application SET label = 'halfway'"
posix_locks = pytest.mark.skipif(sys.platform == "win32", reason="Windows locks whole files")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A vault of another name than the one that it is restored to, as if some window had it open."""
    made = write_vault(tmp_path / "there" / "other.vault", VERSIONS[-1])
    with contextlib.closing(Gate(made)) as gate, gate.passing():
        pass
    return made


@pytest.fixture
def store(tmp_path: Path) -> SqlcipherVaultStore:
    return SqlcipherVaultStore(tmp_path / "home" / "personal.vault")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "copy"


def in_copying(monkeypatch: pytest.MonkeyPatch, do: Any) -> None:
    """Have something done each time a file is about to be copied."""
    copy = copies.copy_opened

    def copied(*given: Any) -> None:
        do()
        copy(*given)

    monkeypatch.setattr(copies, "copy_opened", copied)


def test_nobody_passes_the_files_gate_while_it_or_its_journal_is_copied(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_in_the_middle(source)
    kept_out = []

    def try_to_pass() -> None:
        with contextlib.closing(Gate(source, 0)) as other, pytest.raises(VaultBusy):
            other.enter()
        kept_out.append(source)

    in_copying(monkeypatch, try_to_pass)
    copy_in_one_state(source, target)
    assert kept_out == [source, source]


@posix_locks
def test_no_other_tool_changes_the_file_while_it_or_its_journal_is_copied(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_in_the_middle(source)
    problems = []

    def try_to_change() -> None:
        with another_tool_writing(source, "PRAGMA busy_timeout=0; BEGIN EXCLUSIVE"):
            pass

    def noted() -> None:
        with pytest.raises(AssertionError, match="locked"):
            try_to_change()
        problems.append("locked")

    in_copying(monkeypatch, noted)
    copy_in_one_state(source, target)
    assert problems == ["locked", "locked"]


@posix_locks
@pytest.mark.parametrize("way", ["peek", "look_at_rows"])
async def test_a_file_that_stays_busy_is_said_to_be_written_just_now(
    store: SqlcipherVaultStore, source: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(sqlite_locks, "HOLD_ON", 0.05)
    with another_tool_writing(source, "BEGIN EXCLUSIVE"), pytest.raises(VaultBusy, match=BUSY):
        await getattr(store, way)(source, builders.PASSPHRASE)


async def test_a_file_whose_gate_stays_taken_is_said_to_be_written_just_now(
    store: SqlcipherVaultStore, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Gate.__init__, "__defaults__", (0.05,))
    with contextlib.closing(Gate(source)) as gate, gate.passing(), pytest.raises(VaultBusy, match=BUSY):
        await store.peek(source, builders.PASSPHRASE)


@posix_locks
async def test_what_another_tool_has_only_begun_is_left_out(store: SqlcipherVaultStore, source: Path) -> None:
    before = (await store.peek(source, builders.PASSPHRASE)).holdings.applications
    with another_tool_writing(source, CHANGES):
        assert Path(f"{source}-journal").stat().st_size
        assert (await store.peek(source, builders.PASSPHRASE)).holdings.applications == before


@posix_locks
def test_the_journal_of_what_has_only_begun_is_not_copied(source: Path, target: Path) -> None:
    with another_tool_writing(source, CHANGES):
        copy_in_one_state(source, target)
    assert target.read_bytes() == source.read_bytes()
    assert not Path(f"{target}-journal").exists()


def test_a_journal_that_vanishes_is_none(source: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_in_the_middle(source)
    in_copying(monkeypatch, lambda: Path(f"{source}-journal").unlink(missing_ok=True))
    copy_in_one_state(source, target)
    assert not Path(f"{target}-journal").exists()


def test_where_nothing_can_be_written_it_is_copied_without_a_gate(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "_open", lambda _: None)
    copy_in_one_state(source, target)
    assert target.read_bytes() == source.read_bytes()


def test_a_file_without_a_gate_gets_none(source: Path, target: Path) -> None:
    for each in (".gate", ".turnstile"):
        Path(f"{source}{each}").unlink()
    copy_in_one_state(source, target)
    assert [each.name for each in source.parent.iterdir()] == ["other.vault"]


def test_what_cannot_be_read_is_named_and_not_our_copy(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: object) -> None:
        raise OSError

    monkeypatch.setattr("spauth_tui.adapters.vault.files.copies.pieces_of", fails)
    with pytest.raises(VaultUnwritable, match=r"other\.vault cannot be read"):
        copy_in_one_state(source, target)
