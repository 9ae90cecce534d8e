"""The dashboard, driven by keys and mouse on doubles."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from spauth_tui.demo.sample import fill_sample
from spauth_tui.domain.errors.exchange import ExchangeRefused, Unreachable
from spauth_tui.domain.errors.system import ClipboardUnavailable
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.removal import Removal
from spauth_tui.domain.model.secret import MASK
from spauth_tui.domain.model.way import Way
from spauth_tui.services.authorizing.removing import UNDONE_FOR
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.app.app import Lifetime, SpauthApp
from spauth_tui.ui.application.leak import LeakGuide
from spauth_tui.ui.application.rotate import RotationGuide
from spauth_tui.ui.application.screen import ApplicationScreen
from spauth_tui.ui.authorization.checklist import Checklist
from spauth_tui.ui.authorization.merged_accounts import MergedAccountsScreen
from spauth_tui.ui.authorization.restricted import RestrictedScreen
from spauth_tui.ui.authorization.test_call import ProofDialog
from spauth_tui.ui.authorization.why_it_failed import WhyItFailed
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.messages import WayChosen
from spauth_tui.ui.dashboard.application_heading import ApplicationHeading
from spauth_tui.ui.dashboard.details import Details
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.pane import AuthorizationPane, PaneButton
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.dashboard.strips import AttentionStrip
from spauth_tui.ui.dashboard.top_bar import TopBar
from spauth_tui.ui.dialogs.choose import Choose
from spauth_tui.ui.dialogs.confirm import Confirm, ConfirmTyped
from spauth_tui.ui.dialogs.help import Help
from spauth_tui.ui.dialogs.too_small import TooSmall
from spauth_tui.ui.vault.first_run import FirstRun
from spauth_tui.ui.vault.storage_practices import StoragePracticesScreen
from spauth_tui.ui.vault.unlock import Unlock
from tests import builders
from tests.fakes import (
    FakeBrowser,
    FakeClipboard,
    FakeClock,
    FakeFiles,
    FakeSellingPartnerApi,
    FakeTokenEndpoint,
    InMemoryVaultStore,
)
from tests.outside import Outside
from tests.ui.host import shown


class Stage(Lifetime):
    """The real app on doubles, with the sample in its vault."""

    kind: type[SpauthApp] = SpauthApp
    store_kind: type[InMemoryVaultStore] = InMemoryVaultStore

    def __init__(
        self, accounts: int | None = None, *, empty: bool = False, app_context: AppContext | None = None
    ) -> None:
        self.clock = FakeClock()
        self.endpoint = FakeTokenEndpoint()
        self.clipboard = FakeClipboard()
        self.browser = FakeBrowser()
        self.api = FakeSellingPartnerApi()
        self.files = FakeFiles()
        self.store = self.store_kind()
        outside = Outside(self.clock, self.endpoint, self.api, self.clipboard, self.browser, self.files)
        self.unlocking = Unlocking(self.store, outside)
        self.accounts, self.empty = accounts, empty
        self.app = self.kind(self.unlocking, self.clock, app_context or AppContext(still=True), self)
        self.pilot: Pilot[str]

    async def begin(self) -> Workspace | None:
        vault = await self.store.create(builders.PASSPHRASE)
        if not self.empty:
            await fill_sample(vault, self.clock.now(), accounts=self.accounts)
        workspace = await self.unlocking.unlock(builders.PASSPHRASE)
        await self.unlocking.note(workspace)
        return workspace

    @property
    def dashboard(self) -> Dashboard:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Dashboard))

    def pane(self, label: str) -> AuthorizationPane:
        return next(
            pane for pane in self.dashboard.board.panes if pane.index >= 0 and pane.shown.account.label == label
        )

    def text(self, label: str) -> str:
        return self.pane(label).render().plain

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        for _ in range(2):
            await self.pilot.pause()

    def words(self) -> str:
        """Return what the screen shows, with one space between words."""
        return " ".join(shown(self.app).replace("│", " ").split())

    def toasts(self) -> str:
        return " ".join(each.message for each in self.app._notifications)


ENOUGH = 5
"""Authorizations of the sample with which most can be shown: three that are merged, and the fifth is refused."""
MANY = 200
"""More than ten windows show."""

Staged = Callable[..., AbstractAsyncContextManager[Stage]]


@asynccontextmanager
async def staged(
    accounts: int | None = None, *, size: tuple[int, int] = (120, 40), empty: bool = False
) -> AsyncIterator[Stage]:
    stage = Stage(accounts, empty=empty)
    async with stage.app.run_test(size=size) as pilot:
        stage.pilot = pilot
        await stage.settle()
        yield stage


async def test_every_authorization_has_a_pane() -> None:
    async with staged() as stage:
        assert len([pane for pane in stage.dashboard.board.panes if pane.index >= 0]) == 12


@pytest.mark.parametrize(("key", "title"), [("a", "2 of 4 · Add an application"), ("V", "The vault")])
async def test_on_an_empty_board_keys_act_and_are_not_typed_into_the_filter(key: str, title: str) -> None:
    async with staged(empty=True) as stage:
        await stage.press(key)
        assert getattr(stage.app.screen, "title_words", "") == title


async def test_the_first_pane_of_an_import_has_the_focus() -> None:
    async with staged(empty=True) as stage:
        text = f"LWA_APP_ID={builders.CLIENT_ID}\nSP_API_REFRESH_TOKEN_ACME={builders.REFRESH_TOKEN}\n"
        stage.files.written[Path(".env")] = text
        await stage.press("i")
        stage.app.screen.query_one("#file", Input).value = ".env"
        await stage.press("enter")
        await stage.press("enter")
        assert stage.app.screen is stage.dashboard
        assert stage.app.focused is stage.pane("acme")


@pytest.mark.parametrize("key", ["V", "i"])
async def test_ctrl_c_says_how_to_leave_and_how_to_quit(key: str) -> None:
    async with staged(ENOUGH) as stage:
        await stage.press(key)
        await stage.press("ctrl+c")
        assert "esc leaves a dialog, ctrl+q quits" in stage.toasts()


async def test_a_pane_says_state_time_and_age() -> None:
    async with staged(ENOUGH) as stage:
        text = stage.text("Acme US")
        assert "live" in text
        assert "52:00" in text
        assert "refreshed 7 minutes ago" in text


async def test_a_refused_pane_says_what_happened_and_what_to_do() -> None:
    async with staged(size=(120, 60)) as stage:
        said = " ".join(stage.text("Contoso Kitchen").split())
        assert "secret. Press e to edit the application, f to see why." in said


async def test_an_unfinished_pane_names_the_next_step() -> None:
    async with staged() as stage:
        assert "step 1 of 5" in stage.text("Trial Far East")


async def test_the_countdown_moves_with_the_clock() -> None:
    async with staged(ENOUGH) as stage:
        stage.clock.advance(timedelta(seconds=61))
        stage.dashboard.tick()
        assert "50:59" in stage.text("Acme US")


async def test_a_countdown_that_ends_says_expired() -> None:
    async with staged(ENOUGH) as stage:
        stage.clock.advance(timedelta(minutes=53))
        stage.dashboard.tick()
        assert "expired" in stage.text("Acme US")


async def test_a_filter_of_times_lets_in_what_runs_out_as_time_goes_on() -> None:
    async with staged(ENOUGH) as stage:
        stage.dashboard.query_one(FilterBox).value = "acme us <50m"
        await stage.settle()
        before = stage.dashboard.board.cursor
        stage.clock.advance(timedelta(minutes=3))
        stage.dashboard.tick()
        await stage.settle()
        assert (before, stage.dashboard.board.cursor) == (None, stage.pane("Acme US").authorization_id)


async def test_a_comparison_that_names_no_time_is_told() -> None:
    async with staged(ENOUGH) as stage:
        stage.dashboard.query_one(FilterBox).value = "<10x"
        await stage.settle()
        assert "<10x names no time" in shown(stage.app)


async def test_r_refreshes_the_pane_under_the_cursor() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("r")
        assert "59:00" in stage.text("Acme Europe")


async def test_the_refresh_button_refreshes_its_own_pane() -> None:
    async with staged(ENOUGH) as stage:
        button = stage.pane("Northwind Traders").query(PaneButton).first()
        await stage.pilot.click(button)
        await stage.settle()
        assert "59:00" in stage.text("Northwind Traders")


async def test_a_refusal_goes_into_its_pane_and_the_countdown_stays() -> None:
    async with staged(ENOUGH) as stage:
        stage.endpoint.answers = [ExchangeRefused("invalid_grant", "words")]
        await stage.press("r")
        text = stage.text("Acme Europe")
        assert "refused" in text
        assert "04:00" in text
        assert "Amazon does not accept this" in text


async def test_a_network_problem_goes_into_its_pane() -> None:
    async with staged(ENOUGH) as stage:
        stage.endpoint.answers = [Unreachable("The connection was refused.", "Check the network.")]
        await stage.press("r")
        assert "unreachable" in stage.text("Acme Europe")
        assert "The connection was refused." in stage.text("Acme Europe")


async def test_markup_in_amazons_words_and_labels_is_text() -> None:
    async with staged(ENOUGH) as stage:
        stage.endpoint.answers = [Unreachable("[@click=app.quit]x[/nope] [red]", "y.")]
        await stage.press("r")
        assert "[@click=app.quit]x[/nope]" in stage.text("Acme Europe").replace("\n", " ")


async def test_refresh_all_takes_what_needs_it_and_no_other() -> None:
    async with staged() as stage:
        await stage.press("R")
        assert len(stage.endpoint.asked) == 4
        assert "59:00" in stage.text("Northwind Traders")


async def test_refresh_all_with_nothing_to_do_says_so() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("R")
        await stage.press("R")
        assert "every access token is live" in stage.toasts()


async def test_c_copies_the_access_token_and_the_receipt_is_honest() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("c")
        assert stage.clipboard.text is not None
        assert "Copied, and read back" in stage.toasts()
        assert "DEMO" not in stage.toasts()


async def test_the_copied_token_is_cleared_after_its_time() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("c")
        stage.clock.advance(timedelta(seconds=46))
        stage.dashboard.tick()
        await stage.settle()
        assert stage.clipboard.text is None


async def test_without_a_clipboard_it_says_what_to_press() -> None:
    async with staged(ENOUGH) as stage:
        stage.clipboard.problem = ClipboardUnavailable()
        await stage.press("c")
        assert "Press v" in stage.toasts()


async def test_an_expired_token_is_not_copied() -> None:
    async with staged(ENOUGH) as stage:
        stage.dashboard.board.go_to(stage.pane("Northwind Traders").authorization_id)
        await stage.press("c")
        assert stage.clipboard.text is None


async def test_y_asks_for_the_form() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("y")
        assert isinstance(stage.app.screen, Choose)
        await stage.press("2")
        assert stage.clipboard.text is not None
        assert stage.clipboard.text.reveal().startswith("x-amz-access-token: ")


MOVES = [
    (["l"], "Acme Japan 日本"),
    (["right", "right"], "Acme US"),
    (["j"], "Bluebird Books"),
    (["j", "k"], "Acme Europe"),
    (["tab"], "Acme Japan 日本"),
    (["tab", "shift+tab"], "Acme Europe"),
    (["end"], "Fabrikam Foods"),
    (["end", "home"], "Acme Europe"),
    (["pagedown"], "Trial Europe"),
    (["j", "j", "j", "j", "j", "j"], "Contoso Home"),
]


async def test_keys_move_among_panes() -> None:
    async with staged() as stage:
        for keys, label in MOVES:
            await stage.press("home", *keys)
            assert stage.app.focused is stage.pane(label), keys


async def test_the_filter_narrows_as_one_types() -> None:
    async with staged() as stage:
        await stage.press("slash", *"sandbox")
        shown = {pane.shown.account.label for pane in stage.dashboard.board.panes if pane.index >= 0}
        assert shown == {"Trial seller", "Trial Europe", "Trial Far East"}


async def test_what_the_filter_found_is_shown_from_the_top() -> None:
    async with staged(MANY) as stage:
        await stage.press("end", "slash", *"euro")
        assert stage.dashboard.board.scroll_offset.y == 0


async def test_escape_in_the_filter_brings_everything_back() -> None:
    async with staged() as stage:
        await stage.press("slash", *"sandbox", "escape")
        assert stage.app.screen.query_one(FilterBox).value == ""
        assert len([pane for pane in stage.dashboard.board.panes if pane.index >= 0]) == 12


async def test_a_filter_that_finds_nothing_says_what_to_do() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("slash", *"zzzz")
        assert "Nothing matches" in str(stage.app.screen.query_one("#empty-words").render())


async def test_attention_puts_what_needs_a_person_first() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("exclamation_mark")
        assert stage.app.focused is stage.pane("Bluebird Books")


async def test_the_first_line_counts() -> None:
    async with staged() as stage:
        words = stage.app.screen.query_one(TopBar).render().plain
        assert "● 7 live  ▲ 2 soon  ○ 1 expired  × 2 refused  □ 3 to finish" in words


OPENED = [
    ("s", Checklist, "Checklist Inventory Sync / Acme Europe"),
    ("enter", Details, "Details Inventory Sync / Acme Europe"),
    ("question_mark", Help, "A pane for each authorization"),
    ("a", Choose, "1 an authorization: one application for one account"),
    ("e", Choose, "1 the account Acme Europe"),
    ("x", Choose, "1 the authorization Inventory Sync / Acme Europe"),
    ("t", ProofDialog, "Test this authorization"),
    ("A", ApplicationScreen, "Application Inventory Sync"),
    ("S", RotationGuide, "Rotate the client secret"),
    ("M", MergedAccountsScreen, "Merged account Acme Group"),
    ("D", RestrictedScreen, "Restricted data tokens Inventory Sync / Acme Europe"),
    ("I", Choose, "What leaked?"),
    ("C", StoragePracticesScreen, "Amazon's storage practices"),
]


async def test_a_key_opens_its_screen_and_escape_comes_back() -> None:
    async with staged(ENOUGH) as stage:
        for key, screen, words in OPENED:
            await stage.press(key)
            assert isinstance(stage.app.screen, screen)
            assert words in stage.words()
            await stage.press("escape")
            assert stage.app.screen is stage.dashboard, key


async def test_removing_asks_twice_and_then_removes() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("x", "1")
        assert isinstance(stage.app.screen, Confirm)
        stage.app.screen.dismiss(True)
        await stage.settle()
        assert AuthorizationId("authorization-1") not in stage.dashboard.roster.authorizations


async def test_u_takes_the_newest_removal_back() -> None:
    async with staged(ENOUGH) as stage:
        await removed(stage)
        assert "u brings it back for 30 seconds; V, Removed does for 7 days." in stage.toasts()
        await stage.press("u")
        assert AuthorizationId("authorization-1") in stage.dashboard.roster.authorizations


async def test_u_says_why_it_takes_nothing_back() -> None:
    async with staged(ENOUGH) as stage:
        await removed(stage)
        stage.clock.advance(UNDONE_FOR)
        await stage.press("u")
        assert "Nothing was removed in the last 30 seconds." in stage.toasts()
        assert AuthorizationId("authorization-1") not in stage.dashboard.roster.authorizations


async def test_the_vault_menu_lists_what_is_removed_and_enter_brings_it_back() -> None:
    async with staged(ENOUGH) as stage:
        await removed(stage)
        await stage.press("V", "3")
        assert "7 days left" in stage.words()
        await stage.press("enter")
        assert AuthorizationId("authorization-1") in stage.dashboard.roster.authorizations


async def test_what_is_removed_is_deleted_for_good_after_a_typed_word() -> None:
    async with staged(ENOUGH) as stage:
        await removed(stage)
        await stage.press("V", "3", "end", "enter", "enter")
        assert isinstance(stage.app.screen, ConfirmTyped)
        await stage.press("enter")
        assert len(await removals(stage)) == 1
        await stage.press(*"delete", "enter")
        assert await removals(stage) == ()


async def test_what_is_proven_revoked_is_removed_without_a_question() -> None:
    async with staged(ENOUGH) as stage:
        vault, chosen = stage.store.vault(), AuthorizationId("authorization-1")
        await builders.change(vault, replace(await vault.authorization(chosen), refusal=builders.refusal()))
        await stage.press("x", "1")
        assert isinstance(stage.app.screen, Dashboard)
        assert chosen not in stage.dashboard.roster.authorizations


async def removed(stage: Stage) -> None:
    """Remove the first authorization, with a yes."""
    await stage.press("x", "1")
    stage.app.screen.dismiss(True)
    await stage.settle()


async def removals(stage: Stage) -> tuple[Removal, ...]:
    return (await stage.store.vault().removed()).removals


async def test_lock_shows_the_unlock_screen_and_closes_the_vault() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("c", "L")
        assert isinstance(stage.app.screen, Unlock)
        assert stage.clipboard.text is None


async def test_the_vault_opens_again() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("L")
        await stage.press(*"CANARY", "space", *"horse", "space", *"battery", "space", *"staple", "enter")
        assert isinstance(stage.app.screen, Dashboard)
        assert "Acme Europe" in stage.words()


async def test_idle_time_locks() -> None:
    async with staged(ENOUGH) as stage:
        vault = stage.store.vault()
        stage.clock.advance(timedelta(minutes=16))
        stage.app.idle.look()
        await stage.settle()
        assert isinstance(stage.app.screen, Unlock)
        assert EventKind.LOCKED in [each.kind for each in await vault.events()]


async def test_an_empty_vault_invites_to_add_the_first_application() -> None:
    async with staged(empty=True) as stage:
        assert "Press a to add the first one" in str(stage.app.screen.query_one("#empty-words").render())


async def test_without_a_vault_the_first_run_is_shown() -> None:
    stage = Stage()
    app = SpauthApp(stage.unlocking, stage.clock, AppContext())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, FirstRun)
        assert "Create the vault" in shown(app)


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (43, 11)])
async def test_a_tiny_window_says_so(size: tuple[int, int]) -> None:
    async with staged(size=size) as stage:
        assert isinstance(stage.app.screen, TooSmall)
        for _ in range(20):
            if not stage.words():
                # It is on the screen before it is painted.
                await stage.settle()
        assert stage.words().startswith("The window is too small."[: size[0]].strip())


async def test_a_window_that_grows_again_shows_the_dashboard() -> None:
    async with staged(size=(20, 5)) as stage:
        await stage.pilot.resize_terminal(120, 40)
        await stage.settle()
        assert stage.app.screen is stage.dashboard
        assert "Acme Europe" in stage.words()


async def test_many_authorizations_mount_no_more_panes_than_fit() -> None:
    async with staged(MANY) as stage:
        assert len(stage.dashboard.board.panes) <= 18


async def test_the_last_of_many_is_reached_and_focused() -> None:
    async with staged(MANY) as stage:
        await stage.press("end")
        assert stage.app.focused is not None
        assert stage.dashboard.board.region.contains_region(stage.app.focused.region)
        assert len(stage.dashboard.board.panes) <= 22


async def test_scrolling_by_mouse_keeps_the_cursor_on_its_authorization() -> None:
    async with staged(MANY) as stage:
        cursor = stage.dashboard.board.cursor
        stage.dashboard.board.scroll_to(y=300, animate=False, immediate=True)
        await stage.settle()
        assert stage.dashboard.board.cursor == cursor


async def test_the_screens_hold_no_secret() -> None:
    async with staged() as stage:
        held = repr(stage.dashboard.roster)
        assert MASK not in held
        assert "Atz" not in held


async def test_every_key_of_the_dashboard_stands_in_the_palette() -> None:
    async with staged(ENOUGH) as stage:
        titles = {command.title for command in stage.app.get_system_commands(stage.app.screen)}
        assert {"Refresh", "Copy", "Steps", "Details", "Add", "Refresh all", "Lock", "Remove", "Sort"} <= titles
        assert "Screenshot" not in titles


async def test_quitting_clears_the_clipboard() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("c", "q")
        assert stage.clipboard.text is None


async def pressed_on(stage: Stage, label: str, *keys: str) -> None:
    stage.dashboard.board.go_to(
        next(
            each.id
            for each in stage.dashboard.roster.authorizations.values()
            if stage.dashboard.roster.holdings.account_of(each).label == label
        )
    )
    await stage.press(*keys)


async def test_why_it_failed_is_one_key_away() -> None:
    async with staged(ENOUGH) as stage:
        await pressed_on(stage, "Bluebird Books", "f")
        assert isinstance(stage.app.screen, WhyItFailed)
        assert "Inventory Sync / Bluebird Books" in stage.words()
        assert "found: This refresh token worked before" in stage.words()


async def test_a_remedys_button_opens_the_checklist_at_the_step_to_redo() -> None:
    async with staged(ENOUGH) as stage:
        await pressed_on(stage, "Bluebird Books", "f", "enter")
        assert isinstance(stage.app.screen, Checklist)
        assert stage.app.screen._step == "authorize"


async def test_without_a_refresh_token_the_key_leads_to_the_checklist_at_once() -> None:
    async with staged(ENOUGH) as stage:
        await pressed_on(stage, "Acme Japan 日本", "f")
        assert "There is no refresh token to test yet. Press s" in stage.toasts()


async def test_where_nothing_failed_the_key_says_so() -> None:
    async with staged(ENOUGH) as stage:
        await pressed_on(stage, "Acme US", "f")
        assert stage.app.screen is stage.dashboard
        assert "Nothing failed here." in stage.toasts()


async def test_a_leaks_step_leads_to_where_it_is_done() -> None:
    async with staged(ENOUGH) as stage:
        await pressed_on(stage, "Acme US", "I", "2")
        assert isinstance(stage.app.screen, LeakGuide)
        assert "It leaked refresh token of Inventory Sync / Acme US" in stage.words()
        await stage.press("down", "d")
        assert isinstance(stage.app.screen, Checklist)
        assert stage.app.screen._step == "authorize"


async def test_an_open_leak_needs_attention() -> None:
    async with staged(ENOUGH) as stage:
        await pressed_on(stage, "Acme US", "I", "2", "escape")
        words = str(stage.app.screen.query_one(AttentionStrip).content)
        assert "leak: refresh token of Inventory Sync / Acme US" in words


async def test_the_missing_region_of_a_merged_account_leads_to_its_checklist() -> None:
    async with staged(ENOUGH) as stage:
        await pressed_on(stage, "Acme US", "M", "right", "right", "enter")
        assert isinstance(stage.app.screen, Checklist)
        assert "Checklist Inventory Sync / Acme Japan" in stage.words()


async def test_a_click_on_an_applications_heading_opens_it() -> None:
    async with staged(ENOUGH) as stage:
        await stage.pilot.click(ApplicationHeading)
        await stage.settle()
        assert isinstance(stage.app.screen, ApplicationScreen)
        assert "Application Inventory Sync" in stage.words()


async def test_two_clicks_on_a_pane_open_its_details() -> None:
    async with staged(ENOUGH) as stage:
        await stage.pilot.click(stage.pane("Acme US"), times=2)
        await stage.settle()
        assert isinstance(stage.app.screen, Details)
        assert "Details Inventory Sync / Acme US" in stage.words()


@pytest.mark.parametrize(
    ("key", "screen", "words"),
    [
        ("t", ProofDialog, "Test this authorization"),
        ("f", WhyItFailed, "Amazon does not accept this refresh token."),
        ("D", RestrictedScreen, "Restricted data tokens Inventory Sync / Bluebird Books"),
    ],
)
async def test_the_details_lead_on_and_come_back(key: str, screen: type, words: str) -> None:
    async with staged(ENOUGH) as stage:
        await pressed_on(stage, "Bluebird Books", "enter", key)
        assert isinstance(stage.app.screen, screen)
        assert words in stage.words()
        await stage.press("escape")
        assert isinstance(stage.app.screen, Details)
        assert "Details Inventory Sync / Bluebird Books" in stage.words()


async def test_what_is_learned_while_the_dashboard_is_left_harms_nothing() -> None:
    async with staged(ENOUGH) as stage:
        dashboard = stage.dashboard
        await stage.app.pop_screen()
        await dashboard.context.reload()
        dashboard.context.show_marks()
        dashboard.context.settle()
        dashboard.context.advance(1, 2, 0)


async def test_what_needs_attention_is_said_in_whole_parts_where_there_is_not_room_for_all() -> None:
    async with staged(size=(80, 24)) as stage:
        line = str(stage.dashboard.query_one(AttentionStrip).render())
        assert line == "Needs attention: 2 refused (1 revoked) · 1 denied by SP-API · 4 more"


async def test_a_heading_says_slots_where_there_is_not_room_for_more() -> None:
    async with staged(size=(80, 24)) as stage:
        assert "6 of 10 slots   secret: 41 days left" in shown(stage.app)


async def test_a_heading_leaves_the_kind_to_the_panes_where_there_is_not_room_for_it() -> None:
    async with staged(size=(80, 24)) as stage:
        await stage.press("z", "z")
        assert "Returns Desk   2 of 10 slots   secret: 177 days left, the old one can go" in shown(stage.app)


async def test_panes_that_come_into_view_have_their_buttons() -> None:
    async with staged(size=(80, 24)) as stage:
        await stage.pilot.resize_terminal(120, 40)
        await stage.settle()
        assert len(stage.app.screen.query(PaneButton)) == 3 * len(stage.dashboard.board.panes)


async def test_y_copies_what_was_under_the_cursor_when_it_was_pressed_or_nothing() -> None:
    async with staged() as stage:
        chosen = stage.dashboard.context.chosen()
        assert chosen is not None
        await stage.press("y")
        await stage.store.vault().remove(chosen, builders.event())
        await stage.dashboard.context.reload()
        await stage.press("enter")
        assert stage.clipboard.text is None
        assert "removed meanwhile" in stage.toasts()


async def test_a_remedy_is_done_for_what_it_is_about_though_the_filter_hides_it() -> None:
    async with staged() as stage:
        chosen = stage.dashboard.context.chosen()
        assert chosen is not None
        await stage.press("enter")
        stage.dashboard.query_one(FilterBox).value = "globex"
        await stage.settle()
        stage.app.post_message(WayChosen(Way.TEST, chosen.id))
        await stage.settle()
        assert (stage.dashboard.board.cursor, stage.dashboard.context.sought) == (chosen.id, "")


async def test_a_remedy_for_what_is_gone_does_nothing() -> None:
    async with staged() as stage:
        chosen = stage.dashboard.context.chosen()
        assert chosen is not None
        await stage.store.vault().remove(chosen, builders.event())
        await stage.dashboard.context.reload()
        stage.app.post_message(WayChosen(Way.TEST, chosen.id))
        await stage.settle()
        assert stage.app.screen is stage.dashboard
        assert "removed meanwhile" in stage.toasts()
