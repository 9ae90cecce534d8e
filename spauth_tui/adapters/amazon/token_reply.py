"""Reading LWA's answer, strictly: what is not a token response is not understood."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from spauth_tui.adapters.amazon.reply import ForeignValue
from spauth_tui.domain.errors.exchange import NotUnderstood
from spauth_tui.services.ports.amazon import Grant

MAX_LIFETIME = 86_400


@dataclass(frozen=True, slots=True)
class LwaError:
    """LWA's error body: `error`, `error_description` and `request_id`, as words that may be kept."""

    error: str
    description: str
    request_id: str


def parse_grant(held: ForeignValue, server_time: datetime | None) -> Grant:
    """Read a 200 answer; raises `NotUnderstood` and nothing else."""
    token = held["access_token"].new_token()
    if token is None or not held["token_type"].is_word("bearer"):
        raise NotUnderstood
    seconds = held["expires_in"].number(1, MAX_LIFETIME, from_digits=True)
    if seconds is None:
        raise NotUnderstood("Amazon's reply gives the access token no usable lifetime; the one you had is kept.")
    return Grant(token, timedelta(seconds=seconds), server_time)


def parse_error(held: ForeignValue) -> LwaError | None:
    """Read an error body; None for what is none."""
    error = held["error"].words(60)
    return LwaError(error, held["error_description"].words(), held["request_id"].words()) if error else None
