"""The small file of wrong passphrases, and files written for the person."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from spauth_tui.adapters.system.new_files import SystemFiles
from spauth_tui.adapters.system.os_keyring import OsKeyring
from spauth_tui.adapters.vault.files.attempts import AttemptsFile
from spauth_tui.bootstrap.outside import OutsideWorld, make_unlocking
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.errors.vault import BackupExists, VaultUnwritable, WrongPassphrase
from spauth_tui.domain.model.secret import Secret
from tests import builders, needs
from tests.beside import names_in
from tests.fakes import NOW, FakeClock


@pytest.fixture
def attempts(tmp_path: Path) -> AttemptsFile:
    return AttemptsFile(tmp_path / "personal.vault")


def test_without_a_file_there_was_no_attempt(attempts: AttemptsFile) -> None:
    assert attempts.all() == ()


def test_attempts_come_back_oldest_first_in_another_run(attempts: AttemptsFile, tmp_path: Path) -> None:
    attempts.note(NOW + timedelta(seconds=1))
    attempts.note(NOW)
    assert AttemptsFile(tmp_path / "personal.vault").all() == (NOW, NOW + timedelta(seconds=1))


@needs.file_modes
def test_the_file_is_the_users_alone(attempts: AttemptsFile, tmp_path: Path) -> None:
    attempts.note(NOW)
    assert stat.S_IMODE((tmp_path / "personal.vault.attempts").stat().st_mode) == 0o600


def test_forgetting_removes_the_file(attempts: AttemptsFile, tmp_path: Path) -> None:
    attempts.note(NOW)
    attempts.forget()
    assert list(tmp_path.iterdir()) == []


def test_lines_that_are_no_instants_are_passed_over(attempts: AttemptsFile, tmp_path: Path) -> None:
    attempts.note(NOW)
    with (tmp_path / "personal.vault.attempts").open("a") as file:
        file.write("nonsense\n2026-01-01\n\x00\n")
    assert attempts.all() == (NOW,)


@pytest.mark.parametrize(
    "line",
    [
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
        "2199-12-31T23:59:59-00:01",
        "2200-01-01T00:00:00+00:00",
        "1970-01-01T00:00:00+00:01",
        "1969-12-31T23:59:59+00:00",
    ],
)
def test_instants_that_no_clock_shows_are_passed_over(attempts: AttemptsFile, tmp_path: Path, line: str) -> None:
    attempts.note(NOW)
    with (tmp_path / "personal.vault.attempts").open("a") as file:
        file.write(f"{line}\n")
    assert attempts.all() == (NOW,)


@pytest.mark.parametrize("line", ["1970-01-01T00:00:00+00:00", "2199-12-31T23:59:59+00:00"])
def test_the_first_and_the_last_instant_count(attempts: AttemptsFile, tmp_path: Path, line: str) -> None:
    (tmp_path / "personal.vault.attempts").write_text(f"{line}\n")
    assert attempts.all() == (datetime.fromisoformat(line),)


@needs.symbolic_links
def test_a_symbolic_link_in_its_place_is_not_written_through(attempts: AttemptsFile, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("mine")
    (tmp_path / "personal.vault.attempts").symlink_to(target)
    attempts.note(NOW)
    assert target.read_text() == "mine"


def test_it_stops_growing(attempts: AttemptsFile, tmp_path: Path) -> None:
    (tmp_path / "personal.vault.attempts").write_text(f"{NOW.isoformat()}\n" * 5000)
    size = (tmp_path / "personal.vault.attempts").stat().st_size
    attempts.note(NOW)
    assert (tmp_path / "personal.vault.attempts").stat().st_size == size


def test_a_directory_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    attempts = AttemptsFile(tmp_path / "missing" / "personal.vault")
    attempts.note(NOW)
    assert attempts.all() == ()


@needs.file_modes
async def test_a_new_file_is_the_users_alone_and_whole(tmp_path: Path) -> None:
    await SystemFiles().write(tmp_path / "x", "words\n")
    assert (tmp_path / "x").read_text() == "words\n"
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600


async def test_a_file_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    with pytest.raises(BackupExists):
        await SystemFiles().write(tmp_path / "x", "words")
    assert (tmp_path / "x").read_text() == "mine"


async def test_a_directory_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(VaultUnwritable):
        await SystemFiles().write(tmp_path / "no" / "x", "words")


async def test_those_typed_while_the_vault_is_open_lie_in_a_file_of_their_own(tmp_path: Path) -> None:
    vault, wrong = tmp_path / "personal.vault", Secret("CANARY of somebody else")
    unlocking = make_unlocking(vault, OutsideWorld(FakeClock(), TOKEN_ADDRESS, {}), OsKeyring())
    await (await unlocking.create(builders.PASSPHRASE, builders.PASSPHRASE)).close()
    with pytest.raises(WrongPassphrase):
        await unlocking.unlock(wrong)
    assert names_in(tmp_path) == ["personal.vault", "personal.vault.attempts"]
    workspace = await unlocking.unlock(builders.PASSPHRASE)
    await unlocking.note(workspace)
    assert names_in(tmp_path) == ["personal.vault"]
    with pytest.raises(WrongPassphrase):
        await workspace.passphrases.prove(wrong)
    await workspace.close()
    assert names_in(tmp_path) == ["personal.vault", "personal.vault.asked"]
    workspace = await unlocking.unlock(builders.PASSPHRASE)
    assert names_in(tmp_path) == ["personal.vault", "personal.vault.asked"]
    await workspace.passphrases.prove(builders.PASSPHRASE)
    assert names_in(tmp_path) == ["personal.vault"]
    await workspace.close()
