"""What is left in the dashboard's memory of the passphrase and the key once the vault is locked."""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.secret import Secret
from tests import builders
from tests.adapters.test_clipboard_watcher import wait_until
from tests.more import more_of
from tests.terminal import Terminal

if sys.platform != "linux":
    pytest.skip("/proc is Linux's own", allow_module_level=True)

PASSPHRASE = "CANARY-passphrase of many words"
LEFT = 1
"""Copies of the passphrase: what is freed may lie there until something else takes its place; usually none is left."""
READABLE = """
import ctypes, os, sys
from spauth_tui.startup.environment import scrub
scrub(os.environ)
from spauth_tui.startup import hardening
harden = hardening.harden
def harden_but_be_read():
    was_so = harden()
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # the test is to read it, also as an ordinary user
    return was_so
hardening.harden = harden_but_be_read
from spauth_tui.cli import run
sys.exit(run([]))
"""


def held(process: int, texts: Mapping[str, bytes]) -> dict[str, int]:
    """Count how often each stands in the memory of a process."""
    found = dict.fromkeys(texts, 0)
    parts = [line.split()[:2] for line in Path(f"/proc/{process}/maps").read_text().splitlines()]
    with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for place, rights in parts:
            begin, end = (int(each, 16) for each in place.split("-"))
            if not rights.startswith("rw"):
                continue
            # A part that is gone by now cannot be read.
            with suppress(OSError):
                memory.seek(begin)
                read = memory.read(end - begin)
                for name, text in texts.items():
                    found[name] += read.count(text)
    return found


def sought(path: Path) -> dict[str, bytes]:
    """Return the passphrase, what is left of it where its end or its beginning is gone, and the key's digits."""
    key = derive_key(Secret(PASSPHRASE), path.read_bytes()[:16]).reveal()[:64]
    parts = {"beginning": PASSPHRASE[:12], "end": PASSPHRASE[-12:]}
    codings = ("utf-8", "utf-16-le", "utf-32-le")
    texts = {f"{name} in {coding}": part.encode(coding) for name, part in parts.items() for coding in codings}
    return {**texts, "key": key.encode(), "key in capital letters": key.upper().encode()}


def type_it(terminal: Terminal) -> None:
    for each in PASSPHRASE:
        terminal.send(each)
        terminal.read_what_came()


def paste_it(terminal: Terminal) -> None:
    terminal.paste(PASSPHRASE)


def mistype_it_first(terminal: Terminal) -> None:
    terminal.send(PASSPHRASE[:-1])
    terminal.send("\r")
    terminal.wait_for("Wrong passphrase")
    type_it(terminal)


@pytest.fixture
async def vault(environment: dict[str, str]) -> Path:
    path = Path(environment["XDG_DATA_HOME"]) / "spauth-tui" / "personal.vault"
    made = await SqlcipherVaultStore(path).create(Secret(PASSPHRASE))
    await builders.furnish(made)
    await made.close()
    return path


def start(environment: dict[str, str]) -> Terminal:
    root = str(Path(__file__).parents[2])
    return Terminal([sys.executable, "-c", READABLE], environment | {"PYTHONPATH": root})


def lock_and_look(terminal: Terminal, texts: Mapping[str, bytes]) -> dict[str, int]:
    """Return what is still found when the vault has been locked for a few seconds, if anything is."""
    assert held(terminal.process.pid, texts)["key"] >= 1, "it finds what is there"
    terminal.send("L")
    terminal.wait_for("passphrase")
    left: dict[str, int] = {}

    def look() -> bool:
        nonlocal left
        terminal.read_what_came()
        found = held(terminal.process.pid, texts)
        left = {name: count for name, count in found.items() if count > (0 if name.startswith("key") else LEFT)}
        return not left

    with suppress(AssertionError):
        wait_until(look)
    return left


@pytest.mark.parametrize("give", [paste_it, *more_of(type_it, mistype_it_first)])
def test_hardly_anything_is_left_of_passphrase_and_key(
    environment: dict[str, str], vault: Path, give: Callable[[Terminal], None]
) -> None:
    with start(environment) as terminal:
        terminal.wait_for("passphrase")
        give(terminal)
        terminal.send("\r")
        terminal.wait_for("Acme")
        terminal.key("")
        assert lock_and_look(terminal, sought(vault)) == {}


def test_hardly_anything_is_left_of_a_passphrase_that_a_vault_was_created_with(environment: dict[str, str]) -> None:
    with start(environment) as terminal:
        terminal.wait_for("Welcome to spauth")
        type_it(terminal)
        terminal.key("\t")
        type_it(terminal)
        terminal.send("\r")
        terminal.wait_for("2 of 4")
        terminal.key("\x1b")
        texts = sought(Path(environment["XDG_DATA_HOME"]) / "spauth-tui" / "personal.vault")
        assert lock_and_look(terminal, texts) == {}
