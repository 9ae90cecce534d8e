"""Where what a person gives is taken, and where it is refused."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Never

import pytest

from spauth_tui.domain.errors.input import FileNotUnderstood, InputRefused, PlaceRefused
from spauth_tui.domain.errors.vault import VaultUnwritable
from spauth_tui.domain.model.access_token import SAFETY_MARGIN, AccessToken
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.reading.reader import MOST_FOREIGN
from spauth_tui.formats.registry import FORMATS
from spauth_tui.services.authorizing.applications import accept_client_id
from spauth_tui.services.import_export.import_line import Overrides
from spauth_tui.services.vault_care.backups import accept_existing
from spauth_tui.services.vault_care.known_vaults import KnownVaults
from tests import builders
from tests.fakes import NOW
from tests.services.world import AUTH, World

ONE_SECOND = timedelta(seconds=1)
ADDRESS = Resource("GET", "/orders/v0/orders/{orderId}/address")


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    return made


async def obtain(world: World) -> None:
    await world.workspace.restricting.obtain(await world.authorization(), await world.account(), [ADDRESS])


async def test_a_live_access_token_is_used_for_a_restricted_one_and_not_exchanged(world: World) -> None:
    await world.vault.keep(AUTH, builders.access_token(), builders.event())
    await obtain(world)
    assert world.endpoint.clients == []
    assert world.api.lent == [(ADDRESS,)]


async def test_one_second_before_it_counts_as_expired_an_access_token_is_used(world: World) -> None:
    token = builders.access_token()
    await world.vault.keep(AUTH, token, builders.event())
    world.clock.advance(token.life.expires_at - SAFETY_MARGIN - NOW - ONE_SECOND)
    await obtain(world)
    assert world.endpoint.clients == []


@pytest.mark.parametrize("token", [None, builders.access_token()])
async def test_without_a_live_access_token_it_is_exchanged_first(world: World, token: AccessToken | None) -> None:
    if token is not None:
        await world.vault.keep(AUTH, token, builders.event())
    world.clock.advance(builders.life().expires_at - SAFETY_MARGIN - NOW)
    await obtain(world)
    assert len(world.endpoint.clients) == 1
    held = await world.vault.access_token(AUTH)
    assert held is not None
    assert held.life.asked_at == world.clock.now()


@pytest.mark.parametrize(("length", "fits"), [(100, True), (101, False)])
def test_a_client_id_has_100_characters_at_most(length: int, fits: bool) -> None:
    client_id = f"amzn1.application-oa2-client.{'0' * 200}"[:length]
    if fits:
        assert accept_client_id(client_id) == client_id
    else:
        with pytest.raises(InputRefused, match="at most 100 plain characters") as caught:
            accept_client_id(client_id)
        assert caught.value.field == "client_id"


def test_a_client_id_of_other_than_plain_characters_is_refused() -> None:
    with pytest.raises(InputRefused, match="at most 100 plain characters"):
        accept_client_id("amzn1.application-oa2-client.ü")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "That is not a regular file"),
        ("folder", "That is not a regular file"),
        ("nowhere", "There is no such file"),
        ("a\x00b", "There is no such file"),
        ("~nobody-of-that-name/x", "There is no such file"),
    ],
)
def test_what_is_no_file_is_refused_at_its_field(
    text: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PlaceRefused, match=words) as caught:
        accept_existing(text)
    assert caught.value.field == "file"


@pytest.mark.parametrize("text", ["copy.vault", " copy.vault ", "~/copy.vault"])
def test_a_file_that_is_there_is_given_with_its_whole_path(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "copy.vault").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert accept_existing(text) == tmp_path / "copy.vault"


async def test_a_removed_account_is_logged_by_its_name(world: World) -> None:
    await world.workspace.authorizing.removing.remove([await world.account()])
    newest = (await world.vault.events())[0]
    assert newest == Event(NOW, EventKind.REMOVED, "Acme", "account")
    assert (await world.vault.holdings()).accounts == ()


async def test_an_unlock_that_was_written_into_the_log_is_told(world: World) -> None:
    assert await world.workspace.note_unlocked([NOW]) is True
    assert world.workspace.read_only is None


async def test_an_unlock_that_cannot_be_written_into_the_log_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = VaultUnwritable("It is on a read-only disk.")

    def read_only() -> Never:
        raise problem

    monkeypatch.setattr(world.vault, "batch", read_only)
    assert await world.workspace.note_unlocked([NOW]) is False
    assert world.workspace.read_only is problem


def doors() -> KnownVaults:
    def unused(_: object) -> Never:
        raise AssertionError

    return KnownVaults(unused, unused)


def names(paths: Sequence[Path]) -> list[str]:
    return [each.name for each in paths]


def test_the_vaults_beside_one_are_the_files_that_end_so(tmp_path: Path) -> None:
    for name in ("b.vault", "C.vault", "a.vault", "notes.txt", "b.vault.bak", "vault"):
        (tmp_path / name).touch()
    (tmp_path / "folder.vault").mkdir()
    assert names(doors().known(tmp_path / "a.vault")) == ["a.vault", "b.vault", "C.vault"]


def test_the_present_vault_is_among_them_wherever_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.vault").touch()
    assert names(doors().known(tmp_path / "b.other")) == ["a.vault", "b.other"]
    assert names(doors().known(tmp_path / "nowhere" / "c.vault")) == ["c.vault"]


@pytest.mark.parametrize("format_key", [None, "env"])
async def test_no_long_file_is_imported_which_this_program_did_not_write(world: World, format_key: str | None) -> None:
    text = "A=1\n" * (MOST_FOREIGN // 4) + "\n"
    with pytest.raises(FileNotUnderstood, match="more than 1 MiB, and no export of spauth-tui"):
        await world.workspace.importing.preview(text, "s", Overrides(), format_key)


async def test_a_long_export_of_this_program_is_imported(world: World) -> None:
    drafts = [Draft(f"id-{number}", account=f"Account {number}") for number in range(10)]
    text = FORMATS["spauth"].write(drafts).reveal() + " " * MOST_FOREIGN
    assert len((await world.workspace.importing.preview(text, "s", Overrides())).lines) == 10
