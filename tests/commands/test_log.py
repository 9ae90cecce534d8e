"""log: what happened, oldest first, without secrets."""

import csv
import io
import json

import pytest

from tests import builders
from tests.commands.shell import Shell


def test_the_newest_stands_last(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    lines = shell.ok("log").splitlines()
    assert "vault unlocked" in lines[-1]
    assert any("access token refreshed: Inventory / Acme US" in line for line in lines)


def test_words_narrow_it(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    assert len(shell.ok("log", "refreshed", "acme").splitlines()) == 1


def test_what_was_handed_to_a_program_is_one_word_and_what_was_exported_another(shell: Shell) -> None:
    shell.ok("token", "acme us")
    shell.ok("export", "acme us", "--format", "env", "--yes")
    assert [line[21:] for line in shell.ok("log", "handed").splitlines()] == [
        "access token handed to a program: Inventory / Acme US (token --format bare)"
    ]
    assert "secrets exported: Inventory / Acme US" in shell.ok("log", "exported")


def test_lines_are_the_newest(shell: Shell) -> None:
    assert len(shell.ok("log", "--lines", "2").splitlines()) == 2


def test_csv_and_json_can_be_read(shell: Shell) -> None:
    assert next(csv.reader(io.StringIO(shell.ok("log", "--format", "csv")))) == ["at", "event", "subject", "detail"]
    assert json.loads(shell.ok("log", "--format", "json"))[-1]["event"] == "vault unlocked"


def test_no_secret_is_in_it(shell: Shell) -> None:
    shell.ok("token", "acme us")
    shell.ok("export", "acme us", "--format", "env", "--yes")
    assert "CANARY" not in shell.ok("log", "--lines", "1000")


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_a_number_of_lines_that_is_none_is_refused(shell: Shell, number: str) -> None:
    assert "argument --lines/--tail: a whole number of at least 1" in shell.refused(2, "log", "--lines", number)


def test_an_import_names_its_file_once(shell: Shell) -> None:
    (shell.home / "more.env").write_text(
        f"LWA_APP_ID={builders.CLIENT_ID}\nLWA_CLIENT_SECRET={builders.CLIENT_SECRET}-9\n"
    )
    shell.ok("import", "more.env", "--yes")
    assert shell.ok("log", "imported").count("more.env") == 1
