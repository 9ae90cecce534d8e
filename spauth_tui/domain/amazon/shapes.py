"""What a pasted text looks like, by the shapes Amazon documents.

Amazon calls token strings opaque, so a shape is only a hint: an unknown shape leads to a question, and a text
that is clearly something else is named. Sources: LWA documentation and the SP-API token model for the prefixes, the
developer console for application ids.
"""

import re
from enum import Enum

_PRINTABLE = re.compile(r"[\x21-\x7e]{1,2048}")


class Shape(Enum):
    """A kind of text that people handle with SP-API, and its name."""

    REFRESH_TOKEN = "a refresh token"
    ACCESS_TOKEN = "an access token"
    GRANTLESS_TOKEN = "a grantless access token"
    RESTRICTED_DATA_TOKEN = "a restricted data token"
    CLIENT_ID = "a client id"
    CLIENT_SECRET = "a client secret"
    APPLICATION_ID = "an application id"
    UNKNOWN = "something else"


SECRETS = frozenset(Shape) - {Shape.CLIENT_ID, Shape.APPLICATION_ID, Shape.UNKNOWN}  # what is never shown

_BEGINNINGS = (
    ("Atzr|", Shape.REFRESH_TOKEN),
    ("Atz.sprdt|", Shape.RESTRICTED_DATA_TOKEN),
    ("Atza|", Shape.ACCESS_TOKEN),
    ("Atc|", Shape.GRANTLESS_TOKEN),
    ("amzn1.application-oa2-client.", Shape.CLIENT_ID),
    ("amzn1.oa2-cs.v1.", Shape.CLIENT_SECRET),
    ("amzn1.sp.solution.", Shape.APPLICATION_ID),
    ("amzn1.sellerapps.app.", Shape.APPLICATION_ID),
)
_OLD_CLIENT_SECRET = re.compile(r"[0-9a-f]{64}")


def shape_of(text: str) -> Shape:
    """Return what `text` looks like."""
    for beginning, shape in _BEGINNINGS:
        if text.startswith(beginning) and text != beginning:
            return shape
    return Shape.CLIENT_SECRET if _OLD_CLIENT_SECRET.fullmatch(text) else Shape.UNKNOWN


def is_sendable(text: str) -> bool:
    """Return whether `text` is 1 to 2,048 visible ASCII characters, like every LWA credential."""
    return _PRINTABLE.fullmatch(text) is not None
