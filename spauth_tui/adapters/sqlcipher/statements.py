"""What one write says to the database, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from spauth_tui.adapters.sqlcipher import writing
from spauth_tui.adapters.sqlcipher.failures import translating
from spauth_tui.domain.event import Event


@dataclass(slots=True, eq=False)
class Statements:
    """One write with its event, which stand or fall together."""

    write: Callable[[Any], None]
    event: Event | None
    changes_holdings: bool = True
    is_done: bool = False
    problem: BaseException | None = None

    def run(self, connection: Any) -> None:
        """Say it within a transaction that others share; a failure of its own is noted, and undoes nothing else."""
        try:
            with translating():
                run_apart(connection, self)
        except Exception as problem:
            if not connection.in_transaction:
                # The database has given the whole transaction up.
                raise
            self.problem = problem


def run_apart(connection: Any, statements: Statements) -> None:
    """Say it within a transaction, whole or not at all."""
    connection.execute("SAVEPOINT one")
    try:
        statements.write(connection)
        if statements.event is not None:
            writing.event(connection, statements.event)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK TO one")
            connection.execute("RELEASE one")
        raise
    connection.execute("RELEASE one")
