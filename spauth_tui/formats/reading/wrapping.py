"""Credentials that go on in the next lines: editors, terminals and mail programs wrap them."""

import re

_WRAPPED = re.compile(
    r"(?P<begin>(?:Atz[ra]\||amzn1\.oa2-cs\.v1\.|amzn1\.application-oa2-client\.)(?:(?!amzn1\.|Atz[ra]\|)[\w\-+/|])++)"
    r"(?P<rest>(?:(?:\\|=)?\n[ \t>]*[\w\-+/]+)+)(?=[\"'`,;\\ \t]*(?:\n|\Z))"
)
_WORD = re.compile(r"[A-Z_]+|[a-z_]+")
_WHOLE = {"amzn1.oa2-cs.v1.": 64, "amzn1.application-oa2-client.": 32}
_MAIL = 76
"""Characters of a line in mails, where "=" ends one that goes on."""
_SURE = 16
"""A line of so many characters of a token is no word or name; shorter ones only end what was wrapped before."""


def unwrapped(text: str) -> tuple[str, frozenset[str]]:
    """Return the text with each wrapped credential in one line, and these credentials. No other line moves."""
    joined: set[str] = set()

    def whole(match: re.Match[str]) -> str:
        value, taken = match["begin"], 0
        prefix = next((each for each in _WHOLE if value.startswith(each)), "")
        pieces = [piece.strip(" \t>") for piece in re.split(r"(?:\\|=)?\n", match["rest"])[1:]]
        soft = [each == "=" for each in re.findall(r"(\\|=)?\n", match["rest"])]
        for number, piece in enumerate(pieces):
            is_full = bool(prefix) and len(value) - len(prefix) >= _WHOLE[prefix]
            is_word = _WORD.fullmatch(piece) is not None
            is_short = is_word or (len(piece) < _SURE and not _fills(prefix, value, piece))
            line = pieces[number - 1] if number else value
            if soft[number] and len(line) >= _MAIL:
                break  # it ends with padding
            # What is shorter than the line before it is the end of what was wrapped.
            if is_full or (is_short if number == 0 else len(pieces[number - 1]) < len(pieces[0])):
                break
            value, taken = value + piece, number + 1
        if not taken:
            return match.group()
        joined.add(value)
        left = match["rest"].split("\n")[taken + 1 :]
        return value + "\n" * taken + "".join(f"\n{each}" for each in left)

    return _WRAPPED.sub(whole, text), frozenset(joined)


def _fills(prefix: str, value: str, piece: str) -> bool:
    """Whether a short piece makes a value as long as Amazon's are."""
    return bool(prefix) and len(value) - len(prefix) + len(piece) == _WHOLE[prefix]
