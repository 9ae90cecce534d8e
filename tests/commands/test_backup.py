"""backup: an encrypted copy that was opened and checked."""

import asyncio

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from tests import builders
from tests.commands.shell import Shell


def test_it_lies_beside_the_vault_and_holds_everything(shell: Shell) -> None:
    path = shell.ok("backup").strip()

    async def look() -> int:
        from pathlib import Path

        contents = await SqlcipherVaultStore(shell.vault).peek(Path(path), builders.PASSPHRASE)
        return contents.refresh_tokens

    assert asyncio.run(look()) == 3


def test_a_file_of_ones_own_is_never_overwritten(shell: Shell) -> None:
    target = str(shell.home / "copy.vault")
    assert shell.ok("backup", target) == f"{target}\n"
    assert shell("backup", target).code == 18


def test_a_directory_that_is_not_there_is_18(shell: Shell) -> None:
    said = shell.refused(18, "backup", str(shell.home / "nowhere" / "copy.vault"))
    assert f"There is no directory {shell.home / 'nowhere'}." in said
    assert not (shell.home / "nowhere").exists()
