"""The two notifications about client secrets, as SQS delivers them: a new secret, and a deadline.

Fields: SP-API documentation, "Rotate your application's client secret" (payload version 2023-11-30). Amazon delivers a
new client secret only to a queue that is registered in the developer console. What queues, topics, buses and functions
put around it is not told apart: a payload is found at any depth, and in texts that are JSON again.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.text.time import is_usual

_refuse = partial(InputRefused, field="client_secret")
_AGAIN = "Copy the whole message body again."
_NEW_SECRET, _EXPIRY = "applicationoauthclientnewsecret", "applicationoauthclientsecretexpiry"
_DEEPEST, _MOST_VALUES = 40, 20_000
_MASK = re.compile(r"[*\u2022]{2,}|\u2026|\.\.\.|<")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NewSecret:
    """APPLICATION_OAUTH_CLIENT_NEW_SECRET: the new client secret, when it expires, and when the old one does (UTC)."""

    client_id: str
    value: Secret
    expires_at: datetime
    old_expires_at: datetime
    sent_at: datetime = field(default=_LONG_AGO, compare=False)


@dataclass(frozen=True, slots=True)
class SecretDeadline:
    """APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY: when the current client secret expires (UTC)."""

    client_id: str
    expires_at: datetime
    sent_at: datetime = field(default=_LONG_AGO, compare=False)


@dataclass(frozen=True, slots=True)
class Notifications:
    """Everything in one paste, the newest of each kind for each application."""

    new_secrets: tuple[NewSecret, ...]
    deadlines: tuple[SecretDeadline, ...]
    flaws: tuple[InputRefused, ...]
    """What is wrong with notifications that cannot be used."""

    def of(self, client_id: str) -> tuple[NewSecret | None, SecretDeadline | None]:
        """Return the newest about one application."""
        new = next((each for each in self.new_secrets if each.client_id == client_id), None)
        return new, next((each for each in self.deadlines if each.client_id == client_id), None)


def looks_like_notification(text: str) -> bool:
    """Return whether a pasted text is JSON rather than a bare client secret."""
    return text.lstrip().startswith(("{", "[", '"{', '"[', '"\\"'))


def read_notifications(text: str) -> Notifications:
    """Read all notifications in a text, whatever is around them; one that cannot be used spoils no other.

    Raises `InputRefused`, which never holds a value, if there is none that can be used.
    """
    try:
        found = list(_payloads(list(_texts(text)), "", 0, [_MOST_VALUES]))
    except (ValueError, RecursionError):
        remedy = "Copy the message's body again, from the first brace to the last."
        raise _refuse("That is not complete JSON.", remedy) from None
    if not found:
        remedy = "Paste APPLICATION_OAUTH_CLIENT_NEW_SECRET or APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY."
        raise _refuse("This JSON is not a notification about a client secret.", remedy)
    new: list[NewSecret] = []
    deadlines: list[SecretDeadline] = []
    flaws: list[InputRefused] = []
    for name, payload, sent in found:
        try:
            if name == _NEW_SECRET:
                new.append(_new_secret(payload, _sent_at(sent)))
            else:
                expires_at = _instant(payload, "clientSecretExpiryTime")
                deadlines.append(SecretDeadline(clean(_text(payload, "clientId"), 100), expires_at, _sent_at(sent)))
        except InputRefused as flaw:
            flaws.append(flaw)
    if not new and not deadlines:
        raise flaws[0]
    # The last of those that were sent at the same time comes first: sorting keeps their order.
    new.sort(key=lambda each: each.sent_at)
    deadlines.sort(key=lambda each: each.sent_at)
    return Notifications(
        tuple({each.client_id: each for each in new}.values()),
        tuple({each.client_id: each for each in deadlines}.values()),
        tuple(flaws),
    )


def _texts(text: str) -> Iterator[Any]:
    """Yield the JSON texts that are one after another; raises `ValueError` if there is anything else."""
    decoder, at = json.JSONDecoder(), 0
    stripped = text.strip()
    while at < len(stripped):
        value, at = decoder.raw_decode(stripped, at)
        yield value
        while at < len(stripped) and stripped[at] in " \t\r\n,":
            at += 1


def _payloads(held: Any, sent: str, depth: int, left: list[int]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the name of each payload in lower case, the payload, and when it was sent; `left` bounds the values."""
    left[0] -= 1
    if depth > _DEEPEST or left[0] < 0:
        raise ValueError
    if isinstance(held, str) and looks_like_notification(held):
        for each in _texts(held):
            yield from _payloads(each, sent, depth + 1, left)
    elif isinstance(held, list):
        for each in held:
            yield from _payloads(each, sent, depth + 1, left)
    elif isinstance(held, dict):
        lower = _lower(held)
        own = lower.get("eventtime")
        sent = own if isinstance(own, str) else sent
        for name, value in lower.items():
            if name in (_NEW_SECRET, _EXPIRY) and isinstance(value, dict):
                yield name, value, sent
            else:
                yield from _payloads(value, sent, depth + 1, left)


def _new_secret(payload: dict[str, Any], sent_at: datetime) -> NewSecret:
    value = _text(payload, "newClientSecret")
    if _MASK.search(value):
        raise _refuse("The notification's newClientSecret is masked.", "Copy it from the queue itself.")
    return NewSecret(
        clean(_text(payload, "clientId"), 100),
        Secret(value),
        _instant(payload, "newClientSecretExpiryTime"),
        _instant(payload, "oldClientSecretExpiryTime"),
        sent_at,
    )


def _lower(held: dict[str, Any]) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in held.items()}


def _text(held: dict[str, Any], name: str) -> str:
    value = _lower(held).get(name.lower())
    if not isinstance(value, str) or not value:
        raise _refuse(f"The notification lacks {name}.", _AGAIN)
    return value


def _instant(held: dict[str, Any], name: str) -> datetime:
    try:
        instant = _utc(_text(held, name))
    except (ValueError, OverflowError):
        raise _refuse(f"The notification's {name} is not a date.", _AGAIN) from None
    if not is_usual(instant):
        raise _refuse(f"The notification's {name} is outside the years 1970 to 2199.", _AGAIN)
    return instant


def _sent_at(text: str) -> datetime:
    try:
        return _utc(text)
    except (ValueError, OverflowError):
        return _LONG_AGO


def _utc(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
