"""Rules that keep a record as it was read earlier from being written back whole."""

import ast
import inspect
import re
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from spauth_tui.adapters.vault.records.known_tables import known_tables
from spauth_tui.adapters.vault.records.reading import SOURCES
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.appearance import Appearance
from spauth_tui.domain.model.application import Application, ClientSecretRecord
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.leak import Leak
from spauth_tui.domain.model.loan import Loan
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.merging import APART
from spauth_tui.services.ports.system import AppearanceFile
from spauth_tui.services.ports.vault import Vault
from spauth_tui.ui.dialogs.form import Form
from tests.rules.test_screens import screens
from tests.ui.test_two_windows import FORMS

PACKAGE = Path(__file__).parents[2] / "spauth_tui"
RECORDS = {Account, Application, Authorization, ClientSecretRecord, Leak, Loan, Preferences, Appearance}
FIXED = {
    Account: set(),
    Application: set(),
    Authorization: {"application_id", "account_id"},
    ClientSecretRecord: {"stored_at", "hex_digits"},
    Leak: {"opened_at", "leaked", "subject", "application_id", "authorization_id"},
    Loan: {"authorization_id", "client_id", "origin", "given_at"},
}
"""What a record is about, which never changes."""


def _takes_records(method: Any) -> bool:
    return any(kind in RECORDS for name, kind in get_type_hints(method).items() if name != "return")


@pytest.mark.parametrize("port", [Vault, AppearanceFile])
def test_a_record_is_added_or_changed_and_never_saved_whole(port: type) -> None:
    methods = inspect.getmembers(port, inspect.isfunction)
    taking = {name for name, method in methods if _takes_records(method)}
    assert [name for name in taking if not name.startswith("add_") and name != "change"] == []


def test_what_changes_a_record_is_told_what_was_shown() -> None:
    for port in (Vault, AppearanceFile):
        assert list(inspect.signature(port.change).parameters)[1:3] == ["shown", "wanted"]


def test_no_statement_replaces_a_record_that_is_there() -> None:
    text = "".join((PACKAGE / "adapters/vault/records" / f"{name}.py").read_text() for name in ("writing", "keeping"))
    replacing = re.findall(r"ON CONFLICT \((\w+)\)|INSERT OR REPLACE INTO (\w+)", text)
    # Tokens, which are got anew, and of which only the newest counts.
    assert sorted(replacing) == [("", "grantless_token"), ("authorization_id", "")]


@pytest.mark.parametrize("kind", FIXED)
def test_every_field_that_may_change_has_its_column(kind: type) -> None:
    names: set[str] = {each.name for each in fields(kind)}
    assert {each.name for each in known_tables()[SOURCES[kind].table].columns} >= names - APART - FIXED[kind]


def _methods() -> list[tuple[str, ast.AsyncFunctionDef]]:
    return [
        (f"{path.stem}.{node.name}", node)
        for path in sorted((PACKAGE / "services").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]


READS_ONLY = {"rotating.prove"}
"""What asks Amazon for one of the authorizations that were shown, and writes upon none of them."""


def test_no_service_decides_what_to_write_by_holdings_that_were_read_earlier() -> None:
    taking = {
        name
        for name, node in _methods()
        for each in node.args.args
        if isinstance(each.annotation, ast.Name) and each.annotation.id == Holdings.__name__
    }
    assert taking == READS_ONLY


def _forms() -> list[type[Form[Any]]]:
    return [each for each in screens() if issubclass(each, Form) and each is not Form]


def test_every_form_that_changes_a_record_is_tried_in_two_windows() -> None:
    assert {each for each in _forms() if "entries" in vars(each)} == set(FORMS)


CHANGE_NOTHING_OF_IT = {"AuthorizeForm", "RestrictedForm"}
"""Forms that are given a record, and make something new for it."""


def test_every_form_that_is_given_a_record_says_what_its_fields_hold_for_one() -> None:
    given = {
        each.__name__
        for each in _forms()
        for name, kind in get_type_hints(each.__init__).items()
        if name != "return" and RECORDS.intersection(getattr(kind, "__args__", (kind,)))
    }
    assert given - {each.__name__ for each in FORMS} == CHANGE_NOTHING_OF_IT
