"""With a simulator in Amazon's place, each key that sends asks for the passphrase of what is guarded first."""

from dataclasses import replace
from pathlib import Path

import pytest

from spauth_tui.adapters.sqlcipher.store import SqlcipherVaultStore
from spauth_tui.demo.simulator import Simulator
from spauth_tui.domain.secret import Secret
from tests import builders
from tests.end_to_end.test_crash_and_clipboard import PASSPHRASE, PROGRAM, furnished, unlock
from tests.terminal import Terminal

__all__ = ["furnished"]


@pytest.fixture
async def guarded(furnished: Path) -> None:
    vault = await SqlcipherVaultStore(furnished).open(Secret(PASSPHRASE))
    (shown,) = (await vault.holdings()).authorizations
    await vault.change(shown, replace(shown, guarded=True), builders.event())
    await vault.close()


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("key", ["r", "R", "t"])
def test_nothing_guarded_is_sent_where_the_passphrase_is_not_typed(
    environment: dict[str, str], simulator: Simulator, key: str
) -> None:
    with Terminal(PROGRAM, environment) as terminal:
        unlock(terminal)
        terminal.send(key)
        terminal.wait_for("to a simulator, not to Amazon")
        assert simulator.requests == []
        terminal.key("\x1b")
        assert "to a simulator, not to Amazon" not in terminal.text
        terminal.key("")
        assert simulator.requests == []
