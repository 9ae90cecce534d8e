"""The bare key derivation: what nobody who opens such a vault can be faster than."""

import hashlib
import time

from tests.builders import PASSPHRASE

ROUNDS = 256_000
_PASSPHRASE = PASSPHRASE.reveal().encode()


def derive() -> float:
    """Derive a key once; return the seconds it took."""
    began = time.perf_counter()
    hashlib.pbkdf2_hmac("sha512", _PASSPHRASE, b"0123456789abcdef", ROUNDS, 32)
    return time.perf_counter() - began
