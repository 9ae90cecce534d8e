"""The ways in which a server may write what it was sent, and a look for any of it that does not use our own code."""

import json
import re
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import count
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, quote_plus, unquote, unquote_plus

import pytest

Writing = Callable[[str], str]


def _percent(text: str, *, lower: bool = False) -> str:
    return "".join(f"%{ord(each):02{'x' if lower else 'X'}}" for each in text)


def _some_percent(text: str) -> str:
    return "".join(each if at % 3 else _percent(each) for at, each in enumerate(text))


def _unicode(text: str) -> str:
    return "".join(f"\\u{ord(each):04x}" for each in text)


def _based(text: str, before: str = "", *, url: bool = False, padded: bool = True) -> str:
    encoded = (urlsafe_b64encode if url else b64encode)((before + text).encode()).decode()
    return encoded if padded else encoded.rstrip("=")


def _folded(text: str, width: int, between: str) -> str:
    return between.join(re.findall(f".{{1,{width}}}", text))


def _hex(text: str) -> str:
    return text.encode().hex()


def _html(text: str, one: str) -> str:
    return "".join(one.format(ord(each)) for each in text)


WRITINGS: Mapping[str, Writing] = {
    "raw": str,
    "quoted": lambda text: f'"{text}"',
    "in capital letters": str.upper,
    "percent-encoded": quote,
    "percent-encoded in small letters": lambda text: re.sub(r"%..", lambda found: found[0].lower(), quote(text)),
    "percent-encoded all of it": _percent,
    "percent-encoded in part": _some_percent,
    "percent-encoded twice": lambda text: quote(quote(text)),
    "as a form": lambda text: f"why=because+of&token={quote_plus(text)}&more=1",
    "as JSON": lambda text: json.dumps({"token": text}),
    "as JSON with \\u": _unicode,
    "as JSON with \\u over lines": lambda text: _folded(_unicode(text), 7, "\n"),
    "as JSON in JSON": lambda text: json.dumps(json.dumps({"token": _unicode(text)})),
    "as HTML": lambda text: _html(text, "&#x{:x};"),
    "as HTML without semicolons": lambda text: _html(text, "&#{}"),
    "as HTML with zeros": lambda text: _html(text, "&#{:09};"),
    "as HTML in hex with zeros and without semicolons": lambda text: _html(text, "&#x{:08X}"),
    "as HTML by name": lambda text: text.replace("|", "&vert;").replace("_", "&lowbar;").replace(".", "&period;"),
    "in base64": _based,
    "in base64 after one": lambda text: _based(text, "a"),
    "in base64 after two": lambda text: _based(text, "ab"),
    "in base64 for addresses": lambda text: _based(text, "ÿ~", url=True),
    "in base64 without its end": lambda text: _based(text, "a", padded=False),
    "in base64 percent-encoded": lambda text: quote(_based(text, "ÿ~"), safe=""),
    "percent-encoded in base64": lambda text: _based(quote(text), "b"),
    "in base64 over lines": lambda text: _folded(_based(text, "a"), 76, "\r\n"),
    "in base64 over short lines": lambda text: _folded(_based(text, "a"), 5, "\n "),
    "in base64 over lines as JSON": lambda text: json.dumps(_folded(_based(text), 64, "\n")),
    "in base64 twice": lambda text: _based(_based(text), "ab"),
    "in base64 thrice": lambda text: _based(_based(_based(text))),
    "in base64 as UTF-16": lambda text: b64encode(text.encode("utf-16-le")).decode(),
    "in wide letters": lambda text: "".join(chr(ord(each) + 0xFEE0) for each in text),
    "in wide letters as HTML": lambda text: _html("".join(chr(ord(each) + 0xFEE0) for each in text), "&#{};"),
    "in wide letters as JSON": lambda text: _unicode("".join(chr(ord(each) + 0xFEE0) for each in text)),
    "in bold digits": lambda text: "".join(chr(0x1D7CE + int(each)) if each.isdigit() else each for each in text),
    "in hex": _hex,
    "in hex in capital letters": lambda text: _hex(text).upper(),
    "in hex with colons": lambda text: text.encode().hex(":"),
    "in hex over lines": lambda text: _folded(_hex(text), 15, "\n"),
    "in hex behind a hex digit": lambda text: f"a{_hex(text)}",
    "in hex in base64": lambda text: _based(_hex(text), "a"),
    "in base64 in hex": lambda text: _hex(_based(text, "a")),
    "in hex of one letter at a time": lambda text: " ".join(f"0x{ord(each):02X}," for each in text),
    "letters apart by spaces": " ".join,
    "letters apart by dashes": "-".join,
    "letters apart by commas": ", ".join,
    "one letter to a line": "\n".join,
    "backwards": lambda text: text[::-1],
    "backwards in base64": lambda text: _based(text[::-1]),
    "backwards in hex": lambda text: _hex(text[::-1]),
    "without its beginning": lambda text: text[-20:],
    "cut": lambda text: text[: len(text) * 2 // 3],
    "a piece of it": lambda text: text[-9:-1],
    "far behind": lambda text: f"{'The request was refused. ' * 19}{text}",
}

FEW = {"raw", "as JSON in JSON", "percent-encoded twice", "in base64 over lines as JSON", "backwards", "cut"}
WRITTEN = [
    pytest.param(writing, id=name, marks=() if name in FEW else pytest.mark.long) for name, writing in WRITINGS.items()
]
"""For what sends each to a server, which shows that echoes are looked for; `Echoes` itself is tried with each."""


def own_part(secret: str) -> str:
    """Return what is secret of a token: what stands behind its fixed prefix."""
    return re.sub(r"^(Atz[ra]\||Atc\||Atz\.sprdt\||amzn1\.oa2-cs\.v1\.)", "", secret)


def leaks(text: str, secret: str) -> bool:
    """Say whether eight characters or more of a secret's own part can be read out of a text."""
    plain, encoded = _parts(text)
    plain_pieces, encoded_pieces = _pieces(secret)
    return not (plain.isdisjoint(plain_pieces) and encoded.isdisjoint(encoded_pieces))


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return each eight characters together of what can be read out of a text, and each eleven that may be base64."""
    readings = _readings(text)
    lowered = {each.lower() for each in readings}
    letters = {each for text in lowered for each in re.sub(r"[^a-z0-9…]", "", text).split("…")}
    based = {each.replace("-", "+").replace("_", "/") for each in readings}
    return _windows(_words(lowered) | letters, 8), _windows(_words(based), 11)


def _words(texts: Iterable[str]) -> set[str]:
    """Return what stands between spaces, which no secret has."""
    return {each for text in texts for each in text.split()}


@lru_cache(maxsize=64)
def _pieces(secret: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what of a secret must not be read: eight characters of it, and as many in base64."""
    own = own_part(secret)
    forms = {own.lower(), re.sub(r"[^a-z0-9]", "", own.lower())}
    # Names of our own fields, of which the secrets of `builders` are made.
    names = "refreshtokens clientsecrets accesstokens"
    ours = _windows({names, names[::-1]}, 8)
    return _windows(forms | {each[::-1] for each in forms}, 8) - ours, frozenset(_in_base64(own))


def _windows(texts: Iterable[str], size: int) -> frozenset[str]:
    return frozenset(each[at : at + size] for each in texts for at in range(len(each) - size + 1))


@lru_cache(maxsize=64)
def _readings(text: str) -> frozenset[str]:
    """Return a text as it may be read."""
    readings = {text, _plain(text)}
    hexadecimal = re.compile(r"&#x0*([\da-fA-F]{2,4});?")
    for _ in range(3):
        readings |= {unquote(each) for each in readings} | {unquote_plus(each) for each in readings}
        readings |= {re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), each) for each in readings}
        readings |= {hexadecimal.sub(lambda found: chr(int(found[1], 16)), each) for each in readings}
        readings |= {re.sub(r"&#0*([0-9]{2,5});?", lambda found: chr(int(found[1])), each) for each in readings}
        readings |= {re.sub(r"[\r\n]", "", each) for each in readings}
        readings |= {_plain(each) for each in readings}
    readings |= {each.replace("\\n", "\n") for each in readings}
    decoded = readings
    for _ in range(3):
        decoded = set(_decoded(decoded))
        readings |= decoded
    return frozenset(readings)


def _plain(text: str) -> str:
    # What stays one character: three dots for one would join what is left out to what is there.
    return "".join(one if len(one := normalize("NFKC", each)) == 1 else each for each in text)


def _decoded(texts: Iterable[str]) -> Iterator[str]:
    """Yield what can be read of each run of base64 and hex, wherever its first group begins."""
    for run in {run for each in texts for run in re.findall(r"[\w+/-]{16,}", re.sub(r"\s", "", each), re.ASCII)}:
        for at in range(4):
            letters = run[at:][: (len(run) - at) // 4 * 4].replace("-", "+").replace("_", "/")
            yield "\n".join(_readable(b64decode(letters)))
    lowered = {re.sub(r"0x|[^0-9a-z]", "", each.lower()) for each in texts}
    for run in {run for each in lowered for run in re.findall(r"[0-9a-f]{16,}", each)}:
        for at in range(2):
            yield "\n".join(_readable(bytes.fromhex(run[at:][: (len(run) - at) // 2 * 2])))


def _readable(held: bytes) -> list[str]:
    return [each.decode() for each in re.findall(rb"[\0\r\n -~]{6,}", held)]


def _in_base64(own: str) -> Iterator[str]:
    """Yield each piece in base64 at each of the three places at which its group of four may begin."""
    for at in range(len(own) - 8):
        for before in range(3):
            # Nine characters: some bits of the first and the last fall to letters that are cut off here.
            encoded = b64encode(b"\0" * before + own[at : at + 9].encode()).decode().rstrip("=")
            yield encoded[(0, 2, 3)[before] : len(encoded) - 1]


def texts_in(held: object) -> str:
    """Return every text that hangs on an object: its parts, an error's words, cause and context."""
    found: list[str] = []
    seen: set[int] = set()
    waiting: list[Any] = [held]
    for _ in count():
        if not waiting:
            return "\n".join(found)
        each = waiting.pop()
        if id(each) in seen or isinstance(each, type) or callable(each):
            continue
        seen.add(id(each))
        if isinstance(each, str | bytes):
            found.append(each if isinstance(each, str) else each.decode("latin-1"))
            continue
        found.append(repr(each))
        if isinstance(each, BaseException):
            waiting += [each.args, each.__cause__, each.__context__, getattr(each, "__notes__", ())]
        if isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list | tuple | set | frozenset):
            waiting += each
        waiting += vars(each).values() if hasattr(each, "__dict__") else ()
        slots = [name for kind in type(each).__mro__ for name in getattr(kind, "__slots__", ())]
        waiting += [getattr(each, name) for name in slots if name != "_text" and hasattr(each, name)]
    raise AssertionError
