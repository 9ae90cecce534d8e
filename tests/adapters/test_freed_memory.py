"""What was decrypted on the way does not lie about in the process: neither while it shows the vault nor after."""

import platform
import subprocess
import sys

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.account import AccountId
from spauth_tui.domain.model.authorization import AuthorizationId
from tests import builders

COUNT = 60
FEW = 5
"""What SQLite frees is wiped; Python's own copy of the last value may still be there."""

# The values are told nowhere in this program, so whatever is found of them was read from the vault.
LOOK = """
import asyncio, ctypes, re, sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from spauth_tui.startup.hardening import harden
from spauth_tui.adapters.vault import open_file
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.secret import Secret

PIECE = 65536
PLANTED = b"".join((b"CANARY-lies", b"-about-999"))

def held():
    found = set()
    with open("/proc/self/maps") as maps:
        parts = [line.split()[:2] for line in maps]
    with open("/proc/self/mem", "rb", 0) as memory:
        for place, rights in parts:
            begin, end = (int(each, 16) for each in place.split("-"))
            # In small pieces, or reading makes and unmaps parts itself; one that is gone by now cannot be read.
            for piece in range(begin, end, PIECE) if rights.startswith("rw") else ():
                with suppress(OSError):
                    memory.seek(piece)
                    found.update(re.findall(rb"CANARY-lies-about-[0-9]+", memory.read(min(PIECE, end - piece))))
    assert PLANTED in found, "it finds what is there"
    return len(found) - 1

async def let_go(opened):
    while opened._file._letting_go is not None:
        await asyncio.sleep(0)
    await opened._file._let_go_of

async def main():
    open_file.LET_GO_AFTER = timedelta(0)
    vault = await SqlcipherVaultStore(Path(sys.argv[1])).open(Secret(sys.stdin.readline().strip()))
    holdings = await vault.holdings()
    # By now every page is checked.
    await vault.application(holdings.applications[0].id)
    await let_go(vault)
    shown = held()
    for each in holdings.authorizations:
        await vault.credentials(each.id)
    await let_go(vault)
    used = held()
    for each in holdings.authorizations:
        await vault.credentials(each.id)
    await vault.close()
    print(shown, used, held())

harden()
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # but this program is to read itself
asyncio.run(main())
"""

if sys.platform != "linux" or platform.libc_ver()[0] != "glibc":
    pytest.skip("only glibc is told to give memory back", allow_module_level=True)


@pytest.fixture(scope="module")
async def left(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, ...]:
    """How many of the refresh tokens are in memory: once all is shown, once all were sent, once the vault is closed."""
    path = tmp_path_factory.mktemp("freed") / "personal.vault"
    vault = await SqlcipherVaultStore(path).create(builders.PASSPHRASE)
    async with vault.batch() as batch:
        await batch.add(builders.application(), builders.event())
        await batch.keep(builders.application().id, builders.client_secret(), builders.event())
        for number in range(COUNT):
            account, authorization = AccountId(f"acc{number}"), AuthorizationId(f"auth{number}")
            await batch.add(builders.account(account, f"Account {number}"), builders.event())
            await batch.add(builders.authorization(authorization, acc=account), builders.event())
            token = builders.refresh_token(f"token{number}", f"Atzr|CANARY-lies-about-{number}-".ljust(340, "x"))
            await batch.keep(authorization, token, builders.event())
    await vault.close()
    looked = subprocess.run(
        [sys.executable, "-c", LOOK, str(path)],
        input=builders.PASSPHRASE.reveal(),
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(map(int, looked.stdout.split()))


async def test_hardly_a_refresh_token_is_in_memory_once_everything_is_shown(left: tuple[int, ...]) -> None:
    assert left[0] <= FEW


async def test_hardly_a_refresh_token_is_in_memory_once_all_were_sent(left: tuple[int, ...]) -> None:
    assert left[1] <= FEW


async def test_hardly_a_refresh_token_is_in_memory_once_the_vault_is_closed(left: tuple[int, ...]) -> None:
    assert left[2] <= FEW
