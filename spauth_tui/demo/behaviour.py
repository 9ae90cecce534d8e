"""How the simulator answers for one refresh token."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum


class Answer(Enum):
    """The kinds of answer, each as LWA gives it or as a broken network would."""

    OK = "an access token"
    INVALID_GRANT = "400 invalid_grant"
    REVOKED = "400 invalid_grant, may have been revoked"
    INVALID_CLIENT = "401 invalid_client"
    UNAUTHORIZED_CLIENT = "400 unauthorized_client"
    INVALID_SCOPE = "400 invalid_scope"
    INVALID_REQUEST = "400 invalid_request"
    ECHO = "400 with the request's form in its words"
    UNSUPPORTED_GRANT = "400 unsupported_grant_type"
    THROTTLED = "429"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    HTML = "200 with a web page"
    EMPTY = "200 with nothing"
    RAW = "200 with a body of one's own"
    REDIRECT = "307 to another host"
    DRIP = "a byte now and then"
    NEVER = "no answer at all"
    HANG_UP = "the connection closed"
    HUGE = "a body without end"


@dataclass(slots=True)
class Behaviour:
    """What to answer: `first` once each in turn, then `then` for ever."""

    then: Answer = Answer.OK
    first: list[Answer] = field(default_factory=list)
    expires_in: object = 3600
    body: bytes = b""
    location: str = ""
    retry_after: str = ""
    echo: Callable[[str], str] = str  # how the form that is echoed is written
    delay: float = 0.0  # seconds before an answer begins, so that "refreshing" can be seen

    def next(self) -> Answer:
        """Return the answer whose turn it is."""
        return self.first.pop(0) if self.first else self.then
