"""What another SQLCipher tool says to open a vault's file."""

from pathlib import Path

from spauth_tui.adapters.vault.key import SALT_BYTES, derive_key
from tests import builders


def key_of(path: Path) -> str:
    """Return the statement that gives a closed file's key, which SQLCipher would derive anew from the passphrase."""
    key = derive_key(builders.PASSPHRASE, path.read_bytes()[:SALT_BYTES])
    return f"PRAGMA key=\"x'{key.reveal()}'\""
