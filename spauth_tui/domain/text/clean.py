"""Cleans text from outside: replies, files, pastes, vault rows."""

import re
import unicodedata

REPLACEMENT = "\ufffd"
# Format characters that people need: joiners inside emoji and in several scripts.
_HARMLESS = frozenset("\u200c\u200d")
# Patterns as strings: `re` caches what it compiles, and the unlock screen needs none of them.
_ORDINARY_SPACE = r"[\t\n\r]+"


def clean(text: str, limit: int = 500) -> str:
    """Return one line of text that cannot drive a terminal.

    Line breaks and tabs become a space; control, bidirectional, surrogate and private characters (Unicode
    category C) become U+FFFD; anything beyond `limit` characters is cut with an ellipsis.
    """
    if not text:
        return text
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isascii() and text.isprintable():
        # Most text of a vault has nothing to replace.
        return text.strip()
    return "".join(
        REPLACEMENT if unicodedata.category(char)[0] == "C" and char not in _HARMLESS else char
        for char in re.sub(_ORDINARY_SPACE, " ", text)
    ).strip()


def harmless(text: str) -> str:
    """Return lines that cannot drive a terminal, uncut, with U+FFFD as in `clean`."""
    if all(map(str.isprintable, text.split("\n"))):
        return text
    return "".join(
        REPLACEMENT if unicodedata.category(char)[0] == "C" and char not in _HARMLESS and char != "\n" else char
        for char in text
    )


def unexpanded(path: str) -> str:
    """Return a hint, with a space before it, if a path has a variable in it that nothing replaced; else nothing."""
    return " It has a literal $ in it: did the shell not expand a variable?" if re.search(r"\$[A-Za-z_{]", path) else ""


_SECRET = re.compile(r"(Atz[ar](?:\||%7c)|Atc(?:\||%7c)|Atz\.sprdt(?:\||%7c)|amzn1\.oa2-cs\.)\S+", re.IGNORECASE)


def masked(text: str) -> str:
    """Return a text with every token and client secret cut to the prefix that says what it is."""
    return re.sub(_SECRET, r"\1…", text)


_INVISIBLE = "[\\s\u200b-\u200f\u2028-\u202f\u2060\ufeff\u00ad]+"
_QUOTES = "'\"`\u2018\u2019\u201c\u201d\u00ab\u00bb"


def join_pasted(text: str) -> str:
    """Return a pasted token as one string without breaks.

    Removes line breaks, spaces and zero-width characters (terminals and mail clients wrap), and quotes at both ends.
    Applying it twice has no further effect.
    """
    return re.sub(_INVISIBLE, "", text).strip(_QUOTES)
