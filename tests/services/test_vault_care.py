"""Unlocking with pauses and a log, backups, passphrases, guards, purges, revocations, the log."""

import csv
import inspect
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from spauth_tui.domain.errors.exchange import ExchangeRefused, NothingToCopy
from spauth_tui.domain.errors.input import InputRefused, PassphraseRefused
from spauth_tui.domain.errors.system import ClipboardUnavailable, KeyringUnavailable
from spauth_tui.domain.errors.vault import (
    BackupExists,
    BackupUnusable,
    DiskFull,
    PassphraseNeeded,
    TooManyTries,
    WrongPassphrase,
)
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents, compare, is_due, superfluous
from spauth_tui.services.ports.amazon import Grant
from spauth_tui.services.ports.system import Receipt
from spauth_tui.services.tokens.guarding import Guarding
from spauth_tui.services.vault_care.passphrases import Passphrases
from spauth_tui.services.vault_care.recovery import Recovery
from spauth_tui.services.vault_care.tries import Tries
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.services.workspace import Workspace
from tests import builders
from tests.fakes import NOW, FakeAttempts, FakeClock, FakeKeeper, InMemoryVaultStore
from tests.services.world import AUTH, World
from tests.ui.host import outside

WRONG = Secret("CANARY wrong passphrase")
NEW = Secret("CANARY a newer passphrase")


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    await made.vault.keep(AUTH, builders.access_token(), builders.event())
    return made


class Door:
    """A vault that exists, before it is unlocked."""

    def __init__(self) -> None:
        self.store, self.clock = InMemoryVaultStore(passphrase=builders.PASSPHRASE), FakeClock()
        self.attempts, self.keeper = FakeAttempts(), FakeKeeper("Secret Service")
        self.unlocking = Unlocking(self.store, outside(self.clock), self.attempts, self.keeper)

    async def fail(self, times: int) -> None:
        for _ in range(times):
            self.clock.advance(self.unlocking.left_to_wait())
            with pytest.raises(WrongPassphrase):
                await self.unlocking.unlock(WRONG)

    async def unlock(self) -> Workspace:
        workspace = await self.unlocking.unlock(builders.PASSPHRASE)
        await self.unlocking.note(workspace)
        return workspace

    async def kinds(self) -> list[EventKind]:
        return [each.kind for each in await self.store.vault().events()]


async def test_an_unlock_is_in_the_log() -> None:
    door = Door()
    await door.unlock()
    assert await door.kinds() == [EventKind.UNLOCKED]


async def test_wrong_passphrases_before_it_are_in_the_log_with_their_own_times() -> None:
    door = Door()
    await door.fail(2)
    door.clock.advance(timedelta(hours=1))
    await door.unlock()
    events = await door.store.vault().events()
    assert [(each.kind, each.at) for each in events[1:]] == [(EventKind.UNLOCK_FAILED, NOW)] * 2
    assert door.attempts.all() == ()


async def test_three_wrong_passphrases_are_free() -> None:
    door = Door()
    await door.fail(2)
    assert door.unlocking.left_to_wait() == timedelta(0)


@pytest.mark.parametrize(("failures", "seconds"), [(3, 1), (4, 2), (5, 4), (8, 30), (50, 30)])
async def test_then_each_try_waits_longer_up_to_half_a_minute(failures: int, seconds: int) -> None:
    door = Door()
    await door.fail(failures)
    assert door.unlocking.left_to_wait() == timedelta(seconds=seconds)


async def test_a_try_within_the_pause_is_refused_even_with_the_right_passphrase() -> None:
    door = Door()
    await door.fail(3)
    with pytest.raises(TooManyTries):
        await door.unlock()


async def test_the_right_passphrase_ends_the_pauses() -> None:
    door = Door()
    await door.fail(5)
    door.clock.advance(timedelta(seconds=4))
    await door.unlock()
    assert door.unlocking.left_to_wait() == timedelta(0)


async def test_tries_that_are_dated_later_than_now_keep_nobody_waiting() -> None:
    door = Door()
    await door.fail(3)
    door.clock.set_wall(-timedelta(days=1))
    assert door.unlocking.left_to_wait() == timedelta(0)


async def test_they_count_for_the_pause_after_the_next_wrong_one() -> None:
    door = Door()
    await door.fail(3)
    door.clock.set_wall(-timedelta(days=1))
    await door.fail(1)
    assert door.unlocking.left_to_wait() == timedelta(seconds=2)


async def test_what_cannot_be_written_opens_for_reading_and_says_why() -> None:
    door = Door()
    door.store.memory.is_full = True
    workspace = await door.unlock()
    assert isinstance(workspace.read_only, DiskFull)
    assert (await workspace.holdings()).applications == ()


async def test_without_a_keyring_none_is_offered() -> None:
    door = Door()
    door.keeper.name = ""
    assert await door.unlocking.keyring_name() == ""


async def test_a_keyring_that_keeps_nothing_says_to_type_the_passphrase() -> None:
    with pytest.raises(WrongPassphrase, match="has no passphrase"):
        await Door().unlocking.unlock_by_keyring()


async def test_the_keyring_unlocks_once_it_was_told_the_passphrase() -> None:
    door = Door()
    workspace = await door.unlock()
    await workspace.passphrases.keep_in_keyring(builders.PASSPHRASE)
    assert await door.unlocking.keyring_name() == "Secret Service"
    await (await door.unlocking.unlock_by_keyring()).close()


async def test_the_keyring_is_not_told_a_wrong_passphrase() -> None:
    door = Door()
    workspace = await door.unlock()
    with pytest.raises(WrongPassphrase):
        await workspace.passphrases.keep_in_keyring(WRONG)
    assert door.keeper.kept == {}


async def test_the_keyring_keeps_nothing_that_the_log_cannot_tell_of(world: World) -> None:
    keeper = FakeKeeper("Secret Service")
    passphrases = Workspace(world.vault, world.outside, world.store, keeper).passphrases
    world.vault.is_full = True
    with pytest.raises(DiskFull):
        await passphrases.keep_in_keyring(builders.PASSPHRASE)
    assert keeper.kept == {}


async def test_a_changed_passphrase_reaches_the_keyring_that_kept_the_old_one() -> None:
    door = Door()
    workspace = await door.unlock()
    await workspace.passphrases.keep_in_keyring(builders.PASSPHRASE)
    await workspace.passphrases.change(builders.PASSPHRASE, NEW, NEW)
    assert list(door.keeper.kept.values()) == [NEW]


async def test_a_passphrase_that_the_keyring_kept_too_long_is_said_so() -> None:
    door = Door()
    door.keeper.kept[door.store.path] = WRONG
    with pytest.raises(WrongPassphrase, match="keyring"):
        await door.unlocking.unlock_by_keyring()


async def test_forgetting_removes_it_from_the_keyring() -> None:
    door = Door()
    workspace = await door.unlock()
    await workspace.passphrases.keep_in_keyring(builders.PASSPHRASE)
    await workspace.passphrases.forget_in_keyring()
    assert door.keeper.kept == {}


async def test_without_a_keyring_keeping_says_so(world: World) -> None:
    with pytest.raises(KeyringUnavailable):
        await world.workspace.passphrases.keep_in_keyring(builders.PASSPHRASE)


async def test_changing_the_passphrase_backs_up_first(world: World) -> None:
    await world.workspace.passphrases.change(builders.PASSPHRASE, NEW, NEW)
    kinds = await world.kinds()
    assert kinds[:2] == [EventKind.PASSPHRASE_CHANGED, EventKind.BACKED_UP]
    assert [each.reason for each in world.vault.backups] == [BackupReason.BEFORE_PASSPHRASE]


@pytest.mark.parametrize(
    ("present", "new", "again", "error"),
    [
        (WRONG, NEW, NEW, WrongPassphrase),
        (builders.PASSPHRASE, NEW, WRONG, PassphraseRefused),
        (builders.PASSPHRASE, Secret("CANARY"), Secret("CANARY"), PassphraseRefused),
        (builders.PASSPHRASE, builders.PASSPHRASE, builders.PASSPHRASE, PassphraseRefused),
    ],
)
async def test_a_passphrase_is_not_changed_on_bad_input(
    world: World, present: Secret, new: Secret, again: Secret, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await world.workspace.passphrases.change(present, new, again)
    assert await world.vault.is_passphrase(builders.PASSPHRASE)


async def test_a_guarded_access_token_is_not_copied_without_the_passphrase(world: World) -> None:
    await world.workspace.guarding.guard(await world.authorization())
    with pytest.raises(PassphraseNeeded):
        await world.workspace.copying.copy_access_token(AUTH, builders.account())
    assert world.clipboard.text is None


async def test_a_guarded_access_token_is_not_shown_without_the_passphrase(world: World) -> None:
    await world.workspace.guarding.guard(await world.authorization())
    with pytest.raises(PassphraseNeeded):
        await world.workspace.copying.lend_access_token(AUTH)


async def test_the_passphrase_lets_a_guarded_access_token_be_copied(world: World) -> None:
    await world.workspace.guarding.guard(await world.authorization())
    await world.workspace.copying.copy_access_token(AUTH, builders.account(), passphrase=builders.PASSPHRASE)
    assert world.clipboard.text == Secret("Atza|CANARY-access-token")


async def test_a_copy_is_logged_before_the_clipboard_gets_it(world: World) -> None:
    logged: list[list[EventKind]] = []
    copy = world.clipboard.copy

    async def noting(text: Secret, cleared_after: timedelta | None = None) -> Receipt:
        logged.append(await world.kinds())
        return await copy(text, cleared_after)

    vars(world.clipboard)["copy"] = noting
    await world.workspace.copying.copy_access_token(AUTH, builders.account())
    assert logged[0][0] is EventKind.COPIED


async def test_a_copy_that_failed_is_taken_back_in_the_log(world: World) -> None:
    world.clipboard.problem = ClipboardUnavailable()
    with pytest.raises(ClipboardUnavailable):
        await world.workspace.copying.copy_access_token(AUTH, builders.account())
    assert (await world.kinds())[:2] == [EventKind.COPY_FAILED, EventKind.COPIED]


async def test_a_wrong_passphrase_at_the_guard_is_in_the_log(world: World) -> None:
    await world.workspace.guarding.guard(await world.authorization())
    with pytest.raises(WrongPassphrase):
        await world.workspace.copying.lend_access_token(AUTH, WRONG)
    assert (await world.kinds())[0] is EventKind.UNLOCK_FAILED


async def test_a_guard_that_was_set_since_the_last_hand_out_asks_at_the_next(world: World) -> None:
    guarding = world.workspace.guarding
    clearance = await guarding.admit(AUTH, None)
    await guarding.guard(await world.authorization())
    with pytest.raises(PassphraseNeeded):
        await guarding.admit(AUTH, clearance)


async def test_a_permit_lets_the_next_hand_out_through_without_the_passphrase(world: World) -> None:
    guarding = world.workspace.guarding
    await guarding.guard(await world.authorization())
    permit = await guarding.admit(AUTH, builders.PASSPHRASE)
    assert permit is not None
    assert await guarding.admit(AUTH, permit) is permit


async def test_the_guard_goes_only_with_the_passphrase(world: World) -> None:
    guarded = await world.workspace.guarding.guard(await world.authorization())
    with pytest.raises(WrongPassphrase):
        await world.workspace.guarding.unguard(guarded, WRONG)
    assert not (await world.workspace.guarding.unguard(guarded, builders.PASSPHRASE)).guarded


class CountedPassphrases(Passphrases):
    """Counts how often the passphrase is proven, which takes as long as unlocking does."""

    def __init__(self, world: World) -> None:
        tries = Tries(FakeAttempts(), world.clock)
        super().__init__(world.vault, Path("counted.vault"), world.workspace.backups, world.clock, None, tries)
        self.proofs = 0

    async def prove(self, passphrase: Secret) -> None:
        self.proofs += 1
        await super().prove(passphrase)


async def test_many_guards_go_with_the_passphrase_proven_once(world: World) -> None:
    passphrases = CountedPassphrases(world)
    guarding = Guarding(world.vault, passphrases, world.clock)
    second = builders.authorization("second", acc="other")
    await world.vault.add(builders.account("other", "Globex"), builders.event())
    await world.vault.add(second, builders.event())
    chosen = [await guarding.guard(each) for each in (await world.authorization(), second)]
    done = await guarding.unguard_many(chosen, builders.PASSPHRASE)
    assert ([each.guarded for each in done], passphrases.proofs) == ([False, False], 1)


async def test_without_a_live_access_token_the_guard_does_not_ask(world: World) -> None:
    await world.workspace.guarding.guard(await world.authorization())
    world.clock.advance(timedelta(hours=2))
    with pytest.raises(NothingToCopy):
        await world.workspace.copying.lend_access_token(AUTH)


async def test_the_refresh_token_in_use_is_not_removed(world: World) -> None:
    authorization = await world.authorization()
    with pytest.raises(InputRefused):
        await world.workspace.authorizing.removing.remove_refresh_token(authorization, authorization.refresh_tokens[0])


async def test_a_revoked_refresh_token_can_be_removed(world: World) -> None:
    authorization = await world.authorization()
    token = authorization.refresh_tokens[0]
    authorization = await world.workspace.authorizing.authorizations.mark_revoked(authorization, token)
    left = await world.workspace.authorizing.removing.remove_refresh_token(authorization, token)
    assert left.refresh_tokens == ()
    assert (await world.kinds())[0] is EventKind.REMOVED


async def test_a_revocation_is_proven_by_lwas_refusal(world: World) -> None:
    world.endpoint.answers.append(ExchangeRefused("invalid_grant", "The request has an invalid grant parameter"))
    assert await world.workspace.authorizing.revoking.prove(await world.authorization())
    assert (await world.authorization()).current_refresh_token is None


async def test_an_exchange_that_still_works_proves_that_it_is_not_revoked(world: World) -> None:
    assert not await world.workspace.authorizing.revoking.prove(await world.authorization())
    assert (await world.authorization()).current_refresh_token is not None


async def test_another_refusal_proves_nothing(world: World) -> None:
    world.endpoint.answers.append(ExchangeRefused("invalid_client", "Client authentication failed"))
    with pytest.raises(ExchangeRefused):
        await world.workspace.authorizing.revoking.prove(await world.authorization())
    assert (await world.authorization()).current_refresh_token is not None


async def test_a_backup_by_hand_is_in_the_log(world: World) -> None:
    await world.workspace.backups.write()
    assert (await world.kinds())[0] is EventKind.BACKED_UP


@pytest.mark.parametrize("target", ["/no/such/directory/x.vault", "/", "\x00"])
async def test_a_backups_path_is_refused_at_its_field(world: World, target: str) -> None:
    with pytest.raises(InputRefused) as caught:
        await world.workspace.backups.write(target)
    assert caught.value.field == "target"


async def test_rotation_keeps_as_many_as_were_chosen_and_all_by_hand(world: World) -> None:
    await world.workspace.change_preferences(Preferences(), Preferences(backups_kept=2))
    for _ in range(4):
        world.clock.advance(timedelta(days=1))
        await world.workspace.backups.write_automatic(BackupReason.SCHEDULED)
        await world.workspace.backups.write()
    reasons = [each.reason for each in world.vault.backups]
    assert (reasons.count(BackupReason.SCHEDULED), reasons.count(BackupReason.BY_HAND)) == (2, 4)


async def test_a_backup_is_written_when_the_newest_is_too_old(world: World) -> None:
    weekly = Preferences(backup_every=timedelta(days=7))
    assert await world.workspace.backups.write_if_due(weekly) is not None
    assert await world.workspace.backups.write_if_due(weekly) is None
    world.clock.advance(timedelta(days=7))
    assert await world.workspace.backups.write_if_due(weekly) is not None


async def test_by_default_no_backup_is_written_by_itself(world: World) -> None:
    assert await world.workspace.backups.write_if_due(await world.workspace.preferences()) is None


async def test_a_drill_without_a_backup_says_how_to_write_one(world: World) -> None:
    with pytest.raises(BackupUnusable, match="no backup") as refused:
        await world.workspace.backups.drill(builders.PASSPHRASE)
    assert refused.value.ways == (Way.BACK_UP,)


async def test_a_drill_says_what_could_come_back_and_is_in_the_log(world: World) -> None:
    await world.workspace.backups.write()
    world.store.contents = Contents(await world.vault.holdings(), NOW)
    file, contents = await world.workspace.backups.drill(builders.PASSPHRASE)
    assert contents.refresh_tokens == 1
    assert (await world.vault.events())[0].detail.startswith(file.path.name)


async def test_a_drill_that_fails_is_in_the_log_too(world: World) -> None:
    await world.workspace.backups.write()
    with pytest.raises(WrongPassphrase):
        await world.workspace.backups.drill(WRONG)
    assert "failed" in (await world.vault.events())[0].detail


async def test_what_another_program_has_just_refreshed_is_not_refreshed_again(world: World) -> None:
    since = world.clock.now()
    world.clock.advance(timedelta(seconds=5))
    token = builders.access_token(asked_at=world.clock.now())
    await world.vault.keep(AUTH, token, builders.event())
    await world.workspace.tokens.refresh(AUTH, since)
    assert world.endpoint.asked == []


async def test_a_clock_far_from_amazons_is_known(world: World) -> None:
    server_time = world.clock.now() - timedelta(minutes=5)
    world.endpoint.answers.append(Grant(Secret("Atza|CANARY"), timedelta(hours=1), server_time))
    await world.workspace.tokens.refresh(AUTH)
    assert world.workspace.tokens.clock_ahead == timedelta(minutes=5)


async def test_a_clock_near_amazons_is_not_worth_a_word(world: World) -> None:
    server_time = world.clock.now() - timedelta(seconds=30)
    world.endpoint.answers.append(Grant(Secret("Atza|CANARY"), timedelta(hours=1), server_time))
    await world.workspace.tokens.refresh(AUTH)
    assert world.workspace.tokens.clock_ahead is None


async def test_the_log_is_searched_by_words_in_any_case(world: World) -> None:
    await world.vault.record(Event(NOW, EventKind.COPIED, "Shop / Acme", ""))
    assert [each.subject for each in await world.workspace.log.read("COPIED acme")] == ["Shop / Acme"]


@pytest.mark.parametrize("name", ["events.csv", "events.json"])
async def test_the_exported_log_has_every_event_oldest_first(world: World, tmp_path: Path, name: str) -> None:
    count = len(await world.vault.events())
    path = await world.workspace.log.export(str(tmp_path / name))
    text = world.files.written[path]
    rows = list(csv.DictReader(io.StringIO(text))) if name.endswith("csv") else json.loads(text)
    assert len(rows) == count
    assert rows[0]["event"] == EventKind.CREATED.value
    assert "CANARY" not in text


async def test_an_export_is_in_the_log_and_never_overwrites(world: World, tmp_path: Path) -> None:
    await world.workspace.log.export(str(tmp_path / "x.csv"))
    assert (await world.kinds())[0] is EventKind.EXPORTED
    with pytest.raises(BackupExists):
        await world.workspace.log.export(str(tmp_path / "x.csv"))


async def test_no_cell_of_the_export_begins_as_a_formula_would(world: World, tmp_path: Path) -> None:
    await world.vault.record(Event(NOW, EventKind.CHANGED, "=HYPERLINK(1)", ""))
    path = await world.workspace.log.export(str(tmp_path / "x.csv"))
    assert "\n=HYPERLINK" not in world.files.written[path]
    assert ",=HYPERLINK" not in world.files.written[path]


def _file(days: int, reason: BackupReason = BackupReason.SCHEDULED) -> BackupFile:
    return BackupFile(Path(f"{days}"), NOW - timedelta(days=days), reason, 1)


def test_rotation_never_takes_what_a_restore_replaced_or_a_damaged_vault() -> None:
    files = (_file(0), _file(1), _file(2, BackupReason.BEFORE_RESTORE), _file(3, BackupReason.DAMAGED))
    assert superfluous(files, 1, files[0].path) == (files[1],)


def test_rotation_never_takes_what_was_opened_as_a_vault() -> None:
    files = (_file(0), replace(_file(1), was_opened=True), _file(2))
    assert superfluous(files, 1, files[0].path) == (files[2],)


def test_rotation_never_takes_what_was_just_written() -> None:
    files = (_file(0), _file(1), _file(2))
    assert superfluous(files, 1, files[2].path) == (files[1],)


@pytest.mark.parametrize("reason", [BackupReason.DAMAGED, BackupReason.BEFORE_RESTORE])
def test_what_was_put_aside_as_it_stood_does_not_count_as_a_backup(reason: BackupReason) -> None:
    assert is_due((_file(0, reason),), timedelta(days=1), NOW)


def test_the_backup_that_was_written_last_says_whether_one_is_due_and_not_one_of_a_clock_that_ran_ahead() -> None:
    ahead, last = replace(_file(-400), number=1), replace(_file(0), number=2)
    assert not is_due((ahead, last), timedelta(days=1), NOW)


def test_a_backup_of_exactly_the_age_that_was_chosen_is_due() -> None:
    assert is_due((_file(1),), timedelta(days=1), NOW)
    assert not is_due((_file(1),), timedelta(days=1, seconds=1), NOW)


async def test_after_a_clock_that_ran_ahead_rotation_leaves_what_was_just_written(world: World) -> None:
    await world.workspace.change_preferences(Preferences(), Preferences(backups_kept=1))
    world.clock.set_wall(timedelta(days=400))
    await world.workspace.backups.write_automatic(BackupReason.SCHEDULED)
    world.clock.set_wall(-timedelta(days=400))
    written = await world.workspace.backups.write_automatic(BackupReason.BEFORE_IMPORT)
    assert [each.path for each in world.vault.backups] == [written]


async def test_a_drill_opens_the_last_proven_backup_and_not_what_was_put_aside_since(world: World) -> None:
    path = await world.workspace.backups.write()
    await world.vault.back_up(BackupReason.DAMAGED, world.clock.now())
    file, _ = await world.workspace.backups.drill(builders.PASSPHRASE)
    assert file.path == path


async def test_a_comparison_names_what_would_come_back_and_what_would_be_lost(world: World) -> None:
    held = await world.vault.holdings()
    assert compare(held, Holdings()).lost == ("Inventory / Acme",)
    assert compare(Holdings(), held).gained == ("Inventory / Acme",)
    assert compare(held, held).changes_nothing


async def test_a_newer_refresh_token_that_a_restore_would_lose_is_named(world: World) -> None:
    before = await world.vault.holdings()
    later = builders.refresh_token("two", "Atzr|CANARY-2", NOW + timedelta(days=1))
    await world.vault.keep(AuthorizationId("auth"), later, builders.event())
    assert compare(await world.vault.holdings(), before).older == ("Inventory / Acme",)


BACKUP = Path("old.vault")
LOCKED: dict[str, Callable[[Recovery], Awaitable[object]]] = {
    "look": lambda recovery: recovery.look(BACKUP, WRONG),
    "restore": lambda recovery: recovery.restore(BACKUP, WRONG),
    "salvage": lambda recovery: recovery.salvage(WRONG),
    "look_at_rows": lambda recovery: recovery.look_at_rows(BACKUP, WRONG),
    "take_rows": lambda recovery: recovery.take_rows(BACKUP, WRONG),
}


def test_every_way_that_takes_a_passphrase_while_locked_is_tried_here() -> None:
    takes = {
        name
        for name, method in inspect.getmembers(Recovery, inspect.isfunction)
        if "passphrase" in inspect.signature(method).parameters and not name.startswith("_")
    }
    assert takes == LOCKED.keys()


@pytest.mark.parametrize("name", LOCKED)
async def test_wrong_passphrases_for_recovery_cost_the_pauses_of_unlocking(name: str) -> None:
    door = Door()
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            await LOCKED[name](door.unlocking.recovery)
    with pytest.raises(TooManyTries):
        await LOCKED[name](door.unlocking.recovery)
    assert door.unlocking.left_to_wait() == timedelta(seconds=1)


async def test_wrong_passphrases_for_recovery_are_in_the_log_after_the_next_unlock() -> None:
    door = Door()
    with pytest.raises(WrongPassphrase):
        await door.unlocking.recovery.look(BACKUP, WRONG)
    await door.unlock()
    assert await door.kinds() == [EventKind.UNLOCKED, EventKind.UNLOCK_FAILED]


async def test_the_passphrase_of_a_backup_does_not_end_the_pauses_of_the_vault() -> None:
    door = Door()
    await door.fail(4)
    door.clock.advance(timedelta(seconds=2))
    await door.unlocking.recovery.look(BACKUP, builders.PASSPHRASE)
    await door.fail(1)
    assert door.unlocking.left_to_wait() == timedelta(seconds=4)


OPEN: dict[str, Callable[[Workspace], Awaitable[object]]] = {
    "guard": lambda workspace: workspace.passphrases.prove(WRONG),
    "drill": lambda workspace: workspace.backups.drill(WRONG),
    "look": lambda workspace: workspace.recovery.look(BACKUP, WRONG),
}


@pytest.mark.parametrize("name", OPEN)
async def test_wrong_passphrases_while_the_vault_is_open_cost_the_same_pauses(world: World, name: str) -> None:
    await world.workspace.backups.write()
    before = (await world.kinds()).count(EventKind.UNLOCK_FAILED)
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            await OPEN[name](world.workspace)
    with pytest.raises(TooManyTries):
        await OPEN[name](world.workspace)
    assert (await world.kinds()).count(EventKind.UNLOCK_FAILED) - before == 3


async def test_during_a_pause_the_right_passphrase_is_refused_and_after_it_ends_the_pauses(world: World) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            await world.workspace.passphrases.prove(WRONG)
    with pytest.raises(TooManyTries):
        await world.workspace.passphrases.prove(builders.PASSPHRASE)
    world.clock.advance(timedelta(seconds=1))
    await world.workspace.passphrases.prove(builders.PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        await world.workspace.passphrases.prove(WRONG)


async def test_unlocking_again_does_not_end_the_pauses_of_the_guard() -> None:
    store, clock, asked = InMemoryVaultStore(passphrase=builders.PASSPHRASE), FakeClock(), FakeAttempts()
    for _ in range(3):
        workspace = await Unlocking(store, outside(clock), FakeAttempts(), asked=asked).unlock(builders.PASSPHRASE)
        with pytest.raises(WrongPassphrase):
            await workspace.passphrases.prove(WRONG)
    workspace = await Unlocking(store, outside(clock), FakeAttempts(), asked=asked).unlock(builders.PASSPHRASE)
    with pytest.raises(TooManyTries):
        await workspace.passphrases.prove(builders.PASSPHRASE)
