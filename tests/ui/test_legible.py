"""Words can be told from what is behind them, in every theme."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from spauth_tui.domain.model.appearance import Appearance
from spauth_tui.ui.base.legible import contrast, legible
from spauth_tui.ui.base.own_app import OwnApp
from spauth_tui.ui.base.themes import NAMES as OURS
from tests.more import more_of
from tests.ui.host import shown
from tests.ui.test_dashboard import ENOUGH, staged

NAMES = sorted({*BUILTIN_THEMES, *OURS})
OPAQUE = [name for name in NAMES if not name.startswith("ansi")]


def colours(name: str) -> dict[str, str]:
    app = OwnApp(fits_terminal=False)
    app.theme = name
    return app.get_css_variables()


@pytest.mark.parametrize("names", [NAMES[::6], *more_of(NAMES)], ids=["some", "all"])
async def test_the_dashboard_is_shown_in_every_theme(names: list[str]) -> None:
    async with staged(ENOUGH) as stage:
        for name in names:
            stage.app.appearance.apply(Appearance(theme=name))
            await stage.settle()
            assert stage.app.theme == name
            assert "Acme US" in shown(stage.app), name


@pytest.mark.parametrize("name", OPAQUE)
@pytest.mark.parametrize("word", ["primary", "accent", "warning", "error", "success"])
def test_the_colour_of_a_state_stands_out_in_every_theme(name: str, word: str) -> None:
    held = colours(name)
    for behind in ("background", "surface", "panel"):
        assert contrast(Color.parse(held[f"text-{word}"]), Color.parse(held[behind])) >= 3


@pytest.mark.parametrize("name", OPAQUE)
def test_a_key_in_the_footer_stands_out_in_every_theme(name: str) -> None:
    held = colours(name)
    assert contrast(Color.parse(held["footer-key-foreground"]), Color.parse(held["footer-background"])) >= 3


def test_a_theme_that_is_legible_stays_as_it_was_made() -> None:
    theme = BUILTIN_THEMES["textual-dark"]
    made = {**theme.to_color_system().generate(), **theme.variables}
    assert legible(made) == made


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light"])
def test_the_terminals_own_colours_are_left_to_it(name: str) -> None:
    theme = BUILTIN_THEMES[name]
    made = {**theme.to_color_system().generate(), **theme.variables}
    assert legible(made) == made


def test_what_stands_out_too_little_is_moved_away_from_what_is_behind_it() -> None:
    colours = dict.fromkeys(("background", "surface", "panel"), "#ffffff") | {"foreground": "#000000"}
    moved = legible({**colours, "text-warning": "#ffee00"})["text-warning"]
    assert contrast(Color.parse(moved), Color.parse("#ffffff")) >= 4.5


def test_a_faint_word_takes_more_of_the_foreground_where_it_must() -> None:
    colours = dict.fromkeys(("background", "surface", "panel"), "#ffffff") | {"foreground": "#888888"}
    assert legible({**colours, "text-muted": "auto 60%"})["text-muted"] == "auto 100%"


@pytest.mark.parametrize(("first", "second", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#777777", 1)])
def test_contrast_is_counted_as_wcag_does(first: str, second: str, ratio: float) -> None:
    assert contrast(Color.parse(first), Color.parse(second)) == pytest.approx(ratio)
