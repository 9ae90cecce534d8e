"""The dashboard as panes, as compact panes and as a table."""

import pytest

from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.views.order import Order
from spauth_tui.ui.dashboard.pane import PaneButton
from spauth_tui.ui.dashboard.table_row import TableHead, columns_for
from tests.ui.host import shown
from tests.ui.test_dashboard import MANY, Stage, staged


def lines(stage: Stage) -> list[str]:
    return shown(stage.app).splitlines()


async def test_z_goes_through_the_styles() -> None:
    async with staged() as stage:
        seen = [stage.dashboard.board.pane_style]
        for _ in range(3):
            await stage.press("z")
            seen.append(stage.dashboard.board.pane_style)
        assert seen == [PaneStyle.COMFORTABLE, PaneStyle.COMPACT, PaneStyle.TABLE, PaneStyle.COMFORTABLE]


async def test_a_table_shows_each_in_one_line_below_its_heads() -> None:
    async with staged() as stage:
        await stage.press("z", "z")
        head = next(line for line in lines(stage) if "account" in line and "state" in line)
        row = next(line for line in lines(stage) if "Acme US" in line)
        assert head.index("account") == row.index("Acme US")
        assert "52:00" in row
        assert "live" in row


async def test_a_table_has_no_buttons() -> None:
    async with staged() as stage:
        await stage.press("z", "z")
        assert not stage.dashboard.query(PaneButton)


async def test_the_cursor_stays_on_its_authorization() -> None:
    async with staged() as stage:
        await stage.press("right", "right")
        before = stage.dashboard.board.cursor
        await stage.press("z", "z")
        assert stage.dashboard.board.cursor == before


async def test_keys_act_on_the_row_under_the_cursor() -> None:
    async with staged() as stage:
        await stage.press("z", "z", "r")
        await stage.settle()
        assert "59:00" in next(line for line in lines(stage) if "Acme Europe" in line)


async def test_a_flat_table_names_the_application_in_a_column() -> None:
    async with staged() as stage:
        await stage.press("z", "z", "o")
        assert "Inventory Sync" in next(line for line in lines(stage) if "Acme US" in line)


async def test_a_marked_row_has_a_sign() -> None:
    async with staged() as stage:
        await stage.press("z", "z", "space")
        assert any(line.strip().startswith("■▲  Acme Europe") for line in lines(stage))


async def test_rows_are_mounted_only_for_what_is_in_view() -> None:
    async with staged(MANY) as stage:
        await stage.press("z", "z")
        assert len(stage.dashboard.board.panes) <= 42


@pytest.mark.parametrize("width", [60, 75, 95, 115, 235])
@pytest.mark.parametrize("names_application", [True, False])
def test_columns_fill_their_width_and_never_more(width: int, names_application: bool) -> None:
    found = columns_for(width, names_application=names_application)
    shares = [found.mark, found.label, found.application, found.place, found.state, found.clock, found.bar, found.notes]
    used = [share for share in shares if share]
    assert sum(used) + 2 * (len(used) - 1) <= width


async def test_a_click_on_a_columns_head_sorts_by_it() -> None:
    heads = {"left": Order.EXPIRY, "state": Order.ATTENTION, "account": Order.APPLICATION}
    async with staged() as stage:
        await stage.press("z", "z")
        for head, order in heads.items():
            assert stage.dashboard.context.order is not order
            line = str(stage.dashboard.query_one(TableHead).render())
            await stage.pilot.click(TableHead, offset=(2 + line.index(head), 0))
            await stage.settle()
            assert stage.dashboard.context.order is order, head


async def test_the_head_that_sorts_is_underlined() -> None:
    async with staged() as stage:
        await stage.press("z", "z", "o")
        head = stage.dashboard.query_one(TableHead).render()
        assert [head.plain[start:end] for start, end, style in head.spans if getattr(style, "underline", None)] == [
            "left"
        ]
