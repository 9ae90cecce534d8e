"""Files of the person's own, and the names beside a vault that are not theirs to give."""

import subprocess
import sys
from pathlib import Path

import pytest

from spauth_tui.adapters.system.new_files import SystemFiles
from spauth_tui.adapters.vault.files.companions import Companion
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.input import PlaceRefused
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders, needs
from tests.beside import names_in
from tests.fakes import NOW

KILLED = """
import asyncio, os, sys
from pathlib import Path
from spauth_tui.adapters.system.new_files import SystemFiles
os.fsync = lambda _: os._exit(9)
asyncio.run(SystemFiles().write(Path(sys.argv[1]), "words"))
"""


def kill_in_the_middle(path: Path) -> None:
    """Have a program die when it has written the file, and the disk has not."""
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60).returncode == 9


def test_a_kill_leaves_nothing_under_the_files_name(tmp_path: Path) -> None:
    kill_in_the_middle(tmp_path / "x")
    assert not (tmp_path / "x").exists()


@needs.file_modes
def test_what_a_kill_left_is_hidden_and_its_owners_alone(tmp_path: Path) -> None:
    kill_in_the_middle(tmp_path / "x")
    (left,) = tmp_path.iterdir()
    (half,) = left.iterdir()
    assert left.name.startswith(".spauth-tui.writing-")
    assert (left.stat().st_mode & 0o777, half.stat().st_mode & 0o777) == (0o700, 0o600)
    assert half.read_text() == "words"


async def test_what_a_kill_left_goes_when_the_next_file_is_written_there(tmp_path: Path) -> None:
    kill_in_the_middle(tmp_path / "x")
    await SystemFiles().write(tmp_path / "y", "words")
    assert names_in(tmp_path) == ["y"]


@pytest.mark.parametrize("ending", [*(each.value for each in Companion), "-WAL"])
async def test_no_file_takes_a_name_that_belongs_to_one_that_is_there(tmp_path: Path, ending: str) -> None:
    (tmp_path / "other.vault").write_text("mine")
    with pytest.raises(PlaceRefused, match=rf"other\.vault{ending} would count as a part of other\.vault"):
        await SystemFiles().write(tmp_path / f"other.vault{ending}", "words")
    assert names_in(tmp_path) == ["other.vault"]


async def test_a_name_that_belongs_to_nothing_is_anybodys(tmp_path: Path) -> None:
    for name in ("keys.asked", "-wal"):
        await SystemFiles().write(tmp_path / name, "words")
    assert names_in(tmp_path) == ["-wal", "keys.asked"]


async def test_no_backup_takes_one_beside_the_vault(tmp_path: Path) -> None:
    store = SqlcipherVaultStore(tmp_path / "personal.vault")
    vault = await store.create(builders.PASSPHRASE)
    with pytest.raises(PlaceRefused):
        await vault.back_up(BackupReason.BY_HAND, NOW, tmp_path / "personal.vault-journal")
    await vault.close()
    assert names_in(tmp_path) == ["personal.vault"]


async def test_no_vault_is_made_under_one(tmp_path: Path) -> None:
    (tmp_path / "personal.vault").write_text("mine")
    with pytest.raises(PlaceRefused):
        await SqlcipherVaultStore(tmp_path / "personal.vault.turns").create(builders.PASSPHRASE)
    assert names_in(tmp_path) == ["personal.vault"]


@pytest.mark.parametrize("ending", ["-journal", "-wal"])
async def test_no_file_is_made_beside_whose_name_a_journal_or_log_lies(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"x{ending}").write_bytes(b"")
    with pytest.raises(PlaceRefused, match=rf"There is a x{ending}, whose content SQLite"):
        await SystemFiles().write(tmp_path / "x", "words")
    assert names_in(tmp_path) == [f"x{ending}"]
