"""watch: states as lines, and a line for each change."""

import re

from tests.commands.shell import Shell


def states(out: str) -> list[str]:
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ", line) for line in out.splitlines())
    return [line[21:] for line in out.splitlines()]


def test_it_begins_with_the_state_of_each(shell: Shell) -> None:
    assert states(shell.ok("watch", "--for", "0")) == [
        "Inventory/Acme DE: ready",
        "Inventory/Acme US: ready",
        "Vendor Orders/Globex: ready",
    ]


def test_a_state_that_changes_with_time_gets_one_line(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    lines = states(shell.ok("watch", "--for", "61m"))
    assert [line for line in lines if "Acme US" in line] == [
        "Inventory/Acme US: live, 59 minutes left",
        "Inventory/Acme US: expiring soon, 15 minutes left",
        "Inventory/Acme US: expired",
    ]


def test_nothing_is_painted_over(shell: Shell) -> None:
    out = shell.ok("watch", "--for", "3s")
    assert "\r" not in out
    assert "\x1b" not in out


def test_no_secret_is_in_it(shell: Shell) -> None:
    shell.ok("refresh", "--all")
    ran = shell("watch", "--for", "61m")
    assert ran.code == 0
    assert "CANARY" not in ran.out + ran.err
