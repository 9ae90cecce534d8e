"""Opens every state that a power cut can leave, and says which were wrong: `python -m tests.crash_states [WAY ...]`.

`--most N` opens no more than so many states of each way, drawn by chance (seeded).
"""

import argparse
import contextlib
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.files.place import first_bytes
from spauth_tui.adapters.vault.opening import open_copy, open_vault
from spauth_tui.adapters.vault.records.migrations import MIGRATIONS
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import NoVault, WrongPassphrase
from spauth_tui.domain.model.secret import Secret
from tests.beside import LOCKS
from tests.crash_states.recording import program, record
from tests.crash_states.replaying import State, read, states
from tests.crash_states.scenarios import ALL, BACKUP, NAME, NEW, OLD, derive, prepare

JOURNAL = f"{NAME}-journal"
"""SQLite leaves one that it need not play back."""
ROOM = next((each for each in ("/dev/shm",) if Path(each).is_dir()), None)  # noqa: S108 - a private directory in it
"""Where thousands of small files cost no disk."""
UNFINISHED = ".spauth-tui.writing-"
Held = dict[str, list[tuple[Any, ...]]]


def _dump(connection: Any) -> Held:
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    query = "SELECT * FROM {}"  # names of our own tables
    return {table: sorted(map(tuple, connection.execute(query.format(table))), key=repr) for table in tables}


def _opened(vault: Path, passphrase: Secret) -> Held | None:
    """Return what the vault holds, opened as the program opens it; None for another passphrase or no vault."""
    try:
        connection = open_vault(vault, passphrase, derive).connection
    except (WrongPassphrase, NoVault):
        return None
    with contextlib.closing(connection):
        return _dump(connection)


def _held(directory: Path, passphrase: Secret) -> Held | None:
    return _opened(directory / NAME, passphrase)


def _copies(directory: Path) -> list[Held]:
    """Return what each kept copy holds, opened as restoring opens it, by itself."""
    found = []
    for path in sorted((directory / "backups").glob("*.vault")):
        with (
            tempfile.TemporaryDirectory(dir=ROOM) as name,
            contextlib.suppress(SpauthError),
        ):
            copy = Path(name) / "copy.vault"
            shutil.copy(path, copy)
            connection, _ = open_copy(copy, copy, OLD, derive)
            with contextlib.closing(connection):
                found.append(_dump(connection))
    return found


def _version(vault: Path) -> int:
    connection = connect(vault, derive(OLD, first_bytes(vault)))
    with contextlib.closing(connection):
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


class Judge:
    """Knows a way's two ends, and says what is wrong with a state; empty where nothing is."""

    def __init__(self, name: str, before: State, after: State, room: Path) -> None:
        self._name, self._room = name, room
        self._new_passphrase = NEW if name == "passphrase" else OLD
        self._old, self._old_copies = self._ends(before, OLD) if name != "salvage" else (None, [])
        self._new, self._new_copies = self._ends(after, self._new_passphrase)

    def _ends(self, state: State, passphrase: Secret) -> tuple[Held | None, list[Held]]:
        with self._laid(state) as directory:
            return _held(directory, passphrase), _copies(directory)

    @contextlib.contextmanager
    def _laid(self, state: State) -> Any:
        directory = self._room / "state"
        directory.mkdir(mode=0o700)
        try:
            state.write_to(directory)
            yield directory
        finally:
            shutil.rmtree(directory)

    def fault(self, state: State) -> str:
        """Open the state as the program would, and say what is wrong."""
        with self._laid(state) as directory:
            try:
                return self._judged(directory)
            except SpauthError as problem:
                return f"{type(problem).__name__}: {problem.sentence}"

    def _judged(self, directory: Path) -> str:
        vault = directory / NAME
        if self._name == "salvage":
            return self._salvaged(directory)
        if self._name == "migrate":
            upgraded = vault.exists() and _version(vault) == len(MIGRATIONS)
            held = _held(directory, OLD)
            copies = _copies(directory)
            if held != self._new:
                return "migrated otherwise"
            return "" if not upgraded or copies else "migrated without a backup"
        held = _held(directory, OLD)
        if self._name == "passphrase" and held is None:
            held = _held(directory, NEW)
            return "" if held == self._new else "neither passphrase opens it whole"
        left = [
            path.name for path in directory.iterdir() if path.name not in {*LOCKS, NAME, JOURNAL, BACKUP, "backups"}
        ]
        if held is not None and left:
            return f"left behind: {left}"
        if held == self._old:
            return ""
        if held is None or held != self._new:
            return "neither the old vault nor the new one"
        if self._name.startswith("restore") and self._old not in _copies(directory):
            return "the vault before is not kept"
        return ""

    def _salvaged(self, directory: Path) -> str:
        vault = directory / NAME
        damaged = (self._room / "damaged").read_bytes()
        if vault.read_bytes() == damaged:
            return ""
        kept = (
            [path.read_bytes() for path in (directory / "backups").glob("*")]
            if (directory / "backups").exists()
            else []
        )
        if damaged not in kept:
            return "the damaged vault is not kept"
        return "" if _held(directory, OLD) == self._new else "neither the damaged vault nor the salvaged one"


class Counted:
    """Passes states on one by one, since each holds whole files, and counts them."""

    def __init__(self, states: Iterable[State]) -> None:
        self._states, self.count = states, 0

    def __iter__(self) -> Iterator[State]:
        for state in self._states:
            self.count += 1
            yield state


def drawn(states: Iterable[State], most: int) -> list[State]:
    """Return so many of them, each with the same chance, or all where there are fewer."""
    chance, kept = random.Random(1), list[State]()
    for number, state in enumerate(states):
        if number < most:
            kept.append(state)
        elif (place := chance.randrange(number + 1)) < most:
            kept[place] = state
    return kept


def run(name: str, room: Path, most: int | None) -> dict[str, Any]:
    """Record a way, open every state or so many drawn by chance, and return the counts with the first faults."""
    directory = room / "recorded"
    directory.mkdir(mode=0o700)
    prepare(name, directory)
    if name == "salvage":
        shutil.copy(directory / NAME, room / "damaged")
    before = read(directory)
    operations = record(program("tests.crash_states.scenarios", name, str(directory)), directory, room / "traces")
    after = read(directory)
    judge, faults = Judge(name, before, after, room), list[str]()
    found = Counted(states(before, operations, UNFINISHED))
    opened = Counted(found if most is None else drawn(found, most))
    for state in opened:
        fault = judge.fault(state)
        if fault:
            faults.append(f"{fault} ({', '.join(sorted(state.names))})")
    return {
        "way": name,
        "operations": len(operations),
        "states": found.count,
        "opened": opened.count,
        "wrong": len(faults),
        "first": faults[:3],
    }


def main() -> int:
    """Run all ways, or those that are named."""
    if shutil.which("strace") is None:
        sys.stdout.write("skipped: there is no strace here to record what is done to the files\n")
        return 0
    reader = argparse.ArgumentParser(prog="python -m tests.crash_states")
    reader.add_argument("ways", nargs="*", metavar="WAY", help=", ".join(ALL))
    reader.add_argument("--most", type=int, help="open no more than so many states of each way")
    given, wrong = reader.parse_args(), 0
    if unknown := set(given.ways) - set(ALL):
        reader.error(f"there is no way called {', '.join(sorted(unknown))}")
    for name in given.ways or ALL:
        with tempfile.TemporaryDirectory(dir=ROOM) as room:
            found = run(name, Path(room), given.most)
        wrong += found["wrong"]
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
