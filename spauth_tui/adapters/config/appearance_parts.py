"""The looks and keys in config.toml, read leniently: an invalid setting keeps its default and is reported."""

from collections.abc import Mapping
from typing import Any

from spauth_tui.domain.model.appearance import PRESETS, Appearance, Notify, PaneStyle, Progress, ReadAppearance
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.text.nearest import meant

APPEARANCE_KEYS = ("theme", "panes", "motion", "title", "notify", "progress", "keymap", "keys")
"""Their names; verbs do not read these."""


def appearance_in(held: Mapping[str, Any]) -> ReadAppearance:
    """Return the appearance that a file's content describes."""
    reader = _Reader(held)
    unset = Appearance()
    appearance = Appearance(
        theme=reader.text("theme"),
        panes=PaneStyle(reader.one_of("panes", tuple(PaneStyle), unset.panes)),
        motion=reader.true_or_false("motion", default=unset.motion),
        title=reader.true_or_false("title", default=unset.title),
        notify=Notify(reader.one_of("notify", tuple(Notify), unset.notify)),
        progress=Progress(reader.one_of("progress", tuple(Progress), unset.progress)),
        keymap=reader.one_of("keymap", PRESETS, unset.keymap),
        keys=reader.texts("keys"),
    )
    return ReadAppearance(appearance, tuple(reader.wrong))


class _Reader:
    def __init__(self, held: Mapping[str, Any]) -> None:
        self._held = held
        self.wrong: list[str] = []

    def text(self, key: str) -> str:
        given = self._held.get(key, "")
        if isinstance(given, str):
            return given
        self.wrong.append(f"{key} in config.toml is not a text: write it in quotes.")
        return ""

    def one_of(self, key: str, choices: tuple[str, ...], default: str) -> str:
        given = self._held.get(key, default)
        if given in choices:
            return str(given)
        expected = f"{', '.join(choices[:-1])} or {choices[-1]}"
        hint = meant(given, choices) if isinstance(given, str) else ""
        self.wrong.append(f"{key} in config.toml is {_shown(given)}; it must be {expected}.{hint}")
        return default

    def true_or_false(self, key: str, *, default: bool) -> bool:
        given = self._held.get(key, default)
        if isinstance(given, bool):
            return given
        meanings = {"true": "true", "on": "true", "yes": "true", "false": "false", "off": "false", "no": "false"}
        near = meanings.get(str(given).casefold())
        hint = f" Did you mean {near}?" if near else ""
        self.wrong.append(f"{key} in config.toml is {_shown(given)}; it must be true or false, without quotes.{hint}")
        return default

    def texts(self, key: str) -> Mapping[str, str]:
        given = self._held.get(key, {})
        if not isinstance(given, Mapping):
            self.wrong.append(f"{key} in config.toml is {_shown(given)}; it must be a table: [keys].")
            return {}
        found = {}
        for name, keys in given.items():
            if isinstance(keys, str):
                found[name] = keys
            else:
                # An unquoted name with a dot becomes a table.
                quoted = f'"{clean(name, 40)}.…" = "r"' if isinstance(keys, Mapping) else f'"{clean(name, 40)}" = "r"'
                self.wrong.append(f"{clean(name, 40)} in [keys] of config.toml is not a text; write it as {quoted}.")
        return found


def _shown(given: object) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    return f'"{clean(given, 40)}"' if isinstance(given, str) else clean(str(given), 40)
