"""The system's keyring by the real library: with a backend of the test's own, and with a real Secret Service."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest

from spauth_tui.adapters.os_keyring import OsKeyring
from spauth_tui.domain.errors import KeyringUnavailable
from spauth_tui.domain.secret import Secret

VAULT = Path("/home/someone/personal.vault")
PASSPHRASE = Secret("CANARY horse battery staple")


class InMemory(keyring.backend.KeyringBackend):
    priority = 5  # type: ignore[assignment]
    name = "Test keyring"  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Raising(InMemory):
    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("CANARY in the keyring's words")

    set_password = get_password  # type: ignore[assignment]


class Hanging(InMemory):
    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(0.5)
        return "CANARY late"


@pytest.fixture
def backend() -> Iterator[InMemory]:
    before = keyring.get_keyring()
    made = InMemory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


async def test_what_was_kept_is_found(backend: InMemory) -> None:
    await OsKeyring().keep(VAULT, PASSPHRASE)
    assert await OsKeyring().find(VAULT) == PASSPHRASE


async def test_each_vault_has_its_own(backend: InMemory) -> None:
    await OsKeyring().keep(VAULT, PASSPHRASE)
    assert await OsKeyring().find(VAULT.with_name("work.vault")) is None


async def test_what_was_forgotten_is_gone(backend: InMemory) -> None:
    await OsKeyring().keep(VAULT, PASSPHRASE)
    await OsKeyring().forget(VAULT)
    assert backend.kept == {}


async def test_forgetting_what_is_not_there_is_fine(backend: InMemory) -> None:
    await OsKeyring().forget(VAULT)


async def test_its_name_is_for_people(backend: InMemory) -> None:
    assert OsKeyring().name == "Test keyring"


@pytest.mark.parametrize("untrusted", [keyring.backends.fail.Keyring, keyring.backends.null.Keyring])
async def test_a_keyring_that_keeps_nothing_is_not_offered(
    backend: InMemory, untrusted: type[keyring.backend.KeyringBackend]
) -> None:
    keyring.set_keyring(untrusted())
    assert OsKeyring().name == ""
    with pytest.raises(KeyringUnavailable):
        await OsKeyring().keep(VAULT, PASSPHRASE)


async def test_a_keyring_of_low_priority_is_not_offered(backend: InMemory) -> None:
    class Plain(InMemory):
        priority = 0.5  # type: ignore[assignment]

    keyring.set_keyring(Plain())
    assert OsKeyring().name == ""


async def test_a_keyrings_own_words_are_never_passed_on(backend: InMemory) -> None:
    keyring.set_keyring(Raising())
    with pytest.raises(KeyringUnavailable) as caught:
        await OsKeyring().keep(VAULT, PASSPHRASE)
    assert "CANARY" not in f"{caught.value} {caught.value.__cause__!r}"
    assert caught.value.__suppress_context__


async def test_a_keyring_that_fails_finds_nothing(backend: InMemory) -> None:
    keyring.set_keyring(Raising())
    assert await OsKeyring().find(VAULT) is None


async def test_a_keyring_that_does_not_answer_is_given_up(backend: InMemory) -> None:
    keyring.set_keyring(Hanging())
    assert await OsKeyring(limit=0.05).find(VAULT) is None


WALK = """
import asyncio, sys
from pathlib import Path
from spauth_tui.adapters.os_keyring import OsKeyring
from spauth_tui.domain.secret import Secret

async def main():
    vault, secret, ring = Path("/home/someone/personal.vault"), Secret("CANARY kept for real"), OsKeyring()
    assert ring.name, "no keyring"
    await ring.keep(vault, secret)
    assert await OsKeyring().find(vault) == secret
    await ring.forget(vault)
    assert await OsKeyring().find(vault) is None
    print("walked by", ring.name)

asyncio.run(main())
"""


def test_a_real_secret_service_keeps_finds_and_forgets(tmp_path: Path) -> None:
    missing = [each for each in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(each) is None]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    script = tmp_path / "walk.py"
    script.write_text(WALK)
    home = tmp_path / "home"
    home.mkdir()
    inner = (
        "printf 'CANARY login' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "
        f"exec '{sys.executable}' '{script}'"
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", inner],
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "XDG_RUNTIME_DIR": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.startswith("walked by"), done.stderr
