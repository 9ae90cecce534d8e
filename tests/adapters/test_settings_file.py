"""Writing looks and keys into config.toml: all else stays, whole or not at all, never over what was not read."""

import os
import stat
import subprocess
import sys
from codecs import BOM_UTF8
from dataclasses import replace
from pathlib import Path

import pytest

from spauth_tui.adapters.config.appearance_file import AppearanceFile
from spauth_tui.adapters.config.settings import CONFIG_NAME, Settings
from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.errors.vault import ChangedMeanwhile
from spauth_tui.domain.model.appearance import Appearance, Notify, PaneStyle, Progress
from tests import needs

HELD = """\
# where it lies
vault = "/tmp/x.vault"   # mine

theme = "nord" # cold
panes = 'table'

# my keys
[keys]
"pane.copy" = "z"  # near
"""
ALL = Appearance(
    "dracula",
    PaneStyle.COMPACT,
    motion=False,
    title=False,
    notify=Notify.DESKTOP,
    progress=Progress.OFF,
    keymap="vim",
    keys={"pane.copy": "z"},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(HELD)
    return file


async def opened(path: Path) -> tuple[AppearanceFile, Appearance]:
    file = AppearanceFile(path)
    return file, (await file.read()).appearance


async def test_a_name_of_hundreds_of_parts_is_refused_and_the_file_stays(path: Path) -> None:
    file, read = await opened(path)
    path.write_text("a." * 900 + "a = 1\n")
    with pytest.raises(ConfigurationRefused, match="too many dots"):
        await file.change(read, replace(read, theme="dracula"))
    assert path.read_text().startswith("a.a.")


async def test_comments_and_order_stay(path: Path) -> None:
    file, read = await opened(path)
    await file.change(read, replace(read, theme="dracula"))
    assert path.read_text() == HELD.replace('"nord"', '"dracula"')


async def test_what_did_not_change_is_not_touched(path: Path) -> None:
    file, read = await opened(path)
    await file.change(read, read)
    assert path.read_text() == HELD


async def test_every_choice_is_read_back(path: Path) -> None:
    file, read = await opened(path)
    await file.change(read, ALL)
    settings = Settings(environment={CONFIG_NAME: str(path)})
    assert settings.appearance().appearance == ALL
    assert str(settings.vault()) == os.path.abspath("/tmp/x.vault")  # noqa: PTH100, S108 - as it stands in the file


async def test_it_can_be_written_again_without_reading_again(path: Path) -> None:
    file, read = await opened(path)
    written = await file.change(read, ALL)
    await file.change(written, read)
    assert (await opened(path))[1] == read


async def test_a_theme_that_is_chosen_no_more_leaves_its_comment(path: Path) -> None:
    file, read = await opened(path)
    await file.change(read, replace(read, theme=""))
    assert path.read_text() == HELD.replace('"nord"', '""')


async def test_a_file_that_begins_with_a_byte_order_mark_is_read_and_keeps_it(path: Path) -> None:
    path.write_bytes(BOM_UTF8 + HELD.encode())
    file, read = await opened(path)
    assert read.theme == "nord"
    await file.change(read, replace(read, theme="dracula"))
    assert path.read_bytes() == BOM_UTF8 + HELD.replace('"nord"', '"dracula"').encode()


async def test_a_choice_back_to_the_default_is_written(path: Path) -> None:
    file, read = await opened(path)
    await file.change(read, replace(read, panes=PaneStyle.COMFORTABLE))
    assert (await opened(path))[1].panes is PaneStyle.COMFORTABLE


async def test_what_was_wrong_is_put_right(path: Path) -> None:
    path.write_text('panes = "tabel"  # hm\n')
    file, read = await opened(path)
    await file.change(read, read)
    assert path.read_text() == 'panes = "comfortable"  # hm\n'


async def test_a_missing_file_is_created_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "not" / "there" / "config.toml"
    file, read = await opened(path)
    await file.change(read, replace(read, keymap="vim"))
    assert path.read_text() == 'keymap = "vim"\n'
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@needs.file_modes
async def test_permissions_are_kept(path: Path) -> None:
    path.chmod(0o640)
    file, read = await opened(path)
    await file.change(read, ALL)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@needs.symbolic_links
async def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "config.toml"
    link.parent.mkdir()
    link.symlink_to(path)
    file, read = await opened(link)
    await file.change(read, ALL)
    assert link.is_symlink()
    assert "dracula" in path.read_text()


async def test_what_was_changed_since_stays_and_only_the_choice_is_written(path: Path) -> None:
    file, read = await opened(path)
    path.write_text(HELD.replace("'table'", "'compact'") + "# more\n")
    together = await file.change(read, replace(read, theme="dracula"))
    assert (together.theme, together.panes) == ("dracula", PaneStyle.COMPACT)
    assert path.read_text() == HELD.replace("'table'", "'compact'").replace('"nord"', '"dracula"') + "# more\n"


async def test_the_same_choice_that_was_made_elsewhere_since_is_told_with_both(path: Path) -> None:
    file, read = await opened(path)
    path.write_text(HELD.replace('"nord"', '"gruvbox"'))
    with pytest.raises(ChangedMeanwhile, match="theme from nord to gruvbox, you to dracula"):
        await file.change(read, replace(read, theme="dracula", motion=False))
    assert path.read_text() == HELD.replace('"nord"', '"gruvbox"')


async def test_what_was_created_since_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    file, read = await opened(path)
    path.write_text("# new\n")
    await file.change(read, replace(read, keymap="vim"))
    assert path.read_text() == '# new\nkeymap = "vim"\n'


@needs.file_modes
async def test_a_read_only_file_is_left(path: Path) -> None:
    path.chmod(0o444)
    file, read = await opened(path)
    with pytest.raises(ConfigurationRefused, match="read-only"):
        await file.change(read, ALL)
    assert path.read_text() == HELD


@pytest.mark.parametrize("text", ["theme = ", "[keys", "\udc80"])
async def test_a_broken_file_is_refused(path: Path, text: str) -> None:
    path.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(ConfigurationRefused):
        await opened(path)


async def test_nothing_is_left_beside_it(path: Path) -> None:
    file, read = await opened(path)
    await file.change(read, ALL)
    assert list(path.parent.iterdir()) == [path]


async def test_a_directory_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("")
    with pytest.raises(ConfigurationRefused):
        file, read = await opened(tmp_path / "config" / "config.toml")
        await file.change(read, ALL)


@pytest.mark.parametrize(
    "text", ["# only words\n", "", "keys.add = 'z'\n", "motion = true\r\n# x\r\n", "[keys]\nadd = 'z'"]
)
async def test_every_layout_is_read_back(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    file, read = await opened(path)
    await file.change(read, replace(ALL, keys=read.keys))
    assert (await opened(path))[1] == replace(ALL, keys=read.keys)
    assert all(line in path.read_text() for line in text.splitlines() if line.startswith("#"))


def test_tomlkit_is_imported_only_for_writing() -> None:
    code = "import sys, spauth_tui.bootstrap.demo; print('tomlkit' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
