"""What was sent, taken out of what comes back: a reply may hold the request's own secrets, in many writings."""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from spauth_tui.adapters.protocol_words import WORDS
from spauth_tui.domain.secret import Secret

PIECE = 8
"""Characters of a secret's own part that are taken out wherever they stand together."""
MARK = "(secret)"
"""What stands in the place of what was taken out."""
MOST_READ = 4096
"""Characters of one text that are looked through; what is kept of it is far shorter, and the rest is let go."""

_SHORTEST = 4
"""Characters of what is taken out as a whole at least: nothing shorter is a secret of Amazon's, or anybody's."""
_PREFIXES = ("atzr|", "atza|", "atc|", "atz.sprdt|", "amzn1.oa2-cs.v1.")
_ESCAPE = re.compile(
    r"%u(?P<u1>[0-9a-f]{4})|%(?P<percent>[0-9a-f]{2})|\\u(?P<u2>[0-9a-f]{4})|\\x(?P<x>[0-9a-f]{2})"
    r"|&\#x(?P<u3>[0-9a-f]{1,6});|&\#(?P<decimal>[0-9]{1,7});|&(?P<named>amp|lt|gt|quot|apos);|\\(?P<plain>[^\r\n])",
    re.IGNORECASE,
)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{11,}")
_NESTED = 1
"""How often base64 is looked for within base64."""
_ESCAPED = 4
"""How often escapes are looked for within escapes."""

# One character for one: capital letters of ASCII are small ones, and the plus of a form is a space.
_ALIKE = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ+", "abcdefghijklmnopqrstuvwxyz ")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Echoes:
    """The values of one request that must not stand in what is kept of its reply.

    Of `secrets` every piece is taken out, `whole` only as a whole. What Amazon's own names and sentences hold never is.
    """

    secrets: Sequence[Secret] = ()
    whole: Sequence[str] = field(default=(), repr=False)

    def taken_out(self, text: str) -> str:
        """Return a text without them: raw, percent-encoded, escaped as JSON or HTML has it, or in base64, also cut."""
        text = text[:MOST_READ]
        parts, at = [], 0
        for start, end in _joined(self._found(text, _Sought.of(self), 0)):
            parts += [text[at:start], MARK]
            at = end
        return "".join([*parts, text[at:]])

    def are_whole_in(self, text: str) -> bool:
        """Say whether a secret stands in a text as a whole, as where a server gives back what it was given."""
        sought = [_own_part(each.reveal()) for each in self.secrets]
        return any(len(each) >= PIECE and each in text for each in sought)

    def _found(self, text: str, sought: "_Sought", nested: int) -> Iterator[Span]:
        """Find where they stand in a text, in whatever writing."""
        for seen, spans in _writings(text):
            for start, end in sought.in_text(seen.translate(_ALIKE)):
                yield spans[start][0], spans[end - 1][1]
            if nested < _NESTED:
                for run in _BASE64.finditer(seen):
                    for start, end in self._in_base64(run.group(), sought, nested):
                        yield spans[run.start() + start][0], spans[run.start() + end - 1][1]

    def _in_base64(self, run: str, sought: "_Sought", nested: int) -> Iterator[Span]:
        """Find where they stand in a run of base64; where its first group of four begins is not known."""
        letters = run.replace("-", "+").replace("_", "/")
        for offset in range(4):
            groups = letters[offset:]
            usable = groups[: len(groups) - (len(groups) % 4 == 1)]
            decoded = b64decode(usable + "=" * (-len(usable) % 4)).decode("latin-1")
            for start, end in self._found(decoded, sought, nested + 1):
                yield offset + start * 8 // 6, offset + (end * 8 - 1) // 6 + 1


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for, in small letters."""

    pieces: frozenset[str]
    whole: tuple[str, ...]

    @classmethod
    def of(cls, echoes: Echoes) -> "_Sought":
        known = WORDS.translate(_ALIKE)
        pieces: set[str] = set()
        whole = [each.translate(_ALIKE) for each in echoes.whole]
        for secret in echoes.secrets:
            text = secret.reveal().translate(_ALIKE)
            whole.append(text)
            pieces |= _pieces(_own_part(text)) - _known_pieces()
        return cls(frozenset(pieces), tuple(each for each in whole if len(each) >= _SHORTEST and each not in known))

    def in_text(self, text: str) -> Iterator[Span]:
        """Find the places in a text of small letters."""
        for start in range(len(text) - PIECE + 1) if self.pieces else ():
            if text[start : start + PIECE] in self.pieces:
                yield start, start + PIECE
        for each in self.whole:
            start = text.find(each)
            while start >= 0:
                yield start, start + len(each)
                start = text.find(each, start + 1)


def _own_part(text: str) -> str:
    """Return a secret without the fixed prefix that says what it is."""
    prefix = next((each for each in _PREFIXES if text.lower().startswith(each)), "")
    return text[len(prefix) :]


def _pieces(text: str) -> set[str]:
    return {text[start : start + PIECE] for start in range(len(text) - PIECE + 1)}


@lru_cache(maxsize=1)
def _known_pieces() -> frozenset[str]:
    return frozenset().union(*(_pieces(line) for line in WORDS.translate(_ALIKE).splitlines()))


def _writings(text: str) -> Iterator[tuple[str, list[Span]]]:
    """Yield a text as it is, and as it reads with its escapes resolved once, twice, ...; where each character stood."""
    spans = [(at, at + 1) for at in range(len(text))]
    for _ in range(_ESCAPED + 1):
        yield text, spans
        resolved = list(_resolved(text))
        if len(resolved) == len(text):
            return
        spans = [(spans[start][0], spans[end - 1][1]) for _, (start, end) in resolved]
        text = "".join(char for char, _ in resolved)


def _resolved(text: str) -> Iterator[tuple[str, Span]]:
    at = 0
    for found in _ESCAPE.finditer(text):
        yield from ((text[each], (each, each + 1)) for each in range(at, found.start()))
        yield _char(found), found.span()
        at = found.end()
    yield from ((text[each], (each, each + 1)) for each in range(at, len(text)))


def _char(found: re.Match[str]) -> str:
    groups = found.groupdict()
    if groups["named"]:
        return _NAMED[groups["named"].lower()]
    if groups["plain"]:
        return groups["plain"]
    if groups["decimal"]:
        number = int(groups["decimal"])
    else:
        number = int(next(groups[each] for each in ("u1", "percent", "u2", "x", "u3") if groups[each]), 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Put spans in order, and those that meet together."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
