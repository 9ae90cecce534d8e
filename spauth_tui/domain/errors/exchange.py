"""An access token could not be had."""

from spauth_tui.domain.errors import Place, SpauthError
from spauth_tui.domain.model.way import Way


class ExchangeError(SpauthError):
    """An access token could not be had; what was there before stays."""

    place = Place.PANE
    sentence = "Amazon gave no access token."
    remedy = ""
    ways = (Way.REFRESH,)


class NothingToExchange(ExchangeError):
    """There is no refresh token or no client secret to exchange."""

    sentence = "There is no refresh token to exchange yet."
    remedy = ""
    ways = (Way.STEPS,)


class ExchangeRefused(ExchangeError):
    """LWA refused, and a person has to act. `domain.diagnosis.causes` finds the cause."""

    sentence = "Login with Amazon refused the exchange."
    remedy = ""
    ways = (Way.EXPLAIN,)

    def __init__(self, error: str, description: str = "", request_id: str = "", *, status: int = 400) -> None:
        super().__init__()
        self.error = error
        self.description = description
        self.request_id = request_id
        self.status = status


class Throttled(ExchangeError):
    """LWA answered 429 to every try."""

    sentence = "Login with Amazon asks for fewer requests at the moment."
    remedy = "Wait a minute."


class Unavailable(ExchangeError):
    """LWA answered 5xx to every try."""

    sentence = "Login with Amazon is having trouble at the moment."
    remedy = "Wait a few minutes."


class Unreachable(ExchangeError):
    """No answer came; `kind` is one of the words in the adapter's table (dns, refused, tls, timeout, ...)."""

    sentence = "Login with Amazon could not be reached."
    remedy = "Check the network."

    def __init__(
        self, sentence: str = "", remedy: str = "", *, ways: tuple[Way, ...] = (), kind: str = "network"
    ) -> None:
        super().__init__(sentence, remedy, ways=ways)
        self.kind = kind


class NetworkSettingsRefused(Unreachable):
    """What the environment says of the way there cannot be used; nothing was sent."""

    def __init__(self, sentence: str = "", remedy: str = "") -> None:
        super().__init__(sentence, remedy, kind="settings")


class UnexpectedRedirect(ExchangeError):
    """The answer pointed elsewhere; it was not followed."""

    sentence = "Login with Amazon answered with an unexpected redirect; nothing was sent there."
    remedy = "A proxy or captive portal may be in the way. Check the network."


class NotUnderstood(ExchangeError):
    """The answer was no valid token response."""

    sentence = "Amazon's reply was not understood; the access token you had is kept."
    remedy = "A proxy may have answered in Amazon's place. Check the network."


class NothingToCopy(SpauthError):
    """There is no live access token to copy."""

    place = Place.PANE
    sentence = "There is no live access token to copy."
    remedy = ""
    ways = (Way.REFRESH,)
