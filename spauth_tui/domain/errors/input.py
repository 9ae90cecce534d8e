"""What a person gave cannot be used: a field, a name, a file, a setting."""

from spauth_tui.domain.errors import Place, SpauthError
from spauth_tui.domain.model.way import Way


class InputRefused(SpauthError):
    """What was typed or pasted cannot be used; nothing was changed."""

    place = Place.FIELD
    sentence = "That cannot be used here."
    remedy = "Correct it and try again."

    def __init__(self, sentence: str = "", remedy: str = "", *, ways: tuple[Way, ...] = (), field: str = "") -> None:
        super().__init__(sentence, remedy, ways=ways)
        self.field = field


class PassphraseRefused(InputRefused):
    """The passphrase is too weak or holds what a passphrase cannot hold."""

    sentence = "That passphrase cannot be used."
    remedy = "Use at least 12 characters; several unrelated words are best."


class PlaceRefused(InputRefused):
    """A path names nothing that can be read, or no place that can be written to."""

    sentence = "That cannot be a file's path."
    remedy = "Name a file."


class DuplicateAuthorization(InputRefused):
    """The application already has an authorization for this account."""

    sentence = "This application already has an authorization for this account."
    remedy = "A new refresh token goes into its checklist, step 3."
    ways = (Way.AUTHORIZE,)


class LimitReached(InputRefused):
    """Every slot of the application is in use."""

    sentence = "All slots of this application are in use."
    remedy = "Revoke one at Amazon and remove it here, or correct the limit."
    ways = (Way.FREE_SLOT, Way.EDIT_APPLICATION)


class NoSuchName(SpauthError):
    """Nothing in the vault carries the name, or a part of it."""

    place = Place.FIELD
    sentence = "Nothing in the vault has that name."
    remedy = ""
    ways = (Way.LIST,)


class AmbiguousName(NoSuchName):
    """Several carry it; `candidates` are their whole names."""

    sentence = "Several things in the vault have that name."
    remedy = "Give more of it."

    def __init__(self, candidates: tuple[str, ...] = ()) -> None:
        super().__init__("", f"Give more of it: {', '.join(candidates)}." if candidates else "")
        self.candidates = candidates


class TooLittleTime(SpauthError):
    """The access token ends sooner than was asked for."""

    sentence = "The access token does not live that long."
    remedy = "Ask for less; an access token lives an hour."


class FileNotUnderstood(SpauthError):
    """What should be imported is in no form that is known here, or breaks the rules of its form."""

    place = Place.FIELD
    sentence = "This file is in no form that is known here; nothing was imported."
    remedy = ""
    ways = (Way.FORMATS,)


class NotExportable(SpauthError):
    """The form has no place for what should be exported."""

    sentence = "That form cannot carry this."
    remedy = "Choose another one."
    ways = (Way.FORMATS,)


class Aborted(SpauthError):
    """The person said no, or nobody was there to be asked."""

    sentence = "Nothing was done."
    remedy = "Start again when you are sure."


class ConfigurationRefused(SpauthError):
    """A flag or environment variable cannot be used."""

    sentence = "The configuration cannot be used."
    remedy = "Correct it."


class ConfigurationDistrusted(ConfigurationRefused):
    """Others could have written config.toml: nothing of it is done that could do harm."""

    sentence = "Others could have written config.toml."
    remedy = "chmod go-w it and its directory."
