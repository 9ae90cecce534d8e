"""Themes, motion: what is chosen, before TEXTUAL_THEME, before our own default."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.color import Color
from textual.widgets import Input

from spauth_tui.domain.model.appearance import Appearance
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.legible import contrast
from spauth_tui.ui.base.own_app import OwnApp
from spauth_tui.ui.base.themes import DARK, NAMES, WORDS, Depth, themes
from spauth_tui.ui.widgets.spinner import Spinner
from tests.more import more_of
from tests.ui.test_dashboard import Stage


@asynccontextmanager
async def wearing(**chosen: object) -> AsyncIterator[Stage]:
    appearance = Appearance(**chosen)  # type: ignore[arg-type]
    stage = Stage(app_context=AppContext(still=True, appearance=appearance))
    async with stage.app.run_test(size=(120, 40)) as pilot:
        stage.pilot = pilot
        await stage.settle()
        yield stage


@pytest.mark.parametrize("name", ["spauth-dark", "spauth-light", "nord", "solarized-light"])
async def test_a_theme_that_is_chosen_is_shown(name: str) -> None:
    async with wearing(theme=name) as stage:
        assert stage.app.theme == name
        assert stage.toasts() == ""


async def test_without_a_choice_it_is_our_dark_one() -> None:
    async with wearing() as stage:
        assert stage.app.theme == DARK
        assert stage.app.screen.styles.background == Color.parse("#0f141b")


async def test_an_unknown_theme_is_told_with_the_nearest_and_the_default_holds() -> None:
    async with wearing(theme="nrod") as stage:
        assert stage.app.theme == DARK
        assert 'theme in config.toml is "nrod", which is no theme. Did you mean nord?' in stage.toasts()


@pytest.mark.parametrize(
    ("chosen", "given", "shown"),
    [
        ("", "nord", "nord"),
        ("", "spauth-light", "spauth-light"),
        ("dracula", "nord", "dracula"),
        ("", "nrod", DARK),
        ("", "textual-dark", "textual-dark"),
    ],
)
def test_what_is_chosen_goes_before_the_environment(chosen: str, given: str, shown: str) -> None:
    code = (
        "from spauth_tui.domain.model.appearance import Appearance; from spauth_tui.ui.base.own_app import OwnApp;"
        f"app = OwnApp(); wrong = app.appearance.apply(Appearance(theme={chosen!r})); print(app.theme, *wrong, sep='|')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env={"TEXTUAL_THEME": given}, capture_output=True, text=True, check=True
    )
    theme, *wrong = ran.stdout.strip().split("|")
    assert theme == shown
    assert bool(wrong) == (given == "nrod")


@pytest.mark.parametrize("given", ["spauth-light", *more_of("textual-light")])
def test_a_theme_of_the_environment_is_seen_on_the_screen(given: str) -> None:
    code = (
        "import asyncio\n"
        "from textual.color import Color\n"
        "from tests.ui.test_dashboard import staged\n"
        "async def look():\n"
        "    async with staged() as stage:\n"
        "        wanted = Color.parse(stage.app.current_theme.background or '#e0e0e0')\n"
        "        print(stage.app.screen.styles.background == wanted, *stage.app.classes)\n"
        "asyncio.run(look())"
    )
    environment = {**os.environ, "TEXTUAL_THEME": given}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split()[0] == "True"
    assert "-light-mode" in ran.stdout


@pytest.mark.parametrize(
    ("environment", "depth", "shown"),
    [
        ({"TEXTUAL_COLOR_SYSTEM": "standard"}, Depth.FEW, DARK),
        ({"NO_COLOR": "1", "TEXTUAL_COLOR_SYSTEM": "truecolor", "TEXTUAL_THEME": "nord"}, Depth.FEW, DARK),
        *more_of(
            pytest.param({"TEXTUAL_COLOR_SYSTEM": "256"}, Depth.MANY, DARK),
            pytest.param({"TEXTUAL_COLOR_SYSTEM": "truecolor"}, Depth.TRUE, DARK),
            pytest.param({"TEXTUAL_COLOR_SYSTEM": "standard", "TEXTUAL_THEME": "nord"}, Depth.FEW, "nord"),
        ),
    ],
)
def test_a_terminal_has_the_tokens_of_its_depth(environment: dict[str, str], depth: Depth, shown: str) -> None:
    code = (
        "from spauth_tui.domain.model.appearance import Appearance; from spauth_tui.ui.base.own_app import OwnApp;"
        "from spauth_tui.ui.base.themes import themes, Depth; app = OwnApp(); app.appearance.apply(Appearance());"
        "print(app.theme, *(each.value for each in Depth if app.get_theme('spauth-dark') == themes(each)[0]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [shown, depth.value]


_NEUTRAL = ("background", "surface", "panel", "chosen")
PAIRS = {
    **dict.fromkeys(("foreground", "dim", *(f"text-{word}" for word in WORDS)), _NEUTRAL),
    "foreground": (*_NEUTRAL, "button", "rule", *(f"next-{word}" for word in ("warning", "error", "primary"))),
    "text-warning": (*_NEUTRAL, "wash-warning"),
    "text-error": (*_NEUTRAL, "wash-error"),
    "background": ("accent", "error", "warning"),
}
"""Which tokens are written on which; faint is for ornaments and for words that are disabled."""


def _over(surface: str, token: str) -> Color:
    """Return the colour behind the words; a token may be a share of a colour, such as `#ffffff 16%`."""
    colour, _, percent = token.partition(" ")
    return Color.parse(surface).blend(Color.parse(colour), float(percent.rstrip("%") or 100) / 100)


@pytest.mark.parametrize("depth", [Depth.TRUE, Depth.MANY])
@pytest.mark.parametrize("name", NAMES)
def test_every_pair_of_tokens_in_use_can_be_read(name: str, depth: Depth) -> None:
    app = OwnApp()
    app.appearance.register(depth)
    app.theme = name
    held = app.get_css_variables()
    found = {
        (word, behind): contrast(Color.parse(held[word]), _over(held["surface"], held[behind]))
        for word, all_behind in PAIRS.items()
        for behind in all_behind
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", NAMES)
def test_in_256_colours_each_token_is_one_of_them(name: str) -> None:
    theme = next(each for each in themes(Depth.MANY) if each.name == name)
    levels = {0, *range(95, 256, 40)}
    for colour in theme.variables.values():
        if colour.startswith("#"):
            red, green, blue = Color.parse(colour).rgb
            assert {red, green, blue} <= levels or (red == green == blue and red % 10 == 8), colour


async def test_without_motion_nothing_is_animated_and_working_signs_stand_still() -> None:
    async with wearing(motion=False) as stage:
        assert stage.app.animation_level == "none"
        sign = Spinner()
        await stage.app.screen.mount(sign)
        sign.start("Asking")
        assert sign._timer is None
        assert "Asking" in sign.render().plain


@pytest.mark.parametrize("key", ["slash", "L"])
async def test_without_motion_no_cursor_blinks_in_a_field_or_where_a_secret_is_typed(key: str) -> None:
    async with wearing(motion=False) as stage:
        await stage.press(key)
        await stage.settle()
        assert isinstance(stage.app.focused, Input)
        assert not stage.app.focused.cursor_blink


async def test_with_motion_a_working_sign_moves() -> None:
    async with wearing() as stage:
        sign = Spinner()
        await stage.app.screen.mount(sign)
        sign.start("Asking")
        assert sign._timer is not None
