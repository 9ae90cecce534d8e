"""Decrypts single pages with SQLCipher itself, which otherwise decrypts only connected pages.

In CBC each block of 16 bytes is decrypted separately, then XORed with the previous block, so any block can be decrypted
in any file with the same key. A scratch file holds one long blob; after the first block of each of its pages come the
blocks in question; the page is sealed again, and the blob is read. What was XORed is known, and undone.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from spauth_tui.adapters.system.regular_file import open_regular
from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.copies import unwritable
from spauth_tui.adapters.vault.files.place import PAGE
from spauth_tui.adapters.vault.files.unfinished import SCRATCH
from spauth_tui.adapters.vault.key import sealing_key
from spauth_tui.adapters.vault.salvage.sealed_pages import BLOCK, USABLE, first_byte, sealed_page
from spauth_tui.adapters.vault.salvage.tree_pages import local_size
from spauth_tui.domain.model.secret import Secret

_HEAD = b"SQLite format 3\x00"  # what the salt replaces
_LINK = 4  # the bytes at the beginning of each further page of a blob, which name the next one
_TAKEN = USABLE - BLOCK
_FIRST = 3  # the blob's row is on page 2; its further pages begin here, in order
_AT_ONCE = 500 * _TAKEN


def decipher(pages: Mapping[int, bytes], key: Secret, directory: Path) -> dict[int, bytes]:
    """Return each page as SQLite sees it; the pages must be sound. The scratch file goes into `directory`."""
    vectors = {number: page[USABLE : USABLE + BLOCK] for number, page in pages.items()}
    bodies = {number: page[first_byte(number) : USABLE] for number, page in pages.items()}
    blocks = b"".join(bodies.values())
    decrypted = b"".join(
        decrypt_blocks(blocks[start : start + _AT_ONCE], key, directory) for start in range(0, len(blocks), _AT_ONCE)
    )
    plain, start = {}, 0
    for number, body in bodies.items():
        before = vectors[number] + body[:-BLOCK]
        plain[number] = _HEAD[: first_byte(number)] + _xor(decrypted[start : start + len(body)], before)
        start += len(body)
    return plain


def decrypt_blocks(blocks: bytes, key: Secret, directory: Path) -> bytes:
    """Return each block decrypted separately (AES-256 without a mode)."""
    scratch = directory / SCRATCH
    try:
        return _by_scratch(blocks, key, scratch)
    except OSError as error:
        raise unwritable(error, scratch) from None
    finally:
        scratch.unlink(missing_ok=True)


def _by_scratch(blocks: bytes, key: Secret, scratch: Path) -> bytes:
    parts = [blocks[start : start + _TAKEN] for start in range(0, len(blocks), _TAKEN)]
    length = (len(parts) + 1) * (USABLE - _LINK)
    connection = connect(scratch, key, mode="rwc")
    try:
        with translating():
            connection.execute("PRAGMA auto_vacuum=NONE")
            connection.execute("CREATE TABLE scratch (long BLOB)")
            connection.execute("INSERT INTO scratch VALUES (zeroblob(?))", (length,))
    finally:
        connection.close()
    befores = _plant(parts, key, scratch)
    connection = connect(scratch, key, mode="ro")
    try:
        with translating():
            # Only the length of the row's header matters.
            payload = bytes(1 + -(-(2 * length + 12).bit_length() // 7))
            payload += connection.execute("SELECT long FROM scratch").fetchone()[0]
    finally:
        connection.close()
    decrypted = []
    for index, (part, before) in enumerate(zip(parts, befores, strict=True)):
        # After the row's own page, each further page contributes everything but its link.
        start = local_size(len(payload)) + index * (USABLE - _LINK) + BLOCK - _LINK
        decrypted.append(_xor(payload[start : start + len(part)], before))
    return b"".join(decrypted)


def _plant(parts: list[bytes], key: Secret, scratch: Path) -> list[bytes]:
    """Put each part after the first block of a page; return what each part's blocks are XORed with when read."""
    sealing = sealing_key(key)
    befores = []
    with open_regular(scratch, os.O_RDWR) as file:
        for number, part in enumerate(parts, _FIRST):
            file.seek((number - 1) * PAGE)
            page = file.read(PAGE)
            first, vector = page[:BLOCK], page[USABLE : USABLE + BLOCK]
            body = first + part + page[BLOCK + len(part) : USABLE]
            file.seek((number - 1) * PAGE)
            file.write(sealed_page(sealing, number, body + vector))
            befores.append(first + part[:-BLOCK])
    return befores


def _xor(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(len(one))
