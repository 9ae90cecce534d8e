"""Making a passphrase that nobody guesses, also not at leisure from a stolen backup."""

import secrets

from spauth_tui.domain.model.secret import Secret

SIX = 6
"""Words, each one of 7,776 by chance: 77 bits."""


def six_words() -> Secret:
    """Return a new passphrase of six words with spaces between them."""
    # Imported when one is made: the list is long.
    from spauth_tui.domain.vault.words import WORDS

    return Secret(" ".join(secrets.choice(WORDS) for _ in range(SIX)))
