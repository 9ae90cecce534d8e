"""The settings, by keys and mouse, on the real app with a file of a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from spauth_tui.adapters.config.appearance_file import AppearanceFile
from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.model.appearance import Appearance, Notify, PaneStyle, Progress
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.messages import LockRequested
from spauth_tui.ui.base.terminal_status import TerminalSigns
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.dialogs.form import BothChanged
from spauth_tui.ui.vault.settings import SettingsForm
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from spauth_tui.ui.widgets.problem_line import ProblemLine
from tests.ui.host import shown
from tests.ui.test_dashboard import ENOUGH, Stage

SIZE = (120, 50)


@asynccontextmanager
async def at(path: Path, *, size: tuple[int, int] = SIZE) -> AsyncIterator[Stage]:
    file = AppearanceFile(path)
    try:
        read = (await file.read()).appearance
    except ConfigurationRefused:
        read = Appearance()
    around = AppContext(still=True, appearance=read, settings_file=file, signs=TerminalSigns({}))
    stage = Stage(ENOUGH, app_context=around)
    async with stage.app.run_test(size=size) as pilot:
        stage.pilot = pilot
        await stage.settle()
        yield stage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text('theme = "nord"\n')
    return file


def form(stage: Stage) -> SettingsForm:
    assert isinstance(stage.app.screen, SettingsForm)
    return stage.app.screen


async def choose(stage: Stage, name: str, *keys: str) -> None:
    form(stage).query_one(f"#{name}", ChoiceRow).focus()
    await stage.press(*keys)


async def save(stage: Stage) -> None:
    form = stage.app.screen
    await stage.press("ctrl+s")
    for _ in range(20):
        # The file is written on a thread. Where the form has something to say it stays.
        await stage.settle()
        if stage.app.screen is not form:
            break
    await stage.settle()


async def test_f2_opens_it_on_the_theme_that_holds(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("f2")
        themes = form(stage).query_one("#theme", OptionList)
        assert themes.has_focus
        assert themes.highlighted is not None
        assert form(stage)._themes[themes.highlighted] == "nord"


async def test_it_shows_the_files_path_and_where_the_vaults_preferences_are(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("f2")
        # However the lines break: the path of a test may be long.
        text = "".join(str(each.content) for each in form(stage).query(Static).results(Static))
        assert str(path) in text
        assert "belong to the vault: press ," in text


async def test_the_menu_of_the_vault_leads_there_by_mouse(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("V")
        options = stage.app.screen.query_one(OptionList)
        at_line = next(
            n for n in range(options.option_count) if "Settings" in str(options.get_option_at_index(n).prompt)
        )
        await stage.pilot.click(OptionList, offset=(10, at_line))
        await stage.settle()
        form(stage)


async def test_the_palette_offers_it(path: Path) -> None:
    async with at(path) as stage:
        assert "Settings" in {each.title for each in stage.app.get_system_commands(stage.app.screen)}


async def test_the_palettes_theme_leads_there_so_that_it_is_kept(path: Path) -> None:
    async with at(path) as stage:
        stage.app.search_themes()
        await stage.settle()
        form(stage)


async def test_a_theme_is_shown_while_it_is_looked_at_and_escape_leaves_all_as_it_was(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("f2", "down")
        assert stage.app.theme not in {"nord", "textual-dark"}
        await stage.press("escape")
        assert isinstance(stage.app.screen, Dashboard)
        assert stage.app.theme == "nord"
        assert path.read_text() == 'theme = "nord"\n'


async def test_a_lock_in_the_middle_leaves_the_theme_as_it_was(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("f2", "down")
        stage.app.post_message(LockRequested())
        for _ in range(5):
            await stage.settle()
        assert stage.app.theme == "nord"


async def test_what_is_saved_acts_at_once(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("f2", "home", "down")
        theme = stage.app.theme
        await choose(stage, "panes", "right")
        await choose(stage, "motion", "right")
        await choose(stage, "keymap", "right")
        await choose(stage, "title", "right")
        await choose(stage, "notify", "right")
        await choose(stage, "progress", "right")
        await save(stage)
        app = stage.app
        expected = Appearance(
            theme, PaneStyle.COMPACT, motion=False, title=False, notify=Notify.BELL, progress=Progress.OFF, keymap="vim"
        )
        assert isinstance(app.screen, Dashboard)
        assert (
            app.signs.appearance
            == app.settings.app_context.appearance
            == stage.dashboard.context.app_context.appearance
            == expected
        )
        assert (app.theme, app.animation_level, app.appearance.own_keys["pane.copy"]) == (theme, "none", "y,c")
        assert (await AppearanceFile(path).read()).appearance == expected


async def test_back_to_the_default_theme_acts_at_once(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("f2", "home")
        await save(stage)
        assert stage.app.theme == "spauth-dark"
        assert path.read_text() == 'theme = ""\n'


async def test_enter_on_a_theme_saves(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("f2", "down", "enter")
        for _ in range(5):
            await stage.settle()
        assert f'theme = "{stage.app.theme}"' in path.read_text()


async def test_what_changed_meanwhile_is_said_in_the_form(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("f2", "down")
        path.write_text("# other\n")
        await save(stage)
        assert isinstance(stage.app.screen, BothChanged)
        assert path.read_text() == "# other\n"


async def test_a_broken_file_is_told_and_not_opened(path: Path) -> None:
    path.write_text("theme = ")
    async with at(path) as stage:
        await stage.press("f2")
        assert isinstance(stage.app.screen, Dashboard)
        assert "not valid TOML" in stage.toasts()


async def test_own_keys_that_do_not_go_with_a_preset_are_said_at_the_field(path: Path) -> None:
    path.write_text('[keys]\nadd = "d"\n')
    async with at(path) as stage:
        await stage.press("f2")
        await choose(stage, "keymap", "right")
        await save(stage)
        assert "d is already remove (Remove)" in str(form(stage).query_one("#keymap-problem", ProblemLine).render())
        assert "vim" not in path.read_text()


async def test_what_is_wrong_in_the_file_is_said_there_too(path: Path) -> None:
    path.write_text('panes = "tabel"\n')
    async with at(path) as stage:
        await stage.press("f2")
        assert "Did you mean table" in shown(stage.app)


async def test_many_wrong_settings_are_one_notice(path: Path) -> None:
    path.write_text('panes = "tabel"\nmotion = 1\ntitle = 2\nnotify = "ring"\nprogress = "of"\n')
    wrong = (await AppearanceFile(path).read()).wrong
    around = AppContext(still=True, settings_problems=wrong, settings_file=AppearanceFile(path))
    stage = Stage(ENOUGH, app_context=around)
    async with stage.app.run_test(size=SIZE) as pilot:
        stage.pilot = pilot
        await stage.settle()
        (notice,) = list(stage.app._notifications)
        assert "title in config.toml is 2" in notice.message
        assert "and 2 more: F2 names them all." in notice.message


async def test_it_is_not_opened_over_itself(path: Path) -> None:
    async with at(path) as stage:
        await stage.press("f2")
        stage.app.search_themes()
        await stage.settle()
        assert [type(each) for each in stage.app.screen_stack].count(SettingsForm) == 1


async def test_notices_do_not_cover_it_and_are_there_again_afterwards(path: Path) -> None:
    path.write_text('[keys]\nadd = "r"\n')
    async with at(path) as stage:
        assert "r is already pane.refresh" in stage.toasts()
        await stage.press("f2")
        assert stage.toasts() == ""
        assert "r is already pane.refresh" in " ".join(shown(stage.app).replace("│", " ").split())
        await stage.press("escape")
        await stage.settle()
        assert "r is already pane.refresh" in stage.toasts()


async def test_in_a_low_window_the_buttons_are_in_sight(path: Path) -> None:
    async with at(path, size=(80, 24)) as stage:
        await stage.press("f2")
        await stage.settle()
        assert "Save" in shown(stage.app)
        assert "Cancel" in shown(stage.app)
