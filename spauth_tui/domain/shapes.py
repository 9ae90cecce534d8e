"""What a pasted text looks like, by the shapes Amazon documents.

Amazon calls token strings opaque, so a shape is a hint and never a proof: an unknown shape is asked about,
a text that is plainly something else is named. Sources: LWA documentation and the SP-API token model for the
prefixes, the developer console for application ids.
"""

import re
from enum import Enum

_PRINTABLE = re.compile(r"[\x21-\x7e]{1,2048}")


class Shape(Enum):
    """A kind of text that people handle with SP-API, with the words to name it."""

    REFRESH_TOKEN = "a refresh token"
    ACCESS_TOKEN = "an access token"
    GRANTLESS_TOKEN = "a grantless access token"
    RESTRICTED_DATA_TOKEN = "a restricted data token"
    CLIENT_ID = "a client id"
    CLIENT_SECRET = "a client secret"
    APPLICATION_ID = "an application id"
    UNKNOWN = "something else"


_SHAPES = (
    (re.compile(r"Atzr\|.+", re.DOTALL), Shape.REFRESH_TOKEN),
    (re.compile(r"Atz\.sprdt\|.+", re.DOTALL), Shape.RESTRICTED_DATA_TOKEN),
    (re.compile(r"Atza\|.+", re.DOTALL), Shape.ACCESS_TOKEN),
    (re.compile(r"Atc\|.+", re.DOTALL), Shape.GRANTLESS_TOKEN),
    (re.compile(r"amzn1\.application-oa2-client\..+", re.DOTALL), Shape.CLIENT_ID),
    (re.compile(r"amzn1\.oa2-cs\.v1\..+", re.DOTALL), Shape.CLIENT_SECRET),
    (re.compile(r"[0-9a-f]{64}"), Shape.CLIENT_SECRET),
    (re.compile(r"amzn1\.sp\.solution\..+|amzn1\.sellerapps\.app\..+", re.DOTALL), Shape.APPLICATION_ID),
)


def shape_of(text: str) -> Shape:
    """Return what `text` looks like."""
    return next((shape for pattern, shape in _SHAPES if pattern.fullmatch(text)), Shape.UNKNOWN)


def is_sendable(text: str) -> bool:
    """Say whether `text` is 1 to 2,048 visible ASCII characters, the form every LWA credential has."""
    return _PRINTABLE.fullmatch(text) is not None
