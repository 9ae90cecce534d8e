"""report: versions and the kinds of Amazon's answers, without a value, to be read before it is written."""

import pytest

from spauth_tui.demo import replies
from spauth_tui.demo.behaviour import Answer
from tests import builders
from tests.commands.shell import Shell
from tests.simulator import Behaviour, Fault

US, DE = f"{builders.REFRESH_TOKEN}-us", f"{builders.REFRESH_TOKEN}-de"


@pytest.fixture
def used(shell: Shell) -> Shell:
    """A vault that Amazon has accepted, refused, and refused at SP-API."""
    shell.ok("check", "globex")
    shell.simulator.behaviours[DE] = Behaviour(Answer.INVALID_GRANT)
    shell("check", "acme de")
    shell.simulator.sp_api_reply = replies.sp_api_error(403, "Unauthorized", "CANARY", "CANARY")
    shell("check", "acme us")
    return shell


def test_it_names_versions_and_the_terminal(shell: Shell) -> None:
    shell.monkeypatch.setenv("TERM", "xterm-canary")
    told = dict(line.strip().split("  ", 1) for line in shell.ok("report", "--versions-only").splitlines()[1:])
    assert {"spauth-tui", "Python", "textual", "encryption", "system", "terminal"} < told.keys()
    assert told["encryption"].strip().startswith("SQLCipher 4.")
    assert told["terminal"].strip() == "xterm-canary"


def test_it_counts_what_amazon_answered(used: Shell) -> None:
    out = used.ok("report")
    assert "1 x exchange (seller, EU, production): 400 invalid_grant\n" in out
    assert "1 x exchange (seller, NA, production): 200, an access token for 3600 seconds\n" in out
    assert "1 x test call (seller, NA, production): 403 Unauthorized\n" in out
    assert "1 x test call (vendor, NA, production): 200\n" in out
    assert "2 x access token refreshed\n" in out
    assert "1 x test call refused by SP-API: 403\n" in out


def test_of_an_unused_vault_it_says_that_there_is_nothing_yet(shell: Shell) -> None:
    assert shell.ok("report").count("  nothing yet\n") == 2


def test_nothing_is_sent(used: Shell) -> None:
    before = len(used.simulator.requests)
    used.ok("report")
    assert len(used.simulator.requests) == before


def test_no_value_is_in_it(used: Shell) -> None:
    for name, value in {"TERM_PROGRAM": "/home/CANARY/term", "COLORTERM": "CANARY@host"}.items():
        used.monkeypatch.setenv(name, value)
    used.simulator.sp_api_reply = None
    used.simulator.behaviours[f"{builders.REFRESH_TOKEN}-globex"] = Behaviour(Fault.ECHO)
    used("refresh", "globex")
    ran = used("report")
    told = ran.out + ran.err
    values = ("CANARY", "Acme", "Globex", "Inventory", "Demo Store", builders.CLIENT_ID, "amazon.com", str(used.home))
    assert [each for each in values if each in told] == []
    assert "(code not shown)" in told


def test_a_file_is_written_after_the_lines_were_shown(used: Shell) -> None:
    ran = used("report", "--output", "report.txt", stdin="y\n", at_terminal=True)
    written = (used.home / "report.txt").read_text()
    assert (ran.code, ran.out) == (0, f"{used.home / 'report.txt'}\n")
    assert [line[5:] for line in ran.err.splitlines()[: len(written.splitlines())]] == written.splitlines()
    assert (used.home / "report.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_without_a_yes_nothing_is_written(used: Shell, answer: str) -> None:
    ran = used("--yes", "report", "--output", "report.txt", stdin=answer, at_terminal=True)
    assert "You did not answer yes, so nothing was done." in ran.err
    assert not (used.home / "report.txt").exists()


def test_without_a_person_nothing_is_written_whatever_yes_says(used: Shell) -> None:
    assert "Nobody is there to read it" in used("--yes", "report", "--output", "report.txt").err
    assert not (used.home / "report.txt").exists()


def test_a_file_that_is_there_stays(used: Shell) -> None:
    (used.home / "report.txt").write_text("mine")
    ran = used("report", "--output", "report.txt", stdin="y\n", at_terminal=True)
    assert "A file already exists there; it was not touched" in ran.err
    assert (used.home / "report.txt").read_text() == "mine"


def test_without_a_vault_there_are_still_the_versions(empty: Shell) -> None:
    assert "There is no vault yet" in empty.refused(6, "report")
    assert "Python" in empty.ok("report", "--versions-only")
