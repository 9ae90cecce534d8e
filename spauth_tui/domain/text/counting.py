"""Numbers with their nouns."""


def counted(count: int, one: str) -> str:
    """Return `1 refresh token`, `2 refresh tokens`, `0 refresh tokens`."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"
