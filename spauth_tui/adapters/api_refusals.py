"""How SP-API refuses: `{"errors": [{"code", "message", "details"}]}` and its headers, read into one error."""

import json
from datetime import datetime, timedelta
from typing import Any

from spauth_tui.adapters.http import Answer
from spauth_tui.adapters.retrying import asked_to_wait
from spauth_tui.domain.errors import SellingPartnerApiError
from spauth_tui.domain.foreign import clean

_WORDS = {
    400: ("SP-API did not accept the call (400).", "Read Amazon's own words."),
    403: ("SP-API refused the token (403).", "Press f to find out why."),
    429: ("SP-API asks for fewer calls (429).", "Wait, then try again."),
}


def request_id_of(answer: Answer) -> str:
    """Return what to quote to Amazon's support; empty if it is not there."""
    return clean(answer.headers.get("x-amzn-requestid", ""), 100)


def as_json(answer: Answer) -> Any:
    """Read a body as JSON; None for anything else."""
    try:
        return json.loads(answer.body.decode("utf-8", "strict"))
    except (ValueError, RecursionError):
        return None


def not_understood(answer: Answer) -> SellingPartnerApiError:
    """Return the error for an answer that is not what Amazon's model says."""
    return SellingPartnerApiError(
        "Amazon's reply was not understood.",
        "A proxy may have answered in Amazon's place. Check the network, then try again.",
        status=answer.status,
        request_id=request_id_of(answer),
    )


def refusal_of(answer: Answer, now: datetime) -> SellingPartnerApiError:
    """Return the error for any answer that is no success."""
    held = as_json(answer)
    errors = held.get("errors") if isinstance(held, dict) else None
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    sentence, remedy = _WORDS.get(
        answer.status, (f"SP-API answered with status {answer.status}.", "Wait a few minutes, then try again.")
    )
    return SellingPartnerApiError(
        sentence,
        remedy,
        status=answer.status,
        code=_words(first, "code"),
        message=_words(first, "message"),
        details=_words(first, "details"),
        request_id=request_id_of(answer),
        wait=_wait(answer, now),
    )


def _words(held: dict[str, Any], name: str) -> str:
    value = held.get(name)
    return clean(value) if isinstance(value, str) else ""


def _wait(answer: Answer, now: datetime) -> timedelta | None:
    """Return how long Amazon asks to wait, from `Retry-After`; None where it does not say."""
    return asked_to_wait(answer.headers.get("retry-after"), now) if answer.status == 429 else None
