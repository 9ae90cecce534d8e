"""config.toml: what verbs refuse of it, and what is wrong with its looks and keys but locks nobody out."""

import time
from pathlib import Path

import pytest

from spauth_tui.adapters.config.settings import CONFIG_NAME, Settings
from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.model.appearance import Appearance, Notify, PaneStyle, Progress, ReadAppearance


def settings(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "config.toml"
    file.write_text(text)
    return Settings(environment={CONFIG_NAME: str(file)})


def read(tmp_path: Path, text: str) -> ReadAppearance:
    return settings(tmp_path, text).appearance()


def told(tmp_path: Path, text: str) -> str:
    return " ".join(read(tmp_path, text).wrong)


def test_every_choice_is_read(tmp_path: Path) -> None:
    text = """
    theme = "nord"
    panes = "table"
    motion = false
    title = false
    notify = "bell"
    progress = "off"
    keymap = "vim"
    [keys]
    "pane.copy" = "z,Z"
    add = "plus"
    """
    keys = {"pane.copy": "z,Z", "add": "plus"}
    expected = Appearance(
        "nord",
        PaneStyle.TABLE,
        False,
        False,
        Notify.BELL,
        Progress.OFF,
        "vim",
        keys,
    )
    assert read(tmp_path, text) == ReadAppearance(expected)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    nowhere = Settings(environment=environment, reads_file=False)
    assert nowhere.appearance() == ReadAppearance(Appearance())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('panes = "tabel"', 'panes in config.toml is "tabel"; it must be comfortable, compact or table.'),
        ('panes = "tabel"', "Did you mean table?"),
        ('notify = "Desktop"', "Did you mean desktop?"),
        ('keymap = "vi"', 'keymap in config.toml is "vi"; it must be default or vim. Did you mean vim?'),
        ('motion = "no"', 'motion in config.toml is "no"; it must be true or false, without quotes.'),
        ('motion = "no"', "Did you mean false?"),
        ("title = 1", "title in config.toml is 1; it must be true or false"),
        ("progress = true", "progress in config.toml is true; it must be off, on or auto."),
        ("theme = 3", "theme in config.toml is not a text"),
        ('keys = "r"', "it must be a table: [keys]"),
        ("[keys]\nadd = 3", 'add in [keys] of config.toml is not a text; write it as "add" = "r".'),
        ('[keys]\npane.copy = "z"', 'write it as "pane.…" = "r"'),
        ('them = "nord"', "config.toml has them, which is not a setting. Did you mean theme?"),
    ],
)
def test_what_is_wrong_is_told_with_what_is_expected(tmp_path: Path, text: str, words: str) -> None:
    assert words in told(tmp_path, text)


def test_one_wrong_choice_leaves_the_others(tmp_path: Path) -> None:
    found = read(tmp_path, 'panes = "x"\ntheme = "nord"')
    assert (found.appearance.panes, found.appearance.theme, len(found.wrong)) == (PaneStyle.COMFORTABLE, "nord", 1)


def test_a_file_that_is_no_toml_is_told_and_not_raised(tmp_path: Path) -> None:
    found = read(tmp_path, "theme = ")
    assert found.appearance == Appearance()
    assert "not valid TOML" in found.wrong[0]


def test_a_name_of_thousands_of_parts_is_refused_at_once(tmp_path: Path) -> None:
    began = time.process_time()
    assert "too many dots" in read(tmp_path, "a." * 32_000 + "a = 1").wrong[0]
    assert time.process_time() - began < 1


def test_what_would_drive_the_terminal_is_not_repeated(tmp_path: Path) -> None:
    assert "\x1b" not in told(tmp_path, 'panes = "\\u001b[2J"\n"them\\u001b" = 1')


@pytest.mark.parametrize("text", ['panes = "x"', "motion = 1", 'keys = "r"', 'them = "nord"', "[keys]\nno = 1"])
def test_what_is_wrong_with_the_appearance_keeps_no_verb_from_the_vault(tmp_path: Path, text: str) -> None:
    vault = tmp_path / "x.vault"
    assert settings(tmp_path, f'vault = "{vault.as_posix()}"\n{text}').vault() == vault


def test_a_wrong_key_of_another_kind_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationRefused, match=r"vualt, which is not a setting\. Did you mean vault\?"):
        settings(tmp_path, 'vualt = "x"').vault()


def test_what_is_no_setting_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationRefused, match="zzz, which is not a setting"):
        settings(tmp_path, "zzz = 1").vault()


def test_a_vault_that_is_no_text_is_refused_though_the_appearance_is_read(tmp_path: Path) -> None:
    found = settings(tmp_path, 'vault = 3\ntheme = "nord"')
    assert found.appearance().appearance.theme == "nord"
    with pytest.raises(ConfigurationRefused, match="not a text"):
        found.vault()
