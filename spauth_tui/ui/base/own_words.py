"""Words that name keys, as they are said in an app whose person may have given other keys."""

from spauth_tui.ui.base.own_app import OwnApp


def own_words(words: str, app: object) -> str:
    """Return our own words, such as `Press s`, with the keys that the app's person has; never text from outside."""
    return app.looks.in_own_keys(words) if isinstance(app, OwnApp) else words
