"""Which values form one account: those that are together, and those above several accounts, for all of them."""

import re
from collections.abc import Iterator, Sequence

from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.reading.account_facts import AccountFacts
from spauth_tui.formats.reading.recognise import CREDENTIALS, Fact, Role, recognised
from spauth_tui.formats.reading.result import Found, Grouped
from spauth_tui.formats.reading.tree import Section

_OF_PROGRAMS = {"env", "environment", "data", "stringData"}
"""Sections whose parent names a program or a container rather than an account."""


class _Place:
    """A section with its facts, and the sections around it, the outermost first."""

    def __init__(self, chain: tuple[Section, ...]) -> None:
        self.chain = chain
        self.facts = [fact for each in chain[-1].entries if (fact := recognised(each)) is not None]

    def of(self, role: Role) -> list[Fact]:
        """Return its facts in a role, without outdated ones."""
        return [each for each in self.facts if each.role is role and not each.is_stale]

    @property
    def names(self) -> list[str]:
        """The names of the sections, the innermost first."""
        return [each.name for each in reversed(self.chain) if each.name]


def grouped(root: Section) -> Grouped:
    """Group a tree's values into accounts and applications, and account for every credential in it."""
    return _Grouping(root).result()


class _Grouping:
    def __init__(self, root: Section) -> None:
        self._places = {id(chain[-1]): _Place(chain) for chain in root.with_parents()}
        self._tokens = [
            (place, fact)
            for place in self._places.values()
            for fact in place.of(Role.REFRESH_TOKEN)
            if not fact.refused
        ]
        self._with_tokens = {id(section) for place, _ in self._tokens for section in place.chain}
        self._secrets: dict[str, list[Fact]] = {}
        self._done = Grouped()

    def result(self) -> Grouped:
        """Return the groups."""
        self._refuse()
        for place, client in self._clients():
            known = self._secrets.setdefault(client.text, [])
            for secret in self._beside(place, client, Role.CLIENT_SECRET):
                if not secret.refused and all(each.text != secret.text for each in known):
                    known.append(secret)
        best: dict[str, Found] = {}
        labels: dict[str, dict[str, Fact]] = {}
        used = set[str]()
        for place, token in self._tokens:
            owner = self._client_of(place, token)
            made = self._account(place, token, owner) if owner is not None else None
            if owner is not None:
                used.add(owner.text)
            if made is None:
                continue
            before = best.get(token.text)
            if before is None or made.weight > before.weight:
                best[token.text] = made
            labels.setdefault(token.text, {})[made.draft.account or ""] = token
        for text, named in labels.items():
            if len(set(named) - {""}) > 1:
                del best[text]
                for token in named.values():
                    self._leave(token, "several accounts have this refresh token: each has its own")
        self._done.seen |= {*best, *used}
        taken = {each.draft.client_id for each in best.values()}
        for _, client in self._clients():
            if client.text in used - taken:
                self._leave(client, "nothing that belongs to it was taken")
        self._done.left_out[:] = [each for each in self._done.left_out if each.text not in best]
        self._done.found += [*best.values(), *self._applications_alone(used)]
        return self._done

    def _clients(self) -> Iterator[tuple[_Place, Fact]]:
        for place in self._places.values():
            yield from ((place, each) for each in place.of(Role.CLIENT_ID) if not each.refused)

    def _refuse(self) -> None:
        """Leave out what is not a value, outdated values, and access tokens."""
        for place in self._places.values():
            for fact in place.facts:
                if fact.role is Role.ACCESS_TOKEN and fact.text.startswith("Atza|"):
                    self._leave(fact, "access tokens are not imported: they expire within the hour")
                elif fact.role in CREDENTIALS and (fact.refused or fact.is_stale):
                    self._leave(fact, fact.refused or "its name says that it is an earlier one")

    def _leave(self, fact: Fact, why: str) -> None:
        self._done.leave(fact.entry.shown, fact.entry.line, why, fact.text)

    def _beside(self, place: _Place, fact: Fact, role: Role) -> list[Fact]:
        """Return what belongs to a value: what is next to it, else below it, else above it."""
        for section in reversed(place.chain):
            here = self._places[id(section)].of(role)
            below = [each for inner in self._below(section) for each in inner.of(role)]
            if candidates := here or below:
                return _matching(fact, candidates)
        return []

    def _below(self, section: Section) -> Iterator[_Place]:
        """Yield what is in a section at any depth and has no refresh token of its own."""
        for each in section.sections:
            if id(each) not in self._with_tokens:
                yield self._places[id(each)]
                yield from self._below(each)

    def _client_of(self, place: _Place, token: Fact) -> Fact | None:
        """Return the client id that a refresh token belongs to; if there is none, leave out the token."""
        best = self._beside(place, token, Role.CLIENT_ID)
        good = [each for each in best if not each.refused]
        if len({each.text for each in good}) == 1:
            return good[0]
        why = "more than one client id is beside it" if good else "no client id belongs to it"
        self._leave(token, f"its client id is {best[0].refused}" if best and not good else why)
        return None

    def _account(self, place: _Place, token: Fact, client: Fact) -> Found | None:
        known = self._secret_of(client)
        beside = self._beside(place, token, Role.CLIENT_SECRET)
        secret = next((each for each in (*beside, *known) if any(each.text == one.text for one in known)), None)
        facts = AccountFacts(token, lambda role: self._facts_near(place, token, role), place.names)
        if facts.contradiction:
            self._leave(token, facts.contradiction)
            return None
        draft = Draft(
            client.text,
            Secret(secret.text) if secret is not None else None,
            Secret(token.text),
            account=self._label(place, token),
            kind=facts.kind,
            region=facts.region,
            environment=facts.environment,
            marketplaces=tuple(each.code for each in facts.marketplaces),
        )
        values = (("client id", client), ("client secret", secret), ("refresh token", token))
        where = [f"{what}: {each.where}{each.how}" for what, each in values if each is not None]
        return Found(draft, (*where, *facts.where), is_usual=token.text.startswith("Atzr|"))

    def _secret_of(self, client: Fact) -> list[Fact]:
        """Return the client secret of a client id, if there is one; between two, the person has to choose."""
        secrets = self._secrets.get(client.text, [])
        for each in secrets:
            self._done.seen.add(each.text)
            if len(secrets) > 1:
                self._leave(each, "the file has two client secrets for one client id: leave one in it")
        return secrets if len(secrets) == 1 else []

    def _facts_near(self, place: _Place, token: Fact, role: Role) -> Iterator[Fact]:
        """Yield what is said about an account, the nearest first."""
        for section in reversed(place.chain):
            for inner in (self._places[id(section)], *self._below(section)):
                yield from (each for each in inner.of(role) if each.key <= token.key)

    def _label(self, place: _Place, token: Fact) -> str | None:
        """Return the account's name: the words of the token's name, what its section says, or the section's name."""
        if token.key:
            parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", token.entry.name).casefold()
            return "_".join(each for each in re.split(r"[^a-z0-9]+", parted) if each in token.key) or None
        for section in reversed(place.chain):
            if section is not place.chain[-1] and sum(section in other.chain for other, _ in self._tokens) > 1:
                break
            labels = [each for each in self._places[id(section)].of(Role.LABEL) if each.text and not each.key]
            if labels:
                return labels[0].text
            if section.name in _OF_PROGRAMS:
                break
        others = [other.names[::-1] for other, fact in self._tokens if fact.text != token.text]
        own = enumerate(place.names[::-1])
        return next((name for at, name in own if any(other[at : at + 1] != [name] for other in others)), None)

    def _applications_alone(self, used: set[str]) -> Iterator[Found]:
        """Yield what has a client id and no refresh token."""
        for place, client in self._clients():
            if client.text in used:
                continue
            used.add(client.text)
            self._done.seen.add(client.text)
            known = self._secret_of(client)
            wrong = [each for each in place.facts if each.refused and each.role in CREDENTIALS and not each.is_stale]
            if wrong:
                self._leave(client, f"{wrong[0].entry.shown} beside it is not a value")
                continue
            where = [f"client id: {client.where}", *(f"client secret: {each.where}{each.how}" for each in known)]
            yield Found(Draft(client.text, Secret(known[0].text) if known else None), tuple(where))


def _matching(fact: Fact, candidates: Sequence[Fact]) -> list[Fact]:
    """Return the candidates whose names match a value's best: the same words, else some of them, else any."""
    same = [each for each in candidates if each.key == fact.key]
    fewer = [each for each in candidates if each.key < fact.key]
    most = max((len(each.key) for each in fewer), default=0)
    bare = [each for each in candidates if not each.key]
    return same or [each for each in fewer if len(each.key) == most] or bare or list(candidates)
