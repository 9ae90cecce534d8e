"""FILE of `restore` is a vault that another window writes just now: what is restored must be one state of it."""

import asyncio
import collections
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret

_PROGRAM = Path(sys.executable).with_name("spauth-tui")
_PHRASE = "CANARY-pass-phrase-one-two"
EACH = 400


async def write(path: Path, seconds: float) -> None:
    """Write batches of so many events, all or nothing."""
    vault = await SqlcipherVaultStore(path).open(Secret(_PHRASE))
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        number += 1
        async with vault.batch() as batch:
            for at in range(EACH):
                await batch.record(Event(datetime.now(UTC), EventKind.BACKED_UP, "x", f"g{number}-{at}-" + "y" * 100))
    print("batches", number)
    await vault.close()


async def torn(path: Path) -> list[tuple[str, int]]:
    """Return the batches of which a part alone is there."""
    vault = await SqlcipherVaultStore(path).open(Secret(_PHRASE))
    events = await vault.events(limit=10**7)
    await vault.close()
    counts = collections.Counter(each.detail.split("-")[0] for each in events if each.detail.startswith("g"))
    return [(name, count) for name, count in counts.items() if count != EACH]


async def rename(path: Path, seconds: float) -> None:
    """Give every account the same new notes, all or nothing, now and then."""
    store = SqlcipherVaultStore(path)
    vault = await store.open(Secret(_PHRASE))
    now = datetime.now(UTC)
    if not (await vault.holdings()).accounts:
        for at in range(60):
            account = Account(AccountId(f"a{at}"), f"A{at}", Kind.SELLER, Region.NA, now, notes="g0" + "n" * 1900)
            await vault.add(account, Event(now, EventKind.CREATED, "x", ""))
            if at % 10 == 9:
                # So that they lie far apart in the file.
                async with vault.batch() as batch:
                    for _ in range(4000):
                        await batch.record(Event(now, EventKind.CREATED, "x", "y" * 400))
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        number += 1
        async with vault.batch() as batch:
            for each in (await batch.holdings()).accounts:
                event = Event(now, EventKind.CREATED, "x", "") if each.id == "a0" else None
                await batch.change(each, replace(each, notes=f"g{number}" + "n" * 1900), event)
        await asyncio.sleep(0.002)
    print("batches", number)
    await vault.close()


async def generations(path: Path) -> set[str]:
    """Return the notes that the accounts have: one, unless halves of changes are there."""
    vault = await SqlcipherVaultStore(path).open(Secret(_PHRASE))
    found = {each.notes.split("n")[0] for each in (await vault.holdings()).accounts}
    await vault.close()
    return found


def main() -> int:
    """End with 1 when a half of a change was restored, or a sound file is called damaged."""
    home = Path(tempfile.mkdtemp(dir=Path.home()))
    variables = {**os.environ, "HOME": str(home), "SPAUTH_PASSPHRASE_COMMAND": f"echo {_PHRASE}"}
    for name in ("v", "live"):
        subprocess.run(
            [_PROGRAM, "--vault", home / f"{name}.vault", "init"], env=variables, check=True, capture_output=True
        )
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.attacks.live_file", *sys.argv[1:2], str(home / "live.vault"), "60"]
    )
    time.sleep(8 if sys.argv[1:2] == ["rename"] else 1)
    bad = 0
    while writer.poll() is None:
        ended = subprocess.run(
            [_PROGRAM, "--vault", home / "v.vault", "restore", "--yes", home / "live.vault"],
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        halves: list[object] = []
        if not ended.returncode:
            halves = [*asyncio.run(torn(home / "v.vault"))]
            mixed = asyncio.run(generations(home / "v.vault"))
            halves += [mixed] if len(mixed) > 1 else []
        print(
            ended.returncode,
            ended.stderr.strip()[:110].replace("\n", " | ") if ended.returncode else "",
            "torn:",
            halves,
            flush=True,
        )
        bad += bool(halves) or "damaged" in ended.stderr
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) > 2:
        asyncio.run({"write": write, "rename": rename}[sys.argv[1]](Path(sys.argv[2]), float(sys.argv[3])))
        sys.exit(0)
    sys.exit(main())
