"""Who declines the passphrase before something guarded goes to a simulator sees that nothing was sent, and why."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from spauth_tui.domain.errors.exchange import Unreachable
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests import builders
from tests.fakes import InMemoryVault, InMemoryVaultStore
from tests.ui.test_dashboard import Stage
from tests.ui.test_typing_ahead import _type


class _SlowVault(InMemoryVault):
    """Takes many turns of the loop to read what an exchange needs, as a file does."""

    async def application(self, application_id: ApplicationId) -> Application:
        for _ in range(100):
            await asyncio.sleep(0)
        return await super().application(application_id)


class _SlowStore(InMemoryVaultStore):
    def vault(self) -> InMemoryVault:
        return _SlowVault(self)


class _SlowStage(Stage):
    store_kind = _SlowStore


@asynccontextmanager
async def _before_a_simulator(kind: type[Stage] = Stage) -> AsyncIterator[Stage]:
    stage = kind()
    stage.endpoint.goes_elsewhere = True
    async with stage.app.run_test(size=(120, 40)) as pilot:
        stage.pilot = pilot
        await stage.settle()
        yield stage


def _of_one_application(stage: Stage) -> tuple[Authorization, Authorization]:
    """Return two authorizations of one application, the first of them to be guarded."""
    held = stage.dashboard.roster.holdings
    first = stage.dashboard.context.chosen()
    assert first is not None
    return first, next(
        each for each in held.of_application(first.application_id) if each != first and each.current_refresh_token
    )


@asynccontextmanager
async def _declined(key: str) -> AsyncIterator[tuple[Stage, tuple[Authorization, Authorization]]]:
    async with _before_a_simulator() as stage:
        guarded, other = _of_one_application(stage)
        stage.clock.advance(timedelta(hours=2))
        await stage.dashboard.workspace.guarding.guard(guarded)
        if key == "r":
            stage.dashboard.board.go_to(other.id)
        await stage.dashboard.context.reload(other.id)
        await stage.press(key)
        assert isinstance(stage.app.screen, AskPassphrase)
        await stage.press("escape")
        yield stage, (guarded, other)


@pytest.mark.parametrize("key", ["r", "R"])
async def test_no_pane_says_that_an_exchange_failed(key: str) -> None:
    async with _declined(key) as (stage, chosen):
        assert not {each.id for each in chosen} & stage.dashboard.roster.problems.keys()


@pytest.mark.parametrize("key", ["r", "R"])
async def test_one_notice_says_whose_guard_it_was_and_that_nothing_was_sent(key: str) -> None:
    async with _declined(key) as (stage, (guarded, other)):
        subject = stage.dashboard.roster.holdings.subject(guarded)
        words = f"Its application's client secret is guarded through {subject}: nothing was sent."
        assert stage.toasts().count(words) == 1
        ids = {stage.dashboard.roster.holdings.application_of(each).client_id for each in (guarded, other)}
        assert ids.isdisjoint(each.client_id for each in stage.endpoint.clients)


async def test_what_the_pane_said_before_it_says_still() -> None:
    async with _before_a_simulator() as stage:
        guarded, _ = _of_one_application(stage)
        stage.endpoint.answers = [Unreachable()]
        await stage.press("r")
        await stage.dashboard.workspace.guarding.guard(guarded)
        await stage.press("r", "escape")
        assert stage.dashboard.roster.problems[guarded.id].sentence == Unreachable.sentence


async def _typed_at_once(stage: Stage, keys: str) -> None:
    guarded, _ = _of_one_application(stage)
    stage.clock.advance(timedelta(hours=2))
    await stage.dashboard.workspace.guarding.guard(guarded)
    await stage.dashboard.context.reload(guarded.id)
    await stage.settle()
    _type(stage.app, keys)
    for _ in range(4):
        await stage.settle()


@pytest.mark.parametrize("key", ["r", "R"])
async def test_a_passphrase_behind_the_key_in_one_piece_goes_into_its_field(key: str) -> None:
    async with _before_a_simulator(_SlowStage) as stage:
        await _typed_at_once(stage, f"{key}CANARY")
        assert isinstance(stage.app.screen, AskPassphrase)
        assert stage.app.screen.query_one(SecretInput).value == "CANARY"


async def test_keys_act_again_when_the_passphrase_is_declined() -> None:
    async with _before_a_simulator(_SlowStage) as stage:
        await _typed_at_once(stage, "r")
        await stage.press("escape", "question_mark")
        assert type(stage.app.screen).__name__ == "Help"


async def test_keys_act_where_no_passphrase_is_asked_for_after_all() -> None:
    async with _before_a_simulator(_SlowStage) as stage:
        guarded, _ = _of_one_application(stage)
        await stage.dashboard.workspace.guarding.guard(guarded)
        await stage.dashboard.context.reload(guarded.id)
        await stage.dashboard.workspace.guarding.unguard(guarded, builders.PASSPHRASE)
        _type(stage.app, "rC")
        for _ in range(4):
            await stage.settle()
        assert type(stage.app.screen).__name__ == "StoragePracticesScreen"
