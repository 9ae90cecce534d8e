"""Failures of the operating system's clipboard, browser, keyring and programs."""

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.way import Way


class ClipboardUnavailable(SpauthError):
    """No clipboard took the text."""

    sentence = "No clipboard accepted the access token."
    remedy = ""
    ways = (Way.SHOW,)


class BrowserUnavailable(SpauthError):
    """No browser could be opened."""

    sentence = "No browser could be opened from here."
    remedy = "Copy the address and open it yourself."


class KeyringUnavailable(SpauthError):
    """The operating system's keyring is not there, is locked, or refused."""

    sentence = "The system's keyring did not respond properly."
    remedy = "Unlock the keyring, or type the passphrase instead."


class CommandNotFound(SpauthError):
    """There is no such program to run; nothing was handed out."""

    sentence = "There is no such command."
    remedy = "Check its name, or give its full path."


class CommandNotExecutable(SpauthError):
    """The file may not be run, or is not a program."""

    sentence = "The command cannot be run."
    remedy = "Make it executable: chmod +x."
