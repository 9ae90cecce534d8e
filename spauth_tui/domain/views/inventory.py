"""The inventory: applications, accounts and deadlines, without secrets, as Markdown, CSV or JSON."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest

from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.csv import csv_text
from spauth_tui.domain.text.time import rfc3339
from spauth_tui.domain.views.status import status_of

FORMAT, VERSION = "spauth-tui inventory", 1
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#])")


_NAMES = (
    *("application", "kind", "client_id", "self_authorizations", "client_secret_ends_at"),
    *("account", "region", "environment", "marketplaces", "merged_account", "vendor_group"),
    *("state", "refresh_token_fingerprint", "refresh_token_stored_at", "last_exchange_at", "last_proven_at", "guarded"),
)
Line = dict[str, str]
"""One authorization, or an application without any. Instants are RFC 3339 in UTC; empty if there is none."""


def lines_of(holdings: Holdings, now: datetime) -> tuple[Line, ...]:
    """Return the lines, by application and account."""
    return tuple(dict(zip_longest(_NAMES, values, fillvalue="")) for values in _values(holdings, now))


def _values(holdings: Holdings, now: datetime) -> Iterator[tuple[str, ...]]:
    for application in holdings.applications:
        secret, own = application.client_secret, holdings.of_application(application.id)
        head = (
            application.label,
            application.kind.value,
            application.client_id,
            f"{holdings.slots_used(application.id)} of {application.authorization_limit}",
            _instant(secret.expires_at if secret else None),
        )
        if not own:
            yield head
        for each in sorted(own, key=lambda one: holdings.account_of(one).label.casefold()):
            account, current, life = holdings.account_of(each), each.current_refresh_token, each.access_token
            yield (
                *head,
                account.label,
                account.region.name,
                account.environment.value,
                " ".join(account.marketplaces),
                account.merged_name,
                account.vendor_group,
                status_of(each, now).value,
                current.fingerprint if current else "",
                _instant(current.created_at if current else None),
                _instant(life.asked_at if life else None),
                _instant(each.proof.proven_at if each.proof else None),
                "yes" if each.guarded else "no",
            )


def _instant(instant: datetime | None) -> str:
    return rfc3339(instant) if instant else ""


def as_markdown(lines: tuple[Line, ...], now: datetime) -> str:
    """Return a table, with markup escaped."""
    head = " | ".join(name.replace("_", " ") for name in _NAMES)
    rule = " | ".join("---" for _ in _NAMES)
    rows = [" | ".join(_MARKDOWN.sub(r"\\\1", value) or " " for value in each.values()) for each in lines]
    body = "\n".join(f"| {row} |" for row in (head, rule, *rows))
    return (
        f"# SP-API applications and accounts\n\nMade {_instant(now)} by spauth-tui. It contains no secrets.\n\n{body}\n"
    )


def as_csv(lines: tuple[Line, ...]) -> str:
    """Write CSV with a heading."""
    return csv_text(_NAMES, (each.values() for each in lines))


def as_json(lines: tuple[Line, ...], now: datetime) -> str:
    """Return a JSON object: format, version, creation time, and the lines."""
    held = {"format": FORMAT, "version": VERSION, "made_at": _instant(now), "authorizations": lines}
    return json.dumps(held, indent=1, ensure_ascii=False) + "\n"
