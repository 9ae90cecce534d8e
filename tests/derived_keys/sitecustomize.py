"""Has the programs that tests start share derived keys, wipe no freed memory and seldom look for garbage.

Python imports it in each, by its name and PYTHONPATH; `tests/conftest.py` says which directory.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # what a start imports is looked at, and this is part of each
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

DIRECTORY = "TESTS_DERIVED_KEYS"
SELDOM = (200_000, 20, 50)
"""When garbage is looked for: apps are large and short-lived, and Python's thresholds take a tenth of their time."""


def once(derive: Callable[..., bytes], directory: str) -> Callable[..., bytes]:
    """Return what derives a key, or reads it where any program of this run has derived it."""

    def derived(*given: object) -> bytes:
        import hashlib

        path = os.path.join(directory, hashlib.sha256(repr(given).encode()).hexdigest())  # noqa: PTH118 - starts are short
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - as above
                return file.read()
        except FileNotFoundError:
            key = derive(*given)
            with open(f"{path}.{os.getpid()}", "wb") as file:  # noqa: PTH123 - as above
                file.write(key)
            os.replace(f"{path}.{os.getpid()}", path)  # noqa: PTH105 - as above
            return key

    derived.__wrapped__ = derive  # type: ignore[attr-defined]
    return derived


def _share_keys(hashlib: ModuleType) -> None:
    hashlib.pbkdf2_hmac = once(hashlib.pbkdf2_hmac, os.environ[DIRECTORY])  # type: ignore[attr-defined]


def leave_freed_memory(connection: ModuleType) -> None:
    """Have SQLCipher not lock and wipe each piece of memory: it takes an eighth of all tests' time."""
    connection.WIPE_WHAT_IS_FREED = "PRAGMA cipher_memory_security=OFF"  # type: ignore[attr-defined]


CHANGES = {"hashlib": _share_keys, "spauth_tui.adapters.vault.connection": leave_freed_memory}


class _Changes:
    """Changes a module once the program imports it."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name not in CHANGES:
            return None
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def run_and_change(module: ModuleType) -> None:
                run(module)
                CHANGES[name](module)

            spec.loader.exec_module = run_and_change  # type: ignore[method-assign]
        return spec


if DIRECTORY in os.environ:
    gc.set_threshold(*SELDOM)
    sys.meta_path.insert(0, _Changes)
