"""removed: what was removed, for seven days."""

import json
from datetime import timedelta

import pytest

from tests.commands.shell import Shell


@pytest.fixture
def emptied(shell: Shell) -> Shell:
    """A vault from which an account was removed."""
    shell.ok("rm", "account", "acme de", "--yes")
    return shell


def test_nothing_is_removed_at_first(shell: Shell) -> None:
    assert shell("removed").err == "Nothing is removed.\n"


def test_what_was_removed_is_listed_with_the_time_left(emptied: Shell) -> None:
    emptied.clock.advance(timedelta(days=2, hours=1))
    (_, line) = emptied.ok("removed").splitlines()
    assert line.startswith("Acme DE  account")
    assert "4 days" in line


def test_programs_get_when_it_is_deleted(emptied: Shell) -> None:
    (removal,) = json.loads(emptied.ok("removed", "--json"))["removals"]
    assert (removal["kind"], removal["name"], removal["guarded"]) == ("account", "Acme DE", False)
    assert removal["removed_at"] < removal["deleted_at"]


@pytest.mark.parametrize("name", ["acme de", "account acme de"])
def test_it_is_brought_back_by_its_name(emptied: Shell, name: str) -> None:
    assert emptied.ok("removed", "--bring-back", name) == "Acme DE\n"
    assert "Acme DE" in emptied.ok("ls")


def test_it_is_brought_back_by_its_id(emptied: Shell) -> None:
    (removal,) = json.loads(emptied.ok("removed", "--json"))["removals"]
    emptied.ok("removed", "--bring-back", removal["id"][:8])
    assert "Acme DE" in emptied.ok("ls")


def test_of_two_with_one_name_none_is_taken(emptied: Shell) -> None:
    emptied.ok("add", "account", "--label", "Acme DE", "--region", "eu")
    emptied.ok("rm", "account", "acme de", "--yes")
    assert "account Acme DE, " in emptied("removed", "--bring-back", "acme de").err


def test_a_name_that_nothing_removed_has_is_said(emptied: Shell) -> None:
    assert "Nothing that was removed is called Globex." in emptied("removed", "--bring-back", "Globex").err


@pytest.mark.parametrize(("typed", "left"), [("delete\n", 0), ("yes\n", 1), ("\n", 1)])
def test_it_is_deleted_for_good_once_the_word_is_typed(emptied: Shell, typed: str, left: int) -> None:
    emptied("removed", "--delete", "acme de", stdin=typed, at_terminal=True)
    assert len(json.loads(emptied.ok("removed", "--json"))["removals"]) == left


def test_without_anybody_to_type_it_is_kept(emptied: Shell) -> None:
    assert emptied("removed", "--delete", "acme de").code == 3
    assert emptied.ok("removed", "--delete", "acme de", "--yes") == "Acme DE\n"


def test_after_seven_days_it_is_gone_for_good(emptied: Shell) -> None:
    emptied.clock.advance(timedelta(days=7))
    assert emptied("removed").err == "Nothing is removed.\n"
    assert "deleted for good: Acme DE (account)" in emptied.ok("log")


def test_an_authorization_added_again_comes_back(shell: Shell) -> None:
    shell.ok("rm", "authorization", "acme us", "--yes")
    again = ("add", "authorization", "--application", "inventory", "--account", "acme us")
    ran = shell(*again, "--without-refresh-token")
    assert "It was removed: it is back, with its refresh tokens." in ran.err
    assert "Acme US" in shell.ok("ls")
