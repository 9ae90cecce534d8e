"""Two windows on one file: what one of them saves leaves alone what the other has changed meanwhile."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList

from spauth_tui.adapters.config.appearance_file import AppearanceFile
from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import InputRefused, LimitReached
from spauth_tui.domain.errors.vault import ChangedMeanwhile
from spauth_tui.domain.model.account import AccountId
from spauth_tui.domain.model.appearance import Notify, PaneStyle, Progress
from spauth_tui.domain.model.application import ApplicationId, Kind
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.leak import Leaked
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.merging import differing
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.application.form import ApplicationForm
from spauth_tui.ui.authorization.account_form import AccountForm
from spauth_tui.ui.dialogs.form import BothChanged, Form
from spauth_tui.ui.vault.preferences import PreferencesForm
from spauth_tui.ui.vault.settings import SettingsForm
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from tests import builders
from tests.services.world import APP, AUTH
from tests.ui.host import USUAL, Host, outside, settle, showing, shown

ACC = AccountId("acc")


@dataclass
class Windows:
    here: Workspace
    there: Workspace
    config: Path


@cache
def derived(passphrase: Secret, salt: bytes) -> Secret:
    """Derive a key once for all tests: they all begin with a copy of one file."""
    return derive_key(passphrase, salt)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("furnished") / "v.vault"

    async def make() -> None:
        vault = await SqlcipherVaultStore(path).create(builders.PASSPHRASE)
        await builders.furnish(vault)
        account = builders.account(region=Region.EU, marketplaces=("DE", "FR", "IT"), merged_name="Group")
        await builders.change(vault, account)
        await vault.close()

    asyncio.run(make())
    return path


@pytest.fixture
async def windows(tmp_path: Path, furnished: Path) -> AsyncIterator[Windows]:
    path = tmp_path / "vault" / "v.vault"
    path.parent.mkdir(mode=0o700)
    shutil.copyfile(furnished, path)
    path.chmod(0o600)
    store = SqlcipherVaultStore(path, derived)
    first, second = await store.open(builders.PASSPHRASE), await store.open(builders.PASSPHRASE)
    config = tmp_path / "config.toml"
    config.write_text('theme = "nord"\n')
    yield Windows(Workspace(first, outside(), store), Workspace(second, outside(), store), config)
    await first.close()
    await second.close()


class OfAccount:
    mine: dict[str, Any] = {
        "label": "Mine",
        "environment": Environment.SANDBOX,
        "marketplaces": ("DE",),
        "merged_name": "My group",
        "notes": "mine",
    }
    theirs: dict[str, Any] = {
        "label": "Theirs",
        "environment": Environment.SANDBOX,
        "marketplaces": ("DE", "FR"),
        "merged_name": "Their group",
        "notes": "theirs",
    }

    async def present(self, at: Workspace, _: Path) -> Any:
        return (await at.holdings()).account_by_id[ACC]

    async def form(self, at: Workspace, _: Path) -> Form[Any]:
        holdings = await at.holdings()
        return AccountForm(at, holdings, holdings.account_by_id[ACC])

    async def change(self, at: Workspace, path: Path, changes: Mapping[str, Any]) -> None:
        present = await self.present(at, path)
        await at._vault.change(present, replace(present, **changes), builders.event())


class OfApplication(OfAccount):
    mine = {
        "label": "Mine",
        "client_id": builders.CLIENT_ID[:-1] + "a",
        "authorization_limit": 11,
        "slots_elsewhere": 1,
    }
    theirs = {
        "label": "Theirs",
        "client_id": builders.CLIENT_ID[:-1] + "b",
        "authorization_limit": 12,
        "slots_elsewhere": 2,
    }

    async def present(self, at: Workspace, _: Path) -> Any:
        return await at._vault.application(APP)

    async def form(self, at: Workspace, path: Path) -> Form[Any]:
        return ApplicationForm(at, await self.present(at, path))


class OfPreferences(OfAccount):
    mine = {
        "lock_after": timedelta(minutes=5),
        "show_when_locked": True,
        "backup_every": timedelta(days=1),
        "backups_kept": 3,
    }
    theirs = {
        "lock_after": None,
        "show_when_locked": True,
        "backup_every": timedelta(days=3),
        "backups_kept": 4,
        "watched": frozenset({AUTH}),
    }

    async def present(self, at: Workspace, _: Path) -> Any:
        return await at.preferences()

    async def form(self, at: Workspace, path: Path) -> Form[Any]:
        return PreferencesForm(at, await self.present(at, path))


class OfSettings(OfAccount):
    mine = {
        "theme": "dracula",
        "panes": PaneStyle.COMPACT,
        "motion": False,
        "title": False,
        "notify": Notify.BELL,
        "progress": Progress.OFF,
        "keymap": "vim",
    }
    theirs = {
        "theme": "gruvbox",
        "panes": PaneStyle.TABLE,
        "motion": False,
        "title": False,
        "notify": Notify.DESKTOP,
        "progress": Progress.ON,
        "keymap": "vim",
    }

    async def present(self, at: Workspace, path: Path) -> Any:
        return (await AppearanceFile(path).read()).appearance

    async def form(self, at: Workspace, path: Path) -> Form[Any]:
        read = await AppearanceFile(path).read()
        return SettingsForm(AppearanceFile(path), read, read.appearance)

    async def change(self, at: Workspace, path: Path, changes: Mapping[str, Any]) -> None:
        present = await self.present(at, path)
        await AppearanceFile(path).change(present, replace(present, **changes))


FORMS: dict[type[Form[Any]], OfAccount] = {
    AccountForm: OfAccount(),
    ApplicationForm: OfApplication(),
    PreferencesForm: OfPreferences(),
    SettingsForm: OfSettings(),
}
"""Each form that changes a record, with what is entered here and what another window changes meanwhile."""


@asynccontextmanager
async def running(size: tuple[int, int] = USUAL) -> AsyncIterator[tuple[Host, Any]]:
    host = Host()
    async with host.run_test(size=size) as pilot:
        yield host, pilot


def enter(form: Form[Any], field: str, record: Any) -> None:
    """Enter one field as it is in a record."""
    name = field.replace("_", "-")
    held = form.entries(record)[name]
    control = form.query_one(f"#{name}")
    if isinstance(control, Input):
        control.value = str(held)
    elif isinstance(control, ChoiceRow):
        control.choose(int(held))
    else:
        assert isinstance(control, OptionList)
        control.highlighted = int(held)


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
async def test_each_field_can_be_changed_while_another_window_changes_every_other(
    windows: Windows, kind: type[Form[Any]]
) -> None:
    case = FORMS[kind]
    before = await case.present(windows.here, windows.config)
    async with running() as (host, pilot):
        for field, value in case.mine.items():
            form = await case.form(windows.here, windows.config)
            await host.ask(form)
            theirs = {name: each for name, each in case.theirs.items() if name != field}
            await case.change(windows.there, windows.config, theirs)
            enter(form, field, replace(before, **{field: value}))
            form.action_submit()
            await asyncio.wait_for(settle(host, pilot), 20)
            after = await case.present(windows.there, windows.config)
            assert after == replace(before, **theirs, **{field: value})
            assert host.answer == after
            await case.change(windows.there, windows.config, differing(after, before))


async def both_changed(host: Host, pilot: Any, windows: Windows, kind: type[Form[Any]], fields: list[str]) -> Form[Any]:
    """Change fields here and there, and save here; return the form."""
    case = FORMS[kind]
    before = await case.present(windows.here, windows.config)
    form = await case.form(windows.here, windows.config)
    await host.ask(form)
    await case.change(windows.there, windows.config, {field: case.theirs[field] for field in fields})
    for field in fields:
        enter(form, field, replace(before, **{field: case.mine[field]}))
    form.action_submit()
    for _ in range(500):
        if isinstance(host.screen, BothChanged):
            await pilot.pause()
            return form
        await pilot.pause(0.01)
    raise AssertionError(shown(host))


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
async def test_fields_that_both_changed_are_asked_about_one_by_one(windows: Windows, kind: type[Form[Any]]) -> None:
    case = FORMS[kind]
    clashing = [field for field in case.mine if case.mine[field] != case.theirs[field]]
    async with running((120, 50)) as (host, pilot):
        await both_changed(host, pilot, windows, kind, clashing)
        rows = list(host.screen.query(ChoiceRow))
        for row in rows[1::2]:
            row.choose(1)
        await pilot.press("enter")
        await settle(host, pilot)
        after = await case.present(windows.there, windows.config)
        expected = [case.mine[field] if number % 2 else case.theirs[field] for number, field in enumerate(clashing)]
        assert len(rows) == len(clashing)
        assert [getattr(after, field) for field in clashing] == expected
        assert host.answer == after


async def test_the_question_shows_what_it_was_and_both_values(windows: Windows) -> None:
    async with running() as (host, pilot):
        await both_changed(host, pilot, windows, AccountForm, ["marketplaces"])
        text = shown(host)
        assert "Marketplaces" in text
        assert "was DE FR IT" in text
        assert "now DE FR" in text
        assert "here DE" in text


async def test_escape_at_the_question_goes_on_editing_with_what_was_typed(windows: Windows) -> None:
    async with running() as (host, pilot):
        form = await both_changed(host, pilot, windows, AccountForm, ["marketplaces"])
        await pilot.press("escape")
        await settle(host, pilot)
        assert host.screen is form
        assert form.query_one("#marketplaces", Input).value == "DE"
        assert "marketplaces from DE FR IT to DE FR" in " ".join(shown(host).replace("│", " ").split())
        assert (await windows.there.holdings()).account_by_id[ACC].marketplaces == ("DE", "FR")


async def test_nothing_that_was_entered_writes_nothing_and_no_event(windows: Windows) -> None:
    async with showing(await FORMS[AccountForm].form(windows.here, windows.config)) as (host, pilot):
        await FORMS[AccountForm].change(windows.there, windows.config, {"notes": "theirs"})
        before = len(await windows.there._vault.events())
        await pilot.press("enter")
        await settle(host, pilot)
        assert host.answer.notes == "theirs"
        assert len(await windows.there._vault.events()) == before


async def test_a_label_that_another_window_took_meanwhile_is_refused(windows: Windows) -> None:
    async with showing(await FORMS[AccountForm].form(windows.here, windows.config)) as (host, pilot):
        await windows.there._vault.add(builders.account("b", "Taken"), builders.event())
        host.screen.query_one("#label", Input).value = "taken"
        await pilot.press("enter")
        await settle(host, pilot)
        assert "already an account with this label" in shown(host)


async def test_marketplaces_do_not_go_into_a_region_that_another_window_chose(windows: Windows) -> None:
    account = (await windows.here.holdings()).account_by_id[ACC]
    await windows.there._vault.change(account, replace(account, region=Region.NA, marketplaces=()), builders.event())
    before = replace(account, marketplaces=())
    from spauth_tui.services.authorizing.accounts import AccountDraft

    with pytest.raises(InputRefused, match="belongs to Europe"):
        await windows.here.authorizing.accounts.edit(
            before, AccountDraft("Acme", Kind.SELLER, Region.EU, marketplaces="DE")
        )


async def test_ticks_of_two_windows_are_both_kept(windows: Windows) -> None:
    shown_here = await windows.here._vault.authorization(AUTH)
    await windows.there.authorizing.authorizations.tick(shown_here, "limits", done=True)
    after = await windows.here.authorizing.authorizations.tick(shown_here, "portal", done=True)
    assert after.ticks == {"limits", "portal"}


async def test_a_portal_that_both_chose_is_told_with_both(windows: Windows) -> None:
    shown_here = await windows.here._vault.authorization(AUTH)
    await windows.there.authorizing.authorizations.choose_portal(shown_here, "seller-central")
    with pytest.raises(ChangedMeanwhile, match=r"portal from nothing to seller-central, you to vendor-central"):
        await windows.here.authorizing.authorizations.choose_portal(shown_here, "vendor-central")


async def test_a_guard_stays_while_a_stale_record_is_ticked(windows: Windows) -> None:
    shown_here = await windows.here._vault.authorization(AUTH)
    await windows.there.guarding.guard(shown_here)
    assert (await windows.here.authorizing.authorizations.tick(shown_here, "limits", done=True)).guarded


async def test_a_refusal_that_is_noted_leaves_a_tick_alone(windows: Windows) -> None:
    shown_here = await windows.here._vault.authorization(AUTH)
    await windows.there.authorizing.authorizations.tick(shown_here, "limits", done=True)
    refused = replace(shown_here, refusal=builders.refusal())
    after = await windows.here._vault.change(shown_here, refused, builders.event(EventKind.REFUSED))
    assert after.ticks == {"limits"}
    assert after.refusal == builders.refusal()


async def test_steps_of_a_leak_of_two_windows_are_both_kept(windows: Windows) -> None:
    application = await windows.here._vault.application(APP)
    leak = await windows.here.authorizing.leaks.open(Leaked.CLIENT_SECRET, application, None)
    from spauth_tui.domain.amazon.leak_steps import LEAK_STEPS

    first, second, *_ = (each.key for each in LEAK_STEPS[leak.leaked])
    await windows.there.authorizing.leaks.tick(leak, first, done=True)
    assert (await windows.here.authorizing.leaks.tick(leak, second, done=True)).done == {first, second}


async def test_a_leak_that_both_windows_open_is_one(windows: Windows) -> None:
    application = await windows.here._vault.application(APP)
    one = await windows.here.authorizing.leaks.open(Leaked.CLIENT_SECRET, application, None)
    two = await windows.there.authorizing.leaks.open(Leaked.CLIENT_SECRET, application, None)
    assert one == two


async def test_a_deadline_that_another_window_noted_stays_when_a_proof_is_noted(windows: Windows) -> None:
    application = await windows.here._vault.application(APP)
    (record,) = application.client_secrets
    dated = replace(record, expires_at=record.stored_at + timedelta(days=9))
    await windows.there._vault.change(record, dated, builders.event())
    holdings = await windows.here.holdings()
    await windows.here.testing.rotating.prove(application, holdings)
    (after,) = (await windows.here._vault.application(APP)).client_secrets
    assert (after.expires_at, after.proven_at) == (dated.expires_at, record.stored_at)


async def test_a_client_secret_that_another_window_stored_is_not_stored_twice(windows: Windows) -> None:
    application = await windows.here._vault.application(APP)
    new = Secret("amzn1.oa2-cs.v1.CANARY-new")
    await windows.there.testing.rotating.take(application, new, None)
    with pytest.raises(InputRefused, match="stored already"):
        await windows.here.testing.rotating.take(application, new, None)


async def test_an_old_client_secret_stays_where_another_window_saw_the_new_one_refused(windows: Windows) -> None:
    application = await windows.here._vault.application(APP)
    taken = await windows.here.testing.rotating.take(application, Secret("amzn1.oa2-cs.v1.CANARY-new"), None)
    await windows.here.testing.rotating.prove(taken.application, await windows.here.holdings())
    stale = await windows.here._vault.application(APP)
    newest, old = stale.client_secrets
    await windows.there._vault.change(newest, replace(newest, refused_at=newest.stored_at), builders.event())
    with pytest.raises(InputRefused, match="may still be needed"):
        await windows.here.authorizing.removing.remove_old_secrets(stale, [old])


async def test_a_refresh_token_to_which_another_window_rolled_back_is_not_removed(windows: Windows) -> None:
    await windows.here._vault.keep(
        AUTH,
        builders.refresh_token("two", "Atzr|CANARY-2", builders.refresh_token().created_at + timedelta(days=1)),
        builders.event(),
    )
    stale = await windows.here._vault.authorization(AUTH)
    earlier = stale.refresh_tokens[1]
    windows.there.clock.advance(timedelta(days=2))  # type: ignore[attr-defined]
    await windows.there.authorizing.authorizations.roll_back(stale, earlier)
    with pytest.raises(InputRefused, match="in use"):
        await windows.here.authorizing.removing.remove_refresh_token(stale, earlier)


async def test_the_limit_counts_what_another_window_has_added(windows: Windows) -> None:
    application = await windows.here._vault.application(APP)
    await windows.there._vault.change(application, replace(application, authorization_limit=1), builders.event())
    await windows.there._vault.add(builders.account("b", "B"), builders.event())
    with pytest.raises(LimitReached):
        await windows.here.authorizing.authorizations.add(ApplicationId("app"), AccountId("b"))


async def test_what_one_window_watches_stays_when_another_watches_more(windows: Windows) -> None:
    before = await windows.here.preferences()
    await windows.there.change_preferences(before, replace(before, watched=frozenset({AUTH})))
    after = await windows.here.change_preferences(before, replace(before, backups_kept=3))
    assert after == Preferences(watched=frozenset({AUTH}), backups_kept=3)
