"""Commands that are printed to be pasted into a shell: each word reaches the program as it is."""

import shlex
import unicodedata

from spauth_tui.domain.text.clean import masked

_LONGEST = 500
"""Characters of a name that a command is filled with; no label has as many."""


def command(*words: str) -> str:
    """Return the command of these words."""
    return " ".join(quoted(each) for each in words)


def quoted(word: str) -> str:
    """Return a word as a shell takes it, on one line and without what could drive a terminal."""
    if not any(map(_is_hidden, word)):
        return shlex.quote(word)
    return f"$'{''.join(_escaped(each) for each in word)}'"


def with_name(words: str, name: str) -> str:
    """Return words of our own with this name for the NAME in their commands; a secret, or nothing, leaves it be."""
    if not name or len(name) > _LONGEST or masked(name) != name:
        return words
    return words.replace(" NAME", f" {quoted(name)}")


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char)[0] == "C"


def _escaped(char: str) -> str:
    if char in "'\\":
        return f"\\{char}"
    # Python holds a byte of a file's name that is not UTF-8 as a surrogate.
    return "".join(f"\\x{each:02x}" for each in char.encode("utf-8", "surrogateescape")) if _is_hidden(char) else char
