"""A plugin of pytest: writes down which test is running and which failed, for who watches from outside."""

import json
import os

import pytest


def _write(what: str, test: str) -> None:
    with open(os.environ["MUTATION_PROGRESS"], "a", encoding="utf-8") as file:  # noqa: PTH123 - a test may change Path
        file.write(json.dumps([what, test]) + "\n")


def pytest_runtest_logstart(nodeid: str) -> None:
    _write("runs", nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _write("failed", report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _write("failed", report.nodeid)
