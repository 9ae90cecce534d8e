"""The tree that every container becomes: sections with named texts."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.text.clean import clean, masked

MOST_ENTRIES = 10_000
"""The most named texts in one file; aliases and merges cannot exceed it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A named text, which may be a secret. `line` counts from 1; 0 is unknown."""

    name: str
    text: str = field(repr=False)
    line: int = 0
    note: str = ""
    """How the text was decoded, for people: "decoded from base64"."""
    refused: str = ""
    """Why the file itself does not use it; empty if it does."""

    @property
    def shown(self) -> str:
        """Its name, masking anything that may be a misplaced secret."""
        return shown(self.name)


@dataclass(slots=True, eq=False)
class Section:
    """What a file groups together: an object, a block, a section, the arguments of a call."""

    name: str = ""
    entries: list[Entry] = field(default_factory=list)
    sections: list["Section"] = field(default_factory=list)
    refused: str = ""
    """Why nothing in it is used; empty if it may be."""

    def child(self, name: str) -> "Section":
        """Add a section to this one and return it."""
        self.sections.append(made := Section(name))
        return made

    def with_parents(self, parents: tuple["Section", ...] = ()) -> Iterator[tuple["Section", ...]]:
        """Yield each section below this one with the sections around it, the outermost first."""
        own = (*parents, self)
        yield own
        for each in self.sections:
            yield from each.with_parents(own)


def shown(name: str) -> str:
    """Return a name without anything that may be a secret in the wrong place, or a part of one."""
    return re.sub(r"[\w\-]{20,}", _unless_random, masked(clean(name, 60)))


def _unless_random(match: re.Match[str]) -> str:
    piece = match.group()
    return "…" if any(map(str.isdigit, piece)) and any(map(str.islower, piece)) else piece


class Lines:
    """Finds the lines of values in document order, since parsers do not give them."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._count = text, 0, 0
        self._ends = [each.start() for each in re.finditer("\n", text)]
        self._missing: set[str] = set()

    def count(self) -> None:
        """Count a value; raises `FileNotUnderstood` for more of them than a file of credentials has."""
        self._count += 1
        if self._count > MOST_ENTRIES:
            raise FileNotUnderstood("The file holds too many values to be credentials.", "Name the right file.")

    def of(self, *pieces: str) -> int:
        """Return the line of the first of these pieces that occurs, searching on from the last one found."""
        for piece in pieces:
            wanted = piece[:80].split("\n")[0]
            if not wanted or wanted in self._missing:
                continue
            at = self._text.find(wanted, self._at)
            at = at if at >= 0 else self._text.find(wanted)
            if at >= 0:
                self._at = at
                return bisect_left(self._ends, at) + 1
            self._missing.add(wanted)
        return 0
