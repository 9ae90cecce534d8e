"""The two notifications about client secrets, as SQS delivers them: a new secret, and a deadline.

Fields: SP-API documentation, "Rotate your application's client secret" (payload version 2023-11-30). Amazon delivers a
new client secret only to a queue that is registered in the developer console.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean

_refuse = partial(InputRefused, field="client_secret")
_AGAIN = "Copy the whole message body again."
_NEW_SECRET, _EXPIRY = "applicationoauthclientnewsecret", "applicationoauthclientsecretexpiry"
_WRAPPERS = ("body", "message", "records", "messages")
_DEEPEST = 5  # the most layers of SQS, SNS and console exports to unwrap


@dataclass(frozen=True, slots=True)
class NewSecret:
    """APPLICATION_OAUTH_CLIENT_NEW_SECRET: the new client secret, when it expires, and when the old one does (UTC)."""

    client_id: str
    value: Secret
    expires_at: datetime
    old_expires_at: datetime


@dataclass(frozen=True, slots=True)
class SecretDeadline:
    """APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY: when the current client secret expires (UTC)."""

    client_id: str
    expires_at: datetime


def looks_like_notification(text: str) -> bool:
    """Return whether a pasted text is JSON rather than a bare client secret."""
    return text.lstrip().startswith(("{", "["))


def parse_notification(text: str) -> NewSecret | SecretDeadline:
    """Read a notification, bare or as SQS wraps it; raises `InputRefused` with what is missing, never with a value."""
    try:
        held = _unwrapped(json.loads(text), 0)
    except (ValueError, RecursionError):
        remedy = "Copy the message's body again, from the first brace to the last."
        raise _refuse("That is not complete JSON.", remedy) from None
    if held is None:
        remedy = "Paste APPLICATION_OAUTH_CLIENT_NEW_SECRET or APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY."
        raise _refuse("This JSON is not a notification about a client secret.", remedy)
    if new := held.get(_NEW_SECRET):
        return NewSecret(
            clean(_text(new, "clientId"), 100),
            Secret(_text(new, "newClientSecret")),
            _instant(new, "newClientSecretExpiryTime"),
            _instant(new, "oldClientSecretExpiryTime"),
        )
    deadline = held[_EXPIRY]
    return SecretDeadline(clean(_text(deadline, "clientId"), 100), _instant(deadline, "clientSecretExpiryTime"))


def _lower(held: dict[str, Any]) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in held.items()}


def _unwrapped(held: Any, depth: int) -> dict[str, Any] | None:
    """Return the payload, its names in lower case, without the wrappers that queues add; None if there is none."""
    if depth > _DEEPEST:
        return None
    if isinstance(held, str) and looks_like_notification(held):
        return _unwrapped(json.loads(held), depth + 1)
    if isinstance(held, list):
        found = (_unwrapped(each, depth + 1) for each in held[:20])
        return next((each for each in found if each is not None), None)
    if not isinstance(held, dict):
        return None
    lower = _lower(held)
    if isinstance(lower.get("payload"), dict):
        lower = _lower(lower["payload"])
    for name in (_NEW_SECRET, _EXPIRY):
        if isinstance(lower.get(name), dict):
            return {name: lower[name]}
    inner = (_unwrapped(lower[name], depth + 1) for name in _WRAPPERS if name in lower)
    return next((each for each in inner if each is not None), None)


def _text(held: dict[str, Any], name: str) -> str:
    value = _lower(held).get(name.lower())
    if not isinstance(value, str) or not value:
        raise _refuse(f"The notification lacks {name}.", _AGAIN)
    return value


def _instant(held: dict[str, Any], name: str) -> datetime:
    try:
        instant = datetime.fromisoformat(_text(held, name))
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _refuse(f"The notification's {name} is not a date.", _AGAIN) from None
