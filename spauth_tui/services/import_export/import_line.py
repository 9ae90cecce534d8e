"""A line of an import's preview: what one draft would add or change, in words, and how it differs from the vault."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.amazon.shapes import SECRETS, shape_of
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ClientSecretRecord, Kind
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord
from spauth_tui.domain.model.removal import Removal
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean, masked
from spauth_tui.domain.text.time import date_words
from spauth_tui.formats.draft import Draft


class ImportOutcome(Enum):
    """What happens to one draft."""

    NEW = "new"
    CHANGED = "changed"
    DIFFERS = "differs"
    SAME = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the person specified for every draft, overriding the file. None means not specified."""

    application: str | None = None
    account: str | None = None
    kind: Kind | None = None
    region: Region | None = None  # only where the file does not say it
    environment: Environment | None = None  # likewise


@dataclass(frozen=True, slots=True)
class Line:
    """One draft in the preview, and what storing it needs. `words` say what is new, or why it is refused."""

    name: str
    outcome: ImportOutcome
    words: tuple[str, ...]
    assumed: tuple[str, ...] = ()  # what neither the file nor the person specified, and is assumed
    draft: Draft | None = None
    application: Application | None = None
    authorization: Authorization | None = None
    new: tuple[Application | Account | Authorization, ...] = ()  # the records to add, in order
    client_secret: Secret | None = None
    refresh_token: Secret | None = None
    sets_guard: bool = False
    back: tuple[Removal, ...] = ()  # what was removed and comes back
    where: tuple[str, ...] = ()  # where in the file each value is, and what region and environment were read from
    kept: tuple[str, ...] = ()  # in what the file differs from the vault, which stays as it is
    cut: tuple[str, ...] = ()  # which of its secrets look cut short, and why
    secret_again: ClientSecretRecord | None = None  # where `client_secret` is in the vault, if it is an earlier one
    token_again: RefreshTokenRecord | None = None  # an earlier refresh token that becomes current again


def line_words(line: Line, ends_at: datetime | None) -> tuple[str, ...]:
    """Say what is new; `ends_at` (UTC) is when the client secret expires, if the file says it."""
    until = f" until {date_words(ends_at)}" if ends_at else ""
    secret, token = line.application and line.application.client_secret, None
    if line.authorization is not None:
        token = line.authorization.current_refresh_token
    instead = f", instead of the one stored {date_words(secret.stored_at)}" if secret else ""
    token_instead = f", instead of the one stored {date_words(token.created_at)}" if token else ""
    new_kinds = {type(each) for each in line.new}
    which = "earlier " if line.secret_again else "" if Application in new_kinds else "new "
    news = (
        (Application in new_kinds, "new application"),
        (line.client_secret is not None, f"{which}client secret{until}{instead}"),
        (Account in new_kinds, "new account"),
        (Authorization in new_kinds and Account not in new_kinds, "new authorization"),
        (
            line.refresh_token is not None,
            f"{'' if Authorization in new_kinds else 'new '}refresh token{token_instead}",
        ),
        (line.token_again is not None, f"earlier refresh token{token_instead}"),
        (line.sets_guard, "guarded from now on"),
    )
    return tuple(words for holds, words in news if holds)


def application_differences(draft: Draft, application: Application) -> list[str]:
    """Return in which fields the file differs from the vault; what it does not say does not differ."""
    return list(_differences(_of_application(draft, application)))


def account_differences(draft: Draft, given: Overrides, account: Account) -> list[str]:
    """Return the same for an account."""
    return list(_differences(_of_account(draft, given, account)))


def _differences(pairs: Iterable[tuple[str, object, object]]) -> Iterable[str]:
    for name, said, held in pairs:
        if said not in (None, "", held):
            yield f"{name}: the file says {shown(str(said))}, the vault keeps {shown(str(held or 'none'))}"


def _of_application(draft: Draft, application: Application) -> Iterable[tuple[str, object, object]]:
    yield "limit", draft.authorization_limit, application.authorization_limit
    yield "slots used elsewhere", draft.slots_elsewhere, application.slots_elsewhere


def _of_account(draft: Draft, given: Overrides, account: Account) -> Iterable[tuple[str, object, object]]:
    region, environment = draft.region or given.region, draft.environment or given.environment
    yield "region", region and region.name, account.region.name
    yield "environment", environment and environment.value, account.environment.value
    if not set(draft.marketplaces) <= set(account.marketplaces):
        yield "marketplaces", " ".join(draft.marketplaces), " ".join(account.marketplaces)
    yield "merged account", draft.merged_name, account.merged_name
    yield "vendor group", draft.vendor_group, account.vendor_group
    yield "notes", draft.notes, account.notes


_PIECE = re.compile(r"oa2[\W_]cs|atz[ar][\W_]|[0-9a-f]{40}", re.IGNORECASE)
"""What the name of a field that was made of a secret still looks like."""


def shown(text: str) -> str:
    """Return a name for display; one that may be a misplaced secret, or a piece of one, is not shown."""
    return "?" if shape_of(text.strip()) in SECRETS or _PIECE.search(text) else masked(clean(text, 40))


def assumption_words(assumed: Sequence[str]) -> str:
    """Say a line's assumptions."""
    named = [each.partition(": ") for each in assumed]
    facts = [f"{what} ({value})" for what, _, value in named if what in _FACTS]
    others = [each for each, (what, _, _) in zip(assumed, named, strict=True) if what not in _FACTS]
    return "; ".join((*((f"not in the file, assumed: {', '.join(facts)}",) if facts else ()), *others))


_FACTS = ("application", "account", "region", "environment", "kind of the application")
