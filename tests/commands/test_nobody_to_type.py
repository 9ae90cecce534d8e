"""Where nobody is there to type the passphrase, each verb says how else to give it, and that way works."""

import os
from pathlib import Path

import pytest

from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.services.workspace import Workspace
from tests import builders
from tests.commands.shell import Shell

WAYS = "Give it with --passphrase-fd or --passphrase-command."
ASKS: dict[str, tuple[str, ...]] = {
    "token": ("token", "acme us"),
    "exec": ("exec", "acme us", "--", "true"),
    "export": ("--yes", "export", "acme us", "--format", "env"),
    "broker": ("broker", "acme us", "--for", "1s"),
    "edit": ("edit", "authorization", "acme us", "--unguard"),
    "rm authorization": ("--yes", "rm", "authorization", "acme us"),
    "rm account": ("--yes", "rm", "account", "acme us"),
    "rm application": ("--yes", "rm", "application", "inventory"),
    "passwd": ("passwd", "--new-passphrase-fd", "NEW"),
    "restore": ("--yes", "restore", "BACKUP"),
}


@pytest.fixture
def by_keyring(shell: Shell) -> Shell:
    """One guarded authorization, a backup, and a keyring that unlocks the vault."""
    shell.ok("edit", "authorization", "acme us", "--guard")
    shell.ok("backup", "BACKUP")
    (shell.home / "new").write_text("CANARY entirely new words\n")

    async def name(_door: Unlocking) -> str:
        return "a keyring"

    async def unlock(door: Unlocking) -> Workspace:
        return await door.unlock(builders.PASSPHRASE)

    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    shell.monkeypatch.setattr(Unlocking, "keyring_name", name)
    shell.monkeypatch.setattr(Unlocking, "unlock_by_keyring", unlock)
    return shell


def words(shell: Shell, verb: str) -> list[str]:
    """Return the verb's words, with an open descriptor of the new passphrase."""
    new = str(os.open(shell.home / "new", os.O_RDONLY))
    return [new if each == "NEW" else each for each in ASKS[verb]]


@pytest.mark.parametrize("verb", ASKS)
def test_it_names_the_flags_that_give_it(by_keyring: Shell, verb: str) -> None:
    said = by_keyring.refused(3, *words(by_keyring, verb))
    assert "Nobody is there to type it, so nothing was done." in said
    assert WAYS in said


@pytest.mark.parametrize("flag", ["--passphrase-fd", "--passphrase-command"])
@pytest.mark.parametrize("verb", ASKS)
def test_each_flag_is_enough(by_keyring: Shell, verb: str, flag: str) -> None:
    kept: Path = by_keyring.home / "passphrase"
    given = f"cat '{kept}'" if flag == "--passphrase-command" else str(os.open(kept, os.O_RDONLY))
    ran = by_keyring(flag, given, *words(by_keyring, verb))
    assert (ran.code, "Nobody is there" in ran.err) == (0, False), ran
