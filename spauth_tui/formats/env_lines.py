"""Forms made of KEY=VALUE lines, which differ in their names: read by python-dotenv, written for it and for shells."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.errors.input import FileNotUnderstood, NotExportable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft, FileFormat

_PLAIN = re.compile(r"[A-Za-z0-9_.:/+=,@%-]*")
_UNQUOTABLE = frozenset("'\\")
_NO_ACCOUNTS = frozenset(
    f"_{each}"
    for each in (
        *("EXPIRES", "EXPIRES_AT", "EXPIRES_IN", "EXPIRY", "EXPIRATION", "CREATED", "CREATED_AT", "UPDATED_AT"),
        *("ISSUED_AT", "ROTATED_AT", "DATE", "FILE", "PATH", "URL"),
    )
)
"""Endings that say something of a secret, and name no account."""


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
            if "${" in binding.value:
                raise FileNotUnderstood(
                    f"Line {binding.original.line} refers to another variable.",
                    "Write the value itself there; nothing was imported.",
                )
            found[binding.key] = binding.value
    return found


def line(name: str, value: str) -> str:
    """Return `NAME=VALUE`, quoted where it must be; raises `NotExportable` for what readers would read differently."""
    if _PLAIN.fullmatch(value):
        return f"{name}={value}\n"
    if _UNQUOTABLE & set(value) or "\n" in value or "${" in value:
        raise NotExportable(
            f"The value of {name} holds a quote, backslash or ${{, which shells and .env readers read differently.",
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
        numbered = (f"{suffix}_{again}" for again in count(2))
        found.append(next(each for each in chain((suffix,), numbered) if each not in found))
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


class EnvLines(FileFormat):
    """A form of such lines: `takes_suffixes` in `_ACCOUNT`, but for names read `bare`, which hold for all accounts."""

    def __init__(
        self, key: str, title: str, place: str, names: Names, *, takes_suffixes: bool = False, bare: Sequence[str] = ()
    ) -> None:
        self.key, self.title, self.place, self.names, self.bare = key, title, place, names, bare
        self.holds_several, self.holds_refresh_token = takes_suffixes, bool(names.refresh_token)

    def fits(self, text: str) -> bool:
        """Say whether one of its names for the client id stands there, or suffixed ones."""
        return any(each in text for each in self.names.client_id) and bool(self._accounts(parsed(text)))

    def read(self, text: str) -> tuple[Draft, ...]:
        held = parsed(text)
        accounts = self._accounts(held)
        if not accounts:
            raise values.missing(self.names.client_id[0], self.title)
        return tuple(self._draft(held, suffix) for suffix in sorted(accounts))

    def write(self, drafts: Sequence[Draft]) -> Secret:
        if not self.holds_several:
            values.only(drafts, self.title)
        lines: list[str] = []
        common: dict[str, set[str | None]] = {name: set() for name in self.bare}
        for draft, suffix in zip(drafts, suffixes(drafts), strict=True):
            found = self.texts(draft)
            for name, values_of_all in common.items():
                values_of_all.add(found.pop(name, None))
            lines += [line(f"{name}{suffix}", each) for name, each in found.items()]
        return Secret("".join(lines + self._shared(common)))

    def texts(self, draft: Draft) -> dict[str, str]:
        """Return the texts of one account that are written, by name."""
        return {name: each.reveal() for name, each in self.variables(draft).items()}

    def _shared(self, common: Mapping[str, set[str | None]]) -> list[str]:
        """Return the lines that hold for every account; raises `NotExportable` where the accounts differ."""
        lines = []
        for name, values_of_all in sorted(common.items()):
            if len(values_of_all) > 1 and name in self.names.environment:
                raise NotExportable(
                    f"{self.title} knows one {name} for all accounts, and these differ.", "Export them one at a time."
                )
            if len(values_of_all) == 1 and (only := next(iter(values_of_all))) is not None:
                lines.append(line(name, only))
        return lines

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

    def _accounts(self, held: Mapping[str, str]) -> set[str]:
        """Return the suffixes of the accounts that the names tell of; the empty one is an account without a name."""
        ids, tokens, present = self.names.client_id, self.names.refresh_token, set(held)
        found: set[str] = set()
        if self.holds_several:
            marks = (*ids, *tokens)
            found = {each.removeprefix(mark) for each in present for mark in marks if each.startswith(f"{mark}_")}
            found -= _NO_ACCOUNTS
            # A suffix that leads to no client id, its own or the bare one, is no account.
            found = {each for each in found if any(name in present or f"{name}{each}" in present for name in ids)}
        if present & set(ids) and (not found or present & set(tokens)):
            found.add("")
        return found

    def _draft(self, held: Mapping[str, str], suffix: str) -> Draft:
        def value(names: tuple[str, ...]) -> str | None:
            """Return what the account's own names say, else what the bare ones do."""
            for end in (suffix, "") if suffix else ("",):
                given = [held[f"{name}{end}"] for name in names if held.get(f"{name}{end}")]
                if given:
                    return given[0]
            return None

        for names in (self.names.client_id, self.names.client_secret, self.names.refresh_token):
            _refuse_two(held, names, suffix)
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


def _refuse_two(held: Mapping[str, str], names: tuple[str, ...], suffix: str) -> None:
    """Raise `FileNotUnderstood` where two clients' names for the same credential say different things."""
    given = {f"{name}{suffix}": held[f"{name}{suffix}"] for name in names if held.get(f"{name}{suffix}")}
    if len(set(given.values())) > 1:
        raise FileNotUnderstood(
            f"{' and '.join(sorted(given)[:2])} stand in it with different values.",
            "Import them one at a time: leave one in the file.",
        )
