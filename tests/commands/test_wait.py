"""wait: a gate that exchanges nothing."""

import asyncio
import os
import subprocess
import sys
from datetime import timedelta

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.authorization import AuthorizationId
from tests import builders
from tests.commands.shell import Shell


def test_enough_time_ends_at_once_with_the_time(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    assert shell.ok("wait", "acme us", "--min-ttl", "10m") == "59:00\n"
    assert shell.clock.slept == []


def test_too_little_is_13_when_the_time_to_wait_is_over(shell: Shell) -> None:
    ran = shell("wait", "acme us", "--timeout", "3s")
    assert ran.code == 13
    assert shell.clock.slept == [timedelta(seconds=1)] * 3


def test_without_time_to_wait_it_is_a_gate(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    shell.clock.advance(timedelta(minutes=55))
    assert shell("wait", "acme us", "--min-ttl", "10m", "--timeout", "0").code == 13
    assert shell.clock.slept == []


def test_it_exchanges_nothing(shell: Shell) -> None:
    shell("wait", "acme us", "--timeout", "0")
    assert shell.simulator.requests == []


def test_it_sees_what_another_window_refreshes(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refresh_elsewhere(span: timedelta) -> None:
        other = await SqlcipherVaultStore(shell.vault).open(builders.PASSPHRASE)
        await other.keep(AuthorizationId("us"), builders.access_token(), builders.event())
        await other.close()
        await asyncio.sleep(0)

    monkeypatch.setattr(shell.clock, "sleep", refresh_elsewhere)
    assert shell.ok("wait", "acme us") == "59:00\n"


def test_one_that_is_removed_meanwhile_is_10(shell: Shell) -> None:
    async def remove(span: timedelta) -> None:
        shell.clock.advance(span)
        command = [sys.executable, "-m", "spauth_tui", "rm", "authorization", "acme us", "--yes"]
        await asyncio.to_thread(subprocess.run, command, env=dict(os.environ))

    shell.monkeypatch.setattr(shell.clock, "sleep", remove)
    assert "That is no longer in the vault." in shell.refused(10, "wait", "acme us", "--timeout", "5m")
