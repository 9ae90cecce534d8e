"""Names of keys, as in Textual: a, A, ctrl+d, f2, question_mark or ?."""

import re
import unicodedata
from string import punctuation

_NAMES = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace")
_OTHERS = ("enter", "tab", "escape", "space", *(f"f{number}" for number in range(1, 25)))
_MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
_SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape", "ctrl+at": "ctrl+space"}
"""Names of keys that terminals cannot tell apart."""


def _called(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _SHORTER.get(name, name)


_SIGNS = {_called(sign): sign for sign in punctuation}
NAMED = frozenset((*_NAMES, *_OTHERS, *map(_called, punctuation)))


def key_name(given: str) -> str | None:
    """Return a key's canonical name; None if it is not a key."""
    given = given.strip()
    if given == "+":
        return "plus"
    *modifiers, base = re.sub(r"\+\+$", "+plus", given).split("+")
    if len(set(modifiers)) != len(modifiers) or not set(modifiers) <= set(_MODIFIERS):
        return None
    if len(base) == 1 and base.isprintable() and base != " ":
        base = _called(base)
        # A shifted letter is the upper-case letter, and with ctrl letters have no case.
        if base.isalpha() and len(base) == 1 and modifiers and ("shift" in modifiers or base.isupper()):
            return base.upper() if modifiers == ["shift"] else None
    elif base not in NAMED:
        return None
    name = "+".join((*sorted(modifiers), base))
    return _SAME.get(name, name)


def key_sign(name: str) -> str:
    """Return a key's name for people: `!` for exclamation_mark, `ctrl+d` as it is."""
    *modifiers, base = name.split("+")
    return "+".join((*modifiers, _SIGNS.get(base, base)))


def key_names(keys: str) -> tuple[str, ...]:
    """Return the canonical names in a list of valid keys."""
    return tuple(name for name in map(key_name, keys.split(",")) if name)
