"""The core names no key: it says what to do as a `Way`, and whoever shows it knows the key that the person has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "spauth_tui"
CORE = [
    path
    for room in ("domain", "services", "formats", "adapters")
    for path in (PACKAGE / room).rglob("*.py")
    if PACKAGE / "domain" / "keyboard" not in path.parents
]
KEY = r"(?:[A-Za-z!?,]|[Ff]\d+|escape|enter|space|tab|ctrl\+\w|shift\+\w)(?![\w'’+.])"
NAMES_A_KEY = re.compile(
    rf"\b[Pp]ress {KEY}|\bctrl\+\w|\b[A-Za-z!] on the (?:dashboard|pane)|\b[Pp]ress (?:Refresh|Steps)\b"
)
IS_WRITTEN_ABOUT = {
    "adapters/system/child_programs.py": "gets ctrl+c",
}
"""Docstrings that tell a programmer what a terminal sends."""


def texts(source: str) -> Iterator[str]:
    """Yield every text in a source, the parts of f-strings too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_text_of_the_core_names_a_key(path: Path) -> None:
    excused = IS_WRITTEN_ABOUT.get(path.relative_to(PACKAGE).as_posix(), "\0")
    assert [each for each in texts(path.read_text()) if NAMES_A_KEY.search(each) and excused not in each] == []


@pytest.mark.parametrize(
    "text",
    [
        "Press f to find out why.",
        "press b on the dashboard",
        "then press Refresh.",
        "Press ctrl+r:",
        "S on the dashboard.",
    ],
)
def test_a_key_in_a_text_is_found(text: str) -> None:
    assert NAMES_A_KEY.search(text)


@pytest.mark.parametrize(
    "text", ["Find the application, press Authorize app.", "Press Exchange now: it answers.", "press any key"]
)
def test_a_button_of_amazons_is_not_taken_for_a_key(text: str) -> None:
    assert not NAMES_A_KEY.search(text)
