"""One word for one thing: the words that were given up, as CONTRIBUTING lists them, are used no more."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "spauth_tui"
LISTED = "CONTRIBUTING.md"

GIVEN_UP = {
    "dialect": "format",
    "sibling": "merged account",
    "family": "merged account",
    "scorecard": "storage practices",
    "compliance": "storage practices",
    "standing": "status",
    "door": "unlock",
    "kept view": "saved view",
    "mend": "fix",
    "toast": "message",
    "deed": "action",
    "incident": "leak",
    "surroundings": "context",
    "wear": "apply",
}
"""Word -> the word for it now."""

LEFT = {
    "adapters/vault/records": {"incident"},  # a table's name
    "ui/dialogs/about.py": {"door"},
    "ui/dashboard/screenshot.py": {"toast"},  # Textual's class
}
"""Where a word is still used, until that part is rewritten."""

PUZZLING = (
    r"could not be had|can be had\b|\bw(as|ere) had\b",
    r"(?<!there )\bis no (?!longer|more)\w+",
    r"\bgo(ne)? on with\b",
    r"\bonce more\b",
    r"\bin the place of\b|\bstands (in the|there)\b",
    r"\bfor ever\b",
    r"\bread whole\b",
    r"\bfulfils\b",
    r"\brefused by name\b|\btyped unseen\b|\brows alone\b|\bin any case\b",
)
"""Turns of phrase that puzzle a native speaker."""

PLAIN = ("adapters", "bootstrap", "commands", "demo", "services", "startup")
"""The packages in which there is none."""


@cache
def texts() -> dict[str, str]:
    """Return source, help topics and documents by their path."""
    paths = [
        *PACKAGE.rglob("*.py"),
        *PACKAGE.rglob("topics/*.txt"),
        ROOT / "README.md",
        *(ROOT / ".github").glob("*.md"),
    ]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _is_left(name: str, word: str) -> bool:
    return name.endswith(LISTED) or any(
        name.startswith(f"spauth_tui/{place}") and word in words for place, words in LEFT.items()
    )


def lines_with(pattern: str, name: str, text: str) -> list[str]:
    """Return the lines, as `path: line`, in which a pattern is; `_` ends a word and a capital begins one."""
    spaced = (re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", line) for line in text.splitlines())
    return [f"{name}: {line.strip()}" for line in spaced if re.search(pattern, line, re.IGNORECASE)]


@pytest.mark.parametrize("word", GIVEN_UP)
def test_a_word_that_was_given_up_is_used_no_more(word: str) -> None:
    plural = rf"\b{word[:-1]}(y|ies)\b" if word.endswith("y") else rf"\b{word}s?\b"
    beginning = word.split(maxsplit=1)[0][:-1]
    kept = {name: text for name, text in texts().items() if beginning in text.lower() and not _is_left(name, word)}
    assert [line for name, text in kept.items() for line in lines_with(plural, name, text)] == []


@pytest.mark.parametrize("word", GIVEN_UP)
def test_contributing_lists_the_word_and_what_is_said_now(word: str) -> None:
    rows = [line for line in (ROOT / ".github" / LISTED).read_text().splitlines() if line.startswith("| ")]
    assert any(word in row.rsplit("|", 2)[1] and GIVEN_UP[word] in row.split("|")[1] for row in rows)


@pytest.mark.parametrize("pattern", PUZZLING)
def test_no_verb_help_or_document_puzzles(pattern: str) -> None:
    rooms = (*(f"spauth_tui/{room}/" for room in PLAIN), "README.md", ".github/")
    checked = {name: text for name, text in texts().items() if name.startswith(rooms)}
    assert [line for name, text in checked.items() for line in lines_with(pattern, name, text)] == []


@pytest.mark.parametrize("line", ["a dialect of", "class OwnDialects:", "from x import dialect_key"])
def test_the_rule_sees_words_within_names(line: str) -> None:
    assert lines_with(r"\bdialects?\b", "x.py", line) != []


@pytest.mark.parametrize("place", LEFT)
def test_every_place_that_is_left_exists(place: str) -> None:
    assert (PACKAGE / place).exists()
