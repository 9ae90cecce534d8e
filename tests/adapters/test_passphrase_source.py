"""Passphrases that nobody types, from real pipes and real commands."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from spauth_tui.adapters.passphrase_source import ENVIRONMENT_NAME, passphrase_from
from spauth_tui.domain.errors import ConfigurationRefused, PassphraseRefused
from spauth_tui.domain.passphrase import accept_passphrase
from spauth_tui.domain.secret import Secret

Piped = Callable[[bytes], int]


@pytest.fixture
def piped() -> Iterator[Piped]:
    """A descriptor from which these bytes come; written from a thread, so that much of it blocks nobody."""
    ends: list[int] = []
    threads: list[threading.Thread] = []

    def make(held: bytes) -> int:
        ours, theirs = os.pipe()
        ends.append(ours)

        def write() -> None:
            left = memoryview(held)
            with contextlib.suppress(BrokenPipeError):
                while left:
                    left = left[os.write(theirs, left) :]
            os.close(theirs)

        thread = threading.Thread(target=write)
        thread.start()
        threads.append(thread)
        return ours

    yield make
    for end in ends:
        os.close(end)
    for thread in threads:
        thread.join(5)


@pytest.mark.parametrize("held", [b"CANARY words", b"CANARY words\n", b"CANARY words\r\n", b"CANARY words\nmore\n"])
def test_a_descriptor_gives_its_first_line(piped: Piped, held: bytes) -> None:
    assert passphrase_from(piped(held), None, {}) == Secret("CANARY words")


@pytest.mark.parametrize(
    "held", [b"", b"\n", b"CANARY" * 2_000_000, b"CANARY \xe4 latin", b"CANARY \x00 nul"], ids=lambda held: held[:12]
)
def test_what_is_no_passphrase_is_refused_without_being_shown(piped: Piped, held: bytes) -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        passphrase_from(piped(held), None, {})
    assert "CANARY" not in f"{caught.value} {caught.value.__cause__!r}"


def test_a_closed_descriptor_is_refused() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    os.close(theirs)
    with pytest.raises(ConfigurationRefused, match="cannot be read"):
        passphrase_from(ours, None, {})


def test_a_command_gives_its_first_line() -> None:
    assert passphrase_from(None, "printf 'CANARY words\\nmore'", {}) == Secret("CANARY words")


def test_the_environment_may_name_the_command() -> None:
    assert passphrase_from(None, None, {ENVIRONMENT_NAME: "echo CANARY"}) == Secret("CANARY")


def test_the_flag_wins_over_the_environment() -> None:
    assert passphrase_from(None, "echo CANARY flag", {ENVIRONMENT_NAME: "echo CANARY"}) == Secret("CANARY flag")


def test_nothing_named_is_nothing_given() -> None:
    assert passphrase_from(None, None, {}) is None


@pytest.mark.parametrize(("command", "environment"), [("echo CANARY", {}), (None, {ENVIRONMENT_NAME: "echo CANARY"})])
def test_two_places_are_one_too_many(piped: Piped, command: str | None, environment: dict[str, str]) -> None:
    with pytest.raises(ConfigurationRefused, match="two places"):
        passphrase_from(piped(b"CANARY"), command, environment)


@pytest.mark.parametrize("command", ["false", "no-such-program-here", "'unclosed", "sh -c 'echo CANARY; exit 3'"])
def test_a_command_that_fails_is_refused(command: str) -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        passphrase_from(None, command, {})
    assert "CANARY" not in str(caught.value)


def test_a_command_that_hangs_is_given_up() -> None:
    with pytest.raises(ConfigurationRefused, match="too long"):
        passphrase_from(None, "sleep 60", {}, limit=0.1)


def test_the_command_does_not_see_the_descriptors_of_the_program(piped: Piped) -> None:
    fd = piped(b"CANARY")
    code = f"import os,sys\ntry:\n os.read({fd},1)\n print('seen')\nexcept OSError:\n print('closed')"
    assert passphrase_from(None, f'{sys.executable} -c "{code}"', {}) == Secret("closed")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=12, max_size=200))
def test_every_accepted_passphrase_comes_through_a_pipe(piped: Piped, text: str) -> None:
    try:
        accepted = accept_passphrase(Secret(text))
    except PassphraseRefused:
        assume(False)
    assert passphrase_from(piped(accepted.reveal().encode() + b"\n"), None, {}) == accepted
