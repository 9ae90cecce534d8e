"""Appearance and keys in config.toml, read leniently: an invalid setting keeps its default and is reported."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from spauth_tui.domain.model.appearance import PRESETS, Appearance, ReadAppearance
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.text.nearest import meant

APPEARANCE_KEYS = tuple(each.name for each in fields(Appearance))
"""The names of these settings; verbs do not read them."""


def appearance_in(held: Mapping[str, Any]) -> ReadAppearance:
    """Return the appearance that a file's content describes."""
    wrong: list[str] = []
    unset = Appearance()
    chosen = {
        key: _read(key, held.get(key, getattr(unset, key)), getattr(unset, key), wrong) for key in APPEARANCE_KEYS
    }
    return ReadAppearance(Appearance(**chosen), tuple(wrong))


def _read(key: str, given: Any, default: Any, wrong: list[str]) -> Any:
    if isinstance(default, Mapping):
        return _texts(key, given, wrong)
    if isinstance(default, bool):
        if isinstance(given, bool):
            return given
        meanings = {"true": "true", "on": "true", "yes": "true", "false": "false", "off": "false", "no": "false"}
        near = meanings.get(str(given).casefold())
        hint = f" Did you mean {near}?" if near else ""
        wrong.append(f"{key} in config.toml is {_shown(given)}; it must be true or false, without quotes.{hint}")
    elif key == "keymap" or isinstance(default, StrEnum):
        kind: Any = type(default)
        choices = PRESETS if key == "keymap" else tuple(kind)
        if given in choices:
            return kind(given)
        expected = f"{', '.join(choices[:-1])} or {choices[-1]}"
        hint = meant(given, choices) if isinstance(given, str) else ""
        wrong.append(f"{key} in config.toml is {_shown(given)}; it must be {expected}.{hint}")
    elif isinstance(given, str):
        return given
    else:
        wrong.append(f"{key} in config.toml is not a text: write it in quotes.")
    return default


def _texts(key: str, given: Any, wrong: list[str]) -> Mapping[str, str]:
    if not isinstance(given, Mapping):
        wrong.append(f"{key} in config.toml is {_shown(given)}; it must be a table: [keys].")
        return {}
    for name, keys in given.items():
        if not isinstance(keys, str):
            # An unquoted name with a dot becomes a table.
            quoted = f'"{clean(name, 40)}.…" = "r"' if isinstance(keys, Mapping) else f'"{clean(name, 40)}" = "r"'
            wrong.append(f"{clean(name, 40)} in [keys] of config.toml is not a text; write it as {quoted}.")
    return {name: keys for name, keys in given.items() if isinstance(keys, str)}


def _shown(given: object) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    return f'"{clean(given, 40)}"' if isinstance(given, str) else clean(str(given), 40)
