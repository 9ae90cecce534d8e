"""What holds for every test."""

import gc
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

from spauth_tui.adapters.vault import creation
from spauth_tui.startup import crash_guard
from tests.processes import heed_signals

heed_signals()

# How quickly inputs are made says something of the computer and of its first run, not of the program: every test takes
# the time it needs. All else that Hypothesis looks for stays on.
settings.register_profile("whatever the computer", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever the computer")


def pytest_configure(config: pytest.Config) -> None:
    """Have the programs that tests start share what they compile, where Python is told to keep none of it.

    Each would compile all that it imports, which takes most of them longer than what they do.
    """
    if sys.dont_write_bytecode and not hasattr(config, "workerinput"):
        shared = tempfile.mkdtemp(prefix="spauth-bytecode-")
        config.add_cleanup(lambda: shutil.rmtree(shared, ignore_errors=True))
        os.environ["PYTHONPYCACHEPREFIX"] = shared
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


gc.set_threshold(200_000, 20, 50)
"""Apps are large and short-lived: Python's own thresholds take a seventh of a screen's test."""

DERIVES = {"test_key_ahead", "test_passphrase_change", "test_freed_memory", "test_process_memory", "test_locked_memory"}
"""Where the derivation of a key, or what it leaves in memory, is the subject."""


def pytest_collection_finish() -> None:
    """Have the collector pass over all modules and tests from now on."""
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def _each_key_is_derived_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Derive the same key once for each worker, and give new vaults, in turn, one of a few salts."""
    if request.module.__name__.rsplit(".", 1)[-1] in DERIVES:
        yield
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hashlib, "pbkdf2_hmac", _derived_once)
        patched.setattr(creation, "secrets", SimpleNamespace(token_bytes=lambda size: bytes([next(_salts)] * size)))
        yield


@pytest.fixture(autouse=True)
def _reports_of_other_tests_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count a test's own crash reports alone: a program writes its first few, and these would be other tests'."""
    monkeypatch.setattr(crash_guard, "_guard", crash_guard._Guard())


_derived_once = lru_cache(maxsize=None)(hashlib.pbkdf2_hmac)
_salts = cycle(range(8))
