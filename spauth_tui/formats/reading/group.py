"""Which values are one account: what is together, and what is above several holds for all of them."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.reading.account_facts import AccountFacts
from spauth_tui.formats.reading.by_words import ByWords, Place, Shaped, Words, by_words, matching
from spauth_tui.formats.reading.recognise import CREDENTIALS, Fact, Role
from spauth_tui.formats.reading.result import Found, Grouped
from spauth_tui.formats.reading.tree import Section

_OF_PROGRAMS = {"env", "environment"}
"""Sections whose parent names a program or a container, and no account."""
_LONGEST_LABEL = 60
_PREVIOUS = {"awsprevious", "previous"}
_IDS = re.compile(r"(?:.*[_.-])?(?:id|name|key|alias|slug|label|app|application)|\w*(?:Id|Name|Key)", re.IGNORECASE)
_REFERS = re.compile(
    r"[\w.-]*?(?:app|application|client|credentials?|lwa)(?:[_.-]?(?:id|key|name|ref|alias|slug|label))?", re.IGNORECASE
)
"""Names of what says to which application a refresh token belongs."""
_ELSEWHERE = ("a reference that another program fills in", "a variable")
"""How references begin whose value may be in the same file under another name."""
_CLIENT_ID = "amzn1.application-oa2-client."


def grouped(root: Section, shaped: frozenset[str] = frozenset()) -> Grouped:
    """Group what is in a tree into accounts and applications, and account for every credential in it.

    `shaped` are the credentials of the whole text: what is only a part of one of them is not taken.
    """
    return _Grouping(root, shaped).result()


class _Grouping:
    def __init__(self, root: Section, shaped: frozenset[str]) -> None:
        known_shapes = Shaped(shaped)
        previous = set[int]()
        self._places: dict[int, Place] = {}
        for chain in root.with_parents():
            section = chain[-1]
            if _is_previous(section) or any(id(each) in previous for each in chain[-2:-1]):
                previous.add(id(section))
            self._places[id(section)] = Place(chain, known_shapes, is_previous=id(section) in previous)
        self._tokens = [
            (place, fact)
            for place in self._places.values()
            for fact in place.of(Role.REFRESH_TOKEN)
            if not fact.refused
        ]
        self._tokens_in = Counter(id(section) for place, _ in self._tokens for section in place.chain)
        self._any_tokens_in = Counter(
            id(section)
            for place in self._places.values()
            for fact in place.facts
            if fact.role is Role.REFRESH_TOKEN and not fact.is_stale
            for section in place.chain
        )
        self._alike = Counter((id(place), fact.key) for place, fact in self._tokens)
        self._texts = Counter(fact.text for _, fact in self._tokens)
        self._places_of = defaultdict[Words, set[int]](set)
        """For the words of a token's name, the sections with such a token."""
        for place, fact in self._tokens:
            self._places_of[fact.key].add(id(place))
        self._names: Counter[tuple[str | None, int, str]] = Counter()
        """How often a section has a name at a level, around any token and around each."""
        for place, fact in self._tokens:
            for at, name in enumerate(place.names[::-1]):
                self._names[None, at, name] += 1
                self._names[fact.text, at, name] += 1
        self._candidates: dict[tuple[int, Role], tuple[bool, ByWords]] = {}
        self._matches: dict[tuple[int, Role, Words], list[Fact]] = {}
        self._turns: dict[tuple[int, Role, int, Role, Words], dict[str, list[Fact]]] = {}
        self._inside: dict[int, list[Place]] = {}
        self._secrets: dict[str, dict[str, Fact]] = {}
        self._ids = self._named_applications()
        self._homes = self._sections_of_clients()
        self._referring = set[str]()
        self._blocks: dict[tuple[int, Words, Role], dict[int, list[Fact]]] = {}
        self._known_owners: dict[int, Fact | None] = {}
        known = {each.text for place in self._places.values() for each in place.facts}
        self._lost = len(self._tokens) > 1 and any(each not in known for each in shaped if each.startswith(_CLIENT_ID))
        """Whether the text has a client id that the tree does not: what is above several tokens may be another's."""
        self._undecided: set[str] = set()
        self._done = Grouped()

    def result(self) -> Grouped:
        """Group."""
        self._refuse()
        self._give_secrets()
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
            for each in (client, *self._secrets[client.text].values()) if client.text in used - taken else ():
                self._leave(each, "nothing that belongs to it was taken")
        known = {*best, *taken, *self._referring}
        self._done.left_out[:] = [each for each in self._done.left_out if each.text not in known]
        self._done.found += [*best.values(), *self._applications_alone(used)]
        return self._done

    def _give_secrets(self) -> None:
        """Give each client id its secrets; one that may belong to several belongs to the one that is named like it."""
        owners: dict[str, dict[str, bool]] = {}
        for place, client in self._clients():
            known = self._secrets.setdefault(client.text, {})
            for secret in self._beside(place, client, Role.CLIENT_SECRET):
                if not secret.refused:
                    known.setdefault(secret.text, secret)
                    alike = owners.setdefault(secret.text, {})
                    alike[client.text] = alike.get(client.text, False) or secret.key == client.key
        for text, alike in owners.items():
            sure = [client for client, is_alike in alike.items() if is_alike]
            for owner in alike if len(alike) > 1 else ():
                if sure != [owner]:
                    left = self._secrets[owner].pop(text)
                    if len(sure) != 1:
                        self._leave(left, "more than one client id is beside it")

    def _clients(self) -> Iterator[tuple[Place, Fact]]:
        for place in self._places.values():
            yield from ((place, each) for each in place.of(Role.CLIENT_ID) if not each.refused)

    def _refuse(self) -> None:
        """Name what is not a value, what is of an earlier time, and access tokens."""
        for place in self._places.values():
            for fact in place.facts:
                if fact.role is Role.REFRESH_TOKEN and fact.refused and not fact.refused.startswith(_ELSEWHERE):
                    self._done.others |= self._own_lines(place, fact)
                    self._done.other_names |= self._own_names(place)
                if fact.role is Role.ACCESS_TOKEN and fact.text.startswith("Atza|"):
                    self._leave(fact, "access tokens are not imported: they expire within the hour")
                elif fact.role in CREDENTIALS and (fact.refused or fact.is_stale):
                    self._leave(fact, fact.refused or "its name says that it is an earlier one")

    def _leave(self, fact: Fact, why: str) -> None:
        self._done.leave(fact.entry.shown, fact.entry.line, why, fact.text)

    def _beside(self, place: Place, fact: Fact, role: Role) -> list[Fact]:
        """Return what belongs to a value: what is beside it, else below it, else above it."""
        for section in reversed(place.chain):
            is_here, candidates = self._candidates_in(section, role)
            if candidates:
                key = (id(section), role, fact.key)
                if key not in self._matches:
                    self._matches[key] = matching(fact.key, candidates)
                return self._in_turn(place, fact, key) if is_here else self._matches[key]
        return []

    def _candidates_in(self, section: Section, role: Role) -> tuple[bool, ByWords]:
        """Return what a section says in a role, else what is below it; and whether it is the section itself."""
        key = (id(section), role)
        if key not in self._candidates:
            here = self._places[id(section)].of(role)
            below = () if here else (each for inner in self._below(section) for each in inner.of(role))
            self._candidates[key] = bool(here), by_words(here or below)
        return self._candidates[key]

    def _in_turn(self, place: Place, fact: Fact, found: tuple[int, Role, Words]) -> list[Fact]:
        """Return the one with the same number, if a section has as many of both and no names tell them apart."""
        best, key = self._matches[found], (id(place), fact.role, *found)
        if key not in self._turns:
            values = dict.fromkeys(each.text for each in best)
            texts = dict.fromkeys(
                each.text for each in place.of(fact.role) if each.key == fact.key and not each.refused
            )
            is_clear = len(values) > 1 and len(values) == len(texts) and not any(each.refused for each in best)
            by_value = defaultdict(list)
            for each in best if is_clear else ():
                by_value[each.text].append(each)
            self._turns[key] = dict(zip(texts, by_value.values(), strict=True)) if is_clear else {}
        return self._turns[key].get(fact.text, best)

    def _said_below(self, section: Section) -> Iterator[Place]:
        """Yield of these what has no credential of its own: that says something of another account."""
        for inner in self._below(section):
            if not any(each.role in CREDENTIALS for each in inner.facts):
                yield inner

    def _below(self, section: Section) -> list[Place]:
        """Return what is in a section at any depth and has no refresh token of its own."""
        if id(section) not in self._inside:
            inner = [each for each in section.sections if not self._tokens_in[id(each)]]
            self._inside[id(section)] = [
                place for each in inner for place in (self._places[id(each)], *self._below(each))
            ]
        return self._inside[id(section)]

    def _named_applications(self) -> dict[str, dict[str, Fact]]:
        """Return what each text names: the client ids that it is beside as an id or a name, or whose section it is."""
        found: dict[str, dict[str, Fact]] = {}
        for place in self._places.values():
            clients = {each.text: each for each in place.of(Role.CLIENT_ID) if not each.refused}
            if len(clients) == 1:
                own = [each.text for each in place.chain[-1].entries if _IDS.fullmatch(each.name)]
                for text in (*own, *(re.split(r"[:. ]", name)[-1] for name in place.names[:1])):
                    if len(text) <= _LONGEST_LABEL:
                        found.setdefault(text, {}).update(clients)
        return found

    def _sections_of_clients(self) -> dict[str, list[str]]:
        """Return the name of the only section of each client id that has no refresh token beside it."""
        found: dict[str, list[str]] = {}
        for place, client in self._clients():
            is_alone = client.text not in found and not any(each.role is Role.REFRESH_TOKEN for each in place.facts)
            found[client.text] = place.names[:1] if is_alone else []
        return found

    def _referred(self, place: Place) -> Fact | None:
        """Return the client id of the application that a section names by its id elsewhere in the file."""
        if any(not each.refused for each in place.of(Role.CLIENT_ID)):
            return None
        for each in place.chain[-1].entries:
            if _REFERS.fullmatch(each.name) and len(clients := self._ids.get(each.text, {})) == 1:
                self._referring.add(each.text)
                return next(iter(clients.values()))
        return None

    def _client_of(self, place: Place, token: Fact) -> Fact | None:
        """Return the client id that a refresh token belongs to; name the token as left out where there is none."""
        if id(place) not in self._known_owners:
            self._known_owners[id(place)] = self._referred(place)
        if (referred := self._known_owners[id(place)]) is not None:
            return referred
        best = self._beside(place, token, Role.CLIENT_ID)
        good = [each for each in best if not each.refused]
        is_unclear = (self._alike[id(place), token.key] > 1 and len(good) < len(best)) or (
            self._lost and good and good[0] not in place.facts
        )
        if len({each.text for each in good}) == 1 and not is_unclear:
            return good[0]
        if is_unclear:
            self._leave(token, "a client id in the file cannot be used, and it may belong to that")
            return None
        why = "more than one client id is beside it" if good else "no client id belongs to it"
        self._leave(token, f"its client id is {best[0].refused}" if best and not good else why)
        return None

    def _account(self, place: Place, token: Fact, client: Fact) -> Found | None:
        known = self._secret_of(client)
        beside = self._beside(place, token, Role.CLIENT_SECRET)
        secret = next((each for each in beside if each.text == known.text), known) if known is not None else None
        home = self._homes.get(client.text, ())
        names = (*place.names, *home)
        facts = AccountFacts(token, lambda role: self._facts_near(place, token, role), names)
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
        return Found(
            draft,
            (*where, *facts.where),
            is_usual=token.text.startswith("Atzr|"),
            token=(token.entry.shown, token.entry.line),
            lines=frozenset(facts.lines | self._own_lines(place, token, client, secret)),
            names=frozenset(self._own_names(place)),
            unclear_region=facts.unclear,
        )

    def _own_names(self, place: Place) -> set[str]:
        """Return the names of the sections that are around one refresh token only."""
        own = (each for each in place.chain if self._any_tokens_in[id(each)] == 1)
        return {each.name for each in own if len(each.name) > 1}

    def _own_lines(self, place: Place, token: Fact, *beside: Fact | None) -> set[int]:
        """Return the lines of what is about one refresh token only."""
        found = {each.entry.line for each in (token, *beside) if each is not None}
        if token.key:
            found |= place.lines.get(token.key, set())
        for section in place.chain:
            if self._any_tokens_in[id(section)] == 1:
                inner = (self._places[id(section)], *self._below(section))
                found |= {each.line for one in inner for each in one.chain[-1].entries}
        return found

    def _secret_of(self, client: Fact) -> Fact | None:
        """Return the client secret of a client id, if there is one; of two the person has to choose."""
        secrets = self._secrets.get(client.text, {})
        self._done.seen |= secrets.keys()
        if len(secrets) > 1 and client.text not in self._undecided:
            self._undecided.add(client.text)
            for each in secrets.values():
                self._leave(each, "the file has two client secrets for one client id: leave one in it")
        return next(iter(secrets.values())) if len(secrets) == 1 else None

    def _facts_near(self, place: Place, token: Fact, role: Role) -> Iterator[tuple[Fact, tuple[int, int]]]:
        """Yield what is said of an account and how far away that is: by sections, then by words of its name."""
        for distance, section in enumerate(reversed(place.chain)):
            is_own = self._tokens_in[id(section)] <= 1
            inner = self._below(section) if distance == 0 else self._said_below(section) if is_own else ()
            for each in (self._places[id(section)], *inner):
                said = self._said(place, token, role) if each is place else each.about(role, token.key)
                yield from ((fact, (distance, len(token.key) - len(fact.key))) for fact in said)

    def _said(self, place: Place, token: Fact, role: Role) -> Iterable[Fact]:
        """Return what a section says of a token; of several that no names tell apart, what is in its block."""
        key = (id(place), token.key, role)
        if self._alike[key[:2]] < 2:
            return place.about(role, token.key)
        if key not in self._blocks:
            self._blocks[key] = self._by_block(place, token, place.about(role, token.key))
        return (*self._blocks[key].get(id(token), ()), *self._blocks[key].get(0, ()))

    def _by_block(self, place: Place, token: Fact, said: list[Fact]) -> dict[int, list[Fact]]:
        """Return what is said of each token, by its identity, and of all, by 0: the nearest line decides."""
        tokens = [each for each in place.of(token.role) if each.key == token.key and not each.refused]
        each_role = ([each for each in place.of(role) if each.key == token.key] for role in CREDENTIALS)
        counted = [facts for facts in each_role if len(facts) == len(tokens)]
        lines = sorted((fact.entry.line, at) for facts in counted for at, fact in enumerate(facts))
        found: dict[int, list[Fact]] = {}
        for fact in said:
            at = bisect_right(lines, (fact.entry.line, len(tokens)))
            is_of_all = not lines or fact.key != token.key or (at == 0 and len(said) < len(tokens))
            near = min(lines[max(at - 1, 0) : at + 1], key=lambda each: abs(each[0] - fact.entry.line), default=(0, 0))
            found.setdefault(0 if is_of_all else id(tokens[near[1]]), []).append(fact)
        return found

    def _label(self, place: Place, token: Fact) -> str | None:
        """Return the account's name: the words of the token's name, what its section says, or the section's name."""
        said = self._said(place, token, Role.LABEL)
        is_one_of_several = self._alike[id(place), token.key] > 1
        own = [each for each in said if each.key == token.key and (each.key or is_one_of_several)]
        if own:
            return own[0].text
        if token.key:
            parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", token.entry.name).casefold()
            own_words = "_".join(each for each in re.split(r"[^a-z0-9]+", parted) if each in token.key)
            around = self._label_around(place, token) if len(self._places_of[token.key]) > 1 else None
            return " ".join(filter(None, (around, own_words))) or None
        return self._label_around(place, token)

    def _label_around(self, place: Place, token: Fact) -> str | None:
        for section in reversed(place.chain):
            if section is not place.chain[-1] and self._tokens_in[id(section)] > 1:
                break
            labels = [each for each in self._places[id(section)].of(Role.LABEL) if each.text and each.key <= token.key]
            if labels and len(labels[0].text) <= _LONGEST_LABEL:
                return labels[0].text
            if section.name in _OF_PROGRAMS:
                break
        others = len(self._tokens) - self._texts[token.text]
        for at, name in enumerate(place.names[::-1]):
            if self._names[None, at, name] - self._names[token.text, at, name] < others:
                return name
        return None

    def _applications_alone(self, used: set[str]) -> Iterator[Found]:
        """Yield what has a client id and no refresh token."""
        for place, client in self._clients():
            if client.text in used:
                continue
            used.add(client.text)
            self._done.seen.add(client.text)
            known = self._secret_of(client)
            if (wrong := place.not_a_value) is not None:
                for each in filter(None, (client, known)):
                    self._leave(each, f"{wrong.entry.shown} beside it is not a value")
                continue
            values = (("client id", client), ("client secret", known))
            where = tuple(f"{what}: {each.where}{each.how}" for what, each in values if each is not None)
            yield Found(Draft(client.text, Secret(known.text) if known else None), where)


def _is_previous(section: Section) -> bool:
    """Whether a section holds the version before the current one, as AWS Secrets Manager keeps it."""
    inner = (each for each in section.sections if each.name.startswith("VersionStage"))
    entries = (each for one in (section, *inner) for each in one.entries)
    stages = {each.text for each in entries if each.name.startswith("VersionStage")}
    return section.name.casefold() in _PREVIOUS or ("AWSPREVIOUS" in stages and "AWSCURRENT" not in stages)
