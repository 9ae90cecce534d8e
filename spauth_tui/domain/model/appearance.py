"""How the program looks and behaves at one person's terminal, from config.toml; independent of the vault."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PRESETS = ("default", "vim")  # the key presets


class PaneStyle(StrEnum):
    """How the dashboard shows authorizations."""

    COMFORTABLE = "comfortable"  # panes with bar, words and buttons
    COMPACT = "compact"  # panes of a few lines
    TABLE = "table"  # one line each, for hundreds


class Notify(StrEnum):
    """How a person is notified that something watched expires."""

    OFF = "off"
    BELL = "bell"
    DESKTOP = "desktop"  # the terminal's own notification: OSC 9 or OSC 777


class Progress(StrEnum):
    """Whether the terminal shows progress in its taskbar entry (OSC 9;4) during long work."""

    OFF = "off"
    ON = "on"
    AUTO = "auto"  # only if the terminal is known to support it: others show it as a notification


@dataclass(frozen=True, slots=True)
class Appearance:
    """Settings of a person and a terminal, with their defaults."""

    theme: str = ""  # a theme's name; empty means `TEXTUAL_THEME`, else spauth-dark
    panes: PaneStyle = PaneStyle.COMFORTABLE
    motion: bool = True  # whether anything moves but the countdowns
    title: bool = True  # whether the terminal's title is set; it never holds a secret or a name from the vault
    notify: Notify = Notify.OFF
    progress: Progress = Progress.AUTO
    keymap: str = "default"  # the preset of keys: `default` or `vim`
    keys: Mapping[str, str] = field(default_factory=dict)
    """Binding id -> keys, separated by commas, on top of the preset."""


@dataclass(frozen=True, slots=True)
class ReadAppearance:
    """What was read, and messages about what is wrong with it."""

    appearance: Appearance
    wrong: tuple[str, ...] = ()
