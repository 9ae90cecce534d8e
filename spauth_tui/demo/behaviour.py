"""How the simulator answers for one refresh token."""

from dataclasses import dataclass
from enum import Enum


class Answer(Enum):
    """The kinds of answer: as LWA gives them, as something in between, and none at all."""

    OK = "an access token"
    INVALID_GRANT = "400 invalid_grant"
    REVOKED = "400 invalid_grant, may have been revoked"
    INVALID_CLIENT = "401 invalid_client"
    UNAUTHORIZED_CLIENT = "400 unauthorized_client"
    INVALID_SCOPE = "400 invalid_scope"
    INVALID_REQUEST = "400 invalid_request"
    UNSUPPORTED_GRANT = "400 unsupported_grant_type"
    ACCESS_DENIED = "401 access_denied"
    SERVER_ERROR = "500 server_error"
    UNAVAILABLE = "503 temporarily_unavailable"
    THROTTLED = "429"
    HTML = "200 with a web page"
    REDIRECT = "307 to another host"
    HANG_UP = "the connection closed"
    NEVER = "no answer at all"
    DRIP = "a byte now and then"
    HUGE = "a body without end"


@dataclass(slots=True)
class Behaviour:
    """What to answer."""

    then: Answer = Answer.OK
    delay: float = 0.0  # seconds before an answer begins, so that "refreshing" shows
