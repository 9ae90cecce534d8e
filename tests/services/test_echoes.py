"""A server that gives back what it was sent: what is kept, explained and copied for support holds none of it."""

import pytest

from spauth_tui.domain.diagnosis.explanation import Case, support_words
from spauth_tui.ui.widgets.explanation_words import said_words
from tests import builders
from tests.pains.test_ten_pains import Developer, developer
from tests.simulator import Behaviour, Fault, Simulator
from tests.writings import WRITINGS, WRITTEN, Writing, leaks, texts_in

__all__ = ["developer"]


async def _told(developer: Developer) -> str:
    """Return all that is kept and shown of a failure: in the vault, in the log, by `f` and for support."""
    case = Case(await developer.authorization(), await developer.vault.holdings(), developer.clock.now())
    told = await developer.told()
    assert told.said is not None
    shown = [said_words(told).plain, support_words(told, case)]
    return texts_in([case.authorization, await developer.vault.events(), shown])


@pytest.mark.parametrize("writing", WRITTEN)
async def test_an_echoed_form_is_kept_and_explained_without_what_was_sent(
    developer: Developer, writing: Writing
) -> None:
    developer.simulator.behaviours[builders.REFRESH_TOKEN] = Behaviour(Fault.ECHO, echo=writing)
    await developer.exchange()
    told = await _told(developer)
    assert "Amazon's words: " in told
    assert not leaks(told, builders.REFRESH_TOKEN)
    assert not leaks(told, builders.CLIENT_SECRET)


@pytest.mark.parametrize("writing", WRITTEN)
async def test_an_echoed_access_token_is_kept_and_explained_without_it(developer: Developer, writing: Writing) -> None:
    developer.simulator.sp_api_echo = writing
    problem = await developer.test()
    (sent,) = [each.headers["x-amz-access-token"] for each in developer.simulator.requests if each.host]
    assert not leaks(f"{await _told(developer)} {texts_in(problem)}", sent)


async def test_a_simulator_that_echoes_does_echo(developer: Developer) -> None:
    assert isinstance(developer.simulator, Simulator)
    developer.simulator.sp_api_echo = WRITINGS["raw"]
    await developer.test()
    refusal = (await developer.authorization()).api_refusal
    assert refusal is not None
    assert (refusal.details, refusal.request_id) == ("details: (secret)", "(secret)")
