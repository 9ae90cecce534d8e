"""The pinned dependencies: all of them, each with hashes, and nothing of where they came from."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
PINNED = (ROOT / ".github" / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _names(requirements: Iterable[str]) -> set[str]:
    return {re.split(r"[^\w.-]", each)[0].casefold().replace("_", "-") for each in requirements}


def test_each_dependency_is_pinned() -> None:
    project = PROJECT["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["keyring"]]
    assert _names([*asked, *PROJECT["dependency-groups"]["dev"]]) <= _names(re.findall(r"^\S+==", PINNED, re.MULTILINE))


def test_each_has_a_version_and_hashes_and_nothing_else_is_said() -> None:
    entry = r"[\w.-]+==[\w.]+( ; [^\n\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+"
    assert re.fullmatch(f"({entry})+", PINNED)
