"""Words that name keys, as they are said in an app whose person may have given other keys."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class KnowsOwnKeys(Protocol):
    """An app in which a person may have given other keys."""

    def in_own_keys(self, words: str) -> str:
        """Return words that name keys with those that the person gave instead."""


def own_words(words: str, app: object) -> str:
    """Return our own words, such as `Press s`, with the keys that the app's person has; never text from outside."""
    return app.in_own_keys(words) if isinstance(app, KnowsOwnKeys) else words
