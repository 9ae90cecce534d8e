"""How the simulator answers for one refresh token."""

from dataclasses import dataclass
from enum import Enum


class Answer(Enum):
    """The kinds of answer, each as LWA gives it, and one of a broken network."""

    OK = "an access token"
    INVALID_GRANT = "400 invalid_grant"
    REVOKED = "400 invalid_grant, may have been revoked"
    INVALID_CLIENT = "401 invalid_client"
    UNAUTHORIZED_CLIENT = "400 unauthorized_client"
    INVALID_SCOPE = "400 invalid_scope"
    INVALID_REQUEST = "400 invalid_request"
    UNSUPPORTED_GRANT = "400 unsupported_grant_type"
    HANG_UP = "the connection closed"


@dataclass(slots=True)
class Behaviour:
    """What to answer."""

    then: Answer = Answer.OK
    delay: float = 0.0  # seconds before an answer begins, so that "refreshing" shows
