"""The broker answers as LWA does, and never with what was taken back."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.errors.vault import PassphraseNeeded
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.lending.brokering import TOKEN_PATH, Ask
from spauth_tui.services.lending.credentials import LentCredentials
from spauth_tui.services.ports.amazon import Credentials, Grant
from spauth_tui.services.ports.system import LoopbackReply, Visit
from tests import builders
from tests.fakes import NOW
from tests.services.world import AUTH, World

ORIGIN = "http://127.0.0.1:4711"


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    return made


async def give(world: World) -> LentCredentials:
    authorization = await world.authorization()
    return await world.workspace.brokering.give(authorization, "Inventory/Acme", ORIGIN)


def visit(lent: LentCredentials, **headers: str) -> Visit:
    form = {
        "grant_type": "refresh_token",
        "client_id": lent.loan.client_id,
        "client_secret": lent.client_secret.reveal(),
        "refresh_token": lent.handle.reveal(),
    }
    as_json = headers.get("content-type", "").casefold() == "application/json"
    body = json.dumps(form) if as_json else urlencode(form)
    return Visit("POST", TOKEN_PATH, {"host": "127.0.0.1:4711", **headers}, body.encode(), 4711)


async def nobody(lent: LentCredentials) -> Secret | None:
    return None


async def answered(world: World, sent: Visit, ask: Ask = nobody) -> LoopbackReply:
    return await world.workspace.brokering.answering(ask)(sent)


async def guard(world: World) -> None:
    await world.workspace.guarding.guard(await world.authorization())


async def test_who_has_the_credential_gets_an_access_token(world: World) -> None:
    assert (await answered(world, visit(await give(world)))).status == 200


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON"])
async def test_json_is_read_where_the_content_type_says_so(world: World, kind: str) -> None:
    sent = visit(await give(world), **{"content-type": kind})
    assert (await answered(world, sent)).status == 200


@pytest.mark.parametrize("host", ["127.0.0.1:4712", "127.0.0.1", "evil.example:4711", ""])
async def test_another_host_or_port_is_refused(world: World, host: str) -> None:
    assert (await answered(world, visit(await give(world), host=host))).status == 403


async def test_what_is_ended_while_amazon_is_asked_is_not_handed_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lent = await give(world)
    exchange = world.endpoint.exchange

    async def ended_meanwhile(credentials: Credentials) -> Grant:
        await world.vault.remove(lent.loan, builders.event())
        return await exchange(credentials)

    monkeypatch.setattr(world.endpoint, "exchange", ended_meanwhile)
    assert (await answered(world, visit(lent))).status == 400
    assert EventKind.BROKER_SERVED not in await world.kinds()


async def test_a_fault_of_an_sdk_is_slowed(world: World) -> None:
    sent = visit(await give(world))
    codes = [(await answered(world, sent)).status for _ in range(32)]
    assert (codes[0], codes[-1]) == (200, 429)


async def test_a_guarded_one_is_lent_to_nobody_without_the_passphrase(world: World) -> None:
    await guard(world)
    with pytest.raises(PassphraseNeeded):
        await give(world)


async def test_a_guard_that_is_set_later_is_met_at_the_next_hand_out(world: World) -> None:
    sent = visit(await give(world))
    assert (await answered(world, sent)).status == 200
    await guard(world)
    refused = await answered(world, sent)
    assert (refused.status, refused.is_proven) == (403, True)
    assert json.loads(refused.body.reveal())["error"] == "access_denied"
    assert (await world.kinds()).count(EventKind.BROKER_SERVED) == 1


async def test_a_guard_that_is_lifted_again_is_met_no_longer(world: World) -> None:
    sent = visit(await give(world))
    await guard(world)
    await world.workspace.guarding.unguard(await world.authorization(), builders.PASSPHRASE)
    assert (await answered(world, sent)).status == 200


async def test_a_guard_that_is_set_while_amazon_is_asked_is_met_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = visit(await give(world))
    exchange = world.endpoint.exchange

    async def guarded_meanwhile(credentials: Credentials) -> Grant:
        await guard(world)
        return await exchange(credentials)

    monkeypatch.setattr(world.endpoint, "exchange", guarded_meanwhile)
    assert (await answered(world, sent)).status == 403
    assert EventKind.BROKER_SERVED not in await world.kinds()


async def test_a_hand_out_is_logged_once_with_the_client_id_it_went_to(world: World) -> None:
    lent = await give(world)
    assert (await answered(world, visit(lent))).status == 200
    logged = [each for each in await world.vault.events() if each.kind is EventKind.BROKER_SERVED]
    assert [(each.detail, each.authorization_id) for each in logged] == [(lent.loan.client_id, AUTH)]


async def test_the_passphrase_typed_once_lets_all_later_hand_outs_go(world: World) -> None:
    asked: list[str] = []

    async def person(lent: LentCredentials) -> Secret:
        asked.append(lent.name)
        await asyncio.sleep(0)
        return builders.PASSPHRASE

    sent = visit(await give(world))
    await guard(world)
    at_once = await asyncio.gather(*(answered(world, sent, person) for _ in range(3)))
    assert [each.status for each in at_once] == [200, 200, 200]
    assert (await answered(world, sent)).status == 200
    assert asked == ["Inventory/Acme"]


async def test_a_wrong_passphrase_lets_nothing_go(world: World) -> None:
    async def person(lent: LentCredentials) -> Secret:
        return Secret("CANARY wrong")

    sent = visit(await give(world))
    await guard(world)
    assert (await answered(world, sent, person)).status == 403
    assert (await answered(world, sent)).status == 403


async def test_what_was_guarded_at_the_start_is_not_asked_for_again(world: World) -> None:
    await guard(world)
    authorization = await world.authorization()
    lent = await world.workspace.brokering.give(authorization, "n", ORIGIN, builders.PASSPHRASE)
    assert (await answered(world, visit(lent))).status == 200


@pytest.mark.parametrize("is_typed_at_the_start", [True, False])
async def test_a_guard_that_is_set_anew_asks_anew(world: World, is_typed_at_the_start: bool) -> None:
    asked: list[str] = []

    async def person(lent: LentCredentials) -> Secret:
        asked.append(lent.name)
        return builders.PASSPHRASE

    if is_typed_at_the_start:
        await guard(world)
        authorization = await world.authorization()
        sent = visit(await world.workspace.brokering.give(authorization, "n", ORIGIN, builders.PASSPHRASE))
    else:
        sent = visit(await give(world))
        await guard(world)
    assert (await answered(world, sent, person)).status == 200
    await world.workspace.guarding.unguard(await world.authorization(), builders.PASSPHRASE)
    await guard(world)
    asked.clear()
    assert (await answered(world, sent)).status == 403
    assert [(await answered(world, sent, person)).status for _ in range(2)] == [200, 200]
    assert len(asked) == 1


async def test_a_long_log_since_the_passphrase_was_typed_asks_nobody(world: World) -> None:
    await guard(world)
    authorization = await world.authorization()
    lent = await world.workspace.brokering.give(authorization, "n", ORIGIN, builders.PASSPHRASE)
    for _ in range(300):
        await world.vault.record(replace(builders.event(), authorization_id=AUTH))
    assert (await answered(world, visit(lent))).status == 200


async def test_a_guard_that_is_set_anew_while_the_passphrase_is_typed_asks_anew(world: World) -> None:
    async def person(lent: LentCredentials) -> Secret:
        await guard(world)
        return builders.PASSPHRASE

    sent = visit(await give(world))
    await guard(world)
    assert (await answered(world, sent, person)).status == 403


async def test_what_was_handed_out_is_counted_with_its_time(world: World) -> None:
    lent = await give(world)
    for _ in range(2):
        world.clock.advance(timedelta(minutes=1))
        await answered(world, visit(lent))
    loan = await world.vault.loan(lent.loan.id)
    assert loan is not None
    assert (loan.served, loan.last_served_at) == (2, NOW + timedelta(minutes=2))


async def test_what_was_refused_is_not_counted(world: World) -> None:
    lent = await give(world)
    world.endpoint.answers = [ExchangeRefused("invalid_grant")]
    await answered(world, visit(lent))
    loan = await world.vault.loan(lent.loan.id)
    assert loan is not None
    assert (loan.served, loan.last_served_at) == (0, None)


async def test_the_person_is_asked_one_question_at_a_time(world: World) -> None:
    lent = [await give(world), await give(world)]
    await guard(world)
    open_questions, most = 0, 0

    async def ask(_: LentCredentials) -> Secret:
        nonlocal open_questions, most
        open_questions += 1
        most = max(most, open_questions)
        for _turn in range(50):
            await asyncio.sleep(0)
        open_questions -= 1
        return builders.PASSPHRASE

    replies = await asyncio.gather(*(answered(world, visit(each), ask) for each in lent))
    assert ([each.status for each in replies], most) == ([200, 200], 1)
