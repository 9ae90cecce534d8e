"""Writers that acknowledge against restore, rows-only, passwd and kill -9: nothing acknowledged may be in no file."""

import asyncio
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import VaultBusy, VaultError, VaultGone, WrongPassphrase
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret

_PROGRAM = Path(sys.executable).with_name("spauth-tui")
_PHRASES = ("CANARY-pass-phrase-one-two", "CANARY-pass-phrase-three-four")


async def write(path: Path, seconds: float) -> None:
    """Write until told; print each acknowledged word."""
    until, number, me = time.monotonic() + seconds, 0, os.getpid()
    while time.monotonic() < until:
        vault = None
        for phrase in _PHRASES:
            with contextlib.suppress(WrongPassphrase):
                try:
                    vault = await SqlcipherVaultStore(path).open(Secret(phrase))
                    break
                except WrongPassphrase:
                    continue
                except VaultError as problem:
                    print("open:", type(problem).__name__, problem, file=sys.stderr, flush=True)
                    break
        if vault is None:
            continue
        try:
            while time.monotonic() < until:
                number += 1
                word = f"w{me}-{number}-"
                try:
                    await vault.record(Event(datetime.now(UTC), EventKind.BACKED_UP, "x", word))
                except VaultBusy:
                    continue
                print(word, flush=True)
        except VaultGone:
            pass
        except VaultError as problem:
            print("write:", type(problem).__name__, problem, file=sys.stderr, flush=True)
        await vault.close()


async def details(path: Path, backup: bool) -> set[str]:
    """Read every event's detail of a vault file, under either passphrase."""
    for phrase in _PHRASES:
        try:
            vault = await SqlcipherVaultStore(path).open(Secret(phrase))
        except WrongPassphrase:
            continue
        except VaultError as problem:
            print("UNREADABLE", path, type(problem).__name__, problem)
            return set()
        found = {each.detail for each in await vault.events(limit=10**7)}
        await vault.close()
        return found
    print("UNREADABLE: no passphrase", path)
    return set()


def main() -> int:
    """End with 1 when an acknowledged word is in no file."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    choice = random.Random(seed)
    home = Path(tempfile.mkdtemp(dir=Path.home()))
    vault = home / "v.vault"
    variables = {**os.environ, "HOME": str(home), "SPAUTH_PASSPHRASE_COMMAND": f"echo {_PHRASES[0]}"}
    subprocess.run([_PROGRAM, "--vault", vault, "init"], env=variables, check=True, capture_output=True)
    subprocess.run(
        [_PROGRAM, "--vault", vault, "add", "account", "--label", "A", "--region", "na"], env=variables, check=True
    )
    subprocess.run(
        [_PROGRAM, "--vault", vault, "backup", home / "b.vault"], env=variables, check=True, capture_output=True
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.attacks.replacing", "write", str(vault), str(seconds)],
            stdout=(home / f"words{at}").open("w"),
        )
        for at in range(2)
    ]
    until = time.monotonic() + seconds
    tally: dict[tuple[str, int], int] = {}
    while time.monotonic() < until:
        what = choice.choice(["restore", "rows", "rows-self", "passwd", "kill"])
        phrase = choice.choice(_PHRASES)
        words = {
            "restore": ["restore", "--yes", str(home / "b.vault")],
            "rows": ["restore", "--rows-only", "--yes", str(home / "b.vault")],
            "rows-self": ["restore", "--rows-only", "--yes", str(vault)],
            "kill": ["restore", "--yes", str(home / "b.vault")],
            "passwd": ["passwd", "--yes", "--new-passphrase-fd", "0"],
        }[what]
        v = {
            **variables,
            "SPAUTH_PASSPHRASE_COMMAND": f"echo {_PHRASES[0] if what in ('restore', 'rows', 'kill') else phrase}",
        }
        verb = subprocess.Popen(
            [_PROGRAM, "--vault", str(vault), *words],
            env=v,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        if what == "kill":
            time.sleep(choice.uniform(0.5, 2.0))
            verb.kill()
        said = verb.communicate(choice.choice(_PHRASES) + "\n")[1]
        tally[(what, verb.returncode)] = tally.get((what, verb.returncode), 0) + 1
        if verb.returncode not in {0, 4, 12, -9}:
            print(what, verb.returncode, said)
    for writer in writers:
        writer.wait()
    acknowledged = {word for at in range(2) for word in (home / f"words{at}").read_text().split()}
    print(tally, len(acknowledged), "acknowledged")
    found: set[str] = asyncio.run(details(vault, False))
    for each in (home / "backups").iterdir():
        found |= asyncio.run(details(each, True))
    lost = acknowledged - found
    print("lost", len(lost), sorted(lost)[:5], home, sorted(p.name for p in home.iterdir()))
    return 1 if lost else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        asyncio.run(write(Path(sys.argv[2]), float(sys.argv[3])))
        sys.exit(0)
    sys.exit(main())
