"""Which client secret was accepted is noted when that is news, and at no other time."""

from datetime import timedelta

import pytest

from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.model.application import ClientSecretId, ClientSecretRecord
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import Grant
from spauth_tui.services.tokens.client_secret_fallback import REFUSED_CLIENT, ask_with_fallback
from tests import builders
from tests.fakes import NOW
from tests.services.world import APP, World

GRANT = Grant(Secret("Atza|CANARY"), timedelta(hours=1))


@pytest.fixture
async def world() -> World:
    """An application with a client secret and a newer one."""
    made = World()
    await builders.furnish(made.vault)
    await made.vault.keep(APP, builders.client_secret("newer", value="CANARY-newer"), builders.event())
    return made


async def asked(world: World, *refused: str) -> None:
    """Ask with one after another; those named are refused."""

    async def attempt(secret_id: ClientSecretId) -> Grant:
        if secret_id in refused:
            raise ExchangeRefused(REFUSED_CLIENT, status=401)
        return GRANT

    await ask_with_fallback(world.vault, world.clock, await world.application(), attempt)


async def newer(world: World) -> ClientSecretRecord:
    (found,) = [each for each in (await world.application()).client_secrets if each.id == "newer"]
    return found


async def count(world: World, kind: EventKind) -> int:
    return (await world.kinds()).count(kind)


async def test_the_first_time_it_is_accepted_is_kept_and_logged(world: World) -> None:
    await asked(world)
    assert (await newer(world)).proven_at == NOW
    assert await count(world, EventKind.CLIENT_SECRET_PROVEN) == 1


async def test_accepted_again_is_no_news(world: World) -> None:
    await asked(world)
    world.clock.advance(timedelta(hours=1))
    await asked(world)
    assert (await newer(world)).proven_at == NOW
    assert await count(world, EventKind.CLIENT_SECRET_PROVEN) == 1


async def test_refused_in_between_it_is_accepted_anew(world: World) -> None:
    await asked(world)
    world.clock.advance(timedelta(hours=1))
    await asked(world, "newer")
    world.clock.advance(timedelta(hours=1))
    await asked(world)
    held = await newer(world)
    assert (held.proven_at, held.refused_at) == (NOW + timedelta(hours=2), None)
    assert await count(world, EventKind.CLIENT_SECRET_PROVEN) == 3  # the older one's, too


async def test_a_second_refusal_moves_the_time_on_and_is_not_logged(world: World) -> None:
    await asked(world, "newer")
    assert await count(world, EventKind.CLIENT_SECRET_REFUSED) == 1
    world.clock.advance(timedelta(hours=1))
    await asked(world, "newer")
    assert (await newer(world)).refused_at == NOW + timedelta(hours=1)
    assert await count(world, EventKind.CLIENT_SECRET_REFUSED) == 1
