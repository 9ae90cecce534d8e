"""What the dashboard does for the vault itself, by keys, on the real app with doubles behind it."""

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, Input, OptionList, Static

from spauth_tui.domain.errors.vault import VaultGone
from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupReason, Contents
from spauth_tui.services.vault_care.known_vaults import KnownVaults
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.messages import LockRequested
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.dashboard.screenshot import paint_redacted
from spauth_tui.ui.dashboard.top_bar import TopBar
from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
from spauth_tui.ui.dialogs.choose import Choose
from spauth_tui.ui.vault.backups import RecoveryScreen
from spauth_tui.ui.vault.event_log import EventLogScreen
from spauth_tui.ui.vault.first_run import FirstRun
from spauth_tui.ui.vault.preferences import PreferencesForm
from spauth_tui.ui.vault.unlock import Unlock
from spauth_tui.ui.vault.vault_missing import VaultMissing
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests import builders
from tests.fakes import NOW, FakeKeeper, InMemoryVaultStore
from tests.ui.every_screen import on_screen
from tests.ui.host import outside, shown, type_text
from tests.ui.test_dashboard import ENOUGH, Stage, staged


async def type_passphrase(stage: Stage, text: str = builders.PASSPHRASE.reveal()) -> None:
    field: Any = stage.app.focused
    assert isinstance(field, Input)
    field.value = text
    await stage.press("enter")
    await settled(stage)


async def settled(stage: Stage) -> None:
    for _ in range(2):
        await stage.settle()


def words(stage: Stage) -> str:
    return " ".join(shown(stage.app).replace("│", " ").split())


async def kinds(stage: Stage) -> list[EventKind]:
    return [each.kind for each in await stage.store.vault().events()]


async def test_b_writes_a_backup_and_says_where() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("b", "enter")
        await settled(stage)
        assert "Backup written" in stage.toasts()
        assert [each.reason for each in await stage.store.backups()] == [BackupReason.BY_HAND]


async def test_escape_leaves_the_backup_dialog_without_one() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("b", "escape")
        assert await stage.store.backups() == ()


async def test_a_backups_bad_path_is_said_in_the_dialog() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("b")
        await type_passphrase(stage, "/no/such/place/x.vault")
        assert "/no/such/place. Create it first." in words(stage)


OPENED: list[tuple[str, type[Any], str]] = [
    ("V", Choose, "The vault"),
    ("B", RecoveryScreen, "Backups of memory, newest first"),
    ("E", EventLogScreen, "Event log, newest first"),
    ("comma", PreferencesForm, "Preferences of this vault"),
]


async def test_a_key_opens_its_screen_and_escape_leads_back() -> None:
    async with staged(ENOUGH) as stage:
        for key, screen, said in OPENED:
            await stage.press(key)
            await settled(stage)
            assert isinstance(stage.app.screen, screen)
            assert said in words(stage)
            await stage.press("escape")
            assert stage.app.screen is stage.dashboard, key


async def test_a_click_on_the_first_line_opens_the_menu_of_the_vault() -> None:
    async with staged(ENOUGH) as stage:
        await stage.pilot.click(TopBar)
        await settled(stage)
        assert isinstance(stage.app.screen, Choose)
        assert stage.app.screen.title_words == "The vault"


async def test_every_vault_action_is_in_the_palette_too() -> None:
    async with staged(ENOUGH) as stage:
        titles = {each.title for each in stage.app.get_system_commands(stage.app.screen)}
        assert {"Back up", "Backups", "Event log", "Preferences", "Save a picture", "Change the passphrase"} <= titles


async def test_the_drill_opens_the_newest_backup_with_the_typed_passphrase() -> None:
    async with staged(ENOUGH) as stage:
        stage.store.contents = Contents(await stage.store.vault().holdings(), NOW)
        await stage.press("b", "enter")
        await settled(stage)
        await stage.press("B")
        await settled(stage)
        await stage.press("d")
        await settled(stage)
        await type_passphrase(stage)
        assert "The drill went well" in words(stage)
        assert EventKind.DRILLED in await kinds(stage)


async def test_a_drill_with_a_wrong_passphrase_says_so_and_asks_again() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("b", "enter")
        await settled(stage)
        await stage.press("B")
        await settled(stage)
        await stage.press("d")
        await settled(stage)
        await type_passphrase(stage, "CANARY wrong one")
        assert isinstance(stage.app.screen, AskPassphrase)
        assert "Wrong passphrase." in words(stage)


async def test_restoring_shows_what_would_change_then_locks_and_says_what_was_kept() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("b", "enter")
        await settled(stage)
        await stage.press("B")
        await settled(stage)
        await stage.press("r")
        await settled(stage)
        await type_passphrase(stage)
        assert "Restoring would lose" in words(stage)
        stage.app.screen.query_one("#go", Button).press()
        await settled(stage)
        assert isinstance(stage.app.screen, Unlock)
        assert len(stage.store.restored) == 1
        assert "aside.vault" in stage.toasts()


async def test_the_rows_alone_of_a_backup_take_the_vaults_place_after_a_yes() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("b", "enter")
        await settled(stage)
        await stage.press("B")
        await settled(stage)
        await stage.press("t")
        await settled(stage)
        await type_passphrase(stage)
        assert stage.store.rows_taken == []
        stage.app.screen.query_one("#go", Button).press()
        await settled(stage)
        assert isinstance(stage.app.screen, Unlock)
        assert [reason for _, reason in stage.store.rows_taken] == [BackupReason.BEFORE_RESTORE]
        assert "1 authorization and 1 refresh token. Unlock with its passphrase." in stage.toasts()
        assert "kept as damaged.vault" in stage.toasts()


async def test_saying_no_restores_nothing() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("b", "enter")
        await settled(stage)
        await stage.press("B")
        await settled(stage)
        await stage.press("r")
        await settled(stage)
        await type_passphrase(stage)
        await stage.press("escape")
        assert stage.store.restored == []
        assert isinstance(stage.app.screen, RecoveryScreen)


async def test_without_a_backup_the_screen_says_how_to_write_one() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("B")
        await settled(stage)
        assert "press b on the dashboard" in words(stage)


async def test_the_log_shows_what_happened_and_is_searched() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("E", "slash", *"unlocked")
        await settled(stage)
        log = stage.app.screen.query_one(OptionList)
        assert "vault unlocked" in words(stage)
        assert log.option_count == 1


async def test_the_log_is_exported_from_its_screen(tmp_path: Path) -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("E", "x")
        await settled(stage)
        await type_passphrase(stage, str(tmp_path / "log.csv"))
        assert "The log is in" in stage.toasts()


async def test_markup_in_an_event_is_text() -> None:
    async with staged(ENOUGH) as stage:
        await stage.store.vault().record(Event(NOW, EventKind.CHANGED, "[@click=app.quit]x[/nope]", ""))
        await stage.press("E")
        await settled(stage)
        assert "[@click=app.quit]x[/nope]" in words(stage)


async def test_preferences_hold_from_the_moment_they_are_saved() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("comma")
        await settled(stage)
        await type_passphrase(stage, "5")
        assert (await stage.store.vault().preferences()).lock_after == timedelta(minutes=5)
        stage.clock.advance(timedelta(minutes=6))
        stage.app.idle.look()
        await settled(stage)
        assert isinstance(stage.app.screen, Unlock)


async def test_zero_minutes_is_never() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("comma")
        await settled(stage)
        await type_passphrase(stage, "0")
        assert (await stage.store.vault().preferences()).lock_after is None
        stage.clock.advance(timedelta(days=2))
        stage.app.idle.look()
        await settled(stage)
        assert isinstance(stage.app.screen, Dashboard)


@pytest.mark.parametrize("text", ["-1", "99999"])
async def test_what_is_no_number_of_minutes_is_said_at_the_field(text: str) -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("comma")
        await settled(stage)
        await type_passphrase(stage, text)
        assert "no number of minutes" in words(stage)


async def test_the_passphrase_is_changed_by_its_form() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("K")
        await settled(stage)
        for name, text in (
            ("current", builders.PASSPHRASE.reveal()),
            ("passphrase", "CANARY a newer passphrase"),
            ("again", "CANARY a newer passphrase"),
        ):
            stage.app.screen.query_one(f"#{name}", Input).value = text
        await stage.press("enter")
        await settled(stage)
        assert "The passphrase is changed" in stage.toasts()
        assert await stage.store.vault().is_passphrase(Secret("CANARY a newer passphrase"))


async def test_a_wrong_present_passphrase_is_said_at_its_own_field() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("K")
        await settled(stage)
        for name in ("current", "passphrase", "again"):
            stage.app.screen.query_one(f"#{name}", Input).value = "CANARY not the present one"
        await stage.press("enter")
        await settled(stage)
        assert "Wrong passphrase." in words(stage)
        assert stage.app.focused is stage.app.screen.query_one("#current")


async def test_idle_lock_is_not_stretched_by_a_clock_that_is_set_back() -> None:
    async with staged(ENOUGH) as stage:
        stage.clock.advance(timedelta(minutes=14))
        stage.clock.set_wall(-timedelta(hours=2))
        stage.clock.advance(timedelta(minutes=2))
        stage.app.idle.look()
        await settled(stage)
        assert isinstance(stage.app.screen, Unlock)
        assert EventKind.LOCKED in await kinds(stage)


async def test_sleep_counts_as_idle() -> None:
    async with staged(ENOUGH) as stage:
        stage.clock.set_wall(timedelta(hours=1))
        stage.app.idle.look()
        await settled(stage)
        assert isinstance(stage.app.screen, Unlock)
        assert EventKind.LOCKED in await kinds(stage)


async def test_it_is_said_half_a_minute_before_it_locks() -> None:
    async with staged(ENOUGH) as stage:
        stage.dashboard.context.headlines.locks_at = lambda: stage.app.idle.locks_at
        stage.clock.advance(timedelta(minutes=14, seconds=31))
        stage.dashboard.tick()
        stage.dashboard.tick()
        await settled(stage)
        assert stage.toasts().count("locks in 30 seconds") == 1


async def test_locking_closes_every_dialog_and_takes_every_toast() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("b", "enter")
        await settled(stage)
        await stage.press("enter", "v")
        stage.app.post_message(LockRequested())
        await settled(stage)
        assert [type(each).__name__ for each in stage.app.screen_stack][1:] == ["Unlock"]
        assert stage.toasts() == ""


async def test_a_clock_that_is_set_back_is_said() -> None:
    async with staged(ENOUGH) as stage:
        stage.dashboard.tick()
        stage.clock.set_wall(-timedelta(hours=2))
        stage.dashboard.tick()
        await settled(stage)
        assert "The clock was set back" in stage.toasts()


async def test_a_clock_far_from_amazons_is_said_on_the_board() -> None:
    async with staged(ENOUGH) as stage:
        stage.dashboard.workspace.tokens.clock_ahead = -timedelta(minutes=7)
        stage.dashboard.context.settle()
        await settled(stage)
        assert "7 minutes behind Amazon's" in words(stage)


async def test_what_another_program_added_is_shown_without_a_key() -> None:
    async with staged(empty=True) as stage:
        await stage.dashboard.look_for_changes().wait()
        await builders.furnish(stage.store.vault())
        vault: Any = stage.dashboard.workspace._vault
        vault.written_by_others += 1
        await stage.dashboard.look_for_changes().wait()
        await settled(stage)
        assert "Acme" in words(stage)


async def _moved_away(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Secret | None:
    """Take the vault's file away while it is open; return what brings it back."""

    async def gone() -> int:
        raise VaultGone

    monkeypatch.setattr(stage.dashboard.workspace._vault, "changes", gone)
    there, stage.store.passphrase = stage.store.passphrase, None
    await stage.dashboard.look_for_changes().wait()
    await settled(stage)
    return there


async def test_a_vault_that_is_moved_away_is_no_first_run(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(ENOUGH) as stage:
        await stage.dashboard.workspace.backups.write()
        await _moved_away(stage, monkeypatch)
        assert isinstance(stage.app.screen, VaultMissing)
        assert "There is no file at memory.vault any more" in words(stage)
        assert "1 backup in" in words(stage)
        assert "backup-0.vault" in words(stage)


async def test_a_vault_that_is_back_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(ENOUGH) as stage:
        there = await _moved_away(stage, monkeypatch)
        missing = stage.app.screen
        assert isinstance(missing, VaultMissing)
        missing.look()
        await settled(stage)
        assert isinstance(stage.app.screen, VaultMissing)
        stage.store.passphrase = there
        missing.look()
        await settled(stage)
        assert isinstance(stage.app.screen, Unlock)
        await type_passphrase(stage)
        assert "Acme Europe" in words(stage)


async def test_where_a_vault_is_missing_its_backups_and_a_new_one_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(ENOUGH) as stage:
        await _moved_away(stage, monkeypatch)
        await stage.press("ctrl+r")
        await stage.pilot.pause()
        assert isinstance(stage.app.screen, RecoveryScreen)
        assert "Backups of memory, newest first" in words(stage)
        await stage.press("escape")
        await settled(stage)
        stage.app.screen.query_one("#create", Button).press()
        await settled(stage)
        assert isinstance(stage.app.screen, FirstRun)
        assert "Create the vault" in words(stage)


async def test_a_vault_replaced_by_another_program_is_locked_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(ENOUGH) as stage:
        vault: Any = stage.dashboard.workspace._vault

        async def gone() -> int:
            raise VaultGone

        monkeypatch.setattr(vault, "changes", gone)
        await stage.dashboard.look_for_changes().wait()
        await settled(stage)
        assert isinstance(stage.app.screen, Unlock)
        assert "moved, deleted or replaced" in stage.toasts()


async def test_a_vault_that_cannot_be_written_is_said_on_the_board() -> None:
    async with staged(ENOUGH) as stage:
        stage.dashboard.workspace.read_only = VaultGone("It is on a read-only disk.")
        stage.dashboard.context.settle()
        await settled(stage)
        assert "nothing can be saved here" in words(stage)


async def test_the_picture_has_numbers_for_names(tmp_path: Path) -> None:
    async with staged() as stage:
        await stage.press("P")
        await settled(stage)
        await type_passphrase(stage, str(tmp_path / "board.svg"))
        files: Any = stage.dashboard.workspace.files
        (svg,) = files.written.values()
        labels = [each.label for each in stage.dashboard.roster.holdings.accounts]
        labels += [each.label for each in stage.dashboard.roster.holdings.applications]
        assert [each for each in labels if each.replace(" ", "&#160;") in svg or each in svg] == []
        assert "Account&#160;01" in svg
        assert "personal" not in svg


@pytest.mark.parametrize("style", list(PaneStyle))
async def test_the_picture_of_what_a_filter_leaves_has_no_name_either(style: PaneStyle) -> None:
    async with staged() as stage:
        await stage.dashboard.board.set_pane_style(style)
        held = stage.dashboard.roster.holdings
        named = [*(each.label for each in held.accounts), *(each.label for each in held.applications)]
        for sought in ("acme", "contoso", "nothing is called so"):
            stage.dashboard.query_one(FilterBox).value = sought
            stage.app.notify("CANARY told", title="Acme US")
            await settled(stage)
            svg = (await paint_redacted(stage.dashboard.context)).replace("&#160;", " ")
            assert [each for each in (*named, sought, "CANARY") if each in svg] == []
            assert ("Account 01" in svg) is (sought == "acme"), sought


def with_canaries(value: Any) -> Any:
    """Return holdings, or a part of them, with CANARY at the end of every text that no other one is found by."""
    if isinstance(value, tuple):
        return tuple(with_canaries(each) for each in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    for name, held in changes.items():
        is_text = isinstance(held, str) and not name.endswith("id") and name not in ("error", "code", "endpoint")
        changes[name] = f"{held} CANARY" if is_text else with_canaries(held)
    return dataclasses.replace(value, **changes)


@pytest.mark.parametrize("size", [(120, 40), (200, 70)])
async def test_no_text_of_a_persons_or_of_amazons_is_in_the_picture(size: tuple[int, int]) -> None:
    async with staged(size=size) as stage:
        whole: Holdings = with_canaries(stage.dashboard.roster.holdings)
        stage.dashboard.roster.take(whole)
        stage.dashboard.context.rearrange()
        await settled(stage)
        assert "CANARY" in stage.app.export_screenshot()
        assert "CANARY" not in await paint_redacted(stage.dashboard.context)


async def test_after_the_picture_the_names_are_back(tmp_path: Path) -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("P")
        await settled(stage)
        await type_passphrase(stage, str(tmp_path / "board.svg"))
        assert "Acme US" in words(stage)


async def test_while_locked_nothing_is_shown_by_default() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("L")
        await settled(stage)
        assert "Acme" not in words(stage)


async def test_while_locked_labels_and_countdowns_are_shown_if_that_was_chosen() -> None:
    async with staged(ENOUGH) as stage:
        stage.app.idle.preferences = Preferences(show_when_locked=True)
        await stage.press("L")
        await settled(stage)
        assert "Acme US" in words(stage)
        assert "52:00" in words(stage)


async def test_without_a_keyring_it_says_how_to_get_one() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("Y")
        await settled(stage)
        assert "uv tool install '.[keyring]'" in stage.toasts()
        assert "pip install keyring in the same environment" in stage.toasts()


async def test_a_guarded_authorization_asks_before_it_copies() -> None:
    async with staged(ENOUGH) as stage:
        chosen = stage.dashboard.context.chosen()
        assert chosen is not None
        await stage.dashboard.workspace.guarding.guard(chosen)
        await stage.press("c")
        await settled(stage)
        assert isinstance(stage.app.screen, AskPassphrase)
        assert stage.clipboard.text is None
        await type_passphrase(stage)
        assert stage.clipboard.text is not None


async def test_declining_to_type_the_passphrase_copies_nothing() -> None:
    async with staged(ENOUGH) as stage:
        chosen = stage.dashboard.context.chosen()
        assert chosen is not None
        await stage.dashboard.workspace.guarding.guard(chosen)
        await stage.press("c")
        await settled(stage)
        await stage.press("escape")
        assert stage.clipboard.text is None


def several(tmp_path: Path, keeper: FakeKeeper | None = None) -> tuple[SpauthApp, InMemoryVaultStore]:
    stores = {tmp_path / "personal.vault": InMemoryVaultStore(tmp_path / "personal.vault", builders.PASSPHRASE)}
    world = outside()

    def door(path: Path) -> Unlocking:
        return Unlocking(stores.setdefault(path, InMemoryVaultStore(path)), world, keeper=keeper)

    app_context = AppContext(still=True, known_vaults=KnownVaults(Path, door))
    return SpauthApp(door(tmp_path / "personal.vault"), world.clock, app_context), stores[tmp_path / "personal.vault"]


async def test_another_vault_is_reached_from_the_door(tmp_path: Path) -> None:
    app, _ = several(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause()
        app.screen.query_one("#target", Input).value = str(tmp_path / "work.vault")
        app.screen.query_one("#target").focus()
        await pilot.press("enter")
        for _ in range(8):
            await pilot.pause()
        assert isinstance(app.screen, FirstRun)
        assert str(tmp_path / "work.vault") in " ".join(str(each.render()) for each in app.screen.query(Static))


async def test_the_keyring_is_offered_at_the_door_once_it_keeps_the_passphrase(tmp_path: Path) -> None:
    keeper = FakeKeeper("Secret Service")
    keeper.kept[tmp_path / "personal.vault"] = builders.PASSPHRASE
    app, _ = several(tmp_path, keeper)
    async with app.run_test(size=(100, 30)) as pilot:
        for _ in range(4):
            await pilot.pause()
        assert "Unlock by Secret Service" in shown(app)
        await pilot.press("ctrl+g")
        for _ in range(8):
            await pilot.pause()
        assert isinstance(app.screen, Dashboard)


async def test_tab_goes_from_one_passphrase_field_to_the_next_and_then_to_the_buttons() -> None:
    async with on_screen("ChangePassphrase") as stage:
        passed = []
        for _ in range(5):
            passed.append(stage.app.focused.id if stage.app.focused else None)
            await stage.press("tab")
        assert passed == ["current", "passphrase", "again", "six-words", "save"]


async def test_a_new_passphrase_of_six_words_is_typed_once_by_k_too() -> None:
    async with on_screen("OfferPassphrase") as stage:
        made = str(stage.app.screen.query_one("#offered", Static).content)
        await stage.press("enter")
        await type_text(stage.pilot, made)
        await stage.press("enter")
        await stage.until(lambda: stage.name == "ChangePassphrase")
        new = [stage.app.screen.query_one(f"#{name}", SecretInput).peek() for name in ("passphrase", "again")]
        assert new == [Secret(made)] * 2
