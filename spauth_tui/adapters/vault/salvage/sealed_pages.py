"""The pages of a vault's file as they are on disk: encrypted, each with its own seal.

A page is 4,016 bytes of ciphertext, its initialization vector (16 bytes), and a seal over both and the page's number.
In the first page the salt replaces the first 16 bytes.
"""

import hmac
from collections.abc import Iterable

from spauth_tui.adapters.vault.files.place import PAGE
from spauth_tui.adapters.vault.key import SALT_BYTES, sealing_key
from spauth_tui.domain.model.secret import Secret

BLOCK = 16
USABLE = 4016  # how many bytes of a page SQLite uses; the rest is SQLCipher's
_SEALED = USABLE + BLOCK


def first_byte(number: int) -> int:
    """Return where a page's ciphertext begins."""
    return SALT_BYTES if number == 1 else 0


def sealed_page(sealing: bytes, number: int, unsealed: bytes) -> bytes:
    """Return a page with its seal."""
    return unsealed[:_SEALED] + _seal(sealing, number, unsealed)


def holding(pages: Iterable[tuple[int, bytes]], key: Secret) -> dict[int, bytes]:
    """Return the pages with a valid seal, by number: written under this key and not altered since."""
    sealing = sealing_key(key)
    return {
        number: page
        for number, page in pages
        if len(page) == PAGE and hmac.compare_digest(_seal(sealing, number, page), page[_SEALED:])
    }


def _seal(sealing: bytes, number: int, page: bytes) -> bytes:
    covered = page[first_byte(number) : _SEALED] + number.to_bytes(4, "little")
    return hmac.digest(sealing, covered, "sha512")
