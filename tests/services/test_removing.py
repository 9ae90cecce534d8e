"""Removal is a mark: what is marked is gone everywhere, comes back as it was, and is deleted after seven days."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.errors.vault import NoSuchRecord, PassphraseNeeded
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ApplicationId, Kind
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.removal import KEPT_FOR, Removal
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.authorizing.accounts import AccountDraft
from spauth_tui.services.authorizing.applications import ApplicationDraft
from spauth_tui.services.authorizing.removing import UNDONE_FOR, Removing
from spauth_tui.services.import_export.import_line import ImportOutcome, Overrides
from spauth_tui.services.import_export.importing import Preview
from tests import builders
from tests.fakes import NOW
from tests.services.world import APP, AUTH, World

NOUNS = ("authorization", "account", "application")
A_SECOND = timedelta(seconds=1)
DRAFT = ApplicationDraft("Inventory", builders.CLIENT_ID, Secret(builders.CLIENT_SECRET), Kind.SELLER)


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    await made.vault.keep(AUTH, builders.access_token(), builders.event())
    return made


def removing(world: World) -> Removing:
    return world.workspace.authorizing.removing


async def record(world: World, noun: str) -> Application | Account | Authorization:
    held = await world.vault.holdings()
    if noun == "authorization":
        return held.authorizations[0]
    return held.accounts[0] if noun == "account" else held.applications[0]


async def removed(world: World, noun: str) -> Removal:
    await removing(world).remove([await record(world, noun)])
    return (await removing(world).all())[0]


async def imported(world: World, account: str = "Acme US", token: str = builders.REFRESH_TOKEN) -> Preview:
    text = json.dumps(
        {
            "client_id": builders.CLIENT_ID,
            "client_secret": builders.CLIENT_SECRET,
            "refresh_token": token,
            "account": account,
            "region": "na",
        }
    )
    return await world.workspace.importing.preview(text, "x.json", Overrides(account=account))


@pytest.mark.parametrize("noun", NOUNS)
async def test_no_value_of_what_is_removed_is_read(world: World, noun: str) -> None:
    await removed(world, noun)
    assert (await world.vault.holdings()).authorizations == ()
    assert await world.vault.names() == ()
    assert await world.vault.access_token(AUTH) is None
    for reading in (world.vault.credentials(AUTH), world.vault.refresh_token(RefreshTokenId("token"))):
        with pytest.raises(NoSuchRecord):
            await reading


@pytest.mark.parametrize("noun", NOUNS)
async def test_what_is_removed_comes_back_as_it_was(world: World, noun: str) -> None:
    await world.workspace.guarding.guard(await world.authorization())
    before = await world.vault.holdings()
    await removing(world).remove([await record(world, noun)], builders.PASSPHRASE)
    (removal,) = await removing(world).all()
    assert removal.kind == noun
    await removing(world).bring_back([removal])
    assert await world.vault.holdings() == before
    assert (await world.vault.credentials(AUTH)).refresh_token == Secret(builders.REFRESH_TOKEN)
    assert (await world.kinds())[0] is EventKind.BROUGHT_BACK


async def test_what_was_removed_is_written_to_no_more(world: World) -> None:
    await removed(world, "application")
    for writing in (
        world.vault.keep(AUTH, builders.access_token(), builders.event()),
        world.vault.keep(APP, builders.client_secret("late"), builders.event()),
        world.vault.mark_revoked(RefreshTokenId("token"), NOW, builders.event()),
        world.vault.make_current(RefreshTokenId("token"), NOW, builders.event()),
    ):
        with pytest.raises(NoSuchRecord):
            await writing


@pytest.mark.parametrize("noun", NOUNS)
async def test_a_loan_ends_with_what_it_was_lent_of_and_does_not_come_back(world: World, noun: str) -> None:
    loan = Loan(LoanId("loan"), AUTH, "CANARY-throwaway", "http://127.0.0.1:1", NOW)
    await world.vault.add(loan, builders.event())
    removal = await removed(world, noun)
    assert await world.vault.loan(loan.id) is None
    await removing(world).bring_back([removal])
    assert (await world.vault.holdings()).loans == ()


async def test_a_label_of_something_removed_may_be_used_again(world: World) -> None:
    removal = await removed(world, "account")
    await world.workspace.authorizing.accounts.add(AccountDraft(removal.name, Kind.SELLER, Region.EU))
    with pytest.raises(InputRefused, match="another account called Acme"):
        await removing(world).bring_back([removal])
    assert [each.region for each in (await world.vault.holdings()).accounts] == [Region.EU]


async def test_an_authorization_does_not_come_back_without_its_account(world: World) -> None:
    authorization = await removed(world, "authorization")
    await removing(world).remove([(await world.vault.holdings()).accounts[0]])
    with pytest.raises(InputRefused, match="belongs to is removed too"):
        await removing(world).bring_back([authorization])
    account = next(each for each in await removing(world).all() if each.kind == "account")
    await removing(world).bring_back([account, authorization])
    assert len((await world.vault.holdings()).authorizations) == 1


async def test_an_authorization_does_not_come_back_to_an_application_of_another_kind(world: World) -> None:
    authorization = await removed(world, "authorization")
    await builders.change(world.vault, replace(await world.application(), kind=Kind.VENDOR))
    with pytest.raises(InputRefused, match="vendor application now"):
        await removing(world).bring_back([authorization])


async def test_what_is_removed_is_deleted_for_good_at_the_first_unlock_after_seven_days(world: World) -> None:
    await removed(world, "application")
    world.clock.advance(KEPT_FOR - A_SECOND)
    await world.workspace.note_unlocked(())
    assert len(await removing(world).all()) == 1
    world.clock.advance(A_SECOND)
    await world.workspace.note_unlocked(())
    assert await removing(world).all() == ()
    assert EventKind.DELETED in await world.kinds()
    for table in ("application", "client_secret", "refresh_token", "access_token"):
        count = f"SELECT count(*) FROM {table}"  # noqa: S608 - a name of this test
        assert world.store.memory.connection.execute(count).fetchone() == (0,)


async def test_it_can_be_deleted_for_good_at_once(world: World) -> None:
    await removing(world).delete(await removed(world, "application"))
    assert await removing(world).all() == ()
    assert (await world.vault.events())[0].kind is EventKind.DELETED


@pytest.mark.parametrize("noun", NOUNS)
async def test_something_guarded_is_deleted_for_good_only_with_the_passphrase(world: World, noun: str) -> None:
    await world.workspace.guarding.guard(await world.authorization())
    await removing(world).remove([await record(world, noun)], builders.PASSPHRASE)
    (removal,) = await removing(world).all()
    with pytest.raises(PassphraseNeeded):
        await removing(world).delete(removal)
    assert len(await removing(world).all()) == 1
    await removing(world).delete(removal, builders.PASSPHRASE)
    assert await removing(world).all() == ()


async def test_the_newest_removal_is_taken_back_for_30_seconds(world: World) -> None:
    await removed(world, "authorization")
    world.clock.advance(UNDONE_FOR - A_SECOND)
    assert removing(world).can_undo
    back, left = await removing(world).undo()
    assert ([each.kind for each in back], left) == (["authorization"], 0)
    assert not removing(world).can_undo


async def test_after_30_seconds_nothing_is_taken_back(world: World) -> None:
    await removed(world, "authorization")
    world.clock.advance(UNDONE_FOR)
    assert not removing(world).can_undo
    with pytest.raises(InputRefused):
        await removing(world).undo()


async def test_what_another_window_did_since_wins_over_taking_back(world: World) -> None:
    removal = await removed(world, "authorization")
    await world.vault.bring_back(removal.record, builders.event())
    await world.vault.remove(removal.record, replace(builders.event(), at=NOW + A_SECOND))
    with pytest.raises(InputRefused, match="Another window has changed it"):
        await removing(world).undo()
    assert (await world.vault.holdings()).authorizations == ()


async def test_only_what_may_still_be_valid_at_amazon_is_counted(world: World) -> None:
    authorization = await world.authorization()
    assert await removing(world).unproven([authorization]) == 1
    marked = await world.workspace.authorizing.authorizations.mark_revoked(
        authorization, authorization.refresh_tokens[0]
    )
    assert await removing(world).unproven([marked]) == 1, "a mark alone proves nothing"


async def test_a_refresh_token_that_amazon_refused_as_revoked_is_proven(world: World) -> None:
    world.endpoint.answers.append(ExchangeRefused("invalid_grant", "CANARY description"))
    assert await world.workspace.authorizing.revoking.prove(await world.authorization())
    assert await removing(world).unproven([await world.authorization()]) == 0
    await builders.change(world.vault, replace(await world.authorization(), refusal=None))
    assert await removing(world).unproven([await world.authorization()]) == 0


async def test_an_application_added_again_comes_back_with_what_it_had(world: World) -> None:
    before = await world.vault.holdings()
    await removed(world, "application")
    added = await world.workspace.authorizing.applications.add(replace(DRAFT, label="Renamed"))
    assert (added.id, added.label, len(added.client_secrets)) == (APP, "Renamed", 1)
    assert (await world.vault.holdings()).authorizations == before.authorizations


async def test_an_authorization_added_again_comes_back_with_its_refresh_tokens(world: World) -> None:
    before = await world.authorization()
    await removed(world, "authorization")
    added = await world.workspace.authorizing.authorizations.add(before.application_id, before.account_id)
    assert added == before


async def test_a_refresh_token_pasted_again_comes_back_as_the_current_one(world: World) -> None:
    authorizations = world.workspace.authorizing.authorizations
    first = (await world.authorization()).refresh_tokens[0]
    later = await authorizations.store_refresh_token(await world.authorization(), Secret("Atzr|CANARY-later"))
    left = await removing(world).remove_refresh_token(later, first)
    assert len(left.refresh_tokens) == 1
    again = await authorizations.store_refresh_token(left, Secret(builders.REFRESH_TOKEN))
    assert len(again.refresh_tokens) == 2
    assert again.current_refresh_token is not None
    assert again.current_refresh_token.id == first.id


@pytest.mark.parametrize("noun", NOUNS)
async def test_importing_what_was_removed_brings_it_back(world: World, noun: str) -> None:
    before = await world.vault.holdings()
    await removed(world, noun)
    preview = await imported(world, before.accounts[0].label)
    assert [each.outcome for each in preview.lines] == [ImportOutcome.CHANGED]
    assert preview.lines[0].words == (f"{noun} brought back",)
    await world.workspace.importing.store(preview)
    assert await world.vault.holdings() == before
    assert EventKind.BROUGHT_BACK in await world.kinds()


async def test_a_new_refresh_token_for_an_authorization_that_was_removed_brings_it_back(world: World) -> None:
    before = await world.authorization()
    await removed(world, "authorization")
    label = (await world.account()).label
    await world.workspace.importing.store(await imported(world, label, "Atzr|CANARY-another"))
    after = await world.authorization()
    assert (after.id, len(after.refresh_tokens)) == (before.id, 2)


async def test_an_import_whose_removed_account_has_lost_its_label_is_refused(world: World) -> None:
    removal = await removed(world, "account")
    await world.workspace.authorizing.accounts.add(AccountDraft(removal.name, Kind.SELLER, Region.NA))
    preview = await imported(world, removal.name)
    assert [each.outcome for each in preview.lines] == [ImportOutcome.REFUSED]
    assert "another account called" in preview.lines[0].words[0]


async def test_a_preview_is_refused_after_something_was_removed(world: World) -> None:
    preview = await imported(world, "Another", "Atzr|CANARY-another")
    await removed(world, "authorization")
    with pytest.raises(InputRefused, match="Another window"):
        await world.workspace.importing.store(preview)


async def test_old_client_secrets_go_and_come_back(world: World) -> None:
    proven = builders.client_secret("newer", value="CANARY-newer")
    await world.vault.keep(APP, proven, builders.event())
    newest = (await world.application()).client_secrets[0]
    await builders.change(world.vault, replace(newest, proven_at=NOW))
    application = await world.application()
    left = await removing(world).remove_old_secrets(application, application.client_secrets[1:])
    assert [each.id for each in left.client_secrets] == ["newer"]
    await removing(world).undo()
    assert await world.application() == application


async def test_the_name_of_a_removal_says_what_it_was(world: World) -> None:
    await removed(world, "application")
    (removal,) = await removing(world).all()
    assert (removal.title, removal.left(NOW + A_SECOND)) == ("application Inventory", KEPT_FOR - A_SECOND)
    assert removal.record.id == ApplicationId("app")
