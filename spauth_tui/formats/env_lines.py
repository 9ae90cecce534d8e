"""Formats made of NAME=VALUE lines that differ in names; written so that shells and .env readers agree."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.errors.input import NotExportable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft, FileFormat

_PLAIN = re.compile(r"[A-Za-z0-9_.:/+=,@%-]*")
_UNQUOTABLE = frozenset("'\\")
_ENDPOINT = "SP_API_ENDPOINT"


def line(name: str, value: str) -> str:
    """Return `NAME=VALUE`, quoted if necessary; raises `NotExportable` for what readers would read differently."""
    if _PLAIN.fullmatch(value):
        return f"{name}={value}\n"
    if _UNQUOTABLE & set(value) or "\n" in value or "${" in value:
        raise NotExportable(
            f"The value of {name} holds a quote, backslash or ${{, which shells and .env readers read differently.",
            "Choose a form that is JSON.",
        )
    return f"{name}='{value}'\n"


def suffixes(drafts: Sequence[Draft]) -> list[str]:
    """Return a suffix for each account, such as `_ACME_DE`; none if there is only one."""
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
    """A client's variable names; empty for what it has no name for."""

    client_id: str
    client_secret: str
    refresh_token: str = ""
    region: str = ""
    marketplace: str = ""
    environment: str = ""


class EnvLines(FileFormat):
    """A format of such lines; `takes_suffixes` such as `_ACCOUNT`, but not for `bare` names, which accounts share."""

    container = "lines"

    def __init__(
        self, key: str, title: str, place: str, names: Names, *, takes_suffixes: bool = False, bare: Sequence[str] = ()
    ) -> None:
        self.key, self.title, self.place, self.names, self.bare = key, title, place, names, bare
        self.holds_several, self.holds_refresh_token = takes_suffixes, bool(names.refresh_token)

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
        """Return the values to write for one account, by name."""
        return {name: each.reveal() for name, each in self.variables(draft).items()}

    def _shared(self, common: Mapping[str, set[str | None]]) -> list[str]:
        """Return the lines that apply to every account; raises `NotExportable` if the accounts differ."""
        lines = []
        for name, values_of_all in sorted(common.items()):
            if len(values_of_all) > 1 and name == self.names.environment:
                raise NotExportable(
                    f"{self.title} knows one {name} for all accounts, and these differ.", "Export them one at a time."
                )
            if len(values_of_all) == 1 and (only := next(iter(values_of_all))) is not None:
                lines.append(line(name, only))
        return lines

    def variables(self, draft: Draft) -> Mapping[str, Secret]:
        """Return the variables of one account."""
        names, region = self.names, draft.region
        found = {
            names.client_id: draft.client_id,
            names.client_secret: values.needed(draft.client_secret, "client secret"),
        }
        if names.refresh_token:
            found[names.refresh_token] = values.needed(draft.refresh_token, "refresh token")
        if names.region and region:
            found[names.region] = region.name.casefold()
        if names.marketplace and draft.marketplaces:
            found[names.marketplace] = values.home(draft).code
        if names.environment and draft.environment:
            found[names.environment] = draft.environment.value.upper()
        if names.refresh_token and region and not (names.region and names.environment):
            # The client ignores it; it gives region and environment if these lines are imported again.
            found[_ENDPOINT] = region.endpoint(draft.environment or Environment.PRODUCTION)
        return {name: Secret(value) for name, value in found.items()}
