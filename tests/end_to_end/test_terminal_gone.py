"""A terminal that goes without a signal ends the program all the same, with the vault closed."""

from pathlib import Path

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from tests.end_to_end.test_crash_and_clipboard import LEFT_ALTERNATE_SCREEN, PASSPHRASE, PROGRAM, furnished, unlock
from tests.terminal import Terminal

__all__ = ["furnished"]

UNDER_NOHUP = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *PROGRAM]


@pytest.fixture
def still(environment: dict[str, str]) -> dict[str, str]:
    """Nothing blinks: what is painted on a terminal that is gone would end the program by itself."""
    config = Path(environment["HOME"]) / "config.toml"
    config.write_text("motion = false\n")
    return {**environment, "SPAUTH_CONFIG": str(config)}


@pytest.mark.usefixtures("furnished")
def test_it_ends_at_the_door(still: dict[str, str]) -> None:
    with Terminal(UNDER_NOHUP, still, is_controlling=False) as terminal:
        terminal.wait_for("passphrase")
        terminal.key("")
        terminal.hang_up()
        assert (terminal.process.wait(20), LEFT_ALTERNATE_SCREEN in terminal.raw) == (129, False)


async def test_it_closes_the_vault(still: dict[str, str], furnished: Path) -> None:
    with Terminal(UNDER_NOHUP, still, is_controlling=False) as terminal:
        unlock(terminal)
        terminal.hang_up()
        assert terminal.process.wait(20) == 129
    vault = await SqlcipherVaultStore(furnished).open(Secret(PASSPHRASE))
    assert (await vault.events())[0].kind is EventKind.LOCKED
    await vault.close()
