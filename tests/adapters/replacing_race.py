"""Writers and replacers on one vault, in processes of their own. Prints one line of JSON.

`python -m tests.adapters.replacing_race WRITERS REPLACERS ROUNDS DIRECTORY`: each replacer restores the first backup
ROUNDS times, while the writers write, open the vault again when it is gone, and note what was acknowledged. At the
end every file is opened: the vault, and each copy that was kept.
"""

import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault import key
from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.files.place import first_bytes
from spauth_tui.adapters.vault.files.restoring import restore
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret

PASSPHRASE = Secret("CANARY correct horse battery staple")
derive = lru_cache(maxsize=100)(key.derive_key)


def written(vault: Path, stop: Signal, told: "Queue[Any]", number: int) -> None:
    """Write until it is stopped; tell what was acknowledged, and every error by its name."""

    async def write() -> None:
        store, acknowledged, problems = SqlcipherVaultStore(vault, derive), list[str](), Counter[str]()
        parent = os.getppid()
        # However the parent ends, nobody writes on.
        while not stop.is_set() and os.getppid() == parent:
            try:
                opened = await store.open(PASSPHRASE)
            except SpauthError as problem:
                problems[f"opening: {type(problem).__name__}"] += 1
                continue
            try:
                while not stop.is_set() and os.getppid() == parent:
                    row = f"{number}-{len(acknowledged)}"
                    await opened.record(Event(datetime.now(UTC), EventKind.BACKED_UP, "x" * 200, f"{row} {'y' * 300}"))
                    acknowledged.append(row)
            except SpauthError as problem:
                problems[f"writing: {type(problem).__name__}"] += 1
            await opened.close()
        told.put((acknowledged, problems))

    asyncio.run(write())


def restored(vault: Path, backup: Path, rounds: int, told: "Queue[Any]") -> None:
    """Restore so many times; tell how often it was done, and every error by its name."""
    problems, done = Counter[str](), 0
    for _ in range(rounds):
        # Long enough for the writers to open what is there now, and to write.
        time.sleep(random.uniform(0.005, 0.05))
        event = Event(datetime.now(UTC), EventKind.RESTORED, "race")
        try:
            restore(vault, backup, PASSPHRASE, event, derive)
            done += 1
        except SpauthError as problem:
            problems[f"restoring: {type(problem).__name__}"] += 1
    told.put((done, problems))


def held_by(file: Path) -> set[str] | None:
    """Return the rows of a file; None if it is not sound."""
    with contextlib.suppress(SpauthError):
        connection = connect(file, derive(PASSPHRASE, first_bytes(file)), mode="ro")
        with contextlib.closing(connection):
            rows = {row[0].split()[0] for row in connection.execute("SELECT detail FROM event") if row[0]}
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            if sound and not connection.execute("PRAGMA cipher_integrity_check").fetchall():
                return rows
    return None


async def furnish(vault: Path) -> None:
    """Make a vault of some size."""
    made = await SqlcipherVaultStore(vault, derive).create(PASSPHRASE)
    for _ in range(30):
        await made.record(Event(datetime.now(UTC), EventKind.BACKED_UP, "base", "b" * 2000))
    await made.close()


def race(writers: int, replacers: int, rounds: int, directory: Path) -> dict[str, Any]:
    """Let them race; return what was acknowledged, lost and said."""
    vault = directory / "race.vault"
    asyncio.run(furnish(vault))
    backup = directory / "base.backup"
    shutil.copy(vault, backup)
    backup.chmod(0o600)
    context = multiprocessing.get_context("fork")
    stop, told, replaced = context.Event(), context.Queue(), context.Queue()
    writing_now = [context.Process(target=written, args=(vault, stop, told, number)) for number in range(writers)]
    restoring_now = [context.Process(target=restored, args=(vault, backup, rounds, replaced)) for _ in range(replacers)]
    for process in (*writing_now, *restoring_now):
        process.start()
    problems, acknowledged, done = Counter[str](), set[str](), 0
    for _ in restoring_now:
        count, found = replaced.get(timeout=240)
        done += count
        problems += found
    stop.set()
    for _ in writing_now:
        rows, found = told.get(timeout=60)
        acknowledged |= set(rows)
        problems += found
    for process in (*writing_now, *restoring_now):
        process.join(20)
    files = [vault, *sorted((directory / "backups").iterdir())]
    held = {file.name: held_by(file) for file in files}
    kept: set[str] = set().union(*(rows for rows in held.values() if rows))
    return {
        "replacements": done,
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - kept),
        "files": len(files),
        "unsound": sorted(name for name, rows in held.items() if rows is None),
        "linked": sorted(file.name for file in files if file.stat().st_nlink > 1),
        "left": sorted(each.name for each in directory.iterdir() if each.name.startswith(".")),
        "said": dict(problems),
    }


def main() -> None:
    """Run a race."""
    writers, replacers, rounds = (int(each) for each in sys.argv[1:4])
    sys.stdout.write(json.dumps(race(writers, replacers, rounds, Path(sys.argv[4]))) + "\n")


if __name__ == "__main__":
    main()
