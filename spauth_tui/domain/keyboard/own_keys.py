"""Replaces default keys in sentences by the person's own keys."""

import re
from collections.abc import Mapping

from spauth_tui.domain.keyboard.key_names import key_name, key_names, key_sign
from spauth_tui.domain.keyboard.keys import PLACES

_NAMED = re.compile(r"(?:(?<=[Pp]ress )|(?<=Why: ))([A-Za-z!])(?![\w'’+])")


def in_own_keys(words: str, keys: Mapping[str, str]) -> str:
    """Return the words with `Press s` and `Why: f` as `Press f6` where that is so.

    `keys` is binding id -> keys, as a keymap has it.
    A key that the person left to its action among others stays named as it is.
    """
    if not keys:
        return words
    ids = {key: each.id for each in (*PLACES["every screen"], *PLACES["dashboard"]) for key in key_names(each.keys)}

    def own(found: re.Match[str]) -> str:
        key = key_name(found[1]) or ""
        given = key_names(keys.get(ids.get(key, ""), found[1]))
        return found[1] if key in given or not given else key_sign(given[0])

    return _NAMED.sub(own, words)
