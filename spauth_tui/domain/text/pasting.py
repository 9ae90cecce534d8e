"""Commands printed for pasting into a shell, quoted so that each word arrives unchanged."""

import re
import shlex
import unicodedata
from collections.abc import Mapping

from spauth_tui.domain.text.clean import masked

_LONGEST = 4096  # the most characters of a name in a command; no label or path is longer


def command(*words: str) -> str:
    """Return these words as a command."""
    return " ".join(quoted(each) for each in words)


def quoted(word: str) -> str:
    """Quote a word for a shell, on one line and without anything that could drive a terminal."""
    if not any(map(_is_hidden, word)):
        return shlex.quote(word)
    return f"$'{''.join(_escaped(each) for each in word)}'"


def filled(words: str, names: Mapping[str, str]) -> str:
    """Fill the words in capitals of a command of our own with names; a word stays if its name is empty or a secret."""

    def name_for(found: re.Match[str]) -> str:
        name = names.get(found[0], "")
        return quoted(name) if name and len(name) <= _LONGEST and masked(name) == name else found[0]

    return re.sub(r"(?<= )[A-Z]+\b", name_for, words)


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char)[0] == "C"


def _escaped(char: str) -> str:
    if char in "'\\":
        return f"\\{char}"
    # Python represents a byte of a file name that is not UTF-8 as a surrogate.
    return "".join(f"\\x{each:02x}" for each in char.encode("utf-8", "surrogateescape")) if _is_hidden(char) else char
