"""Kills a program with SIGKILL at random instants while it writes, and counts what was lost. Prints a line of JSON.

`python -m tests.adapters.kill_loop writes 200`, `... passphrase 100`, `... backup 60`. Code 1: something was lost.
The key's rounds are lowered, so that the time goes into writing; nothing else is changed.
"""

import asyncio
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path

from spauth_tui.adapters.vault import key
from spauth_tui.adapters.vault.files.unfinished import PREFIX
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import WrongPassphrase
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshToken, RefreshTokenId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders

if sys.platform == "win32":
    raise SystemExit("It needs fork and SIGKILL.")
key.ROUNDS = 1000
_PATIENCE = 5.0
"""Seconds for the next byte: a child that inherits a lock from a thread of its parent writes none."""
OTHER = Secret("CANARY the other passphrase")


def forked(work: Callable[[int], Coroutine[None, None, None]], delay: float, *, after: int = 0) -> bytes:
    """Run `work(pipe)` in a child, kill it after `delay` seconds, and return what it acknowledged until then.

    The seconds count from the byte number `after`: however slow the machine, the child is as far as that by then.
    """
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        try:
            asyncio.run(work(theirs))
        finally:
            os._exit(0)
    os.close(theirs)
    heard = b""
    while len(heard) < after and select.select([ours], [], [], _PATIENCE)[0]:
        if not (piece := os.read(ours, 1)):
            break
        heard += piece
    end = time.monotonic() + delay
    while (left := end - time.monotonic()) > 0:
        if select.select([ours], [], [], left)[0]:
            piece = os.read(ours, 65536)
            if not piece:
                break
            heard += piece
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(ours, 65536):
        heard += piece
    os.close(ours)
    return heard


def writes(kills: int, directory: Path) -> dict[str, int]:
    """Kill a program that stores refresh tokens one after another."""
    store = SqlcipherVaultStore(directory / "kill.vault")

    async def furnish() -> None:
        vault = await store.create(builders.PASSPHRASE)
        await builders.furnish(vault)
        await vault.close()

    asyncio.run(furnish())
    acknowledged: set[str] = set()
    lost = failed = 0
    for round_number in range(kills):

        async def work(pipe: int, round_number: int = round_number) -> None:
            vault = await store.open(builders.PASSPHRASE)
            for number in range(100_000):
                name = f"{round_number}-{number}"
                now = datetime.now(UTC)
                token = RefreshToken(RefreshTokenId(name), Secret(f"Atzr|CANARY-{name}"), now)
                event = Event(now, EventKind.REFRESH_TOKEN_STORED, name)
                await vault.keep(AuthorizationId("auth"), token, event)
                os.write(pipe, f"{name}\n".encode())

        heard = forked(work, random.uniform(0.02, 0.15), after=round_number % 4 != 0)
        acknowledged.update(line for line in heard.decode().split("\n")[:-1] if line)
        try:
            kept = asyncio.run(_kept(store))
        except SpauthError:
            failed += 1
        else:
            lost += len(acknowledged - kept)
    return {"kills": kills, "acknowledged": len(acknowledged), "lost": lost, "failed": failed}


async def _kept(store: SqlcipherVaultStore) -> set[str]:
    vault = await store.open(builders.PASSPHRASE)
    (authorization,) = (await vault.holdings()).authorizations
    await vault.close()
    return {token.id for token in authorization.refresh_tokens}


def passphrase(kills: int, directory: Path) -> dict[str, int]:
    """Kill a program in the middle of changing the passphrase."""
    store = SqlcipherVaultStore(directory / "kill.vault")
    present, other = builders.PASSPHRASE, OTHER

    async def furnish() -> None:
        vault = await store.create(present)
        await builders.furnish(vault)
        await vault.close()

    async def work(pipe: int) -> None:
        vault = await store.open(present)
        os.write(pipe, b"o")
        await vault.change_passphrase(other, builders.event(EventKind.PASSPHRASE_CHANGED))
        os.write(pipe, b"c")
        await asyncio.sleep(60)

    async def open_with(secret: Secret) -> bool:
        try:
            vault = await store.open(secret)
        except WrongPassphrase:
            return False
        whole = await vault.refresh_token(RefreshTokenId("token")) == Secret(builders.REFRESH_TOKEN)
        await vault.close()
        return whole

    async def change() -> None:
        vault = await store.open(present)
        await vault.change_passphrase(other, builders.event(EventKind.PASSPHRASE_CHANGED))
        await vault.close()

    asyncio.run(furnish())
    whole = 0.0
    for _ in range(4):
        begun = time.monotonic()
        asyncio.run(change())
        whole = max(whole, time.monotonic() - begun)
        present, other = other, present
    changed = acknowledged = midway = wrong = leftovers = 0
    for number in range(kills):
        # In turn: while the vault is opened or early in the change, three times within the change, and after it.
        after = (0, 1, 1, 1, 2)[number % 5]
        delay = random.random() if after == 0 else (number % 5 - 1 + random.random()) / 3
        heard = forked(work, delay * whole, after=after)
        is_new, is_old = asyncio.run(open_with(other)), asyncio.run(open_with(present))
        acknowledged += b"c" in heard
        midway += heard == b"o"
        wrong += is_new == is_old or (b"c" in heard and not is_new)
        leftovers += any(store.path.parent.glob(f"{store.path.name}.*.new*"))
        if is_new:
            changed += 1
            present, other = other, present
    return {
        "kills": kills,
        "acknowledged": acknowledged,
        "midway": midway,
        "changed": changed,
        "wrong": wrong,
        "leftovers": leftovers,
    }


def backup(kills: int, directory: Path) -> dict[str, int]:
    """Kill a program that writes backups one after another."""
    store = SqlcipherVaultStore(directory / "kill.vault")
    acknowledged: set[str] = set()
    bad = unfinished = 0

    async def furnish() -> None:
        vault = await store.create(builders.PASSPHRASE)
        await builders.furnish(vault)
        await vault.close()

    async def work(pipe: int) -> None:
        vault = await store.open(builders.PASSPHRASE)
        while True:
            path = await vault.back_up(BackupReason.BY_HAND, datetime.now(UTC))
            os.write(pipe, f"{path.name}\n".encode())

    async def is_good(path: Path) -> bool:
        try:
            return (await store.peek(path, builders.PASSPHRASE)).refresh_tokens == 1
        except SpauthError:
            return False

    async def once() -> None:
        vault = await store.open(builders.PASSPHRASE)
        await vault.back_up(BackupReason.BY_HAND, datetime.now(UTC))
        await vault.close()

    asyncio.run(furnish())
    written = directory / "backups"
    for number in range(kills):
        heard = forked(work, random.uniform(0.02, 0.08), after=number % 4 != 0)
        acknowledged.update(line for line in heard.decode().split("\n")[:-1] if line)
        named = [each for each in written.glob("*") if not each.name.startswith(PREFIX)]
        bad += sum(not asyncio.run(is_good(each)) for each in named)
        unfinished += len(list(written.glob(f"{PREFIX}*")))
        missing = acknowledged - {each.name for each in named}
        bad += len(missing)
        asyncio.run(once())
        if left := list(written.glob(f"{PREFIX}*")):
            raise SystemExit(f"{len(left)} were not swept")
        for each in written.iterdir():
            each.unlink()
        acknowledged.clear()
    return {"kills": kills, "bad": bad, "unfinished": unfinished}


LOSSES = ("lost", "failed", "wrong", "leftovers", "bad")


def main() -> int:
    """Run one of the loops."""
    what, kills = sys.argv[1], int(sys.argv[2])
    loops = {"writes": writes, "passphrase": passphrase, "backup": backup}
    with tempfile.TemporaryDirectory() as directory:
        found = loops[what](kills, Path(directory))
    sys.stdout.write(json.dumps(found) + "\n")
    return int(any(found.get(each) for each in LOSSES))


if __name__ == "__main__":
    sys.exit(main())
