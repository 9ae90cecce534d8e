"""Whatever rule is not followed, the reason stands beside it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "pyproject.toml"
LINT = tomllib.loads(PROJECT.read_text())["tool"]["ruff"]["lint"]
IGNORED = [*LINT["ignore"], *(rule for rules in LINT["per-file-ignores"].values() for rule in rules)]


def test_every_rule_of_ruff_is_chosen() -> None:
    assert LINT["select"] == ["ALL"]


def test_each_rule_that_is_ignored_has_its_reason() -> None:
    with_reason = re.findall(r'^ +"([A-Z]+\d*)", # \S.*\S$', PROJECT.read_text(), re.MULTILINE)
    assert sorted(with_reason) == sorted(IGNORED)


def test_each_place_that_is_excepted_has_its_reason() -> None:
    sources = [*(ROOT / "spauth_tui").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    without = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "# noqa" in line and not re.search(r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)* - \S", line)
        if path != Path(__file__)
    ]
    assert without == []
