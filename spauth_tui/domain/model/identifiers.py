"""New ids for what is put into the vault."""

from uuid import uuid4


def new_id() -> str:
    """Return a fresh id, 32 hex digits; it says nothing about what it names."""
    return uuid4().hex
