"""New ids for the vault's records."""

from uuid import uuid4


def new_id() -> str:
    """Return a random id of 32 hex digits."""
    return uuid4().hex
