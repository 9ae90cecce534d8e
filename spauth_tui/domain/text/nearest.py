"""What a wrong word was probably meant to be."""

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that a word comes near to, in any case; None where it comes near to none."""
    from difflib import get_close_matches

    by_case = {each.casefold(): each for each in choices}
    found = get_close_matches(word.casefold(), by_case, 1, 0.6)
    return by_case[found[0]] if found else None


def meant(word: str, choices: Iterable[str]) -> str:
    """Return the question about it, with a space before it; empty where nothing comes near."""
    found = nearest(word, choices)
    return f" Did you mean {found}?" if found else ""
