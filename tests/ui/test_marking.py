"""Marking several authorizations, and doing one thing to all of them."""

import asyncio

import pytest
from textual.widgets import Input

from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.strips import MarkStrip
from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
from spauth_tui.ui.dialogs.choose import Choose
from spauth_tui.ui.dialogs.confirm import Confirm
from tests import builders
from tests.ui.host import shown
from tests.ui.test_dashboard import ENOUGH, Stage, staged


def marked(stage: Stage) -> list[str]:
    roster = stage.dashboard.roster
    return sorted(roster.holdings.account_of(roster.authorizations[key]).label for key in roster.marked)


def filtered(stage: Stage, text: str) -> None:
    stage.dashboard.query_one(FilterBox).value = text


async def test_space_marks_and_goes_on() -> None:
    async with staged(ENOUGH) as stage:
        first, second = stage.dashboard.board.order[:2]
        await stage.press("space")
        assert stage.dashboard.roster.marked == {first}
        assert stage.dashboard.board.cursor == second


async def test_a_mark_is_a_sign_and_not_only_a_colour() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("space")
        assert "■ Acme Europe" in shown(stage.app)


async def test_space_again_takes_the_mark_away() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("space", "left", "space")
        assert marked(stage) == []


async def test_shift_with_an_arrow_marks_on_the_way() -> None:
    async with staged(ENOUGH) as stage:
        order = stage.dashboard.board.order
        await stage.press("shift+right", "shift+right")
        assert stage.dashboard.roster.marked == set(order[:3])
        assert stage.dashboard.board.cursor == order[2]


async def test_shift_and_down_marks_everything_between() -> None:
    async with staged() as stage:
        order = stage.dashboard.board.order
        await stage.press("shift+down")
        reached = order.index(stage.dashboard.board.cursor or order[0])
        assert reached > 0
        assert stage.dashboard.roster.marked == set(order[: reached + 1])


async def test_star_marks_all_that_the_filter_shows() -> None:
    async with staged(ENOUGH) as stage:
        filtered(stage, "acme")
        await stage.settle()
        await stage.press("asterisk")
        assert marked(stage) == sorted(label for label in ("Acme Europe", "Acme Japan 日本", "Acme US"))


async def test_marks_outlast_a_filter_that_hides_them() -> None:
    async with staged() as stage:
        await stage.press("space")
        filtered(stage, "globex")
        await stage.settle()
        assert marked(stage) == ["Acme Europe"]
        assert "1 marked, 1 of them hidden by the filter" in shown(stage.app)


async def test_escape_takes_marks_away_when_there_is_no_filter() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("space", "escape")
        assert marked(stage) == []


async def test_r_refreshes_what_is_marked_and_nothing_else() -> None:
    async with staged(ENOUGH) as stage:
        filtered(stage, "acme -japan")
        await stage.settle()
        await stage.press("asterisk", "r")
        await stage.settle()
        labels = [stage.text("Acme Europe"), stage.text("Acme US")]
        assert ["59:00" in text for text in labels] == [True, True]
        assert len(stage.endpoint.asked) == 2


async def test_what_is_marked_waits_while_all_are_being_refreshed() -> None:
    async with staged(ENOUGH) as stage:
        stage.endpoint.gate = asyncio.Event()
        await stage.press("space", "R")
        await stage.press("r")
        assert "Refreshing already. Press escape to stop." in stage.toasts()
        stage.endpoint.gate.set()


async def test_guarding_several_no_more_takes_one_passphrase() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("space", "space", "U")
        await stage.press("U")
        stage.app.screen.query_one(Input).value = builders.PASSPHRASE.reveal()
        await stage.press("enter")
        await stage.app.workers.wait_for_complete()
        found = await stage.store.vault().holdings()
        assert not any(each.guarded for each in found.authorizations)


async def test_u_guards_what_is_marked() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("space", "space", "U")
        await stage.settle()
        found = await stage.store.vault().holdings()
        assert sum(each.guarded for each in found.authorizations) == 2


async def test_guarding_no_more_asks_for_the_passphrase() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("U")
        await stage.settle()
        await stage.press("U")
        await stage.settle()
        assert isinstance(stage.app.screen, AskPassphrase)
        assert [each.guarded for each in (await stage.store.vault().holdings()).authorizations].count(True) == 1


async def test_removing_what_is_marked_asks_once_and_names_it() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("space", "space", "x")
        await stage.settle()
        assert isinstance(stage.app.screen, Confirm)
        assert "Remove 2 authorizations?" in shown(stage.app)
        assert "Acme Europe" in shown(stage.app)


async def test_a_no_removes_nothing() -> None:
    async with staged() as stage:
        await stage.press("space", "space", "x")
        await stage.settle()
        await stage.press("enter")
        await stage.settle()
        assert len((await stage.store.vault().holdings()).authorizations) == 15


async def test_a_yes_removes_all_that_is_marked() -> None:
    async with staged() as stage:
        doomed = set(stage.dashboard.board.order[:2])
        await stage.press("space", "space", "x")
        await stage.settle()
        await stage.press("shift+tab")
        await stage.press("enter")
        await stage.settle()
        left = {each.id for each in (await stage.store.vault().holdings()).authorizations}
        assert (len(left), left & doomed) == (13, set[AuthorizationId]())


async def confirmed(stage: Stage) -> None:
    """Say yes to what `x` asks."""
    await stage.press("shift+tab", "enter")


async def typed(stage: Stage, passphrase: str) -> None:
    stage.app.screen.query_one(Input).value = passphrase
    await stage.press("enter")
    await stage.app.workers.wait_for_complete()


async def test_removing_what_is_marked_and_partly_guarded_takes_the_passphrase() -> None:
    async with staged() as stage:
        doomed = set(stage.dashboard.board.order[:2])
        await stage.press("U", "space", "space", "x")
        await confirmed(stage)
        assert isinstance(stage.app.screen, AskPassphrase)
        assert len((await stage.store.vault().holdings()).authorizations) == 15
        await typed(stage, builders.PASSPHRASE.reveal())
        assert not doomed & {each.id for each in (await stage.store.vault().holdings()).authorizations}


@pytest.mark.parametrize("what", ["1", "2", "3"])
async def test_x_removes_what_is_guarded_or_holds_it_only_against_the_passphrase(what: str) -> None:
    async with staged() as stage:
        (doomed,) = stage.dashboard.board.order[:1]
        await stage.press("U", "x", what)
        await confirmed(stage)
        stage.app.screen.query_one(Input).value = "CANARY wrong one"
        await stage.press("enter")
        assert isinstance(stage.app.screen, AskPassphrase)
        await stage.press("escape")
        assert len((await stage.store.vault().holdings()).authorizations) == 15
        await stage.press("x", what)
        await confirmed(stage)
        await typed(stage, builders.PASSPHRASE.reveal())
        assert doomed not in {each.id for each in (await stage.store.vault().holdings()).authorizations}


async def test_an_export_of_what_is_marked_says_how_many() -> None:
    async with staged(ENOUGH) as stage:
        filtered(stage, "acme -japan")
        await stage.settle()
        await stage.press("asterisk", "X")
        await stage.settle()
        assert isinstance(stage.app.screen, Choose)
        assert "Export 2 marked in the form of" in shown(stage.app)


async def mark(stage: Stage, *labels: str) -> None:
    roster = stage.dashboard.roster
    for key, each in list(roster.authorizations.items()):
        if roster.holdings.account_of(each).label in labels:
            stage.dashboard.board.go_to(key)
            await stage.press("space")


async def test_what_is_marked_and_cannot_be_exported_is_not_replaced_by_what_is_under_the_cursor() -> None:
    async with staged() as stage:
        await mark(stage, "Trial Far East")
        await stage.press("home", "X")
        assert not isinstance(stage.app.screen, Choose)
        assert "Nothing that is marked has a refresh token" in stage.toasts()


async def test_an_export_says_how_many_of_the_marked_it_leaves_out() -> None:
    async with staged() as stage:
        await mark(stage, "Trial Far East", "Acme Europe")
        await stage.press("X")
        assert "1 of 2 marked left out" in stage.toasts()


async def test_a_word_of_the_line_can_be_clicked() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("space")
        words = str(stage.dashboard.query_one(MarkStrip).content)
        await stage.pilot.click(MarkStrip, offset=(words.index("unmark") + 2, 0))
        await stage.settle()
        assert marked(stage) == []


async def test_marks_do_not_outlast_a_lock() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("space", "L")
        await stage.settle()
        stage.app.screen.query_one(Input).value = builders.PASSPHRASE.reveal()
        await stage.press("enter")
        await stage.settle()
        assert marked(stage) == []
