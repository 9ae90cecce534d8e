"""inventory: what Amazon's practices ask to be listed."""

import csv
import io
import json

import pytest

from spauth_tui.commands.verbs import inventory
from spauth_tui.domain.text.wrapping import width
from tests.commands.shell import Shell

FIRST = "APPLICATION"


def test_markdown_is_a_table(shell: Shell) -> None:
    assert "| Inventory | seller |" in shell.ok("inventory")


def test_csv_and_json_hold_each_authorization(shell: Shell) -> None:
    assert len(list(csv.DictReader(io.StringIO(shell.ok("inventory", "--format", "csv"))))) == 3
    assert len(json.loads(shell.ok("inventory", "--json"))["authorizations"]) == 3


def test_no_secret_is_in_it_and_it_is_logged(shell: Shell) -> None:
    assert "CANARY" not in shell.ok("inventory")
    assert "inventory --format markdown" in shell.ok("log")


@pytest.mark.parametrize("columns", [20, 44, 80, 120, 200])
def test_on_a_terminal_it_fits(shell: Shell, columns: int) -> None:
    shell.ok("edit", "account", "acme us", "--label", "Acme 東京 with a name that is far too long for a column")
    shell.monkeypatch.setenv("COLUMNS", str(columns))
    ran = shell("inventory", shown=True)
    assert ran.out.startswith(FIRST)
    assert len(ran.out.splitlines()) == 4
    assert max(map(width, ran.out.splitlines())) <= columns
    assert "Left out: " in ran.err


def test_what_matters_most_is_there_in_a_narrow_one(shell: Shell) -> None:
    shell.monkeypatch.setenv("COLUMNS", "44")
    assert shell("inventory", shown=True).out.splitlines()[0].split() == ["APPLICATION", "ACCOUNT", "STATE", "REGION"]


def test_wide_has_every_column_that_holds_anything(shell: Shell) -> None:
    ran = shell("inventory", "--wide", shown=True)
    assert "FINGERPRINT  CLIENT ID" in ran.out
    assert "Left out" not in ran.err


def test_every_column_of_the_inventory_has_a_heading(shell: Shell) -> None:
    (line, *_) = json.loads(shell.ok("inventory", "--json"))["authorizations"]
    assert set(inventory._HEADS) == set(line)


def test_an_empty_vault_has_none(empty: Shell) -> None:
    empty.ok("init")
    assert empty("inventory", shown=True).err.endswith("There is no application yet.\n")
