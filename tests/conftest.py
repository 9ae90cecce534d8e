"""What holds for every test."""

import gc
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from spauth_tui.adapters.vault import connection, creation
from spauth_tui.startup import crash_guard
from tests.derived_keys.sitecustomize import DIRECTORY, SELDOM, leave_freed_memory, once
from tests.processes import heed_signals

heed_signals()
hashlib.pbkdf2_hmac = _derive = getattr(hashlib.pbkdf2_hmac, "__wrapped__", hashlib.pbkdf2_hmac)
leave_freed_memory(connection)  # what is freed is looked for in programs that tests start

# How quickly inputs are made says something of the computer and of its first run, not of the program: every test takes
# the time it needs. All else that Hypothesis looks for stays on.
settings.register_profile("few", max_examples=30, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("many", max_examples=200, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("few")


def pytest_configure(config: pytest.Config) -> None:
    """Have the programs that tests start share the keys that they derive, and what they compile.

    Where Python is told to keep none of what it compiles, it takes most of them longer than what they do: it is kept
    where pytest keeps what it remembers.
    """
    if not hasattr(config, "workerinput"):
        keys = tempfile.mkdtemp(prefix="spauth-keys-")
        config.add_cleanup(lambda: shutil.rmtree(keys, ignore_errors=True))
        os.environ[DIRECTORY] = keys
        places = [str(Path(__file__).parent / "derived_keys"), *filter(None, [os.environ.get("PYTHONPATH")])]
        os.environ["PYTHONPATH"] = os.pathsep.join(places)
    if sys.dont_write_bytecode and not hasattr(config, "workerinput"):
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have each worker begin with other modules, so that each is compiled once and not by all of them at a time."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if worker == "gw0" or session.config.args != session.config.getini("testpaths"):
        return
    root = Path(__file__).parents[1]
    names = [".".join(each.relative_to(root).with_suffix("").parts) for each in sorted(root.glob("tests/**/test_*.py"))]
    begin = int(worker[2:]) * len(names) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for name in names[begin:] + names[:begin]:
        with suppress(Exception, pytest.skip.Exception):  # what is wrong is told when they are collected
            import_module(name)


gc.set_threshold(*SELDOM)

DERIVES = {"test_key_ahead", "test_freed_memory", "test_process_memory", "test_locked_memory"}
"""Where the derivation of a key, or what it leaves in memory, is the subject."""


def pytest_collection_finish() -> None:
    """Have the collector pass over all modules and tests from now on."""
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def _each_key_is_derived_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Derive the same key once in a run, and give new vaults, in turn, one of a few salts."""
    with pytest.MonkeyPatch.context() as patched:
        if request.module.__name__.rsplit(".", 1)[-1] in DERIVES:
            patched.delenv(DIRECTORY)
            yield
            return
        patched.setattr(hashlib, "pbkdf2_hmac", _derived_once)
        patched.setattr(creation, "secrets", SimpleNamespace(token_bytes=lambda size: bytes([next(_salts)] * size)))
        yield


@pytest.fixture(autouse=True)
def _reports_of_other_tests_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count a test's own crash reports alone: a program writes its first few, and these would be other tests'."""
    monkeypatch.setattr(crash_guard, "_reports", crash_guard._Reports())


@cache
def _derived_once(*given: Any) -> bytes:
    return once(_derive, os.environ[DIRECTORY])(*given)


_salts = cycle(range(8))
