"""rotate-secret: from one client secret to the next without a gap."""

from spauth_tui.demo.amazon import KnownClient
from tests import builders
from tests.commands.shell import Shell

NEW = "amzn1.oa2-cs.v1.CANARY-rotated"


def test_a_new_one_is_stored_and_proven(shell: Shell) -> None:
    out = shell.ok("rotate-secret", "inventory", "--rotated-on", "2026-03-01", stdin=NEW)
    assert "stored, until 2026-08-28" in out
    assert "accepts it, for Acme" in out
    assert shell.simulator.requests[-1].form["client_secret"] == NEW


def test_one_that_is_refused_is_11_and_the_old_one_goes_on(shell: Shell) -> None:
    shell.simulator.amazon.clients[builders.CLIENT_ID] = KnownClient({builders.CLIENT_SECRET: None})
    assert shell("rotate-secret", "inventory", stdin=NEW).code == 11
    assert shell.ok("token", "acme us").startswith("Atza|")


def test_the_notification_of_an_application_gives_the_dates(shell: Shell) -> None:
    shell.simulator.amazon.clients[builders.CLIENT_ID] = KnownClient({builders.CLIENT_SECRET: None})
    notification = shell.simulator.amazon.newest_notification(builders.CLIENT_ID)
    shell.ok("rotate-secret", "inventory", stdin=notification)
    assert "2026-08-28" in shell.ok("ls", "acme", "us")


def test_an_old_one_goes_only_after_the_newest_is_proven(shell: Shell) -> None:
    shell.ok("rotate-secret", "inventory", "--no-prove", stdin=NEW)
    assert "can be removed" in shell("rotate-secret", "inventory", "--remove-old", "--yes").err
    shell.ok("rotate-secret", "inventory", "--prove")
    assert "Removed 1 old client secret." in shell.ok("rotate-secret", "inventory", "--remove-old", "--yes")


def test_having_amazon_rotate_wants_a_word(shell: Shell) -> None:
    ran = shell("rotate-secret", "inventory", "--ask-amazon", "na", stdin="yes\n", at_terminal=True)
    assert ran.code == 3
    assert "cannot be undone" in ran.err
    assert shell.simulator.requests == []


def test_with_the_word_amazon_is_asked(shell: Shell) -> None:
    shell.simulator.amazon.clients[builders.CLIENT_ID] = KnownClient({builders.CLIENT_SECRET: None})
    ran = shell("rotate-secret", "inventory", "--ask-amazon", "na", stdin="rotate\n", at_terminal=True)
    assert ran.code == 0, ran
    assert "Request id" in ran.out


def test_the_same_one_again_is_refused(shell: Shell) -> None:
    said = shell.refused(2, "rotate-secret", "inventory", stdin=builders.CLIENT_SECRET)
    assert "This client secret is stored already." in said


def test_a_day_that_is_to_come_is_refused(shell: Shell) -> None:
    said = shell.refused(2, "rotate-secret", "vendor", "--rotated-on", "2999-01-01", stdin="CANARY")
    assert "argument --rotated-on: a date that is not in the future" in said
