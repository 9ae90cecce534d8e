"""time: what is left, for prompts."""

from datetime import timedelta

from tests.commands.shell import Shell


def test_the_time_left_is_the_wall_clocks_and_ends_a_minute_before_amazons(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    shell.clock.advance(timedelta(minutes=7, seconds=47))
    assert shell.ok("time", "acme us") == "51:13\n"


def test_seconds_are_whole(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    assert shell.ok("time", "acme us", "--seconds") == "3540\n"


def test_none_left_is_13(shell: Shell) -> None:
    ran = shell("time", "acme us")
    assert (ran.code, ran.out) == (13, "00:00\n")


def test_a_clock_that_went_back_proves_nothing(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    shell.clock.set_wall(-timedelta(hours=2))
    ran = shell("time", "acme us")
    assert (ran.code, ran.out) == (13, "00:00\n")


def test_nothing_is_exchanged(shell: Shell) -> None:
    shell("time", "acme us")
    assert shell.simulator.requests == []
