"""Which Pythons are promised, and which are tried."""

import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
JOBS = yaml.safe_load((ROOT / ".github" / "workflows" / "checks.yml").read_text())["jobs"]
PROMISED = {each.rsplit(" ", 1)[1] for each in PROJECT["classifiers"] if "Python :: 3." in each}


def test_each_python_that_is_promised_is_tried_wherever_there_is_a_choice() -> None:
    tried = [set(job["strategy"]["matrix"]["python"]) for job in JOBS.values() if "strategy" in job]
    assert [PROMISED - each for each in tried] == [set()] * len(tried)


def test_the_oldest_python_that_is_promised_is_the_oldest_that_is_required() -> None:
    oldest = min(PROMISED, key=lambda version: int(version.split(".")[1]))
    assert PROJECT["requires-python"] == f">={oldest}"
