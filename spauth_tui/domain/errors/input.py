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
    """A path that cannot be read or written to."""

    sentence = "That is not a valid file path."
    remedy = "Name a file."


class DuplicateAuthorization(InputRefused):
    """The application already has an authorization for this account."""

    sentence = "This application already has an authorization for this account."
    remedy = "A new refresh token goes into its checklist, step 3."
    ways = (Way.AUTHORIZE,)


class LimitReached(InputRefused):
    """Every slot of the application is in use."""

    sentence = "All slots of this application are in use."
    remedy = "Revoke an authorization at Amazon and remove it here, or correct the limit."
    ways = (Way.FREE_SLOT, Way.EDIT_APPLICATION)


class NoSuchName(SpauthError):
    """Nothing in the vault matches the name."""

    place = Place.FIELD
    sentence = "Nothing in the vault has that name."
    remedy = ""
    ways = (Way.LIST,)


class AmbiguousName(NoSuchName):
    """Several records match; `candidates` are their full names."""

    sentence = "Several things in the vault have that name."
    remedy = "Give more of it."

    def __init__(self, candidates: tuple[str, ...] = ()) -> None:
        super().__init__("", f"Give more of it: {', '.join(candidates)}." if candidates else "")
        self.candidates = candidates


class TooLittleTime(SpauthError):
    """The access token ends sooner than was asked for."""

    sentence = "The access token does not have that much time left."
    remedy = "Ask for less time; Amazon decides how long an access token lives, usually an hour."


class FileNotUnderstood(SpauthError):
    """Nothing can be imported: it holds no credentials, or breaks the rules of its format."""

    place = Place.FIELD
    sentence = "Nothing in it looks like a client id, a client secret or a refresh token, so nothing was imported."
    remedy = "They begin with amzn1.application-oa2-client., amzn1.oa2-cs. and Atzr|."
    ways = (Way.FORMATS,)


class NotExportable(SpauthError):
    """The format has no place for what was to be exported."""

    sentence = "That format cannot hold this."
    remedy = "Choose another one."
    ways = (Way.FORMATS,)


class Aborted(SpauthError):
    """The person declined, or there was nobody to ask."""

    sentence = "Nothing was done."
    remedy = "Run it again when you are sure."


class ConfigurationRefused(SpauthError):
    """A flag or environment variable cannot be used."""

    sentence = "The configuration cannot be used."
    remedy = "Correct it."


class ConfigurationDistrusted(ConfigurationRefused):
    """Others could have written config.toml, so nothing in it that could do harm is used."""

    sentence = "Others could have written config.toml."
    remedy = "Run chmod go-w on it and on its directory."
