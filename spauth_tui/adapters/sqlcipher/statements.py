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

    def say(self, connection: Any) -> None:
        """Say it within a transaction that ends with it if it fails."""
        self.write(connection)
        if self.event is not None:
            writing.event(connection, self.event)

    def run(self, connection: Any) -> None:
        """Say it within a transaction that others share; a failure of its own is noted, and undoes nothing else."""
        try:
            with translating():
                self._say_apart(connection)
        except Exception as problem:
            if not connection.in_transaction:
                # The database has given the whole transaction up.
                raise
            self.problem = problem

    def _say_apart(self, connection: Any) -> None:
        connection.execute("SAVEPOINT one")
        try:
            self.say(connection)
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK TO one")
                connection.execute("RELEASE one")
            raise
        connection.execute("RELEASE one")
