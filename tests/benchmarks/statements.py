"""What the vault says to SQLCipher, written down once and said again on bare sqlcipher3: the same statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import unquote, urlsplit

import sqlcipher3.dbapi2 as sqlcipher


class Kind(Enum):
    """What was done."""

    OPEN = auto()
    EXECUTE = auto()
    CLOSE = auto()
    MOVE = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: to which connection, in which words, with which values."""

    kind: Kind
    connection: int
    text: str = ""
    values: tuple[Any, ...] = ()


@dataclass
class Log:
    """Everything that was done in one directory, in order."""

    directory: Path
    steps: list[Step] = field(default_factory=list)
    connections: int = 0
    folders: list[Path] = field(default_factory=list)
    """Directories that were made below it."""

    @contextmanager
    def writing_down(self) -> Iterator[None]:
        """Write down what every connection does that is opened inside, and which files take another's place."""
        connect, replace = sqlcipher.connect, Path.replace

        def opened(address: str, **options: Any) -> Any:
            if address == ":memory:":
                return connect(address, **options)
            self.connections += 1
            self.steps.append(Step(Kind.OPEN, self.connections, address))
            return _Connection(connect(address, **options), self, self.connections)

        def moved(source: Path, target: Path) -> Path:
            self.steps.append(Step(Kind.MOVE, 0, str(source), (str(target),)))
            return replace(source, target)

        with mock.patch.object(sqlcipher, "connect", opened), mock.patch.object(Path, "replace", moved):
            yield
        self.folders = [each.relative_to(self.directory) for each in self.directory.rglob("*") if each.is_dir()]


class _Connection:
    """A connection that writes down what it is told."""

    def __init__(self, real: Any, log: Log, number: int) -> None:
        self._real, self._log, self._number = real, log, number

    def execute(self, text: str, values: tuple[Any, ...] = ()) -> Any:
        """Write it down and do it."""
        self._log.steps.append(Step(Kind.EXECUTE, self._number, text, values))
        return self._real.execute(text, values)

    def executescript(self, text: str) -> Any:
        """Do the same with a script of one statement."""
        return self.execute(text)

    def close(self) -> None:
        """Write it down and close."""
        self._log.steps.append(Step(Kind.CLOSE, self._number))
        self._real.close()

    def set_progress_handler(self, handler: Any, steps: int) -> None:
        """Watch the real one; the replay is not watched."""
        self._real.set_progress_handler(handler, steps)

    @property
    def total_changes(self) -> int:
        """What the real one says."""
        return int(self._real.total_changes)

    @property
    def in_transaction(self) -> bool:
        """What the real one says."""
        return bool(self._real.in_transaction)


class Replay:
    """Says a log again in another directory that holds the same files, and reads all that is answered."""

    def __init__(self, log: Log, directory: Path) -> None:
        self._steps = [_moved(step, str(log.directory), str(directory)) for step in log.steps]
        for folder in log.folders:
            (directory / folder).mkdir(parents=True)
        self._at = 0
        self._connections: dict[int, Any] = {}

    def until(self, end: int) -> None:
        """Go on to the step with this number."""
        connections = self._connections
        for step in self._steps[self._at : end]:
            _make_room(step)
            if step.kind is Kind.EXECUTE:
                cursor = connections[step.connection].execute(step.text, step.values)
                if cursor.description is not None:
                    cursor.fetchall()
            elif step.kind is Kind.OPEN:
                connections[step.connection] = sqlcipher.connect(step.text, uri=True, isolation_level=None)
            elif step.kind is Kind.CLOSE:
                connections.pop(step.connection).close()
            else:
                Path(step.text).replace(step.values[0])
        self._at = end

    def close(self) -> None:
        """Close what is still open."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()


def _make_room(step: Step) -> None:
    """Make the new file that a step opens, in a temporary directory that the program has removed by now."""
    for text in (step.text, *step.values):
        if isinstance(text, str) and text.startswith("file:"):
            path = Path(unquote(urlsplit(text).path))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()


def _moved(step: Step, old: str, new: str) -> Step:
    values = tuple(value.replace(old, new) if isinstance(value, str) else value for value in step.values)
    return Step(step.kind, step.connection, step.text.replace(old, new), values)
