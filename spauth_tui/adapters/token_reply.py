"""Reading LWA's answer, strictly: what is not a token response is not understood."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from spauth_tui.domain.errors import NotUnderstood
from spauth_tui.domain.foreign import clean
from spauth_tui.domain.secret import Secret
from spauth_tui.services.ports import Grant

_TOKEN = re.compile(r"[\x21-\x7e]{1,2048}")
_DIGITS = re.compile(r"[0-9]{1,5}")
MAX_LIFETIME = 86_400


@dataclass(frozen=True, slots=True)
class LwaError:
    """LWA's error body: `error`, `error_description` and `request_id`, cleaned."""

    error: str
    description: str
    request_id: str


def _object(body: bytes) -> dict[str, Any]:
    try:
        # Strict UTF-8; a deep nest raises RecursionError, a huge number ValueError.
        held = json.loads(body.decode("utf-8", "strict"))
    except (ValueError, RecursionError):
        raise NotUnderstood from None
    if not isinstance(held, dict):
        raise NotUnderstood
    return held


def parse_grant(body: bytes, server_time: datetime | None) -> Grant:
    """Read a 200 answer; raises `NotUnderstood` and nothing else."""
    held = _object(body)
    token, kind = held.get("access_token"), held.get("token_type")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise NotUnderstood
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise NotUnderstood
    return Grant(Secret(token), timedelta(seconds=_lifetime(held.get("expires_in"))), server_time)


def _lifetime(value: object) -> int:
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_LIFETIME:
        raise NotUnderstood("Amazon's reply gives the access token no usable lifetime; the one you had is kept.")
    return value


def parse_error(body: bytes) -> LwaError:
    """Read an error body; raises `NotUnderstood` and nothing else."""
    held = _object(body)
    error = held.get("error")
    if not isinstance(error, str) or not error:
        raise NotUnderstood
    return LwaError(clean(error, 60), _words(held, "error_description"), _words(held, "request_id"))


def _words(held: dict[str, Any], name: str) -> str:
    value = held.get(name)
    return clean(value) if isinstance(value, str) else ""


@lru_cache(maxsize=16)
def http_date(text: str | None) -> datetime | None:
    """Read an HTTP date; None for anything else."""
    if not text or len(text) > 60:
        return None
    from email.utils import parsedate_to_datetime

    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
