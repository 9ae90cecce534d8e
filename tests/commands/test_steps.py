"""steps: the checklist, from a shell."""

import json

import pytest

from tests.commands.shell import Shell


@pytest.fixture
def fresh(shell: Shell) -> Shell:
    """A shell with an authorization that has nothing yet."""
    shell.ok("add", "account", "--label", "Acme JP", "--region", "fe", "--marketplaces", "JP")
    shell.ok("add", "authorization", "--application", "inv", "--account", "jp", "--without-refresh-token")
    return shell


def test_it_shows_what_is_done_and_where_to_go(fresh: Shell) -> None:
    ran = fresh("steps", "jp")
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == ["to"] * 5
    assert "sellercentral.amazon.co.jp" in ran.err


def test_a_tick_is_kept_and_can_be_taken_back(fresh: Shell) -> None:
    assert "(ticked by you)" in fresh.ok("steps", "jp", "--tick", "limits")
    assert "(ticked by you)" not in fresh.ok("steps", "jp", "--untick", "limits")


def test_a_step_with_evidence_cannot_be_ticked(fresh: Shell) -> None:
    assert "argument --tick: there is no store. Choose from limits, portal" in fresh.refused(
        2, "steps", "jp", "--tick", "store"
    )


def test_a_refresh_token_and_an_exchange_finish_it(fresh: Shell) -> None:
    out = fresh.ok("steps", "jp", "--refresh-token", "--note", "by Kim", "--exchange", stdin="Atzr|CANARY-jp")
    assert out.count("  done  ") == 5
    assert "CANARY" not in out


def test_json_tells_every_step(fresh: Shell) -> None:
    held = json.loads(fresh.ok("steps", "jp", "--json", "--tick", "limits"))
    assert [each["done"] for each in held["steps"]] == [True, False, False, False, False]


def test_several_lines_are_not_joined_into_one_secret(shell: Shell) -> None:
    ran = shell("steps", "acme us", "--refresh-token", stdin="Atzr|CANARY-a\nAtzr|CANARY-b\n")
    assert ran.code == 2
    assert "several lines" in ran.err


def test_a_note_without_a_refresh_token_is_refused(shell: Shell) -> None:
    said = shell.refused(2, "steps", "acme us", "--note", "by Kim")
    assert "--note and --keep-unusual need --refresh-token." in said


def test_a_cut_refresh_token_does_not_replace_one_that_worked(shell: Shell) -> None:
    shell.ok("refresh", "--all")
    said = shell.refused(2, "steps", "acme us", "--refresh-token", stdin="Atzr|CANARY")
    assert "That refresh token looks cut: it has 11 characters, those that worked here" in said
    assert "add --keep-unusual" in said
