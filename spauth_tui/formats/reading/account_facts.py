"""What a file says of one account: its region, environment, marketplaces and kind, and where it says so."""

from collections.abc import Callable, Iterable, Iterator

from spauth_tui.domain.amazon.marketplace import Marketplace
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import Kind
from spauth_tui.formats.reading.places import (
    aws_region_of,
    endpoint_of,
    is_aws,
    kind_of,
    marketplaces_in,
    region_of,
    told_by_words,
    words_of,
)
from spauth_tui.formats.reading.recognise import Fact, Role, environment_of
from spauth_tui.formats.reading.shapes import pretence
from spauth_tui.formats.reading.tree import shown

Near = tuple[int, int]
"""How far away something is said: by sections, then by words of its name."""
Said = tuple[Region, Environment | None, str, bool, Near, int]
"""A region, an environment, where it is said, whether it is beyond doubt, how near, and in which line."""


class AccountFacts:
    """Decides; `contradiction` says why that cannot be done."""

    def __init__(self, token: Fact, facts: Callable[[Role], Iterable[tuple[Fact, Near]]], names: Iterable[str]) -> None:
        """`facts` gives what is said near the refresh token, the nearest first; `names` are those of its sections."""
        self._facts = facts
        self.where: list[str] = []
        self.contradiction = ""
        self.lines = {token.entry.line}
        self.region, home, environment, self.kind, source = self._by_name(token, names)
        said = list(self._said())
        if self.region is None:
            nearest = min((each[4] for each in said if each[3]), default=(0, 0))
            close = [each for each in said if each[3] and each[4] == nearest] or said
            sure = {each[0] for each in close if each[3]}
            if len(sure) > 1:
                reasons = "; ".join(f"{each[0].name} by {each[2]}" for each in close if each[3])
                self.contradiction = f"the file contradicts itself about its region: {reasons}"
            elif close:
                self.region, source = close[0][0], close[0][2]
        self.unclear = self._not_understood()
        if self.unclear:
            self.region = None
        if self.region is not None:
            self.where.append(f"region {self.region.name}: by {source}")
        self.lines |= {each[5] for each in said if each[0] is self.region}
        found = list(self._homes())
        closest = min((near for _, _, near in found), default=(0, 0))
        homes = [each for each, _, near in found if near == closest and self.region in (each.region, None)]
        self.marketplaces: tuple[Marketplace, ...] = tuple(dict.fromkeys([*([home] if home else []), *homes]))
        self.environment = environment or self._environment(said)
        self.kind = self.kind or next(filter(None, (kind_of(each.text) for each, _ in facts(Role.KIND))), None)

    def _by_name(
        self, token: Fact, names: Iterable[str]
    ) -> tuple[Region | None, Marketplace | None, Environment | None, Kind | None, str]:
        """Return what the words of the token's name say, else those of the sections around it, the nearest first."""
        region, home, environment, kind = told_by_words(token.key)
        source = f"the name {token.entry.shown}" if region else ""
        for name in names:
            near = told_by_words(frozenset(words_of(name)))
            if region is None and near[0] is not None:
                region, home, source = near[0], near[1], f"the name {shown(name)}"
            environment, kind = environment or near[2], kind or near[3]
        return region, home, environment, kind, source

    def _said(self) -> Iterator[Said]:
        """Yield what is said of the region, the surest first."""
        for fact, near in self._facts(Role.ENDPOINT):
            if found := endpoint_of(fact.text):
                yield *found, _place(fact), True, near, fact.entry.line
        for home, fact, near in self._homes():
            yield home.region, None, _place(fact), True, near, fact.entry.line
        for role in (Role.MARKETPLACE, Role.REGION):
            for fact, near in self._facts(role):
                if (region := region_of(fact.text)) and (role is Role.REGION or not marketplaces_in(fact.text)):
                    yield region, None, _place(fact), True, near, fact.entry.line
                elif aws := aws_region_of(fact.text):
                    # People put the AWS region of their own servers there.
                    yield aws, None, _place(fact), False, near, fact.entry.line
                elif role is Role.REGION and fact.text.casefold() == "sandbox":
                    # Amazon's SDK for Python calls the sandbox of North America so.
                    yield Region.NA, Environment.SANDBOX, _place(fact), False, near, fact.entry.line

    def _homes(self) -> Iterator[tuple[Marketplace, Fact, Near]]:
        for role in (Role.MARKETPLACE, Role.REGION, Role.ENDPOINT):
            for fact, near in self._facts(role):
                if role is Role.MARKETPLACE or not (region_of(fact.text) or is_aws(fact.text)):
                    yield from ((each, fact, near) for each in marketplaces_in(fact.text))

    def _not_understood(self) -> str:
        """Say which value of a region or marketplace near it is none that is known."""
        for role in (Role.REGION, Role.MARKETPLACE):
            for fact, _ in self._facts(role):
                held = fact.text
                if pretence(held) or region_of(held) or marketplaces_in(held) or aws_region_of(held):
                    continue
                if held.casefold() != "sandbox" and (self.region is None or (role is Role.REGION and not is_aws(held))):
                    return f"{_place(fact)}, says {shown(held)}, which is not known here"
        return ""

    def _environment(self, said: Iterable[Said]) -> Environment | None:
        for fact, _ in self._facts(Role.ENVIRONMENT):
            if (found := environment_of(fact)) is not None:
                self.lines.add(fact.entry.line)
                self.where.append(f"{found.value}: by {_place(fact)}")
                return found
            if pretence(fact.text):
                self.lines.add(fact.entry.line)
        return next((each[1] for each in said if each[1] is not None), None)


def _place(fact: Fact) -> str:
    return f"{fact.entry.shown}, {fact.where}"
