"""Commands printed for pasting into a shell, quoted so that each word arrives unchanged."""

import shlex
import unicodedata

from spauth_tui.domain.text.clean import masked

_LONGEST = 500  # the most characters of a name in a command; no label is longer


def command(*words: str) -> str:
    """Return these words as a command."""
    return " ".join(quoted(each) for each in words)


def quoted(word: str) -> str:
    """Quote a word for a shell, on one line and without anything that could drive a terminal."""
    if not any(map(_is_hidden, word)):
        return shlex.quote(word)
    return f"$'{''.join(_escaped(each) for each in word)}'"


def with_name(words: str, name: str) -> str:
    """Put a name in place of NAME in the commands of our own text, unless it is empty or a secret."""
    if not name or len(name) > _LONGEST or masked(name) != name:
        return words
    return words.replace(" NAME", f" {quoted(name)}")


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char)[0] == "C"


def _escaped(char: str) -> str:
    if char in "'\\":
        return f"\\{char}"
    # Python represents a byte of a file name that is not UTF-8 as a surrogate.
    return "".join(f"\\x{each:02x}" for each in char.encode("utf-8", "surrogateescape")) if _is_hidden(char) else char
