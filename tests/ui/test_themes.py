"""Themes, motion: what is chosen, before TEXTUAL_THEME, before Textual's default."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.color import Color
from textual.theme import Theme
from textual.widgets import Input

from spauth_tui.domain.model.appearance import Appearance
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.themes import THEMES
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


async def test_without_a_choice_it_is_textuals() -> None:
    async with wearing() as stage:
        assert stage.app.theme == "textual-dark"


async def test_an_unknown_theme_is_told_with_the_nearest_and_the_default_holds() -> None:
    async with wearing(theme="nrod") as stage:
        assert stage.app.theme == "textual-dark"
        assert 'theme in config.toml is "nrod", which is no theme. Did you mean nord?' in stage.toasts()


@pytest.mark.parametrize(
    ("chosen", "given", "shown"),
    [
        ("", "nord", "nord"),
        ("", "spauth-light", "spauth-light"),
        ("dracula", "nord", "dracula"),
        ("", "nrod", "textual-dark"),
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
    ("colours", "chosen", "given", "shown"),
    [
        ("standard", "", "", "ansi-dark"),
        *more_of(
            pytest.param("standard", "nord", "", "nord"),
            pytest.param("standard", "", "dracula", "dracula"),
            pytest.param("256", "", "", "textual-dark"),
        ),
    ],
)
def test_a_terminal_of_sixteen_colours_has_the_theme_that_is_made_of_them(
    colours: str, chosen: str, given: str, shown: str
) -> None:
    code = (
        "from spauth_tui.domain.model.appearance import Appearance; from spauth_tui.ui.base.own_app import OwnApp;"
        f"app = OwnApp(); app.appearance.apply(Appearance(theme={chosen!r})); print(app.theme)"
    )
    environment = {"TEXTUAL_COLOR_SYSTEM": colours, **({"TEXTUAL_THEME": given} if given else {})}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == shown


def _contrast(first: str, second: str) -> float:
    def light(colour: str) -> float:
        parts = (each / 255 for each in Color.parse(colour).rgb)
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("part", ["foreground", "primary", "warning", "error", "success", "accent"])
def test_our_own_themes_can_be_read(theme: Theme, part: str) -> None:
    colour, background = getattr(theme, part), theme.background
    assert background is not None
    assert _contrast(colour, background) >= 4.5


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
