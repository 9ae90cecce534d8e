"""Removes environment variables that could write keys or screens to disk, or crash Textual. Imported first."""

from collections.abc import MutableMapping

_KEPT = frozenset({"TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM"})
_COLOUR_SYSTEMS = frozenset({"auto", "standard", "256", "truecolor", "windows"})
_NUMBERS = frozenset({"TEXTUAL_FPS", "ESCDELAY", "COLUMNS", "LINES"})


def scrub(environment: MutableMapping[str, str]) -> None:
    """Remove every `TEXTUAL*` name but the harmless ones, `SSLKEYLOGFILE`, and values that crash Textual.

    `TEXTUAL_LOG` and the devtools record keys, `TEXTUAL_SCREENSHOT*` screens, `SSLKEYLOGFILE` the keys of TLS.
    """
    for name, value in list(environment.items()):
        if (
            (name.startswith("TEXTUAL") and name not in _KEPT)
            or name == "SSLKEYLOGFILE"
            or (name == "TEXTUAL_COLOR_SYSTEM" and value not in _COLOUR_SYSTEMS)
            or (name in _NUMBERS and not (value.isdecimal() and len(value) <= 4))
        ):
            del environment[name]
