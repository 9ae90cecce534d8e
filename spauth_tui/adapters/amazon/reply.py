"""A reply from Amazon, or whoever answered instead; everything kept from it passes through here."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from spauth_tui.adapters.amazon.echoes import Echoes
from spauth_tui.domain.amazon.shapes import is_sendable
from spauth_tui.domain.diagnosis.conformance import UNNAMED, Outline, plain_name
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean, masked

_LONGEST_WAIT = timedelta(seconds=120)
_MOST_NAMES, _MOST_ITEMS, _DEEPEST = 300, 20, 8  # how much of a reply an outline covers
_TYPES = {dict: "object", list: "list", str: "text", bool: "yes or no", int: "number", float: "number"}


class Reply:
    """A reply. Its texts come out cleaned and without what was sent, its new tokens as `Secret`s."""

    __slots__ = ("_body", "_echoes", "_headers", "status", "too_large")

    def __init__(
        self, status: int, headers: Mapping[str, str], body: bytes, echoes: Echoes, *, too_large: bool = False
    ) -> None:
        self.status, self.too_large = status, too_large
        self._headers, self._body, self._echoes = headers, body, echoes

    def header(self, name: str, limit: int = 100) -> str:
        """Return a cleaned header; empty if it is missing."""
        return _words(self._headers.get(name, ""), self._echoes, limit)

    @property
    def date(self) -> datetime | None:
        """When it was sent, by the server's clock."""
        return _http_date(self._headers.get("date", ""))

    def asked_to_wait(self, now: datetime) -> timedelta | None:
        """Return how long `Retry-After` asks to wait, clamped to 1..120 s; None if it is unusable."""
        return asked_to_wait(self._headers.get("retry-after", ""), now)

    def as_json(self) -> "ForeignValue":
        """Parse the body as JSON in strict UTF-8; an empty value for anything else."""
        return ForeignValue(_parsed(self._body), self._echoes)

    def outline(self, address: str) -> Outline:
        """Return the names and types in it, without values and names that could be values."""
        held = _parsed(self._body)
        fields: dict[str, set[str]] = {}
        for names, kind in islice(_types(held), _MOST_NAMES):
            path = "".join("[]" if each is None else f".{self._name(each)}" for each in names)
            fields.setdefault(f"body{path}", set()).add(kind)
        if held is None:
            fields = {"body": {"not JSON" if self._body or self.too_large else "nothing"}}
        headers = frozenset(self._name(each.lower()) for each in islice(self._headers, _MOST_NAMES))
        return Outline(address, self.status, headers, {path: " or ".join(sorted(fields[path])) for path in fields})

    def _name(self, text: str) -> str:
        name = plain_name(text)
        return name if self._echoes.removed_from(name) == name else UNNAMED


class ForeignValue:
    """A value in a reply's JSON. What is missing or of the wrong type is empty."""

    __slots__ = ("_echoes", "_value")

    def __init__(self, value: Any, echoes: Echoes) -> None:
        self._value, self._echoes = value, echoes

    def __getitem__(self, name: str) -> "ForeignValue":
        return self._with(self._value.get(name) if isinstance(self._value, dict) else None)

    def __contains__(self, name: str) -> bool:
        return isinstance(self._value, dict) and name in self._value

    def items(self, at_most: int) -> Iterator["ForeignValue"]:
        """Yield the values of a list."""
        yield from map(self._with, self._value[:at_most] if self.is_list else ())

    @property
    def is_object(self) -> bool:
        return isinstance(self._value, dict)

    @property
    def is_list(self) -> bool:
        return isinstance(self._value, list)

    @property
    def is_true(self) -> bool:
        """Whether it is exactly true."""
        return self._value is True

    def is_word(self, word: str) -> bool:
        """Return whether it is that word, ignoring case."""
        return isinstance(self._value, str) and self._value.lower() == word

    def words(self, limit: int = 500) -> str:
        """Return a cleaned text; empty for anything else."""
        return _words(self._value, self._echoes, limit) if isinstance(self._value, str) else ""

    def number(self, lowest: int, highest: int, *, from_digits: bool = False) -> int | None:
        """Return a whole number within bounds, optionally from a short text of digits."""
        value = self._value
        if from_digits and isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 5:
            value = int(value)
        fits = isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
        return value if fits else None

    def new_token(self) -> Secret | None:
        """Return a token issued by Amazon; None if it cannot be a token, or echoes what was sent."""
        value = self._value
        if not isinstance(value, str) or not is_sendable(value) or self._echoes.are_repeated_in(value):
            return None
        return Secret(value)

    def _with(self, value: Any) -> "ForeignValue":
        return ForeignValue(value, self._echoes)


def _types(value: Any, names: tuple[str | None, ...] = ()) -> Iterator[tuple[tuple[str | None, ...], str]]:
    """Yield the type of every value by the names that lead to it, None for the items of a list."""
    yield names, _TYPES.get(type(value), "null")
    if len(names) < _DEEPEST and isinstance(value, dict):
        for name, each in value.items():
            yield from _types(each, (*names, name))
    elif len(names) < _DEEPEST and isinstance(value, list):
        for each in value[:_MOST_ITEMS]:
            yield from _types(each, (*names, None))


def _words(text: str, echoes: Echoes, limit: int) -> str:
    """Remove what was sent before truncating: a secret cut in half would not be recognised."""
    return clean(masked(echoes.removed_from(text)), limit)


def _parsed(body: bytes) -> Any:
    try:
        # Deep nesting raises RecursionError, a huge number ValueError. Neither is kept: they contain the body.
        return json.loads(body.decode("utf-8", "strict"))
    except (ValueError, RecursionError):
        return None


def asked_to_wait(retry_after: str, now: datetime) -> timedelta | None:
    """Return how long `Retry-After` asks to wait, clamped to 1..120 s; None if it is unusable."""
    if retry_after.isascii() and retry_after.isdigit():
        asked = timedelta(seconds=int(retry_after)) if len(retry_after) <= 6 else _LONGEST_WAIT
    else:
        instant = _http_date(retry_after)
        if instant is None:
            return None
        asked = instant - now
    return min(_LONGEST_WAIT, max(timedelta(seconds=1), asked))


def _http_date(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text) if len(text) <= 60 else None
    except (ValueError, TypeError, OverflowError):
        return None
    return instant.replace(tzinfo=UTC) if instant and not instant.tzinfo else instant
