"""Whoever asks for a widget or the vault while the program ends has not failed; any other fault is one, as ever."""

import asyncio
from collections.abc import Iterator

import pytest
from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.worker import WorkerFailed

from spauth_tui.domain.errors.vault import VaultLocked
from spauth_tui.startup import ending
from spauth_tui.ui.base.safe_app import SafeApp
from tests.ui.test_dashboard import staged


@pytest.fixture(autouse=True)
def _no_signal_is_left() -> Iterator[None]:
    yield
    ending.forget()


class _Failing(SafeApp):
    """Fails as it is told: in a handler of its own or of its screen, or in a worker."""

    def fail(self, error: Exception, where: str) -> None:
        async def do() -> None:
            raise error

        if where == "worker":
            self.run_worker(do())
        else:
            (self if where == "app" else self.screen).call_later(do)


async def _ended(error: Exception, where: str, *, is_ending: bool) -> int | None:
    app = _Failing()
    async with app.run_test():
        app.is_ending = is_ending
        app.fail(error, where)
        # No pause of the pilot: it would wait for a screen that answers no more.
        for _ in range(100):
            await asyncio.sleep(0)
        app._end_by_signal(15)
    return app.return_code


GONE = [NoMatches("x"), ScreenStackError("x"), VaultLocked()]


@pytest.mark.parametrize("where", ["app", "screen", "worker"])
@pytest.mark.parametrize("error", GONE, ids=repr)
async def test_who_asks_for_what_is_gone_while_the_program_ends_has_not_failed(error: Exception, where: str) -> None:
    assert await _ended(error, where, is_ending=True) == 143


@pytest.mark.parametrize(("error", "is_ending"), [*[(each, False) for each in GONE], (ValueError("x"), True)], ids=repr)
async def test_any_other_fault_is_one(error: Exception, is_ending: bool) -> None:
    with pytest.raises(WorkerFailed):
        await _ended(error, "worker", is_ending=is_ending)


async def test_who_quits_is_ending_before_the_vault_is_closed() -> None:
    async with staged() as stage:
        seen = []

        async def close_down(because: str = "") -> None:
            del because
            seen.append(stage.app.is_ending)

        stage.app.close_down = close_down  # type: ignore[method-assign]
        await stage.pilot.press("q")
        assert seen[0]
