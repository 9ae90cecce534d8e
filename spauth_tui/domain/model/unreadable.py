"""Rows of the vault that cannot be understood, and the message about them."""

from collections.abc import Sequence
from typing import NamedTuple

MARK = "(cannot be read)"  # follows the label of what cannot be read completely
_NAMED = 3


class Unreadable(NamedTuple):
    """A row of the vault that cannot be read completely."""

    what: str  # its kind, for people: `refresh token`
    which: str  # its label, or the id of its owner


def unreadable_words(found: Sequence[Unreadable]) -> str:
    """Return the message about unreadable rows: which they are, and what to do."""
    named = [f"{each.what} {each.which}".strip() for each in found[:_NAMED]]
    more = [f"and {len(found) - _NAMED} more"] if len(found) > _NAMED else []
    rows, them = ("One row", "it") if len(found) == 1 else (f"{len(found)} rows", "them")
    return (
        f"{rows} of the vault cannot be read completely: {', '.join([*named, *more])}. Everything else works. "
        f"Remove {them} and add {them} again, or restore a backup."
    )


def unmarked(name: str) -> str:
    """Return a name as it is in the vault, without `MARK`."""
    return name.replace(f" {MARK}", "")


def unreadable_count(found: Sequence[Unreadable]) -> str:
    """Return how many rows cannot be read, in a few words."""
    return "one row cannot be read completely" if len(found) == 1 else f"{len(found)} rows cannot be read completely"
