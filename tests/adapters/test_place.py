"""The vault's directory is the user's alone, and a copy that fails leaves nothing behind."""

import os
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.files.copies import new_file
from spauth_tui.adapters.vault.files.place import prepare_directory
from spauth_tui.domain.errors.vault import VaultUnsafe
from spauth_tui.domain.model.way import Way
from tests import needs


@needs.file_modes
@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777, 0o1777])
def test_a_directory_that_others_may_write_is_refused_and_left(tmp_path: Path, mode: int) -> None:
    directory = tmp_path / "the data"
    directory.mkdir()
    directory.chmod(mode)
    with pytest.raises(VaultUnsafe, match="Other users can write") as refused:
        prepare_directory(directory)
    assert f"chmod go-w '{directory}'" in refused.value.remedy
    assert directory.stat().st_mode & 0o1777 == mode


@needs.file_modes
@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_a_directory_that_others_may_not_write_is_taken_as_it_is(tmp_path: Path, mode: int) -> None:
    directory = tmp_path / "data"
    directory.mkdir()
    directory.chmod(mode)
    prepare_directory(directory)
    assert directory.stat().st_mode & 0o777 == mode


@needs.file_modes
def test_a_directory_that_is_made_is_the_users_alone(tmp_path: Path) -> None:
    prepare_directory(tmp_path / "new" / "data")
    assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700


@needs.file_modes
def test_another_users_directory_that_anybody_may_write_is_refused_as_tmp_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "tmp"
    directory.mkdir()
    directory.chmod(0o1777)
    owner = directory.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    with pytest.raises(VaultUnsafe, match="Other users can write") as refused:
        prepare_directory(directory)
    assert (refused.value.remedy, refused.value.ways) == ("", (Way.OTHER_VAULT,))
    assert directory.stat().st_mode & 0o1777 == 0o1777


def _failing(path: Path, *left: Path, gone: bool = False) -> None:
    with new_file(path):
        for each in left:
            each.write_text("x")
        if gone:
            path.unlink()
        raise KeyboardInterrupt


def test_a_file_that_is_not_filled_goes_with_its_journal(tmp_path: Path) -> None:
    path, journal = tmp_path / "copy.vault", tmp_path / "copy.vault-journal"
    with pytest.raises(KeyboardInterrupt):
        _failing(path, path, journal)
    assert list(tmp_path.iterdir()) == []


def test_where_it_is_gone_already_what_failed_is_said_all_the_same(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        _failing(tmp_path / "copy.vault", gone=True)
    assert list(tmp_path.iterdir()) == []


@needs.file_modes
def test_a_new_file_is_the_users_alone_and_stays_when_it_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "copy.vault"
    with new_file(path):
        path.write_text("whole")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("whole", 0o600)
