"""What a mistyped word was probably meant to be."""

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that a word resembles, ignoring case; None if there is none."""
    from difflib import get_close_matches

    by_case = {each.casefold(): each for each in choices}
    found = get_close_matches(word.casefold(), by_case, 1, 0.6)
    return by_case[found[0]] if found else None


def meant(word: str, choices: Iterable[str]) -> str:
    """Return " Did you mean …?", or nothing if no choice resembles it."""
    found = nearest(word, choices)
    return f" Did you mean {found}?" if found else ""
