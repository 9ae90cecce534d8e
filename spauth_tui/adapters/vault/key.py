"""The key of a vault file, derived as in SQLCipher 4 and given to SQLite."""

from collections.abc import Callable
from typing import Any

from spauth_tui.domain.model.secret import Secret

SALT_BYTES = 16
ROUNDS = 256_000  # PBKDF2-HMAC-SHA512 iterations, as in SQLCipher 4
ROUNDS_3 = 64_000  # PBKDF2-HMAC-SHA1 iterations of SQLCipher 3
_SEALING = 0x3A  # what SQLCipher XORs each byte of the salt with to derive the key of the seals


Deriver = Callable[[Secret, bytes], Secret]
"""Derives a key from passphrase and salt: `derive_key`, or one started in advance."""


def derive_key(passphrase: Secret, salt: bytes) -> Secret:
    """Return the raw key with its salt, 96 hex digits, for `PRAGMA key`.

    SQLCipher itself derives the same from the passphrase, so any SQLCipher 4 tool opens the file; deriving it here
    keeps the passphrase out of SQL and lets other threads run.
    """
    # It loads OpenSSL, which takes longer than everything else the unlock screen needs.
    import hashlib

    key = hashlib.pbkdf2_hmac("sha512", passphrase.reveal().encode(), salt, ROUNDS, 32)
    return Secret(key.hex() + salt.hex())


def derive_key_3(passphrase: Secret, salt: bytes) -> Secret:
    """Return the same for a database of SQLCipher 3."""
    import hashlib

    key = hashlib.pbkdf2_hmac("sha1", passphrase.reveal().encode(), salt, ROUNDS_3, 32)
    return Secret(key.hex() + salt.hex())


def give_key(connection: Any, key: Secret) -> None:
    """Set a connection's key, and make SQLite overwrite the statement that contained it."""
    # As a script it is not among the statements whose text the driver keeps while the connection is open.
    connection.executescript(f"PRAGMA key=\"x'{key.reveal()}'\"")
    # An unknown setting of the same length: SQLite reuses the memory it freed last.
    connection.executescript(f"PRAGMA nil=\"x'{'0' * len(key)}'\"")


def attach(connection: Any, address: str, name: str, key: Secret) -> None:
    """Attach a database under a name, with its own key."""
    connection.execute(f"ATTACH ? AS {name} KEY \"x'{key.reveal()}'\"", (address,))


def sealing_key(key: Secret) -> bytes:
    """Return the key of the seals (HMAC-SHA512) of a file's pages, derived as in SQLCipher 4."""
    import hashlib

    salt = bytes(each ^ _SEALING for each in salt_of(key))
    return hashlib.pbkdf2_hmac("sha512", bytes.fromhex(key.reveal()[:64]), salt, 2, 32)


def opens(passphrase: Secret, key: Secret) -> bool:
    """Return whether the passphrase gives this key, without touching the file."""
    return derive_key(passphrase, salt_of(key)) == key


def salt_of(key: Secret) -> bytes:
    """Return the salt that is part of a key."""
    return bytes.fromhex(key.reveal()[64:])
