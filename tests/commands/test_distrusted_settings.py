"""Nothing that could do harm is taken from a config.toml that others could have written."""

import os
from pathlib import Path

import pytest

from tests import needs
from tests.adapters.test_vault_faults import IS_ROOT, NOBODY
from tests.commands.shell import Shell

pytestmark = needs.file_modes


@pytest.fixture
def config(shell: Shell) -> Path:
    """A config.toml whose command leaves a trace when it is run."""
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    file = shell.home / "config" / "spauth-tui" / "config.toml"
    file.parent.mkdir(parents=True, mode=0o700)
    file.write_text('passphrase_command = "touch ran"\n')
    file.chmod(0o600)
    return file


def refused(shell: Shell, words: str) -> None:
    ran = shell("ls")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert words in ran.err
    assert not (shell.home / "ran").exists()


def test_the_command_of_a_file_of_ones_own_is_run(shell: Shell, config: Path) -> None:
    shell("ls")
    assert (shell.home / "ran").exists()


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_runs_nothing(shell: Shell, config: Path, mode: int) -> None:
    config.chmod(mode)
    refused(shell, "passphrase_command in config.toml ignored: other users can write to config.toml.")


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o1777])
def test_a_file_in_a_directory_that_others_may_write_runs_nothing(shell: Shell, config: Path, mode: int) -> None:
    config.parent.chmod(mode)
    refused(shell, "other users can write to the directory of config.toml")


def test_a_file_behind_a_link_is_judged_where_it_is(shell: Shell, config: Path) -> None:
    shared = shell.home / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    config.rename(shared / "config.toml")
    config.symlink_to(shared / "config.toml")
    refused(shell, "other users can write to the directory of config.toml")


@pytest.mark.skipif(not IS_ROOT, reason="giving a file to another user needs root")
@pytest.mark.parametrize("which", ["file", "directory"])
def test_what_belongs_to_another_user_runs_nothing(shell: Shell, config: Path, which: str) -> None:
    os.chown(config if which == "file" else config.parent, NOBODY, NOBODY)
    refused(shell, "ignored")


@pytest.mark.parametrize("key", ["vault", "lwa_url", "passphrase_command", "clipboard_command"])
def test_each_setting_that_could_do_harm_is_refused(shell: Shell, config: Path, key: str) -> None:
    config.write_text(f'{key} = "x"\n')
    config.chmod(0o666)
    refused(shell, f"{key} in config.toml ignored")


def test_looks_may_come_from_anywhere(shell: Shell, config: Path) -> None:
    config.write_text('theme = "nord"\n')
    config.chmod(0o666)
    ran = shell("ls")
    assert (ran.code, "ignored" in ran.err) == (4, False)


def test_doctor_finds_it(shell: Shell, config: Path) -> None:
    config.chmod(0o666)
    ran = shell("doctor", "--offline")
    assert ran.code == 21
    assert "found  settings: passphrase_command in config.toml ignored" in ran.out
