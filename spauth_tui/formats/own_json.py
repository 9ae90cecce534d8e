"""Our own format: JSON that keeps everything a person would miss, several applications and accounts in one file.

Format "spauth-tui credentials", version 1. `authorizations` is a list of objects with the fields of `Draft`, those that
are empty left out; regions by two letters, instants as RFC 3339, `marketplaces` a list of codes. Earlier refresh tokens
and client secrets are not in it: for the whole vault there are backups.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.diagnosis.conformance import plain_name
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.time import is_usual, rfc3339
from spauth_tui.formats.draft import Draft, FileFormat

_NAME, _VERSION = "spauth-tui credentials", 1
_SECRETS = ("client_secret", "refresh_token")
_TEXTS = ("application", "account", "merged_name", "vendor_group", "notes", "refresh_token_note")
_NUMBERS = ("authorization_limit", "slots_elsewhere")


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if not is_usual(instant):
        raise ValueError
    return instant


_READ: dict[str, Callable[[Any], object]] = {
    "kind": Kind,
    "region": Region.__getitem__,
    "environment": Environment,
    "client_secret_ends_at": _instant,
}
_NAMES = frozenset(field.name for field in fields(Draft))


class _OwnJson(FileFormat):
    key = "spauth"
    title = "spauth-tui's own JSON"
    place = "NAME.spauth.json"
    container = "spauth"
    holds_several = True

    def read(self, text: str) -> tuple[Draft, ...] | None:
        """Read it; None for any other text. Raises `FileNotUnderstood`, which never contains any part of a value."""
        held = _object(text)
        if held is None or held.get("format") != _NAME:
            return None
        if held.get("version") != _VERSION:
            raise FileNotUnderstood("A newer spauth-tui wrote this file.", "Upgrade spauth-tui; nothing was imported.")
        listed = held.get("authorizations")
        if not isinstance(listed, list) or not listed:
            raise FileNotUnderstood("The file lists no authorizations.", "Export it again.")
        return tuple(_draft(each, number) for number, each in enumerate(listed, 1))

    def write(self, drafts: Sequence[Draft]) -> Secret:
        held = {"format": _NAME, "version": _VERSION, "authorizations": [_described(each) for each in drafts]}
        return Secret(json.dumps(held, indent=1, ensure_ascii=False) + "\n")


def _object(text: str) -> dict[str, Any] | None:
    try:
        held = json.loads(text) if _NAME in text else None
    except (ValueError, RecursionError):
        held = None
    return held if isinstance(held, dict) else None


def _described(draft: Draft) -> dict[str, Any]:
    held = ((field.name, getattr(draft, field.name)) for field in fields(Draft))
    return {name: _plain(value) for name, value in held if value is not None and value != ()}


def _plain(value: object) -> object:
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Region):
        return value.name
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return rfc3339(value)
    return list(value) if isinstance(value, tuple) else value


def _draft(held: object, number: int) -> Draft:
    def refused(what: str) -> FileNotUnderstood:
        return FileNotUnderstood(f"Authorization {number} of the file {what}.", "Correct it; nothing was imported.")

    if not isinstance(held, dict) or not isinstance(held.get("client_id"), str):
        raise refused("has no client_id")
    if unknown := sorted(set(map(str, held)) - _NAMES):
        raise refused(f"has a field that is not known: {plain_name(unknown[0])}")
    found: dict[str, Any] = {"client_id": held["client_id"]}
    for name in (*_SECRETS, *_TEXTS):
        value = held.get(name)
        if value is not None and not isinstance(value, str):
            raise refused(f"has a {name} that is no text")
        found[name] = Secret(value.strip()) if name in _SECRETS and value and value.strip() else value or None
    for name in _NUMBERS:
        value = held.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise refused(f"has a {name} that is no whole number")
        found[name] = value
    for name, read in _READ.items():
        try:
            found[name] = read(held[name]) if held.get(name) is not None else None
        except (ValueError, KeyError, TypeError):
            raise refused(f"has a {name} that is not known") from None
    if found["client_secret_ends_at"] is not None and found["client_secret_ends_at"].tzinfo is None:
        raise refused("has an instant without a time zone")
    marketplaces, guarded = held.get("marketplaces", []), held.get("guarded")
    if not isinstance(marketplaces, list) or not all(isinstance(each, str) for each in marketplaces):
        raise refused("has marketplaces that are no list of codes")
    if guarded is not None and not isinstance(guarded, bool):
        raise refused("has a guarded that is neither true nor false")
    return Draft(**found, marketplaces=tuple(marketplaces), guarded=guarded)


FORMAT = _OwnJson()
