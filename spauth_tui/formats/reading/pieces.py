"""Keeps names from outside clear of credentials: a wrong cut must not turn a part of a secret into a label."""

import re
from collections.abc import Iterable

_LONG = 8
"""Characters of a credential that nothing which is shown may contain."""
_BODY = re.compile(r"amzn1\.[\w-]+\.(?:v1\.)?|Atz[ra](?:\||%7C)", re.IGNORECASE)
_WORD = re.compile(r"[\w\-+/=.~|$]{6,}")


class Pieces:
    """The parts of a text's credentials, whatever their case and the separators put in between."""

    def __init__(self, values: Iterable[str]) -> None:
        bodies = [_squeezed(_BODY.sub("", each)) for each in values]
        self._together = "\n".join(bodies)
        self._known = {body[at : at + _LONG] for body in bodies for at in range(max(len(body) - _LONG + 1, 1))}

    def within(self, text: str) -> bool:
        """Whether a text has a piece of a credential in it, or is one."""
        held = _squeezed(text)
        if len(held) < _LONG:  # shorter words are in a credential by chance
            return len(held) >= _LONG - 2 and any(map(str.isdigit, held)) and held in self._together
        return any(held[at : at + _LONG] in self._known for at in range(len(held) - _LONG + 1))

    def taken_out(self, text: str) -> str:
        """Return a text for people without such pieces."""
        return _WORD.sub(lambda match: "…" if self.within(match.group()) else match.group(), text)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
