"""What people paste or pipe into a rotation: Amazon's notifications with all that queues put around them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.application import Application, ApplicationId, Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.testing.rotating import PasteResult
from tests import builders
from tests.fakes import NOW
from tests.services.world import World

FILES = Path(__file__).parent / "notifications"
CLIENT_ID = "amzn1.application-oa2-client.0a1b2c3d4e5f60718293a4b5c6d7e8f9"
OTHER_CLIENT_ID = f"amzn1.application-oa2-client.{'9' * 32}"
APP = ApplicationId("rotated")
ENDS, OLD_ENDS = datetime(2027, 5, 28, 22, 9, 17, 198000, UTC), datetime(2026, 12, 6, 22, 9, 17, 180000, UTC)


@pytest.fixture
async def rotating() -> World:
    """A vault with the application that the notifications are about."""
    world = World()
    await builders.furnish(world.vault)
    await world.vault.add(Application(APP, "Rotated", CLIENT_ID, Kind.SELLER, NOW), builders.event())
    await world.vault.keep(APP, builders.client_secret("before"), builders.event())
    return world


async def take(world: World, name: str) -> PasteResult:
    application = await world.vault.application(APP)
    pasted = Secret((FILES / name).read_text())
    return await world.workspace.testing.rotating.take(application, pasted, None)


@pytest.mark.parametrize("name", sorted({each.name for each in FILES.iterdir()} - {"deadline-already-past.json"}))
async def test_the_new_client_secret_is_taken_with_both_ends(rotating: World, name: str) -> None:
    await take(rotating, name)
    newest, before = (await rotating.vault.application(APP)).client_secrets
    assert (newest.expires_at, before.expires_at) == (ENDS, OLD_ENDS)


async def test_another_applications_is_named(rotating: World) -> None:
    taken = await take(rotating, "other-application-first.json")
    assert "It also holds a new client secret of a client id that ends in 99999999." in taken.words


async def test_another_applications_is_offered_if_it_is_in_the_vault(rotating: World) -> None:
    other = Application(ApplicationId("other"), "Other", OTHER_CLIENT_ID, Kind.SELLER, NOW)
    await rotating.vault.add(other, builders.event())
    taken = await take(rotating, "other-application-first.json")
    assert taken.others == (await rotating.vault.application(other.id),)
    assert "It also holds a new client secret of Other." in taken.words


async def test_one_whose_end_is_past_is_refused_with_its_date(rotating: World) -> None:
    rotating.clock.advance(datetime(2026, 11, 30, tzinfo=UTC) - NOW)
    with pytest.raises(InputRefused, match=r"expired on .*2026.* so nothing was stored"):
        await take(rotating, "deadline-already-past.json")
    assert len((await rotating.vault.application(APP)).client_secrets) == 1
