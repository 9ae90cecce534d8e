"""Whether a refresh token or a client secret was probably cut short when it was copied: one measure for all who ask.

Amazon documents only the greatest length of a refresh token. So the measure is what has been exchanged from this vault.
A length far below that of any token seen in practice is only worth a warning. A client secret ends in 64 hexadecimal
digits.
"""

import re

from spauth_tui.domain.model.snapshot import Holdings

CLIENT_SECRET_DIGITS = 64
_FAR_TOO_SHORT = 100
"""Refresh tokens seen in practice have more than twice as many characters."""
_MUCH_SHORTER = 10
"""How many characters shorter than each that worked a refresh token must be to count as cut."""
_DIGITS = re.compile(r"(?:amzn1\.oa2-cs\.v1\.)?([0-9a-f]+)")


def shortest_that_worked(holdings: Holdings) -> int | None:
    """Return the length of the shortest refresh token that was exchanged; None if none was."""
    lengths = (
        token.length
        for each in holdings.authorizations
        for token in each.refresh_tokens
        if each.access_token is not None and each.access_token.refresh_token_id == token.id
    )
    return min(lengths, default=None)


def cut_refresh_token(length: int, worked: int | None) -> str:
    """Return why a refresh token looks cut, given `shortest_that_worked`; empty if it does not."""
    if worked is not None and length < worked - _MUCH_SHORTER:
        return f"it has {length} characters, those that worked here {worked} or more"
    return ""


def short_refresh_token(length: int) -> str:
    """Return how much shorter a refresh token is than those seen in practice; empty if it is not."""
    return f"it has {length} characters, and Amazon's have several hundred" if length < _FAR_TOO_SHORT else ""


def hex_digits(client_secret: str) -> int:
    """Return how many hexadecimal digits a client secret has after its beginning; 0 if it is anything else."""
    match = _DIGITS.fullmatch(client_secret)
    return len(match[1]) if match else 0


def cut_client_secret(digits: int) -> str:
    """Return why a client secret with so many `hex_digits` looks cut; empty if it does not."""
    if 0 < digits < CLIENT_SECRET_DIGITS:
        return f"its last part has {digits} characters, Amazon's has {CLIENT_SECRET_DIGITS}"
    return ""
