"""Which values are one account: what is together, and what is above several holds for all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.reading.account_facts import AccountFacts
from spauth_tui.formats.reading.recognise import CREDENTIALS, Fact, Role, recognised
from spauth_tui.formats.reading.result import Found, Grouped
from spauth_tui.formats.reading.tree import Section

_OF_PROGRAMS = {"env", "environment"}
"""Sections whose parent names a program or a container, and no account."""
_LONGEST_LABEL = 60
_MANY = 2_000
_CLIENT_ID = "amzn1.application-oa2-client."


class _Place:
    """A section with what it says, and the sections around it, the outermost first."""

    def __init__(self, chain: tuple[Section, ...], shaped: frozenset[str]) -> None:
        self.chain = chain
        found = (recognised(each) for each in chain[-1].entries)
        self.facts = [_unless_cut(each, shaped) for each in found if each is not None]
        self._by_role: dict[Role, list[Fact]] = {}
        for each in self.facts:
            if not each.is_stale:
                self._by_role.setdefault(each.role, []).append(each)

    def of(self, role: Role) -> list[Fact]:
        """Return what it says in a role, nothing of an earlier time."""
        return self._by_role.get(role, [])

    @property
    def names(self) -> list[str]:
        """The names of the sections, the innermost first."""
        return [each.name for each in reversed(self.chain) if each.name]


def grouped(root: Section, shaped: frozenset[str] = frozenset()) -> Grouped:
    """Group what is in a tree into accounts and applications, and account for every credential in it.

    `shaped` are the credentials of the whole text: what is only a part of one of them is not taken.
    """
    return _Grouping(root, shaped).result()


class _Grouping:
    def __init__(self, root: Section, shaped: frozenset[str]) -> None:
        self._places = {id(chain[-1]): _Place(chain, shaped) for chain in root.with_parents()}
        self._tokens = [
            (place, fact)
            for place in self._places.values()
            for fact in place.of(Role.REFRESH_TOKEN)
            if not fact.refused
        ]
        self._with_tokens = {id(section) for place, _ in self._tokens for section in place.chain}
        self._secrets: dict[str, list[Fact]] = {}
        known = {each.text for place in self._places.values() for each in place.facts}
        self._lost = len(self._tokens) > 1 and any(each not in known for each in shaped if each.startswith(_CLIENT_ID))
        """Whether the text has a client id that the tree does not: what is above several tokens may be another's."""
        self._done = Grouped()

    def result(self) -> Grouped:
        """Group."""
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
        """Name what is not a value, what is of an earlier time, and access tokens."""
        for place in self._places.values():
            for fact in place.facts:
                if fact.role is Role.ACCESS_TOKEN and fact.text.startswith("Atza|"):
                    self._leave(fact, "access tokens are not imported: they expire within the hour")
                elif fact.role in CREDENTIALS and (fact.refused or fact.is_stale):
                    self._leave(fact, fact.refused or "its name says that it is an earlier one")

    def _leave(self, fact: Fact, why: str) -> None:
        self._done.leave(fact.entry.shown, fact.entry.line, why, fact.text)

    def _beside(self, place: _Place, fact: Fact, role: Role) -> list[Fact]:
        """Return what belongs to a value: what is beside it, else below it, else above it."""
        for section in reversed(place.chain):
            here = self._places[id(section)].of(role)
            below = [each for inner in self._below(section) for each in inner.of(role)]
            if candidates := here or below:
                best = _matching(fact, candidates)
                return self._in_turn(place, fact, best) if here else best
        return []

    def _in_turn(self, place: _Place, fact: Fact, best: list[Fact]) -> list[Fact]:
        """Return the one with the same number, if a section has as many of both and no names tell them apart."""
        values = list(dict.fromkeys(each.text for each in best))
        peers = [each for each in place.of(fact.role) if each.key == fact.key and not each.refused]
        texts = list(dict.fromkeys(each.text for each in peers))
        if len(values) < 2 or len(values) != len(texts) or fact.text not in texts or any(each.refused for each in best):
            return best
        return [each for each in best if each.text == values[texts.index(fact.text)]]

    def _said_below(self, section: Section) -> Iterator[_Place]:
        """Yield of these what has no credential of its own: that says something of another account."""
        for inner in self._below(section):
            if not any(each.role in CREDENTIALS for each in inner.facts):
                yield inner

    def _below(self, section: Section) -> Iterator[_Place]:
        """Yield what is in a section at any depth and has no refresh token of its own."""
        for each in section.sections:
            if id(each) not in self._with_tokens:
                yield self._places[id(each)]
                yield from self._below(each)

    def _client_of(self, place: _Place, token: Fact) -> Fact | None:
        """Return the client id that a refresh token belongs to; name the token as left out where there is none."""
        best = self._beside(place, token, Role.CLIENT_ID)
        good = [each for each in best if not each.refused]
        others = sum(other is place and each.key == token.key for other, each in self._tokens) > 1
        is_unclear = (others and len(good) < len(best)) or (self._lost and good and good[0] not in place.facts)
        if len({each.text for each in good}) == 1 and not is_unclear:
            return good[0]
        if is_unclear:
            self._leave(token, "a client id in the file cannot be used, and it may belong to that")
            return None
        why = "more than one client id is beside it" if good else "no client id belongs to it"
        self._leave(token, f"its client id is {best[0].refused}" if best and not good else why)
        return None

    def _account(self, place: _Place, token: Fact, client: Fact) -> Found | None:
        known = self._secret_of(client)
        beside = self._beside(place, token, Role.CLIENT_SECRET)
        secret = next((each for each in (*beside, *known) if any(each.text == one.text for one in known)), None)
        told = AccountFacts(token, lambda role: self._facts_near(place, token, role), place.names)
        if told.contradiction:
            self._leave(token, told.contradiction)
            return None
        draft = Draft(
            client.text,
            Secret(secret.text) if secret is not None else None,
            Secret(token.text),
            account=self._label(place, token),
            kind=told.kind,
            region=told.region,
            environment=told.environment,
            marketplaces=tuple(each.code for each in told.marketplaces),
        )
        values = (("client id", client), ("client secret", secret), ("refresh token", token))
        where = [f"{what}: {each.where}{each.how}" for what, each in values if each is not None]
        return Found(draft, (*where, *told.where), is_usual=token.text.startswith("Atzr|"))

    def _secret_of(self, client: Fact) -> list[Fact]:
        """Return the client secret of a client id, if there is one; of two the person has to choose."""
        secrets = self._secrets.get(client.text, [])
        for each in secrets:
            self._done.seen.add(each.text)
            if len(secrets) > 1:
                self._leave(each, "the file has two client secrets for one client id: leave one in it")
        return secrets if len(secrets) == 1 else []

    def _facts_near(self, place: _Place, token: Fact, role: Role) -> Iterator[tuple[Fact, tuple[int, int]]]:
        """Yield what is said of an account and how far away that is: by sections, then by words of its name."""
        for distance, section in enumerate(reversed(place.chain)):
            is_own = sum(section in other.chain for other, _ in self._tokens[:_MANY]) <= 1
            inner = self._below(section) if distance == 0 else self._said_below(section) if is_own else ()
            for each in (self._places[id(section)], *inner):
                yield from (
                    (fact, (distance, len(token.key) - len(fact.key)))
                    for fact in each.of(role)
                    if fact.key <= token.key
                )

    def _label(self, place: _Place, token: Fact) -> str | None:
        """Return the account's name: the words of the token's name, what its section says, or the section's name."""
        own = [each for each in place.of(Role.LABEL) if each.key and each.key == token.key]
        if own:
            return own[0].text
        if token.key:
            parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", token.entry.name).casefold()
            return "_".join(each for each in re.split(r"[^a-z0-9]+", parted) if each in token.key) or None
        for section in reversed(place.chain):
            if section is not place.chain[-1] and sum(section in other.chain for other, _ in self._tokens) > 1:
                break
            labels = [each for each in self._places[id(section)].of(Role.LABEL) if each.text and each.key <= token.key]
            if labels and len(labels[0].text) <= _LONGEST_LABEL:
                return labels[0].text
            if section.name in _OF_PROGRAMS:
                break
        others = [other.names[::-1] for other, fact in self._tokens if fact.text != token.text]
        names = enumerate(place.names[::-1])
        return next((name for at, name in names if any(other[at : at + 1] != [name] for other in others)), None)

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
            where = [
                f"client id: {client.where}{client.how}",
                *(f"client secret: {each.where}{each.how}" for each in known),
            ]
            yield Found(Draft(client.text, Secret(known[0].text) if known else None), tuple(where))


def _unless_cut(fact: Fact, shaped: frozenset[str]) -> Fact:
    """Refuse a credential that is only a part of what is there."""
    if fact.role in CREDENTIALS and not fact.refused and fact.text not in shaped and len(fact.text) > 5:
        for each in shaped:
            if fact.text in each or fact.text.find(each) > 0:
                return replace(fact, refused="cut from a longer value, or run together with another")
    return fact


def _matching(fact: Fact, candidates: Sequence[Fact]) -> list[Fact]:
    """Return the candidates whose names go best with a value's: the same words, else some of them, else any."""
    same = [each for each in candidates if each.key == fact.key]
    fewer = [each for each in candidates if each.key < fact.key]
    most = max((len(each.key) for each in fewer), default=0)
    bare = [each for each in candidates if not each.key]
    return same or [each for each in fewer if len(each.key) == most] or bare or list(candidates)
