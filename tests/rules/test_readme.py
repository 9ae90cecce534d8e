"""What the README lists is what the program has."""

import re
from pathlib import Path

import pytest

from spauth_tui.adapters.appearance_parts import APPEARANCE_KEYS
from spauth_tui.adapters.settings import KEYS
from spauth_tui.commands.exit_codes import MEANINGS
from spauth_tui.commands.verbs import VERBS
from spauth_tui.dialects.registry import DIALECTS

README = (Path(__file__).parents[2] / "README.md").read_text()
NUMBERS = {10: "ten", 11: "eleven", 12: "twelve"}


def section(heading: str) -> str:
    return README.split(f"{heading}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_the_table_of_verbs(verb: str) -> None:
    assert re.search(rf"`{verb}[`\s]", section("## From scripts"))


def test_every_verb_that_hands_out_a_secret_says_so() -> None:
    told = section("### What leaves the vault")
    assert not [
        verb for verb in ("token", "exec", "exec --sdk", "broker", "export", "backup") if f"`{verb}`" not in told
    ]


@pytest.mark.parametrize("code", [int(code) for code in MEANINGS])
def test_every_exit_code_is_told(code: int) -> None:
    assert re.search(rf"\b{code} ", section("## From scripts").split("Exit codes:", 1)[1])


@pytest.mark.parametrize("key", [*KEYS, *APPEARANCE_KEYS])
def test_every_setting_of_the_file_is_told(key: str) -> None:
    assert f"`{key}`" in section("## Settings")


def test_the_number_of_forms_is_right() -> None:
    assert f"lists the {NUMBERS[len(DIALECTS)]} forms" in README
