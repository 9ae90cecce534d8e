"""A program with one schema change more than this one has, which opens a vault in a second window."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from spauth_tui.adapters.vault import connection, opening, proving
from spauth_tui.adapters.vault.records import migrations
from spauth_tui.adapters.vault.records.migrations import MIGRATIONS, migrate


def _next(target: Any) -> None:
    target.execute("CREATE TABLE novelty (value TEXT NOT NULL) STRICT")
    target.execute("ALTER TABLE account RENAME COLUMN notes TO remarks")


NEWER = (*MIGRATIONS, _next)


@contextmanager
def newer_program() -> Iterator[None]:
    """Have what is opened within it be opened by the newer program."""
    with pytest.MonkeyPatch.context() as patched:
        for module in (connection, migrations, opening, proving):
            patched.setattr(module, "MIGRATIONS", NEWER)
        patched.setattr(opening, "migrate", lambda target: migrate(target, NEWER))
        yield
