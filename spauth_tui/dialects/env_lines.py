"""Forms made of KEY=VALUE lines, which differ in their names: read by python-dotenv, written for it and for shells."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spauth_tui.dialects import values
from spauth_tui.dialects.draft import Draft
from spauth_tui.domain.errors import FileNotUnderstood, NotExportable
from spauth_tui.domain.region import Environment
from spauth_tui.domain.secret import Secret

_PLAIN = re.compile(r"[A-Za-z0-9_.:/+=,@%-]*")
_UNQUOTABLE = frozenset("'\\")


def parsed(text: str) -> dict[str, str]:
    """Return the lines of an environment file, the last of each name; raises `FileNotUnderstood` for a broken line."""
    from dotenv.parser import parse_stream

    found: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(text.removeprefix("\ufeff"))):
        if binding.error:
            raise FileNotUnderstood(
                f"Line {binding.original.line} is no NAME=VALUE.", "Correct it; nothing was imported."
            )
        if binding.key is not None and binding.value is not None:
            found[binding.key] = binding.value
    return found


def names_in(text: str) -> frozenset[str]:
    """Return the names that a text gives a value; none for what is no environment file."""
    try:
        return frozenset(parsed(text))
    except FileNotUnderstood:
        return frozenset()


def line(name: str, value: str) -> str:
    """Return `NAME=VALUE`, quoted where it must be; raises `NotExportable` for what readers would read differently."""
    if _PLAIN.fullmatch(value):
        return f"{name}={value}\n"
    if _UNQUOTABLE & set(value) or "\n" in value:
        raise NotExportable(
            f"The value of {name} holds a quote or backslash, which shells and .env readers read differently.",
            "Choose a form that is JSON.",
        )
    return f"{name}='{value}'\n"


def suffixes(drafts: Sequence[Draft]) -> list[str]:
    """Return a suffix for each account, such as `_ACME_DE`; none where there is only one."""
    if len(drafts) == 1:
        return [""]
    found: list[str] = []
    for number, draft in enumerate(drafts, 1):
        suffix = "_" + (re.sub(r"[^A-Za-z0-9]+", "_", draft.account or "").strip("_").upper() or f"ACCOUNT_{number}")
        found.append(suffix if suffix not in found else f"{suffix}_{number}")
    return found


@dataclass(frozen=True)
class Names:
    """What a client calls things; the first of each is written, all are read. Empty for what it has no name for."""

    client_id: tuple[str, ...]
    client_secret: tuple[str, ...]
    refresh_token: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    marketplace: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()


@dataclass(frozen=True)
class EnvLines:
    """A form of such lines; `takes_suffixes` is whether a name may end in `_ACCOUNT`, with the bare one as fallback."""

    key: str
    title: str
    place: str
    names: Names
    takes_suffixes: bool = False

    @property
    def holds_several(self) -> bool:
        """Whether suffixes tell accounts apart."""
        return self.takes_suffixes

    @property
    def holds_refresh_token(self) -> bool:
        """Whether there is a name for it."""
        return bool(self.names.refresh_token)

    def recognises(self, text: str) -> bool:
        """Say whether one of its names for the client id stands there, or suffixed ones."""
        return bool(self._accounts(names_in(text)))

    def read(self, text: str) -> tuple[Draft, ...]:
        """Read it."""
        held = parsed(text)
        accounts = self._accounts(frozenset(held))
        if not accounts:
            raise values.missing(self.names.client_id[0], self.title)
        return tuple(self._draft(held, suffix) for suffix in sorted(accounts))

    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write it."""
        if not self.takes_suffixes:
            values.only(drafts, self.title)
        lines = []
        for draft, suffix in zip(drafts, suffixes(drafts), strict=True):
            lines += [line(f"{name}{suffix}", each.reveal()) for name, each in self.variables(draft).items()]
        return Secret("".join(lines))

    def variables(self, draft: Draft) -> Mapping[str, Secret]:
        """Return the variables of one account."""
        names = self.names
        found = {
            names.client_id[0]: draft.client_id,
            names.client_secret[0]: values.needed(draft.client_secret, "client secret"),
        }
        if names.refresh_token:
            found[names.refresh_token[0]] = values.needed(draft.refresh_token, "refresh token")
        if names.region and draft.region:
            found[names.region[0]] = draft.region.name.casefold()
        if names.marketplace and draft.marketplaces:
            found[names.marketplace[0]] = values.home(draft).code
        if names.environment and draft.environment:
            found[names.environment[0]] = draft.environment.value.upper()
        return {name: Secret(value) for name, value in found.items()}

    def _accounts(self, present: frozenset[str]) -> set[str]:
        """Return the suffixes of the accounts that the names tell of; the empty one is an account without a name."""
        ids, tokens = self.names.client_id, self.names.refresh_token
        found: set[str] = set()
        if self.takes_suffixes:
            marks = (*ids, *tokens)
            found = {each.removeprefix(mark) for each in present for mark in marks if each.startswith(f"{mark}_")}
            # A suffix that leads to no client id, its own or the bare one, is no account.
            found = {each for each in found if any(name in present or f"{name}{each}" in present for name in ids)}
        if present & set(ids) and (not found or present & set(tokens)):
            found.add("")
        return found

    def _draft(self, held: Mapping[str, str], suffix: str) -> Draft:
        def value(names: tuple[str, ...]) -> str | None:
            return next((held[each] for name in names for each in (f"{name}{suffix}", name) if each in held), None)

        client_id = value(self.names.client_id)
        if not client_id:
            raise values.missing(f"{self.names.client_id[0]}{suffix}", self.title)
        place = value(self.names.marketplace)
        return Draft(
            client_id.strip(),
            values.secret(value(self.names.client_secret)),
            values.secret(value(self.names.refresh_token)),
            account=suffix.removeprefix("_").casefold() or None,
            region=values.region(value(self.names.region)) or values.region(place),
            environment=self._environment(value(self.names.environment)),
            marketplaces=values.codes(place),
        )

    def _environment(self, text: str | None) -> Environment | None:
        return values.environment(text)
