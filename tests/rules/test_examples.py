"""What the examples teach: other users of the machine see a program's arguments, and files that the umask lets them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES = [
    line
    for path in (
        ROOT / "README.md",
        *sorted((ROOT / ".github").glob("*.md")),
        *sorted((ROOT / "spauth_tui" / "commands").rglob("*.py")),
        *sorted((ROOT / "spauth_tui" / "commands").rglob("*.txt")),
    )
    for line in path.read_text().splitlines()
]
HANDS_OUT = r"spauth-tui (?:--\S+ \S+ )*(?:token|export|broker)\b"
OF_THE_SHELL = re.compile(r"^[ $]*(?:eval|printf|echo|export|read) |^\s*[A-Za-z_]+=")
WRITTEN = re.compile(rf"{HANDS_OUT}[^|]*[^|2&-]> *[^ &]")


def shows_it(line: str) -> bool:
    """Say whether a line puts what a verb hands out into the arguments of a program that is not the shell itself."""
    return bool(re.search(rf"\$\({HANDS_OUT}", line)) and not OF_THE_SHELL.search(line)


def leaves_it(line: str) -> bool:
    """Say whether a line has the shell write what a verb hands out to a file that the umask opens to others."""
    return bool(WRITTEN.search(line)) and "umask 077;" not in line


def test_no_example_puts_a_token_into_a_programs_arguments() -> None:
    assert [line for line in LINES if shows_it(line)] == []


def test_no_example_writes_a_token_to_a_file_that_others_may_read() -> None:
    assert [line for line in LINES if leaves_it(line)] == []


@pytest.mark.parametrize(
    "line", ['  curl -H "x: $(spauth-tui token acme)" URL', "$ curl -H $(spauth-tui --vault v token a)"]
)
def test_the_rule_sees_arguments(line: str) -> None:
    assert shows_it(line)


@pytest.mark.parametrize("line", ['  eval "$(spauth-tui token acme --format env)"', "TOKEN=$(spauth-tui token acme)"])
def test_the_rule_leaves_the_shells_own_alone(line: str) -> None:
    assert not shows_it(line)


def test_the_rule_sees_files() -> None:
    assert leaves_it("  spauth-tui broker acme --json > /dev/shm/broker.json")
