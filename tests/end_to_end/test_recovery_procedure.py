"""The procedures of `spauth-tui help recovery`, followed word by word in a terminal."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.commands.verbs.help import explanation
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders
from tests.end_to_end.conftest import PROGRAM
from tests.fakes import NOW
from tests.more import more_of
from tests.terminal import Terminal

PASSPHRASE = Secret("CANARY words of the backup")
KEYS = {"enter": "\r", "escape": "\x1b", "shift+tab": "\x1b[Z", "ctrl+r": "\x12", "ctrl+t": "\x14"}
WORDS = re.compile(r"\*\*(?P<typed>[^*]+)\*\*|\*(?P<seen>[^*]+)\*|`(?P<key>[^`]+)`")


def steps(heading: str) -> list[str]:
    """Return the numbered steps under a heading."""
    section = explanation("recovery").split(f"\n{heading}\n", 1)[1].split("\n\n\n", 1)[0]
    return [
        " ".join(step.split())
        for step in re.findall(r"^\d+\. (.*?)(?=^\d+\. |^\S|\Z)", section, re.MULTILINE | re.DOTALL)
    ]


def follow(terminal: Terminal, step: str) -> None:
    """Press what stands in backticks, type the passphrase where it is bold, wait for what is in italics."""
    for match in WORDS.finditer(step.partition(". What you stored")[0]):
        if match["typed"]:
            terminal.key(PASSPHRASE.reveal())
        elif match["key"]:
            terminal.key(KEYS.get(match["key"], match["key"]))
        else:
            terminal.wait_for(match["seen"])


@pytest.fixture
async def vault(environment: dict[str, str]) -> Path:
    """A vault with one authorization."""
    path = Path(environment["XDG_DATA_HOME"]) / "spauth-tui" / "personal.vault"
    opened = await SqlcipherVaultStore(path).create(PASSPHRASE)
    await builders.furnish(opened)
    await opened.close()
    # An address that nobody answers: the procedure ends with a refresh, and no test speaks to Amazon.
    environment["SPAUTH_LWA_URL"] = "http://127.0.0.1:9/auth/o2/token"
    return path


def _lose(path: Path) -> None:
    path.unlink()


def _damage(path: Path, page: int = 3) -> None:
    held = bytearray(path.read_bytes())
    held[page * 4096 + 50] ^= 0xFF
    path.write_bytes(held)


@pytest.mark.parametrize("spoil", [_lose, *more_of(_damage)])
async def test_a_lost_or_damaged_vault_comes_back_by_the_steps_of_help(
    environment: dict[str, str], vault: Path, spoil: Callable[[Path], None]
) -> None:
    opened = await SqlcipherVaultStore(vault).open(PASSPHRASE)
    await opened.back_up(BackupReason.BY_HAND, NOW)
    await opened.close()
    spoil(vault)
    found = steps("When the vault is lost or damaged")
    assert len(found) == 6
    with Terminal([PROGRAM], environment) as terminal:
        for step in found:
            follow(terminal, step)
        terminal.key("q")
        assert terminal.wait_for_end() == 0
    opened = await SqlcipherVaultStore(vault).open(PASSPHRASE)
    assert len((await opened.holdings()).authorizations) == 1
    await opened.close()


async def test_a_damaged_vault_without_a_backup_is_salvaged_by_the_steps_of_help(
    environment: dict[str, str], vault: Path
) -> None:
    _damage(vault, vault.stat().st_size // 4096 - 1)
    found = steps("When a vault is damaged and there is no backup")
    assert len(found) == 4
    with Terminal([PROGRAM], environment) as terminal:
        for step in found:
            follow(terminal, step)
        terminal.key("q")
        assert terminal.wait_for_end() == 0
    opened = await SqlcipherVaultStore(vault).open(PASSPHRASE)
    assert sum(len(each.refresh_tokens) for each in (await opened.holdings()).authorizations) == 1
    await opened.close()


async def test_an_altered_vault_comes_back_without_what_was_added_by_the_steps_of_help(
    environment: dict[str, str], vault: Path
) -> None:
    connection = connect(vault, derive_key(PASSPHRASE, vault.read_bytes()[:16]))
    connection.execute("CREATE TRIGGER thief AFTER INSERT ON event BEGIN DELETE FROM refresh_token; END")
    connection.close()
    found = steps("When a vault is refused because something altered it")
    assert len(found) == 5
    with Terminal([PROGRAM], environment) as terminal:
        for step in found:
            follow(terminal, step)
        terminal.key("q")
        assert terminal.wait_for_end() == 0
    opened = await SqlcipherVaultStore(vault).open(PASSPHRASE)
    assert sum(len(each.refresh_tokens) for each in (await opened.holdings()).authorizations) == 1
    await opened.close()
