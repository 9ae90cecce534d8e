"""What README, SECURITY.md and help topics list is what the program has."""

import math
import re
from pathlib import Path

import pytest

from spauth_tui.adapters.amazon.http import KEPT
from spauth_tui.adapters.config.appearance_parts import APPEARANCE_KEYS
from spauth_tui.adapters.config.settings import KEYS
from spauth_tui.adapters.vault.open_file import LET_GO_AFTER
from spauth_tui.commands.registry import VERBS
from spauth_tui.commands.runtime.exit_codes import Exit
from spauth_tui.commands.verbs.help import TOPICS, explanation
from spauth_tui.domain.keyboard.key_names import key_names, key_sign
from spauth_tui.domain.keyboard.keys import PLACES, Key
from spauth_tui.domain.model.preferences import DEFAULT_LOCK_AFTER, Preferences
from spauth_tui.domain.vault.unlock_delay import FREE_TRIES, LONGEST_WAIT
from spauth_tui.formats.registry import FORMATS
from spauth_tui.services.tokens.copying import CLEARED_AFTER, SHOWN_FOR
from spauth_tui.ui.dashboard.screen import SYNC_EVERY

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
SECURITY = (ROOT / ".github" / "SECURITY.md").read_text()
MOST_LINES = 220
NUMBERS = {2: "two", 3: "three", 10: "ten", 11: "eleven", 12: "twelve", 16: "sixteen"}


def section(heading: str) -> str:
    return README.split(f"{heading}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_the_table_of_verbs(verb: str) -> None:
    assert re.search(rf"`{verb}[`\s]", section("## Scripts"))


def test_every_verb_that_hands_out_a_secret_says_so() -> None:
    told = section("## What leaves the vault")
    assert not [
        verb for verb in ("token", "exec", "exec --sdk", "broker", "export", "backup") if f"`{verb}`" not in told
    ]


@pytest.mark.parametrize("code", [int(code) for code in Exit])
def test_every_exit_code_is_listed(code: int) -> None:
    assert re.search(rf"\b{code} ", section("## Scripts").split("Exit codes:", 1)[1])


@pytest.mark.parametrize("key", [*KEYS, *APPEARANCE_KEYS])
def test_every_setting_of_the_file_is_explained(key: str) -> None:
    assert re.search(rf"\b{key}\b", explanation("settings"))


def test_the_number_of_formats_is_right() -> None:
    assert f"lists the {NUMBERS[len(FORMATS)]} formats" in README


@pytest.mark.parametrize("key", [each for each in PLACES["dashboard"] if not each.id.startswith(("move.", "mark."))])
def test_every_key_of_the_dashboard_stands_in_its_table(key: Key) -> None:
    told = README.split("All keys of the dashboard", 1)[1].split("</details>", 1)[0]
    assert f"`{key_sign(key_names(key.keys)[0])}`" in told


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= MOST_LINES


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (README, f"A copied access token is cleared after {CLEARED_AFTER.seconds} seconds"),
        (README, f"| `c`, `y` | access token | the clipboard | {CLEARED_AFTER.seconds} seconds |"),
        (README, f"| `v` | access token | the screen | {SHOWN_FOR.seconds} seconds |"),
        (README, f"The dashboard locks after {DEFAULT_LOCK_AFTER.seconds // 60} minutes without a key"),
        (SECURITY, f"A copied access token is cleared after {CLEARED_AFTER.seconds} seconds"),
        (SECURITY, f"The dashboard locks after {DEFAULT_LOCK_AFTER.seconds // 60} minutes without a key"),
        (
            SECURITY,
            f"After {NUMBERS[FREE_TRIES]} wrong passphrases, each further try has to wait longer, "
            f"up to {LONGEST_WAIT.seconds} seconds.",
        ),
        (SECURITY, f"the last {NUMBERS[KEPT]} secrets that this run sent"),
        (SECURITY, f"Decrypted pages of the vault are released within {NUMBERS[LET_GO_AFTER.seconds]} seconds"),
        (SECURITY, f"other windows say within {NUMBERS[math.ceil(SYNC_EVERY)]} seconds that the vault was replaced"),
        (explanation("recovery"), f"The {NUMBERS[Preferences().backups_kept]} most recent of these are kept"),
    ],
)
def test_the_numbers_of_promises_are_the_programs(text: str, sentence: str) -> None:
    assert sentence in " ".join(text.split())


def _mentioned(text: str) -> set[str]:
    return set(re.findall(r"spauth-tui help ([a-z-]+)", text))


def test_every_topic_that_the_readme_names_is_there() -> None:
    assert _mentioned(README) <= set(TOPICS)
