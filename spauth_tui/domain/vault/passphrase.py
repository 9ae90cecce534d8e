"""What is allowed as a passphrase."""

import unicodedata

from spauth_tui.domain.errors.input import PassphraseRefused
from spauth_tui.domain.errors.vault import WrongPassphrase
from spauth_tui.domain.model.secret import Secret

MIN_LENGTH = 12
MAX_BYTES = 1024


def accept_passphrase(passphrase: Secret) -> Secret:
    """Return the passphrase in its NFC form, the form that every SQLCipher tool needs; raises `PassphraseRefused`."""
    text = unicodedata.normalize("NFC", passphrase.reveal())
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        raise PassphraseRefused("A passphrase cannot contain line breaks or control characters.")
    if len(text) < MIN_LENGTH:
        raise PassphraseRefused(f"A passphrase needs at least {MIN_LENGTH} characters; this has {len(text)}.")
    if len(text.encode()) > MAX_BYTES:
        raise PassphraseRefused(
            f"A passphrase can be at most {MAX_BYTES} bytes long.", "Use a shorter one; seven words are plenty."
        )
    return Secret(text)


def normalised(passphrase: Secret) -> Secret:
    """Return the NFC form for unlocking; raises `WrongPassphrase` for a passphrase that no vault can have."""
    text = unicodedata.normalize("NFC", passphrase.reveal())
    if not text or any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        raise WrongPassphrase("That cannot be this vault's passphrase.", "Type the passphrase.")
    return Secret(text)


def accept_new(passphrase: Secret, again: Secret) -> Secret:
    """Return a new passphrase that was typed twice; raises `PassphraseRefused`."""
    accepted = accept_passphrase(passphrase)
    if unicodedata.normalize("NFC", again.reveal()) != accepted.reveal():
        raise PassphraseRefused("The two passphrases differ.", "Type the same one in both fields.", field="again")
    return accepted
