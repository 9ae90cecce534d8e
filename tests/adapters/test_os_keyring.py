"""The system's keyring by the real library: with backends of the test's own, and with a real Secret Service."""

import json
import os
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.core
import pytest
from keyring.backends import chainer, fail, null

from spauth_tui.adapters.system.os_keyring import OsKeyring
from spauth_tui.domain.errors.system import KeyringUnavailable
from spauth_tui.domain.model.secret import Secret

VAULT = Path("/home/someone/personal.vault")
PASSPHRASE = Secret("CANARY horse bättery staple")


class InMemory(keyring.backend.KeyringBackend):
    priority: Any = 5
    viable: Any = False  # never chosen by the library itself: other tests run in this process
    name: Any = "Test keyring"

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # the library gives it no types
        self.kept: dict[tuple[str, str], str] = {}
        self.threads: set[int] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self.threads.add(threading.get_ident())
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.threads.add(threading.get_ident())
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.threads.add(threading.get_ident())
        del self.kept[service, username]


class Raising(InMemory):
    """Fails with words that nobody may see; SystemExit stands for all that is no ordinary exception."""

    kind: type[BaseException] = RuntimeError

    def get_password(self, service: str, username: str) -> str | None:
        raise self.kind("CANARY in the keyring's words")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)

    def delete_password(self, service: str, username: str) -> None:
        self.get_password(service, username)


class Exiting(Raising):
    kind = SystemExit


class Hanging(InMemory):
    """Answers when `released`, which is after the test."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait(60)
        return "CANARY late"

    def set_password(self, service: str, username: str, password: str) -> None:
        self.released.wait(60)

    def delete_password(self, service: str, username: str) -> None:
        self.released.wait(60)


@pytest.fixture
def backend() -> Iterator[InMemory]:
    before = keyring.core._keyring_backend
    made = InMemory()
    keyring.set_keyring(made)
    yield made
    keyring.core._keyring_backend = before


@pytest.fixture
def hanging(backend: InMemory) -> Iterator[Hanging]:
    made = Hanging()
    keyring.set_keyring(made)
    yield made
    made.released.set()


def everything_told(problem: BaseException | None) -> str:
    """Return all that an exception, and whatever hangs on it, could show."""
    if problem is None:
        return ""
    own = f"{problem!r} {problem} {problem.args!r} {vars(problem)!r}"
    return own + everything_told(problem.__cause__) + everything_told(problem.__context__)


async def test_what_was_kept_is_found(backend: InMemory) -> None:
    await OsKeyring().keep(VAULT, PASSPHRASE)
    assert await OsKeyring().find(VAULT) == PASSPHRASE


async def test_it_is_kept_under_the_programs_name_and_the_vaults_path(backend: InMemory) -> None:
    await OsKeyring().keep(VAULT, PASSPHRASE)
    assert backend.kept == {("spauth-tui", "/home/someone/personal.vault"): PASSPHRASE.reveal()}


async def test_a_relative_path_is_the_same_vault(
    backend: InMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await OsKeyring().keep(tmp_path / "personal.vault", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    assert await OsKeyring().find(Path("personal.vault")) == PASSPHRASE


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


async def test_its_name_cannot_drive_a_terminal(backend: InMemory) -> None:
    backend.name = "evil\x1b]52;c;x\x07"
    assert OsKeyring().name == "evil\ufffd]52;c;x\ufffd"


async def test_a_keyring_without_a_name_is_called_keyring(backend: InMemory) -> None:
    backend.name = ""
    assert OsKeyring().name == "keyring"


async def test_the_keyring_is_never_asked_on_the_screens_thread(backend: InMemory) -> None:
    await OsKeyring().keep(VAULT, PASSPHRASE)
    await OsKeyring().find(VAULT)
    await OsKeyring().forget(VAULT)
    assert backend.threads
    assert threading.get_ident() not in backend.threads


class Plain(InMemory):
    priority = 0.5


class MadeOfNull(InMemory, null.Keyring):  # type: ignore[misc] # its methods take other arguments, as null's do
    """What a package that calls itself safe may be made of."""


class Unfit(InMemory):
    @property
    def priority(self) -> float:
        raise RuntimeError("CANARY: cannot work here")


def of_keyrings_alt() -> InMemory:
    made = type("PlaintextKeyring", (InMemory,), {"__module__": "keyrings.alt.file"})()
    assert isinstance(made, InMemory)
    return made


UNTRUSTED = pytest.mark.parametrize(
    "untrusted", [fail.Keyring, null.Keyring, Plain, MadeOfNull, Unfit, of_keyrings_alt]
)


@UNTRUSTED
async def test_a_keyring_that_keeps_nothing_or_plain_text_is_not_offered(backend: InMemory, untrusted: Any) -> None:
    keyring.set_keyring(untrusted())
    assert OsKeyring().name == ""


@UNTRUSTED
async def test_a_keyring_that_keeps_nothing_or_plain_text_is_given_nothing(backend: InMemory, untrusted: Any) -> None:
    keyring.set_keyring(untrusted())
    with pytest.raises(KeyringUnavailable):
        await OsKeyring().keep(VAULT, PASSPHRASE)
    assert getattr(keyring.get_keyring(), "kept", {}) == {}


async def test_a_keyring_that_keeps_plain_text_is_not_believed(backend: InMemory) -> None:
    plain = Plain()
    plain.kept["spauth-tui", str(VAULT)] = "CANARY planted"
    keyring.set_keyring(plain)
    assert await OsKeyring().find(VAULT) is None


async def test_of_a_chain_the_first_that_is_trusted_gets_it(backend: InMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    class Eager(MadeOfNull):
        priority = 9

    eager, plain = Eager(), Plain()
    monkeypatch.setattr(keyring.backend, "get_all_keyring", lambda: [plain, backend, eager])
    keyring.set_keyring(chainer.ChainerBackend())
    await OsKeyring().keep(VAULT, PASSPHRASE)
    assert (len(eager.kept), len(plain.kept), len(backend.kept)) == (0, 0, 1)


async def test_a_chain_without_any_that_is_trusted_is_none(backend: InMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.backend, "get_all_keyring", lambda: [Plain(), MadeOfNull()])
    keyring.set_keyring(chainer.ChainerBackend())
    assert OsKeyring().name == ""


async def test_without_the_package_there_is_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert OsKeyring().name == ""


async def test_without_the_package_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert await OsKeyring().find(VAULT) is None


async def test_without_the_package_keeping_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(KeyringUnavailable):
        await OsKeyring().keep(VAULT, PASSPHRASE)


async def test_a_keyring_that_comes_later_is_seen(backend: InMemory) -> None:
    keyring.set_keyring(fail.Keyring())
    ours = OsKeyring()
    assert ours.name == ""
    keyring.set_keyring(backend)
    assert ours.name == "Test keyring"


FAILING = pytest.mark.parametrize("failing", [Raising, Exiting])


@FAILING
async def test_a_keyrings_own_words_are_not_passed_on_when_keeping(backend: InMemory, failing: Any) -> None:
    keyring.set_keyring(failing())
    with pytest.raises(KeyringUnavailable) as caught:
        await OsKeyring().keep(VAULT, PASSPHRASE)
    assert "CANARY" not in everything_told(caught.value)


@FAILING
async def test_a_keyrings_own_words_are_not_passed_on_when_forgetting(backend: InMemory, failing: Any) -> None:
    keyring.set_keyring(failing())
    with pytest.raises(KeyringUnavailable) as caught:
        await OsKeyring().forget(VAULT)
    assert "CANARY" not in everything_told(caught.value)


@FAILING
async def test_a_keyring_that_fails_finds_nothing(backend: InMemory, failing: Any) -> None:
    keyring.set_keyring(failing())
    assert await OsKeyring().find(VAULT) is None


async def test_a_keyring_that_answers_with_no_text_finds_nothing(backend: InMemory) -> None:
    backend.kept["spauth-tui", str(VAULT)] = b"CANARY bytes"  # type: ignore[assignment]
    assert await OsKeyring().find(VAULT) is None


async def test_a_keyring_that_does_not_answer_finds_nothing(hanging: Hanging) -> None:
    assert await OsKeyring(limit=0.05).find(VAULT) is None


async def test_a_keyring_that_does_not_answer_has_not_kept_it(hanging: Hanging) -> None:
    with pytest.raises(KeyringUnavailable) as caught:
        await OsKeyring(limit=0.05).keep(VAULT, PASSPHRASE)
    assert "CANARY" not in everything_told(caught.value)


async def test_a_keyring_that_does_not_answer_has_not_forgotten_it(hanging: Hanging) -> None:
    with pytest.raises(KeyringUnavailable):
        await OsKeyring(limit=0.05).forget(VAULT)


async def test_a_keyring_that_cannot_be_reached_holds_up_no_screen(backend: InMemory) -> None:
    released = threading.Event()

    class Unreachable(InMemory):
        @property
        def priority(self) -> float:
            released.wait(60)
            return 5

    keyring.set_keyring(Unreachable())
    try:
        assert OsKeyring(name_limit=0.05).name == ""
    finally:
        released.set()


STUCK = """
import asyncio, threading
from pathlib import Path
import keyring, keyring.backend
from spauth_tui.adapters.system.os_keyring import OsKeyring

class Stuck(keyring.backend.KeyringBackend):
    priority = 5
    def get_password(self, service, username):
        threading.Event().wait()
    set_password = delete_password = get_password

keyring.set_keyring(Stuck())
print(asyncio.run(OsKeyring(limit=0.05).find(Path("/x.vault"))))
"""


def test_a_keyring_that_never_answers_does_not_keep_the_program_from_ending() -> None:
    ended = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout) == (0, "None\n"), ended.stderr


SESSION = """
import asyncio, json, os, pathlib, subprocess, sys

given = json.load(sys.stdin)
subprocess.run(
    ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
    input=given["login"].encode(), stdout=subprocess.DEVNULL, check=True,
)

import secretstorage
from spauth_tui.adapters.system.os_keyring import OsKeyring
from spauth_tui.domain.errors.system import KeyringUnavailable
from spauth_tui.domain.model.secret import Secret

def showing(needle):
    found = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        for name in ("cmdline", "environ"):
            try:
                if needle.encode() in pathlib.Path("/proc", process, name).read_bytes():
                    found.append(f"{process} {name}")
            except OSError:  # it has ended, or is somebody else's
                pass
    return found

async def main():
    vault, other, passphrase = pathlib.Path("/a/b ü.vault"), pathlib.Path("/a/other.vault"), Secret(given["passphrase"])
    ring = OsKeyring()
    told = {"name": ring.name, "before": await ring.find(vault) is None}
    await ring.keep(vault, passphrase)
    told["found"] = await OsKeyring().find(vault) == passphrase
    told["other"] = await ring.find(other) is None
    files = [path for path in pathlib.Path.home().rglob("*") if path.is_file()]
    told["files"] = len(files)
    told["plain"] = [str(path) for path in files if given["needle"].encode() in path.read_bytes()]
    told["showing"] = showing(given["needle"])
    await ring.keep(vault, Secret("CANARY another"))
    told["replaced"] = await ring.find(vault) == Secret("CANARY another")
    await ring.forget(vault)
    told["forgotten"] = await OsKeyring().find(vault) is None
    await ring.forget(vault)
    await ring.keep(vault, passphrase)
    secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
    told["locked_find"] = await ring.find(vault) is None
    try:
        await ring.forget(vault)
        told["locked_forget"] = "it said nothing"
    except KeyringUnavailable:
        told["locked_forget"] = "KeyringUnavailable"
    print(json.dumps(told))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def secret_service(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Walk through a session with gnome-keyring in it, and return what was seen there."""
    missing = [each for each in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(each) is None]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    home = tmp_path_factory.mktemp("ring")
    needle = uuid.uuid4().hex
    given = {"login": f"CANARY-{needle}-login", "passphrase": f"CANARY {needle} kept ü", "needle": needle}
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", SESSION],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(home)},
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert isinstance(seen, dict)
    return seen


def test_a_real_secret_service_is_offered_by_its_name(secret_service: dict[str, Any]) -> None:
    assert secret_service["name"] == "SecretService Keyring"


def test_a_real_secret_service_finds_nothing_before_it_keeps_something(secret_service: dict[str, Any]) -> None:
    assert secret_service["before"]


def test_a_real_secret_service_finds_what_it_keeps(secret_service: dict[str, Any]) -> None:
    assert secret_service["found"]


def test_a_real_secret_service_tells_vaults_apart(secret_service: dict[str, Any]) -> None:
    assert secret_service["other"]


def test_a_real_secret_service_replaces_what_it_kept(secret_service: dict[str, Any]) -> None:
    assert secret_service["replaced"]


def test_a_real_secret_service_forgets(secret_service: dict[str, Any]) -> None:
    assert secret_service["forgotten"]


def test_a_real_secret_services_files_do_not_hold_the_passphrase_in_plain(secret_service: dict[str, Any]) -> None:
    assert secret_service["files"]
    assert secret_service["plain"] == []


def test_no_process_shows_the_passphrase_in_its_arguments_or_environment(secret_service: dict[str, Any]) -> None:
    assert secret_service["showing"] == []


def test_a_real_secret_service_that_is_locked_finds_nothing(secret_service: dict[str, Any]) -> None:
    assert secret_service["locked_find"]


def test_a_real_secret_service_that_is_locked_does_not_claim_to_have_forgotten(secret_service: dict[str, Any]) -> None:
    assert secret_service["locked_forget"] == "KeyringUnavailable"
