"""A statement that never ends does not keep the program from ending."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spauth_tui.adapters.vault import connection as connecting
from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.domain.errors.vault import VaultError
from spauth_tui.domain.model.secret import Secret
from spauth_tui.startup import ending

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "any.vault"
    path.touch(0o600)
    made = connect(path, Secret("00" * 48))
    yield made
    made.close()
    ending.forget()


def test_a_statement_that_computes_for_too_long_is_interrupted_in_words(
    connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "LIMIT", 0.2)
    with pytest.raises(VaultError, match="did not answer in time"), translating():
        connection.execute(ENDLESS).fetchone()
    assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_statement_is_interrupted_when_the_program_is_to_end(
    connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "GRACE", 0.1)
    ending.ask()
    with pytest.raises(VaultError, match="did not answer in time"), translating():
        connection.execute(ENDLESS).fetchone()


def test_what_is_short_still_runs_when_the_program_is_to_end(connection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "GRACE", 0.0)
    ending.ask()
    connection.execute("CREATE TABLE kept (x)")
    connection.executemany("INSERT INTO kept VALUES (?)", [(number,) for number in range(1000)])
    assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_many_statements_with_pauses_between_them_are_never_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    watch = connecting._Watch()
    for _ in range(100):
        now[0] += connecting.PAUSE + 0.1
        assert not watch()


def test_one_statement_may_take_so_long_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    watch = connecting._Watch()
    looks = 0
    while not watch():
        looks += 1
        now[0] += connecting.PAUSE / 2
    assert looks == 2 * connecting.LIMIT / connecting.PAUSE + 1
