"""inventory: what Amazon's practices ask to be listed."""

import csv
import io
import json

from tests.commands.shell import Shell


def test_markdown_is_a_table(shell: Shell) -> None:
    assert "| Inventory | seller |" in shell.ok("inventory")


def test_csv_and_json_hold_each_authorization(shell: Shell) -> None:
    assert len(list(csv.DictReader(io.StringIO(shell.ok("inventory", "--format", "csv"))))) == 3
    assert len(json.loads(shell.ok("inventory", "--format", "json"))["authorizations"]) == 3


def test_no_secret_is_in_it_and_it_is_logged(shell: Shell) -> None:
    assert "CANARY" not in shell.ok("inventory")
    assert "inventory --format markdown" in shell.ok("log")
