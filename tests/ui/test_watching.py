"""Watching an authorization: marked by a key, kept in the vault, told before its access token expires."""

from datetime import timedelta

from spauth_tui.domain.model.appearance import Appearance, Notify, Progress
from spauth_tui.domain.views.status import Status, Tally
from spauth_tui.ui.base.terminal_status import Signs, TerminalSigns, title_words
from spauth_tui.ui.dashboard.filter_box import FilterBox
from tests.ui.test_dashboard import ENOUGH, staged

LABEL = "Acme Europe"


class Terminal(TerminalSigns):
    """Returns words for sequences."""

    def keep_title(self) -> str:
        return "[keep]"

    def title(self, words: str) -> str:
        return f"[title {words}]"

    def restore_title(self) -> str:
        return "[restore]"

    def notification(self, words: str, how: Notify) -> str:
        return "" if how is Notify.OFF else f"[{how.value} {words}]"

    def progress(self, percent: int | None, how: Progress, *, failed: bool = False) -> str:
        return "" if how is Progress.OFF else f"[{percent}{' failed' if failed else ''}]"


def signs(appearance: Appearance) -> tuple[Signs, list[str]]:
    written: list[str] = []
    return Signs(Terminal({}), appearance, written.append), written


async def test_w_marks_the_pane_as_watched() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("w")
        assert "watched" in str(stage.pane(LABEL).border_subtitle)


async def test_w_again_takes_the_mark_away() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("w")
        await stage.press("w")
        assert "watched" not in str(stage.pane(LABEL).border_subtitle)


async def test_what_is_watched_no_more_leaves_a_filter_of_what_is() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("w")
        stage.dashboard.query_one(FilterBox).value = "watched"
        await stage.settle()
        assert len(stage.dashboard.board.order) == 1
        await stage.press("w")
        await stage.settle()
        assert not stage.dashboard.board.order


async def test_what_is_watched_is_kept_in_the_vault() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("w")
        assert (await stage.store.vault().preferences()).watched == {stage.pane(LABEL).authorization_id}


async def test_what_is_watched_is_told_before_it_expires() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("w")
        stage.dashboard.tick()
        stage.clock.advance(timedelta(minutes=50))
        stage.dashboard.tick()
        await stage.settle()
        assert "1 watched access token" in stage.toasts()


async def test_what_is_not_watched_is_not_told() -> None:
    async with staged(ENOUGH) as stage:
        stage.dashboard.tick()
        stage.clock.advance(timedelta(minutes=50))
        stage.dashboard.tick()
        await stage.settle()
        assert "watched" not in stage.toasts()


def test_the_title_counts_what_there_is() -> None:
    assert title_words(Tally({Status.LIVE: 9, Status.EXPIRED: 1})) == "spauth: 9 live, 1 expired"


def test_the_same_title_is_written_once() -> None:
    told, written = signs(Appearance())
    told.title("one")
    told.title("one")
    assert written == ["[keep][title one]"]


def test_a_title_that_is_not_wanted_is_not_written() -> None:
    told, written = signs(Appearance(title=False))
    told.title("one")
    told.end()
    assert written == []


def test_the_end_takes_title_and_progress_back() -> None:
    told, written = signs(Appearance())
    told.title("one")
    told.progress(1, 4, failed=False)
    told.end()
    assert written == ["[keep][title one]", "[25]", "[None]", "[restore]"]


def test_a_notification_goes_the_way_that_was_chosen() -> None:
    told, written = signs(Appearance(notify=Notify.DESKTOP))
    told.tell("words")
    assert written == ["[desktop words]"]


def test_without_a_choice_nobody_is_notified() -> None:
    told, written = signs(Appearance())
    told.tell("words")
    assert written == []


def test_progress_is_written_when_its_percent_changes() -> None:
    told, written = signs(Appearance())
    for done in range(3):
        told.progress(done, 1_000, failed=False)
    assert written == ["[0]"]
