"""No access token could be obtained."""

from spauth_tui.domain.errors import Place, SpauthError
from spauth_tui.domain.model.way import Way


class ExchangeError(SpauthError):
    """No access token could be obtained; the previous one stays."""

    place = Place.PANE
    sentence = "Amazon did not return an access token."
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

    sentence = "Login with Amazon is limiting requests at the moment."
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
    """The proxy or certificate settings in the environment cannot be used; nothing was sent."""

    def __init__(self, sentence: str = "", remedy: str = "") -> None:
        super().__init__(sentence, remedy, kind="settings")


class UnexpectedRedirect(ExchangeError):
    """The answer pointed elsewhere; it was not followed."""

    sentence = "Login with Amazon answered with an unexpected redirect; it was not followed."
    remedy = "A proxy or captive portal may be in the way. Check the network."


class NotUnderstood(ExchangeError):
    """The answer was not a valid token response."""

    sentence = "Amazon's reply was not understood; the access token you had is kept."
    remedy = "A proxy may have answered instead of Amazon. Check the network."


class NothingToCopy(SpauthError):
    """There is no live access token to copy."""

    place = Place.PANE
    sentence = "There is no live access token to copy."
    remedy = ""
    ways = (Way.REFRESH,)
