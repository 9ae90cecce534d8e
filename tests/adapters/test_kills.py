"""kill -9 at random instants: no acknowledged change is lost, and the vault opens every time.

A few kills; `tests.adapters.kill_loop` makes more.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it needs fork and SIGKILL")


WRITES, CHANGES, BACKUPS = 8, 10, 8


def looped(what: str, kills: int) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.adapters.kill_loop", what, str(kills)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200)
    found: dict[str, int] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def written() -> dict[str, int]:
    return looped("writes", WRITES)


def test_no_acknowledged_change_is_lost_to_a_kill(written: dict[str, int]) -> None:
    assert (written["kills"], written["lost"]) == (WRITES, 0)


def test_the_vault_opens_after_each_kill(written: dict[str, int]) -> None:
    assert written["failed"] == 0


def test_the_kills_came_in_the_middle_of_writing(written: dict[str, int]) -> None:
    assert written["acknowledged"] > WRITES


@pytest.fixture(scope="module")
def changed() -> dict[str, int]:
    return looped("passphrase", CHANGES)


def test_after_a_kill_in_a_passphrase_change_exactly_one_passphrase_opens_it_whole(changed: dict[str, int]) -> None:
    assert (changed["kills"], changed["wrong"]) == (CHANGES, 0)


def test_what_such_a_kill_leaves_is_removed_at_the_next_unlock(changed: dict[str, int]) -> None:
    assert changed["leftovers"] == 0


def test_the_kills_came_before_within_and_after_the_change(changed: dict[str, int]) -> None:
    assert changed["midway"] > 0
    assert changed["acknowledged"] > 0


@pytest.fixture(scope="module")
def backed_up() -> dict[str, int]:
    return looped("backup", BACKUPS)


def test_whatever_has_a_backups_name_after_a_kill_is_whole_and_what_was_acknowledged_is_there(
    backed_up: dict[str, int],
) -> None:
    assert (backed_up["kills"], backed_up["bad"]) == (BACKUPS, 0)


def test_the_kills_came_in_the_middle_of_a_backup(backed_up: dict[str, int]) -> None:
    assert backed_up["unfinished"] > 0
