"""The facts of a section by role and by the words of their names, and which go best with a value's own name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from spauth_tui.formats.reading.recognise import CREDENTIALS, Fact, Role, recognised
from spauth_tui.formats.reading.shapes import SHAPES
from spauth_tui.formats.reading.tree import Section

_SHORTEST = 5
"""Characters of what may be a part of any value by chance."""
Words = frozenset[str]
ByWords = Mapping[Words, list[tuple[int, Fact]]]
"""Facts by the words of their names, each with its place in the file."""


class Place:
    """A section with what it says, and the sections around it, the outermost first."""

    def __init__(self, chain: tuple[Section, ...], shaped: "Shaped", *, is_previous: bool) -> None:
        self.chain = chain
        found = (recognised(each) for each in chain[-1].entries)
        self.facts = [shaped.unless_cut(each) for each in found if each is not None]
        if is_previous:
            self.facts = [replace(each, words=each.words | {"previous"}) for each in self.facts]
        self._by_role: dict[Role, list[Fact]] = {}
        self.lines: dict[Words, set[int]] = {}
        """Of facts with the same words in their names."""
        for each in self.facts:
            self.lines.setdefault(each.key, set()).add(each.entry.line)
            if not each.is_stale:
                self._by_role.setdefault(each.role, []).append(each)
        self._by_words = {role: by_words(facts) for role, facts in self._by_role.items()}
        not_values = (each for each in self.facts if each.refused and each.role in CREDENTIALS and not each.is_stale)
        self.not_a_value = next(not_values, None)

    def about(self, role: Role, words: Words) -> list[Fact]:
        """Return what it says in a role of all accounts, or of those with some of these words in their names."""
        return in_order(within(self._by_words.get(role, {}), words))

    def of(self, role: Role) -> list[Fact]:
        """Return what it says in a role, nothing of an earlier time."""
        return self._by_role.get(role, [])

    @property
    def names(self) -> list[str]:
        """The names of the sections, the innermost first."""
        return [each.name for each in reversed(self.chain) if each.name]


class Shaped:
    """The credentials of the whole text, by their shapes."""

    def __init__(self, values: frozenset[str]) -> None:
        self._values, self._together = values, "\n".join(values)

    def unless_cut(self, fact: Fact) -> Fact:
        """Refuse a credential that is only a part of what is there."""
        if fact.role not in CREDENTIALS or fact.refused or fact.text in self._values or len(fact.text) <= _SHORTEST:
            return fact
        if fact.text in self._together or any(each.start() for each in SHAPES.finditer(fact.text)):
            return replace(fact, refused="cut from a longer value, or run together with another")
        return fact


def by_words(facts: Iterable[Fact]) -> ByWords:
    """Return facts by the words of their names."""
    found: dict[Words, list[tuple[int, Fact]]] = {}
    for at, each in enumerate(facts):
        found.setdefault(each.key, []).append((at, each))
    return found


def within(facts: ByWords, words: Words) -> Iterator[list[tuple[int, Fact]]]:
    """Yield the facts whose names have these words, some of them or none."""
    if 2 ** len(words) < len(facts):
        some = (frozenset(each) for count in range(len(words) + 1) for each in combinations(words, count))
        yield from (facts[each] for each in some if each in facts)
    else:
        yield from (found for each, found in facts.items() if each <= words)


def matching(words: Words, candidates: ByWords) -> list[Fact]:
    """Return the candidates whose names go best with a value's: the same words, else most of them, else any."""
    found = list(within(candidates, words))
    most = max((len(each[0][1].key) for each in found), default=0)
    return in_order([each for each in found if len(each[0][1].key) == most] or candidates.values())


def in_order(found: Iterable[list[tuple[int, Fact]]]) -> list[Fact]:
    """Return facts in the order of the file."""
    return [fact for _, fact in sorted((each for facts in found for each in facts), key=lambda each: each[0])]
