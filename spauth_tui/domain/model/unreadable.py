"""Rows of the vault that cannot be understood, and what is said of them."""

from collections.abc import Sequence
from typing import NamedTuple

MARK = "(cannot be read)"
"""Stands behind the label of what cannot be read whole."""
_NAMED = 3


class Unreadable(NamedTuple):
    """One row of the vault that cannot be read whole."""

    what: str
    """Of which kind it is, for people: `refresh token`."""
    which: str
    """Its label, or the id of what it belongs to."""


def unreadable_words(found: Sequence[Unreadable]) -> str:
    """Return what is said of rows that cannot be read: what they are, that they cannot be read, what to do."""
    named = [f"{each.what} {each.which}".strip() for each in found[:_NAMED]]
    more = [f"and {len(found) - _NAMED} more"] if len(found) > _NAMED else []
    rows, them = ("One row", "it") if len(found) == 1 else (f"{len(found)} rows", "them")
    return (
        f"{rows} of the vault cannot be read whole: {', '.join([*named, *more])}. Everything else works. "
        f"Remove {them} and add {them} again, or restore a backup."
    )


def unmarked(name: str) -> str:
    """Return a name as it is in the vault, without the mark of what cannot be read whole."""
    return name.replace(f" {MARK}", "")


def unreadable_count(found: Sequence[Unreadable]) -> str:
    """Return how many rows cannot be read, where there is no room for more."""
    return "one row cannot be read whole" if len(found) == 1 else f"{len(found)} rows cannot be read whole"
