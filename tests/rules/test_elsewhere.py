"""What can be told here of systems that have no POSIX."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.tools


def test_every_module_of_program_and_tests_is_imported_without_posix_or_says_why_not() -> None:
    command = [sys.executable, "-m", "tests.rules.without_posix"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
