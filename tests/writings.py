"""The ways in which a server may write what it was sent, and a look for any of it that does not use our own code."""

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus

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
    "as JSON in JSON": lambda text: json.dumps(json.dumps({"token": _unicode(text)})),
    "as HTML": lambda text: "".join(f"&#x{ord(each):x};" for each in text),
    "in base64": _based,
    "in base64 after one": lambda text: _based(text, "a"),
    "in base64 after two": lambda text: _based(text, "ab"),
    "in base64 for addresses": lambda text: _based(text, "ÿ~", url=True),
    "in base64 without its end": lambda text: _based(text, "a", padded=False),
    "in base64 percent-encoded": lambda text: quote(_based(text, "ÿ~"), safe=""),
    "percent-encoded in base64": lambda text: _based(quote(text), "b"),
    "in base64 over lines": lambda text: "\r\n".join(re.findall(".{1,76}", _based(text, "a"))),
    "without its beginning": lambda text: text[-20:],
    "cut": lambda text: text[: len(text) * 2 // 3],
    "a piece of it": lambda text: text[-9:-1],
    "far behind": lambda text: f"{'The request was refused. ' * 19}{text}",
}


def own_part(secret: str) -> str:
    """Return what is secret of a token: what stands behind its fixed prefix."""
    return re.sub(r"^(Atz[ra]\||Atc\||Atz\.sprdt\||amzn1\.oa2-cs\.v1\.)", "", secret)


def leaks(text: str, secret: str) -> bool:
    """Say whether eight characters or more of a secret's own part can be read out of a text."""
    own = own_part(secret).lower()
    pieces = {own[at : at + 8] for at in range(len(own) - 7)}
    readings = {text}
    for _ in range(3):
        readings |= {unquote(each) for each in readings} | {unquote_plus(each) for each in readings}
        readings |= {re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), each) for each in readings}
        readings |= {re.sub(r"&#x([0-9a-f]+);", lambda found: chr(int(found[1], 16)), each) for each in readings}
    lowered = [each.lower() for each in readings]
    return any(piece in each for piece in pieces for each in lowered) or any(
        piece in each.translate({ord("-"): "+", ord("_"): "/"})
        for piece in _in_base64(own_part(secret))
        for each in readings
    )


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
