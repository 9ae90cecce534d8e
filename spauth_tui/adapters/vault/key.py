"""The key of a vault file, derived as in SQLCipher 4."""

from collections.abc import Callable

from spauth_tui.domain.model.secret import Secret

SALT_BYTES = 16
ROUNDS = 256_000
"""PBKDF2-HMAC-SHA512 iterations, as in SQLCipher 4."""
_SEALING = 0x3A
"""What SQLCipher XORs each byte of the salt with to derive the key of the seals."""


Deriver = Callable[[Secret, bytes], Secret]
"""Makes a key from passphrase and salt: `derive_key`, or one that began earlier."""


def derive_key(passphrase: Secret, salt: bytes) -> Secret:
    """Return the raw key with its salt, 96 hex digits, for `PRAGMA key`.

    SQLCipher itself derives the same from the passphrase, so any SQLCipher 4 tool opens the file; deriving it here
    keeps the passphrase out of SQL and lets other threads run.
    """
    # It loads OpenSSL, which takes longer than everything else the unlock screen needs.
    import hashlib

    key = hashlib.pbkdf2_hmac("sha512", passphrase.reveal().encode(), salt, ROUNDS, 32)
    return Secret(key.hex() + salt.hex())


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
