"""Removes what was sent from what comes back: a reply may repeat the secrets of requests in many encodings."""

import re
from base64 import b64decode
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from html import unescape
from unicodedata import normalize

from spauth_tui.domain.model.secret import Secret

PIECE = 8  # how many characters of a secret in a row are removed
MARK = "(secret)"  # what replaces them
MOST_READ = 4096  # the most characters of a text to search; far fewer are kept of it

_OF_A_TOKEN, _DIFFERENT = 32, 8
"""How many characters, and distinct characters, of a secret a new token never shares by chance."""
_SHORTEST = 4  # the fewest characters of a value that is removed as a whole: no secret is shorter
_PREFIXES = ("atzr|", "atza|", "atc|", "atz.sprdt|", "amzn1.oa2-cs.v1.")
_ESCAPE = re.compile(
    r"[%\\]u(?P<unit>[0-9a-f]{4})|(?:%|\\x|0x)(?P<byte>[0-9a-f]{2})"
    r"|(?P<entity>&(?:\#x?[0-9a-f]+|[a-z]+);?)|\\(?P<plain>[^\r\n])",
    re.IGNORECASE,
)
_SPACES = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPED = 4  # how deep to look for escapes within escapes
_ENCODED = 3  # how deep to look for base64 and hex within each other
_LETTERS, _NO_SPACES = re.compile(r"[0-9A-Za-z]+"), re.compile(r"\S+")
_READABLE = re.compile(rb"[\0\t\n\r -~]{%d,}" % PIECE)
"""The parts of decoded bytes that may contain a secret; text that was not encoded hardly ever does."""

# Character by character: ASCII capitals become lower case, and a form's plus a space.
_ALIKE = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ+", "abcdefghijklmnopqrstuvwxyz ")

_WORDS = """
grant_type refresh_token client_id client_secret access_token token_type bearer expires_in scope client_credentials
authorization_code redirect_uri restrictedDataToken expiresIn restrictedResources dataElements buyerInfo
shippingAddress buyerTaxInformation targetApplication request_id error_index error_description x-amzn-RequestId
x-amz-access-token x-amz-date user-agent Authorization application/x-www-form-urlencoded application/json
Atzr| Atza| Atc| Atz.sprdt| amzn1.application-oa2-client. amzn1.oa2-cs.v1. amzn1.sp.solution. amzn1.sellerapps.app.
sellingpartnerapi::notifications sellingpartnerapi::client_credential:rotation sellingpartnerapi::shipments:track
sellingpartnerapi::migration api.amazon.com sandbox.sellingpartnerapi-na.amazon.com
sellingpartnerapi-eu.amazon.com sellingpartnerapi-fe.amazon.com marketplaceParticipations purchaseOrders
invalid_grant invalid_client unauthorized_client invalid_request unsupported_grant_type invalid_scope access_denied
server_error ServerError temporarily_unavailable CONSENT_LIMIT_REACHED Unauthorized MissingAuthenticationToken
QuotaExceeded InvalidInput InvalidRequest InternalFailure ServiceUnavailable
The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission.
The request has an invalid parameter : scope
The request is missing a required parameter : refresh_token
The request is missing a required parameter : client_secret
Client authentication failed
Not authorized for requested operation
The authorization grant type is not supported by the authorization server
The authorization server met an unexpected condition
The service is temporarily unavailable
Access to requested resource is denied.
Access token is missing in the request header.
The access token you provided has expired.
The access token you provided is revoked, malformed or invalid.
The LWA secret token you provided has expired.
You exceeded your quota for the requested resource.
Request is missing or has invalid parameters
Invalid request parameters
Resource not provided.
The application isn't configured with roles
Application is not enrolled for rotation notification.
Please update application notification preference in Developer console.
"""
"""Amazon's own names and sentences, which never count as an echo of what was sent.

Sources: Amazon's page "Authorize Private Applications", LWA's error reference, the SP-API models, reports.
"""

Span = tuple[int, int]


@dataclass(frozen=True)
class Echoes:
    """The values that must not remain in a reply.

    Every piece of `secrets` (sent by its request) and of `earlier` ones is removed; `whole` values only if complete.
    Amazon's own names and sentences stay.
    """

    secrets: Sequence[Secret] = ()
    whole: Sequence[str] = field(default=(), repr=False)
    earlier: Collection[Secret] = ()

    def removed_from(self, text: str) -> str:
        """Return a text without these values, in every encoding that `_found` reads, even truncated."""
        text = text[:MOST_READ]
        parts, at = [], 0
        for start, end in _joined(_found(text, self._sought)):
            parts += [text[at:start], MARK]
            at = end
        return "".join([*parts, text[at:]])

    def are_repeated_in(self, token: str) -> bool:
        """Return whether a token repeats what its own request sent, as an echoing server's would."""
        sent = [*self.whole, *(each.reveal() for each in self.secrets)]
        sought = _Sought.of(self.secrets, (), _OF_A_TOKEN, PIECE)
        return any(token in each for each in sent) or next(_found(token, sought), None) is not None

    @cached_property
    def _sought(self) -> "_Sought":
        return _Sought.of({*self.secrets, *self.earlier}, self.whole, PIECE, _SHORTEST)


@dataclass(frozen=True, slots=True)
class _Sought:
    """What to look for, in lower case: as it is, with only its letters and digits, and both reversed."""

    size: int
    pieces: frozenset[str]
    whole: tuple[str, ...]

    @classmethod
    def of(cls, secrets: Iterable[Secret], whole: Iterable[str], size: int, shortest: int) -> "_Sought":
        texts = [each.reveal().translate(_ALIKE) for each in secrets]
        pieces = {piece for text in texts for form in _forms(_own_part(text)) for piece in _pieces(form, size)}
        if size == _OF_A_TOKEN:
            pieces = {each for each in pieces if len(set(each)) >= _DIFFERENT}
        found = {
            form
            for text in (*texts, *(each.translate(_ALIKE) for each in whole))
            for form in _forms(text)
            if len(form) >= (shortest if form == text else PIECE) and not any(form in line for line in _known_lines())
        }
        return cls(size, frozenset(pieces - _known_pieces(size)), tuple(found))

    def in_text(self, text: str) -> Iterator[Span]:
        """Find the places in a lower-case text."""
        for start in range(len(text) - self.size + 1) if self.pieces else ():
            if text[start : start + self.size] in self.pieces:
                yield start, start + self.size
        for each in self.whole:
            start = text.find(each)
            while start >= 0:
                yield start, start + len(each)
                start = text.find(each, start + 1)


def _own_part(text: str) -> str:
    """Return a secret without the fixed prefix of its kind."""
    prefix = next((each for each in _PREFIXES if text.startswith(each)), "")
    return text[len(prefix) :]


def _forms(text: str) -> set[str]:
    letters = "".join(_LETTERS.findall(text))
    return {text, text[::-1], letters, letters[::-1]}


def _pieces(text: str, size: int) -> set[str]:
    return {text[start : start + size] for start in range(len(text) - size + 1)}


@lru_cache(maxsize=1)
def _known_lines() -> frozenset[str]:
    return frozenset().union(*(_forms(line) for line in _WORDS.translate(_ALIKE).splitlines()))


@lru_cache(maxsize=2)
def _known_pieces(size: int) -> frozenset[str]:
    return frozenset().union(*(_pieces(line, size) for line in _known_lines()))


def _found(text: str, sought: _Sought, encoded: int = 0) -> Iterator[Span]:
    """Find the values in a text: with escapes resolved or not, letters spaced out or not, in base64 or hex.

    These may be nested. Not found: other letters in between, a reversed encoding, and wide letters in base64 or hex.
    """
    for seen in _writings(text):
        for start, end in _in_writing(seen.text, sought, encoded):
            yield seen.spans[start][0], seen.spans[end - 1][1]


def _in_plain_letters(text: str) -> str:
    """Return a text with ASCII in place of lookalike letters and digits, such as wide or bold ones."""
    if text.isascii():
        return text
    return "".join(plain if len(plain := normalize("NFKC", char)) == 1 else char for char in text)


def _in_writing(text: str, sought: _Sought, encoded: int) -> Iterator[Span]:
    small = text.translate(_ALIKE)
    yield from sought.in_text(small)
    letters, places = _only(_LETTERS, small)
    for start, end in (*sought.in_text(letters), *_HEX.found(letters, sought, encoded)):
        yield places[start], places[end - 1] + 1
    unbroken, places = _only(_NO_SPACES, text)
    for start, end in _BASE64.found(unbroken, sought, encoded):
        yield places[start], places[end - 1] + 1


def _only(wanted: re.Pattern[str], text: str) -> tuple[str, list[int]]:
    """Return the wanted characters of a text, and their positions."""
    parts: list[str] = []
    places: list[int] = []
    for found in wanted.finditer(text):
        parts.append(found.group())
        places += range(*found.span())
    return "".join(parts), places


@dataclass(frozen=True, slots=True)
class _Encoding:
    """An encoding of bytes as characters of a few bits each, in groups of whole bytes."""

    run: re.Pattern[str]
    bits: int
    group: int
    decode: Callable[[str], bytes]

    def found(self, text: str, sought: _Sought, encoded: int) -> Iterator[Span]:
        """Find the values encoded in a text; the first group of a run may begin anywhere."""
        for run in self.run.finditer(text) if encoded < _ENCODED else ():
            for first in range(run.start(), run.start() + self.group):
                for part in _READABLE.finditer(self.decode(text[first : run.end()])):
                    for start, end in _found(part.group().decode(), sought, encoded + 1):
                        begin, last = part.start() + start, part.start() + end
                        yield first + begin * 8 // self.bits, first + (last * 8 - 1) // self.bits + 1


def _from_base64(run: str) -> bytes:
    usable = run[: len(run) - (len(run) % 4 == 1)].replace("-", "+").replace("_", "/")
    return b64decode(usable + "=" * (-len(usable) % 4))


def _from_hex(run: str) -> bytes:
    return bytes.fromhex(run[: len(run) // 2 * 2])


_BASE64 = _Encoding(re.compile(r"[A-Za-z0-9+/_-]{11,}"), 6, 4, _from_base64)
_HEX = _Encoding(re.compile(r"[0-9a-f]{16,}"), 4, 2, _from_hex)


@dataclass(frozen=True, slots=True)
class _Writing:
    """A decoded text, and where the source of each of its characters is."""

    text: str
    spans: Sequence[Span]

    def resolved(self) -> "_Writing":
        """Return it with its escapes resolved."""
        parts: list[str] = []
        spans: list[Span] = []
        at = 0
        for found in _ESCAPE.finditer(self.text):
            begin, end = found.span()
            chars = _read(found)
            parts += (self.text[at:begin], chars)
            spans += (*self.spans[at:begin], *[(self.spans[begin][0], self.spans[end - 1][1])] * len(chars))
            at = end
        return _Writing("".join((*parts, self.text[at:])), (*spans, *self.spans[at:]))


def _writings(text: str) -> Iterator[_Writing]:
    """Yield the readings of a text, also without spaces, which may break escapes."""
    yield from _unescaped(_Writing(text, [(at, at + 1) for at in range(len(text))]))
    unbroken, places = _only(_NO_SPACES, text)
    if unbroken != text:
        yield from _unescaped(_Writing(unbroken, [(at, at + 1) for at in places]))


def _unescaped(seen: _Writing) -> Iterator[_Writing]:
    """Yield a text as it is, and with its escapes resolved once, twice, ..."""
    for _ in range(_ESCAPED + 1):
        seen = replace(seen, text=_in_plain_letters(seen.text))
        yield seen
        resolved = seen.resolved()
        if len(resolved.text) == len(seen.text):
            return
        seen = resolved


def _read(found: re.Match[str]) -> str:
    if found["entity"]:
        return unescape(found["entity"])
    if found["plain"]:
        return _SPACES.get(found["plain"], found["plain"])
    return chr(int(found["unit"] or found["byte"], 16))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Sort spans, and merge those that touch."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
