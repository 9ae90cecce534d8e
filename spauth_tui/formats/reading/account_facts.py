"""What a file says of one account: its region, environment, marketplaces and kind, and where it says so."""

from collections.abc import Callable, Iterable, Iterator

from spauth_tui.domain.amazon.marketplace import Marketplace
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import Kind
from spauth_tui.formats.reading.recognise import (
    AWS_REGIONS,
    Fact,
    Role,
    endpoint_of,
    environment_of,
    kind_of,
    marketplaces_in,
    region_of,
    told_by_words,
)
from spauth_tui.formats.reading.tree import shown

Near = tuple[int, int]
"""How far away something is said: by sections, then by words of its name."""
Said = tuple[Region, Environment | None, str, bool, Near]
"""A region, an environment, where it is said, whether it is beyond doubt, and how near."""


class AccountFacts:
    """Decides; `contradiction` says why that cannot be done."""

    def __init__(self, token: Fact, facts: Callable[[Role], Iterable[tuple[Fact, Near]]], names: Iterable[str]) -> None:
        """`facts` gives what is said near the refresh token, the nearest first; `names` are those of its sections."""
        self._facts = facts
        self.where: list[str] = []
        self.contradiction = ""
        self.region, home, environment, self.kind, source = _by_name(token, names)
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
        if self.region is not None:
            self.where.append(f"region {self.region.name}: by {source}")
        found = list(self._homes())
        closest = min((near for _, _, near in found), default=(0, 0))
        homes = [each for each, _, near in found if near == closest and self.region in (each.region, None)]
        self.marketplaces: tuple[Marketplace, ...] = tuple(dict.fromkeys([*([home] if home else []), *homes]))
        self.environment = environment or self._environment(said)
        self.kind = self.kind or next(filter(None, (kind_of(each.text) for each, _ in facts(Role.KIND))), None)

    def _said(self) -> Iterator[Said]:
        """Yield what is said of the region, the surest first."""
        for fact, near in self._facts(Role.ENDPOINT):
            if found := endpoint_of(fact.text):
                yield *found, _place(fact), True, near
        for home, fact, near in self._homes():
            yield home.region, None, _place(fact), True, near
        for fact, near in self._facts(Role.REGION):
            if region := region_of(fact.text):
                yield region, None, _place(fact), True, near
            elif aws := AWS_REGIONS.get(fact.text.casefold()):
                # People put the AWS region of their own servers there.
                yield aws, None, _place(fact), False, near
            elif fact.text.casefold() == "sandbox":
                # Amazon's SDK for Python calls the sandbox of North America so.
                yield Region.NA, Environment.SANDBOX, _place(fact), False, near

    def _homes(self) -> Iterator[tuple[Marketplace, Fact, Near]]:
        for role in (Role.MARKETPLACE, Role.REGION):
            for fact, near in self._facts(role):
                if role is Role.MARKETPLACE or not (region_of(fact.text) or fact.text.casefold() in AWS_REGIONS):
                    yield from ((each, fact, near) for each in marketplaces_in(fact.text))

    def _environment(self, said: Iterable[Said]) -> Environment | None:
        for fact, _ in self._facts(Role.ENVIRONMENT):
            if (found := environment_of(fact)) is not None:
                self.where.append(f"{found.value}: by {_place(fact)}")
                return found
        return next((each[1] for each in said if each[1] is not None), None)


def _by_name(
    token: Fact, names: Iterable[str]
) -> tuple[Region | None, Marketplace | None, Environment | None, Kind | None, str]:
    """Return what the words of the token's name say, else those of the sections around it."""
    told = told_by_words(token.key)
    if any(told):
        return *told, f"the name {token.entry.shown}"
    for name in names:
        told = told_by_words(frozenset(name.casefold().replace("-", "_").split("_")))
        if any(told):
            return *told, f"the name {shown(name)}"
    return None, None, None, None, ""


def _place(fact: Fact) -> str:
    return f"{fact.entry.shown}, {fact.where}"
