"""Changing records that several windows may change at once: only the columns that differ are written.

Each function runs inside one transaction of the caller's, so what is read here is what is written upon.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from spauth_tui.adapters.vault.records import reading, rows
from spauth_tui.domain.errors.vault import NoSuchRecord
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ClientSecretRecord
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.incident import Incident
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.vault.merging import differing, merged
from spauth_tui.services.ports.vault import Changed


class _Table(NamedTuple):
    """Where a kind of record lies, and how each field that may change is written into the column of its name."""

    name: str
    read: Callable[[Any, Any], Any]
    columns: dict[str, Callable[[Any], Any]]


def _loan(connection: Any, loan_id: LoanId) -> Loan:
    found = reading.loan(connection, loan_id)
    if found is None:
        raise NoSuchRecord
    return found


def _as_it_is(value: Any) -> Any:
    return value


def _name(value: Any) -> Any:
    return value.name


_INSTANT, _WORDS = rows.instant_text, rows.words_text
_TABLES: dict[type, _Table] = {
    Application: _Table(
        "application",
        reading.application,
        {
            "label": _as_it_is,
            "client_id": _as_it_is,
            "kind": _name,
            "authorization_limit": _as_it_is,
            "slots_elsewhere": _as_it_is,
        },
    ),
    Account: _Table(
        "account",
        reading.account,
        {
            "label": _as_it_is,
            "kind": _name,
            "region": _name,
            "environment": _name,
            "marketplaces": " ".join,
            "merged_name": _as_it_is,
            "vendor_group": _as_it_is,
            "notes": _as_it_is,
        },
    ),
    Authorization: _Table(
        "authorization",
        reading.authorization,
        {
            "ticks": _WORDS,
            "portal": _as_it_is,
            "refusal": rows.refusal_text,
            "guarded": int,
            "proof": rows.proof_text,
            "api_refusal": rows.api_refusal_text,
        },
    ),
    ClientSecretRecord: _Table(
        "client_secret",
        reading.client_secret,
        {"expires_at": _INSTANT, "proven_at": _INSTANT, "refused_at": _INSTANT},
    ),
    Incident: _Table("incident", reading.incident, {"done": _WORDS, "closed_at": _INSTANT}),
    Loan: _Table("loan", _loan, {"served": _as_it_is, "last_served_at": _INSTANT}),
}


def change(connection: Any, shown: Changed, wanted: Changed) -> Changed:
    """Write the columns in which a record is to be another one; return it; raises `ChangedMeanwhile`."""
    if isinstance(shown, Preferences):
        chosen: Any = merged(reading.preferences(connection), shown, wanted)
        connection.execute(
            "INSERT OR REPLACE INTO meta VALUES ('preferences', ?)", (rows.preferences_text(chosen).encode(),)
        )
        return cast("Changed", chosen)
    table = _TABLES[type(shown)]
    present = table.read(connection, shown.id)
    together: Changed = merged(present, shown, wanted)
    if together != present:
        values = {name: table.columns[name](value) for name, value in differing(present, together).items()}
        columns = ", ".join(f"{name} = ?" for name in values)
        connection.execute(f"UPDATE {table.name} SET {columns} WHERE id = ?", (*values.values(), shown.id))
    return together
