"""Passphrases that nobody types, from real pipes and real commands."""

import contextlib
import os
import shlex
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from spauth_tui.adapters.system.passphrase_source import ENVIRONMENT_NAME, MOST_PRINTED, passphrase_from
from spauth_tui.domain.errors.input import ConfigurationRefused, PassphraseRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.passphrase import MAX_BYTES, accept_passphrase
from tests import needs

Piped = Callable[[bytes], int]
ENVIRONMENT = {"PATH": os.environ["PATH"]}
TEN_MEGABYTES = 10 * 1024 * 1024
LONGEST = b"CANARY".ljust(MAX_BYTES, b"x")


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
        thread.join()


def python(code: str) -> str:
    """Return a command that runs this."""
    if sys.platform == "win32":
        pytest.skip("it is quoted as for a Unix shell")
    return shlex.join([sys.executable, "-I", "-c", code])


def everything_told(problem: BaseException | None) -> str:
    """Return all that an exception, and whatever hangs on it, could show."""
    if problem is None:
        return ""
    own = f"{problem!r} {problem} {problem.args!r} {vars(problem)!r}"
    return own + everything_told(problem.__cause__) + everything_told(problem.__context__)


def refused(
    fd: int | None, command: str | None, environment: dict[str, str] = ENVIRONMENT, limit: float = 60.0
) -> ConfigurationRefused:
    """Return the refusal, which never shows anything of what was given."""
    with pytest.raises(ConfigurationRefused) as caught:
        passphrase_from(fd, command, environment, limit=limit)
    assert "CANARY" not in everything_told(caught.value)
    assert caught.value.remedy != ConfigurationRefused.remedy
    return caught.value


def test_nothing_named_is_nothing_given() -> None:
    assert passphrase_from(None, None, ENVIRONMENT) is None


@pytest.mark.parametrize(
    "held",
    [b"CANARY words", b"CANARY words\n", b"CANARY words\r\n", b"CANARY words\nmore\n"],
    ids=["no line break", "line break", "CRLF", "more lines"],
)
def test_a_descriptor_gives_its_first_line(piped: Piped, held: bytes) -> None:
    assert passphrase_from(piped(held), None, ENVIRONMENT) == Secret("CANARY words")


@pytest.mark.parametrize(
    ("held", "text"),
    [(b" CANARY \t\n", " CANARY \t"), (b"CANARY\r\r\n", "CANARY\r"), (b"CANARY\r", "CANARY\r")],
    ids=["spaces", "one more CR", "a lone CR"],
)
def test_only_the_line_break_is_taken_off(piped: Piped, held: bytes, text: str) -> None:
    assert passphrase_from(piped(held), None, ENVIRONMENT) == Secret(text)


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_the_longest_passphrase_comes_whole(piped: Piped, end: bytes) -> None:
    assert passphrase_from(piped(LONGEST + end), None, ENVIRONMENT) == Secret(LONGEST.decode())


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\nCANARY"])
def test_one_byte_more_is_refused(piped: Piped, end: bytes) -> None:
    assert "more than the 1,024 bytes" in refused(piped(LONGEST + b"x" + end), None).sentence


def left_in(fd: int) -> int:
    count = 0
    while piece := os.read(fd, 1 << 20):
        count += len(piece)
    return count


def test_of_ten_megabytes_no_more_is_read_than_shows_that_it_is_too_long(piped: Piped) -> None:
    fd = piped(b"CANARY".ljust(TEN_MEGABYTES, b"x"))
    assert "more than the 1,024 bytes" in refused(fd, None).sentence
    assert TEN_MEGABYTES - left_in(fd) <= MAX_BYTES + 2


def test_what_follows_the_line_is_left_for_others(piped: Piped) -> None:
    fd = piped(b"CANARY words\nthe rest")
    passphrase_from(fd, None, ENVIRONMENT)
    assert os.read(fd, 100) == b"the rest"


@pytest.mark.parametrize("held", [b"", b"\n", b"\r\n", b"\nCANARY on the second line"])
def test_an_empty_first_line_is_refused(piped: Piped, held: bytes) -> None:
    assert "empty" in refused(piped(held), None).sentence


def test_a_nul_is_refused(piped: Piped) -> None:
    assert "NUL" in refused(piped(b"CANARY\x00words\n"), None).sentence


@pytest.mark.parametrize(
    "held",
    [b"CANARY \xe4 words\n", b"CANARY \xed\xa0\x80 words\n", b"CANARY \xc3"],
    ids=["latin-1", "a surrogate", "a character cut in two"],
)
def test_what_is_not_utf_8_is_refused(piped: Piped, held: bytes) -> None:
    assert "not UTF-8" in refused(piped(held), None).sentence


def test_a_closed_descriptor_is_refused() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    os.close(theirs)
    assert "cannot be read" in refused(ours, None).sentence


@pytest.mark.parametrize("number", [-1, 10**6, 10**30])
def test_a_number_that_is_no_descriptor_is_refused(number: int) -> None:
    assert "cannot be read" in refused(number, None).sentence


def test_a_descriptor_that_is_only_for_writing_is_refused() -> None:
    ours, theirs = os.pipe()
    try:
        assert "cannot be read" in refused(theirs, None).sentence
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens no directory")
def test_a_directory_is_refused(tmp_path: Path) -> None:
    fd = os.open(tmp_path, os.O_RDONLY)
    try:
        assert "cannot be read" in refused(fd, None).sentence
    finally:
        os.close(fd)


def test_a_descriptor_to_which_nobody_writes_is_given_up() -> None:
    ours, theirs = os.pipe()
    try:
        os.write(theirs, b"CANARY without an end")
        assert "within 0.1 seconds" in refused(ours, None, limit=0.1).sentence
    finally:
        os.close(theirs)
        os.close(ours)


@pytest.mark.parametrize(
    ("command", "environment"),
    [("echo CANARY", {}), ("", {}), (None, {ENVIRONMENT_NAME: "echo CANARY"})],
    ids=["both flags", "an empty flag", "the environment"],
)
def test_a_descriptor_beside_a_command_is_one_too_many(
    piped: Piped, command: str | None, environment: dict[str, str]
) -> None:
    assert refused(piped(b"CANARY"), command, environment).sentence.startswith("Both --passphrase-fd and ")


def test_with_one_too_many_nothing_is_read(piped: Piped) -> None:
    fd = piped(b"CANARY")
    refused(fd, "echo CANARY")
    assert os.read(fd, 100) == b"CANARY"


def test_with_one_too_many_nothing_is_run(piped: Piped, tmp_path: Path) -> None:
    refused(piped(b"CANARY"), f"touch '{tmp_path}/ran'")
    assert not (tmp_path / "ran").exists()


@needs.unix_programs
@pytest.mark.parametrize(
    "printed", ["CANARY words", "CANARY words\\n", "CANARY words\\r\\n", "CANARY words\\nuser: me\\n"]
)
def test_a_command_gives_its_first_line(printed: str) -> None:
    assert passphrase_from(None, f"printf '{printed}'", ENVIRONMENT) == Secret("CANARY words")


@needs.unix_programs
def test_the_environment_may_name_the_command() -> None:
    environment = {**ENVIRONMENT, ENVIRONMENT_NAME: "echo CANARY"}
    assert passphrase_from(None, None, environment) == Secret("CANARY")


@needs.unix_programs
def test_the_flags_command_wins_over_the_environments() -> None:
    environment = {**ENVIRONMENT, ENVIRONMENT_NAME: "echo CANARY"}
    assert passphrase_from(None, "echo CANARY flag", environment) == Secret("CANARY flag")


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_names_nothing(value: str) -> None:
    assert passphrase_from(None, None, {**ENVIRONMENT, ENVIRONMENT_NAME: value}) is None


def test_an_empty_variable_is_not_in_a_descriptors_way(piped: Piped) -> None:
    assert passphrase_from(piped(b"CANARY"), None, {**ENVIRONMENT, ENVIRONMENT_NAME: ""}) == Secret("CANARY")


@needs.unix_programs
def test_the_environment_is_left_as_it_is() -> None:
    environment = {**ENVIRONMENT, ENVIRONMENT_NAME: "echo CANARY", "OTHER": "x"}
    before = dict(environment)
    passphrase_from(None, None, environment)
    assert environment == before


def test_the_command_gets_the_environment() -> None:
    command = python("import os; print(os.environ['STORE'])")
    assert passphrase_from(None, command, {**ENVIRONMENT, "STORE": "CANARY store"}) == Secret("CANARY store")


@needs.unix_programs
def test_no_shell_sees_the_command() -> None:
    assert passphrase_from(None, "echo '$HOME' CANARY; echo | cat", ENVIRONMENT) == Secret("$HOME CANARY; echo | cat")


@needs.unix_programs
@pytest.mark.parametrize("command", ["", "   ", "echo 'CANARY", 'echo "CANARY'])
def test_a_command_that_cannot_be_split_into_words_is_refused(command: str) -> None:
    assert "a quote in it is never closed" in refused(None, command).sentence


@pytest.mark.parametrize(
    "command", ["no-such-program-CANARY", "/CANARY/no/such", "echo CANARY\x00", "echo \ud800CANARY", "/"]
)
def test_a_command_that_is_no_program_is_refused(command: str) -> None:
    assert "cannot be run" in refused(None, command).sentence


@needs.unix_programs
def test_a_file_that_may_not_be_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "CANARY").write_text("#!/bin/sh\necho CANARY\n")
    assert "cannot be run" in refused(None, str(tmp_path / "CANARY")).sentence


@needs.unix_programs
@pytest.mark.parametrize("code", ["exit 3", "echo CANARY; exit 3", "head -c 2000 /dev/zero; exit 3"])
def test_a_command_that_fails_is_refused_whatever_it_printed(code: str) -> None:
    assert "failed with exit code 3" in refused(None, f"sh -c '{code}'").sentence


@needs.unix_programs
def test_a_command_that_is_killed_is_refused() -> None:
    assert "failed" in refused(None, "sh -c 'echo CANARY; kill -9 $$'").sentence


@needs.unix_programs
def test_the_variable_is_named_where_it_is_the_one_at_fault() -> None:
    assert refused(None, None, {**ENVIRONMENT, ENVIRONMENT_NAME: "false"}).sentence.startswith(ENVIRONMENT_NAME)


@needs.unix_programs
@pytest.mark.parametrize(
    ("printed", "word"),
    [("", "empty"), ("\\nCANARY", "empty"), ("CANARY\\000x", "NUL"), ("CANARY \\344", "not UTF-8")],
)
def test_what_a_command_prints_is_judged_like_what_is_read(printed: str, word: str) -> None:
    assert word in refused(None, f"printf '{printed}'").sentence


def test_a_line_that_is_a_little_too_long_is_refused() -> None:
    assert "more than the 1,024 bytes" in refused(None, python(f"print('x' * {MAX_BYTES + 1})")).sentence


def test_many_lines_after_the_first_are_passed_over() -> None:
    command = python(f"print('CANARY'); print('x' * {MOST_PRINTED - 100})")
    assert passphrase_from(None, command, ENVIRONMENT) == Secret("CANARY")


@needs.unix_programs
@pytest.mark.parametrize("command", ["yes CANARY", "cat /dev/zero"])
def test_a_command_that_prints_without_end_is_stopped(command: str) -> None:
    assert "is too long for a passphrase" in refused(None, command).sentence


HANGS = {
    "it prints nothing": "exec sleep 600",
    "it goes on after its line": "echo CANARY; exec sleep 600",
    "it closes its output": "echo CANARY; exec sleep 600 >&-",
}


@needs.unix_programs
@pytest.mark.parametrize("code", HANGS.values(), ids=HANGS)
def test_a_command_that_hangs_is_given_up(code: str) -> None:
    assert "within 0.2 seconds" in refused(None, f"sh -c '{code}'", limit=0.2).sentence


def test_a_command_that_hangs_is_ended(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such pipes")
    os.mkfifo(tmp_path / "alive")
    reader = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    try:
        refused(None, python(f"import time; held = open({str(tmp_path / 'alive')!r}, 'w'); time.sleep(600)"), limit=1)
        # A pipe that some process holds open for writing would raise BlockingIOError.
        assert os.read(reader, 1) == b""
    finally:
        os.close(reader)


@needs.unix_programs
def test_what_a_command_leaves_behind_holds_up_nobody(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    try:
        problem = refused(None, f"sh -c 'sleep 600 & echo $! > {pid}; echo CANARY; exit 0'", limit=1)
        assert "within 1 seconds" in problem.sentence
    finally:
        os.kill(int(pid.read_text()), 9)


def test_the_command_does_not_get_the_descriptors_of_the_program(piped: Piped) -> None:
    fd = piped(b"CANARY")
    os.set_inheritable(fd, True)
    code = f"import os\ntry:\n os.read({fd}, 1)\n print('seen')\nexcept OSError:\n print('closed')"
    assert passphrase_from(None, python(code), ENVIRONMENT) == Secret("closed")


ASKING = """
import os, sys
from spauth_tui.adapters.system.passphrase_source import passphrase_from
from spauth_tui.domain.model.secret import Secret
print(passphrase_from(None, sys.argv[1], os.environ) == Secret("CANARY answered"))
"""


@needs.unix_programs
def test_the_command_may_ask_on_the_programs_own_input_and_error() -> None:
    command = "sh -c 'echo Touch the key >&2; read line; echo \"$line\"'"
    ended = subprocess.run(
        [sys.executable, "-c", ASKING, command], input="CANARY answered\n", capture_output=True, text=True, timeout=60
    )
    assert (ended.stdout, ended.stderr) == ("True\n", "Touch the key\n")


STUCK = """
import os
from spauth_tui.adapters.system.passphrase_source import passphrase_from
from spauth_tui.domain.errors.input import ConfigurationRefused
ours, theirs = os.pipe()
try:
    passphrase_from(ours, None, {}, limit=0.05)
except ConfigurationRefused:
    print("refused")
"""


def test_a_descriptor_to_which_nobody_writes_does_not_keep_the_program_from_ending() -> None:
    ended = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout) == (0, "refused\n"), ended.stderr


ANY_PASSPHRASE = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=12, max_size=MAX_BYTES // 4)


def accepted_form(text: str) -> Secret:
    try:
        return accept_passphrase(Secret(text))
    except PassphraseRefused:
        assume(False)
        raise


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=ANY_PASSPHRASE, end=st.sampled_from([b"", b"\n", b"\r\n"]))
@example(text="CANARY\u2028\u2029 x \ufeff", end=b"\n")
@example(text=normalize("NFD", "CANARY ünïcödé wörds"), end=b"")
@example(text=" " * 12, end=b"\r\n")
def test_every_accepted_passphrase_comes_through_a_pipe(piped: Piped, text: str, end: bytes) -> None:
    accepted = accepted_form(text)
    taken = passphrase_from(piped(text.encode() + end), None, ENVIRONMENT)
    assert taken == Secret(text)
    assert accept_passphrase(taken) == accepted


@needs.unix_programs
@settings(max_examples=25, deadline=None)
@given(text=ANY_PASSPHRASE)
def test_every_accepted_passphrase_comes_from_a_command(text: str) -> None:
    accepted = accepted_form(text)
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(accepted.reveal().encode() + b"\n")
        kept.flush()
        assert passphrase_from(None, f"cat '{kept.name}'", ENVIRONMENT) == accepted
