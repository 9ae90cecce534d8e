"""The terminal's own colours know no shades: words must not stand on a background of their own colour."""

import pytest

from spauth_tui.ui.dashboard.strips import AttentionStrip, MarkStrip
from tests.ui.test_dashboard import staged


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_words_stand_out_in_the_terminals_own_colours(theme: str) -> None:
    async with staged() as stage:
        stage.app.theme = theme
        await stage.press("space")
        await stage.settle()
        for kind in (AttentionStrip, MarkStrip):
            strip = stage.dashboard.query_one(kind)
            assert strip.styles.background.a == 0 or strip.styles.background != strip.styles.color, kind
