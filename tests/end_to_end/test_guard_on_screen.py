"""With a simulator in Amazon's place, each way to send asks for the passphrase of what is guarded first."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.secret import Secret
from tests import builders
from tests.end_to_end.test_crash_and_clipboard import PASSPHRASE, PROGRAM, furnished, unlock
from tests.more import more_of
from tests.simulator import Simulator
from tests.terminal import Terminal

__all__ = ["furnished"]


@pytest.fixture
async def guarded(furnished: Path) -> None:
    vault = await SqlcipherVaultStore(furnished).open(Secret(PASSPHRASE))
    (shown,) = (await vault.holdings()).authorizations
    await vault.change(shown, replace(shown, guarded=True), builders.event())
    # Long expired: each way but SP-API's own call begins with an exchange.
    await vault.keep(shown.id, builders.access_token(), builders.event())
    await vault.close()


ASKED = "to a simulator, not to Amazon"
Walk = Callable[[Terminal], None]


def pressing(key: str) -> Walk:
    return lambda terminal: terminal.send(key)


def get_a_restricted_data_token(terminal: Terminal) -> None:
    terminal.send("D")
    terminal.wait_for("Press a to get one")
    terminal.send("a")
    terminal.wait_for("ctrl+s gets it")
    terminal.key(" ")
    terminal.send("\x13")


def get_a_grantless_token(terminal: Terminal) -> None:
    terminal.send("A")
    terminal.wait_for("Slots")
    terminal.click("Get")


def prove_the_client_secret(terminal: Terminal) -> None:
    terminal.send("S")
    terminal.click("Prove it")


def have_amazon_rotate(terminal: Terminal) -> None:
    terminal.send("S")
    terminal.click("Have Amazon rotate")
    terminal.wait_for("It cannot be undone")
    terminal.key("rotate")
    terminal.send("\r")


def exchange_in_the_checklist(terminal: Terminal) -> None:
    terminal.send("s")
    terminal.wait_for("Checklist")
    terminal.key("5")
    terminal.click("Exchange now  ")


def call_sp_api_in_the_checklist(terminal: Terminal) -> None:
    terminal.send("s")
    terminal.wait_for("Checklist")
    terminal.key("5")
    terminal.click("Test at SP-API")


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(
    "walks",
    [
        (pressing("r"), get_a_grantless_token, call_sp_api_in_the_checklist),
        *more_of(
            (pressing("R"), pressing("t"), get_a_restricted_data_token),
            (prove_the_client_secret, have_amazon_rotate, exchange_in_the_checklist),
        ),
    ],
)
def test_nothing_guarded_is_sent_where_the_passphrase_is_not_typed(
    environment: dict[str, str], simulator: Simulator, walks: tuple[Walk, ...]
) -> None:
    with Terminal(PROGRAM, environment) as terminal:
        unlock(terminal)
        for walk in walks:
            walk(terminal)
            terminal.wait_for(ASKED)
            assert simulator.requests == []
            terminal.paste("CANARY of somebody else")
            terminal.send("\r")
            terminal.wait_for("Wrong passphrase")
            assert ASKED in terminal.text
            assert simulator.requests == []
            terminal.key("\x1b")
            assert ASKED not in terminal.text
            for _ in range(3):
                terminal.key("\x1b")  # back to the dashboard
            assert simulator.requests == []
