"""Generates a passphrase that nobody can guess, even offline from a stolen backup."""

import secrets

from spauth_tui.domain.model.secret import Secret

SIX = 6  # random words, each one of 7,776: 77 bits


def six_words() -> Secret:
    """Return a new passphrase of six words, separated by spaces."""
    # Imported only here: the list is long.
    from spauth_tui.domain.vault.words import WORDS

    return Secret(" ".join(secrets.choice(WORDS) for _ in range(SIX)))
