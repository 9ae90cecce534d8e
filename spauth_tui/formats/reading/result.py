"""The result of reading a file."""

from dataclasses import dataclass, field

from spauth_tui.formats.draft import Draft


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was left out: what it is, in which line (0: unknown), and why."""

    what: str
    line: int
    why: str
    text: str = field(default="", repr=False, compare=False)

    @property
    def words(self) -> str:
        """All of this in one sentence."""
        return f"{f'line {self.line}, ' if self.line else ''}{self.what}: {self.why}"


@dataclass(frozen=True, slots=True)
class Found:
    """One account or application of the file, and where each of its values is."""

    draft: Draft
    where: tuple[str, ...] = ()
    is_usual: bool = True
    """Whether its refresh token has the shape that Amazon documents."""
    token: tuple[str, int] = ("", 0)
    """The name of its refresh token, and the line."""
    lines: frozenset[int] = frozenset()
    """Those that say something of it."""
    names: frozenset[str] = frozenset()
    """Of the sections around it that hold no other account."""
    unclear_region: str = ""
    """Why its region cannot be assumed; empty if it is given, or nothing in the file speaks of one."""
    unclear_environment: str = ""

    @property
    def weight(self) -> int:
        """How much the file says about it."""
        draft = self.draft
        known = (draft.client_secret, draft.account, draft.kind, draft.region, draft.environment, draft.marketplaces)
        return sum(map(bool, known))


@dataclass(slots=True)
class Grouped:
    """The result of one way of reading a text."""

    found: list[Found] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """The values that are accounted for."""
    others: set[int] = field(default_factory=set)
    """The lines about accounts whose refresh token is no value."""
    other_names: set[str] = field(default_factory=set)
    """The names of their sections."""
    _left: set[LeftOut] = field(default_factory=set)

    @property
    def worth(self) -> tuple[int, int, int, int]:
        """How much was understood; the larger the better."""
        whole = sum(1 for each in self.found if each.is_usual and each.draft.client_secret and each.draft.refresh_token)
        return whole, len(self.found), len(self.seen), sum(each.weight for each in self.found)

    def leave(self, what: str, line: int, why: str, text: str) -> None:
        """Record something that is left out, once."""
        self.seen.add(text)
        made = LeftOut(what, line, why, text)
        if made not in self._left:
            self._left.add(made)
            self.left_out.append(made)
