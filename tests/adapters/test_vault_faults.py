"""What disks, permissions, other programs and odd files do to a vault: one plain sentence, and nothing is lost."""

import asyncio
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.config.settings import vault_path
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.adapters.vault.vault import SqlcipherVault
from spauth_tui.domain.errors.input import ConfigurationRefused, PassphraseRefused
from spauth_tui.domain.errors.vault import BackupUnusable, NotAVault, VaultBusy, VaultGone, VaultUnsafe, VaultUnwritable
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.passphrase import accept_passphrase
from tests import builders, needs, other_tool
from tests.beside import names_in
from tests.fakes import NOW
from tests.more import more_of

ROOT = Path(__file__).parents[2]
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534

FULL = """
import asyncio, json, os, resource, sys
from pathlib import Path
from spauth_tui.adapters.vault import key
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.secret import Secret
from tests import builders
from tests.beside import LOCKS
from tests.fakes import NOW

async def main(how, what, directory):
    store = SqlcipherVaultStore(directory / "personal.vault")
    vault = await store.create(builders.PASSPHRASE)
    await builders.furnish(vault)
    saved = 0
    async def save():
        nonlocal saved
        for number in range(2000):
            token = builders.refresh_token(f"n{number}", "Atzr|CANARY" + "x" * 1500)
            await vault.keep("auth", token, builders.event())
            saved += 1
    async def passphrase():
        await vault.change_passphrase(Secret("CANARY a newer passphrase"), builders.event())
    async def backup():
        await vault.back_up(BackupReason.BY_HAND, NOW)
    async def create():
        await SqlcipherVaultStore(directory / "other.vault").create(builders.PASSPHRASE)
    if how == "limit":
        lift = resource.getrlimit(resource.RLIMIT_FSIZE)
        size = store.path.stat().st_size + 40960 if what == "save" else 40960
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, lift[1]))
    elif what != "save":
        filler = directory / "filler"
        free = os.statvfs(directory).f_bavail * os.statvfs(directory).f_frsize
        filler.write_bytes(b"x" * max(0, free - 30000))
    said = ""
    try:
        await {"save": save, "passphrase": passphrase, "backup": backup, "create": create}[what]()
    except SpauthError as problem:
        said = problem.sentence
    if how == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, lift)
    else:
        (directory / "filler").unlink(missing_ok=True)
    await vault.close()
    vault = await store.open(builders.PASSPHRASE)
    kept = len((await vault.authorization("auth")).refresh_tokens)
    await vault.close()
    found = [each for each in directory.rglob("*") if each.is_file() and each.name not in LOCKS]
    files = sorted(str(each.relative_to(directory)) for each in found)
    print(json.dumps({"said": said, "lost": saved + 1 - kept, "files": files}))

asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
"""


@pytest.fixture(params=["limit", "tmpfs"])
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A directory with little room: by a limit on the size of files, and where that is allowed a real small disk."""
    if sys.platform == "win32":
        pytest.skip("Windows has no limit on the size of files")
    if request.param == "limit":
        yield "limit", tmp_path
        return
    if not IS_ROOT:
        pytest.skip("mounting a small disk needs root")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k,mode=0700", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield "tmpfs", tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.mark.parametrize("what", ["save", "backup", *more_of("passphrase", "create")])
def test_a_full_disk_is_said_and_changes_nothing(small_disk: tuple[str, Path], what: str) -> None:
    how, directory = small_disk
    done = subprocess.run(
        [sys.executable, "-c", FULL, how, what, str(directory)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    found = json.loads(done.stdout or json.dumps(done.stderr[-600:]))
    assert found["said"].startswith("The disk is full")
    assert found["said"].endswith("Nothing was changed.")
    assert (found["lost"], found["files"]) == (0, ["personal.vault"])


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A furnished vault's file, closed."""
    file = tmp_path / "home" / "personal.vault"
    vault = await SqlcipherVaultStore(file).create(builders.PASSPHRASE)
    await builders.furnish(vault)
    await vault.close()
    return file


async def test_two_programs_lose_nothing_of_what_either_writes(path: Path) -> None:
    store = SqlcipherVaultStore(path)
    ours, theirs = await store.open(builders.PASSPHRASE), await store.open(builders.PASSPHRASE)

    async def write(vault: SqlcipherVault, kind: EventKind) -> None:
        for _ in range(30):
            await vault.record(builders.event(kind))

    await asyncio.gather(write(ours, EventKind.COPIED), write(theirs, EventKind.REVEALED))
    kinds = [each.kind for each in await ours.events()]
    assert (kinds.count(EventKind.COPIED), kinds.count(EventKind.REVEALED)) == (30, 30)
    await ours.close()
    await theirs.close()


HOLDER = """
import sys, sqlcipher3.dbapi2 as sqlcipher
db = sqlcipher.connect(sys.argv[1], isolation_level=None)
db.execute(f"PRAGMA key='{sys.stdin.readline().strip()}'")
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def held(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another program that holds the vault's lock."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(builders.PASSPHRASE.reveal() + "\n")
    child.stdin.flush()
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.communicate()


async def test_a_vault_held_by_another_program_is_busy_and_the_retry_works(
    path: Path, held: "subprocess.Popen[str]"
) -> None:
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    await vault._file.read(lambda db: db.execute("PRAGMA busy_timeout=50").fetchone())
    with pytest.raises(VaultBusy, match="busy in another window"):
        await vault.record(builders.event())
    held.kill()
    held.wait()
    await vault.record(builders.event())
    await vault.close()


async def test_the_lock_holds_while_the_vault_is_backed_up_and_inspected(path: Path) -> None:
    store = SqlcipherVaultStore(path)
    vault = await store.open(builders.PASSPHRASE)
    async with vault.batch() as batch:
        await batch.record(builders.event())
        await store.backups()
        assert store.exists()
        other = sqlcipher.connect(str(path), isolation_level=None, timeout=0.05)
        other.execute(f"PRAGMA key='{builders.PASSPHRASE.reveal()}'")
        with pytest.raises(sqlcipher.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    await vault.close()


async def test_a_vault_replaced_while_open_refuses_writes_and_leaves_the_new_one_alone(path: Path) -> None:
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    copy = path.with_name("copy.vault")
    copy.write_bytes(path.read_bytes())
    copy.replace(path)
    before = path.read_bytes()
    with pytest.raises(VaultGone):
        await vault.record(builders.event())
    await vault.close()
    assert path.read_bytes() == before


async def test_an_old_sqlcipher_3_file_is_told_apart_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "old.vault"
    connection = sqlcipher.connect(str(file))
    connection.execute(f"PRAGMA key='{builders.PASSPHRASE.reveal()}'")
    connection.execute("PRAGMA cipher_compatibility=3")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("INSERT INTO t VALUES (hex(randomblob(9000)))")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    with pytest.raises(NotAVault, match="SQLCipher 3"):
        await SqlcipherVaultStore(file).open(builders.PASSPHRASE)
    assert file.read_bytes() == before


@needs.file_modes
async def test_no_vault_is_made_where_others_can_write(path: Path) -> None:
    path.parent.chmod(0o777)
    with pytest.raises(VaultUnsafe, match="Other users can write"):
        await SqlcipherVaultStore(path.with_name("second.vault")).create(builders.PASSPHRASE)
    assert names_in(path.parent) == ["personal.vault"]


@needs.file_modes
async def test_no_backup_is_restored_where_others_can_write(path: Path) -> None:
    backup = path.rename(path.with_name("a.backup"))
    path.parent.chmod(0o777)
    with pytest.raises(VaultUnsafe, match="Other users can write"):
        await SqlcipherVaultStore(path).restore(backup, builders.PASSPHRASE, builders.event())
    assert names_in(path.parent) == ["a.backup"]


@needs.symbolic_links
async def test_a_dangling_link_is_no_place_for_a_vault(tmp_path: Path) -> None:
    link = tmp_path / "link.vault"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(VaultUnsafe):
        await SqlcipherVaultStore(link).open(builders.PASSPHRASE)
    assert not (tmp_path / "nowhere").exists()


async def test_another_users_file_is_refused(path: Path) -> None:
    if sys.platform == "win32" or not IS_ROOT:
        pytest.skip("giving a file to another user needs root")
    os.chown(path, NOBODY, NOBODY)
    with pytest.raises(VaultUnsafe, match="another user"):
        await SqlcipherVaultStore(path).open(builders.PASSPHRASE)


READ_ONLY = """
import asyncio, os, sys
from pathlib import Path
import sqlcipher3.dbapi2
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors import SpauthError
from spauth_tui.services.vault_care.unlocking import Unlocking
from tests import builders
from tests.ui.host import outside
# Another user may not read where the program is installed: what is imported late is imported now.
import concurrent.futures.thread
from spauth_tui.services.vault_care import backups, passphrases
from spauth_tui.services.tokens import copying, exchanging
from spauth_tui.services.authorizing import accounts, applications
import spauth_tui.adapters.vault.opening, spauth_tui.adapters.vault.vault, spauth_tui.services.workspace
path = Path(sys.argv[1])
os.setgid(65534); os.setuid(65534)

async def main():
    try:
        unlocking = Unlocking(SqlcipherVaultStore(path), outside())
        workspace = await unlocking.unlock(builders.PASSPHRASE)
        await unlocking.note(workspace)
    except SpauthError as problem:
        print("refused:", problem.sentence)
        return
    print("opened:", len((await workspace.holdings()).authorizations), type(workspace.read_only).__name__)
    await workspace.close()

asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("file_mode", "directory_mode", "said"),
    [(0o600, 0o500, "opened: 1 VaultUnwritable"), (0o400, 0o500, "opened: 1 VaultUnwritable"), (0o000, 0o700, "refus")],
)
async def test_what_may_only_be_read_opens_for_reading_and_says_so(
    tmp_path: Path, file_mode: int, directory_mode: int, said: str
) -> None:
    if sys.platform == "win32" or not IS_ROOT:
        pytest.skip("becoming another user needs root")
    home = tmp_path / "home"
    store = SqlcipherVaultStore(home / "personal.vault")
    vault = await store.create(builders.PASSPHRASE)
    await builders.furnish(vault)
    await vault.close()
    for each in (home, store.path):
        os.chown(each, NOBODY, NOBODY)
    store.path.chmod(file_mode)
    home.chmod(directory_mode)
    for each in (tmp_path, *tmp_path.parents):
        if each.stat().st_mode & 0o005 != 0o005 and each != Path("/"):
            each.chmod(each.stat().st_mode | 0o005)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(store.path)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    if "Permission denied" in done.stderr and not done.stdout:
        pytest.skip("another user cannot read the interpreter here")
    assert done.stdout.startswith(said), done.stderr[-500:]


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "x" * 5000, "~no-such-user-here/x.vault"])
def test_what_cannot_be_a_path_is_refused_with_words(text: str) -> None:
    with pytest.raises(ConfigurationRefused):
        vault_path(text)


async def test_a_name_longer_than_the_system_knows_is_said(tmp_path: Path) -> None:
    with pytest.raises((VaultUnwritable, VaultUnsafe)):
        await SqlcipherVaultStore(tmp_path / ("x" * 300)).create(builders.PASSPHRASE)


async def test_a_fifo_is_no_backup(path: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such pipes")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises((BackupUnusable, VaultUnsafe)):
        await SqlcipherVaultStore(path).peek(tmp_path / "pipe", builders.PASSPHRASE)


async def test_a_refresh_is_not_done_twice_by_two_programs(path: Path) -> None:
    store = SqlcipherVaultStore(path)
    vault = await store.open(builders.PASSPHRASE)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", TURN, str(path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert await child.stdout.readline() == b"taken\n"
    mine = asyncio.create_task(_take(vault))
    _, pending = await asyncio.wait({mine}, timeout=0.2)
    assert pending == {mine}
    child.stdin.write(b"give back\n")
    await child.stdin.drain()
    await mine
    await child.wait()
    await vault.close()


async def test_a_turn_ends_with_the_program_that_had_it(path: Path) -> None:
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", TURN, str(path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"taken\n"
    child.kill()
    await child.wait()
    async with asyncio.timeout(5):
        await _take(vault)
    await vault.close()


TURN = """
import sys
from pathlib import Path
from spauth_tui.adapters.vault.turns import Turns
turns = Turns(Path(sys.argv[1]))
assert turns.take("auth")
print("taken", flush=True)
sys.stdin.readline()
turns.give_back("auth")
"""


async def _take(vault: SqlcipherVault) -> None:
    async with vault.turn(AuthorizationId("auth")):
        pass


async def test_a_backup_dated_in_the_future_does_not_stop_the_schedule(path: Path) -> None:
    from spauth_tui.domain.vault.backup import BackupFile, BackupReason, is_due

    future = BackupFile(path, NOW + timedelta(days=400), BackupReason.SCHEDULED, 1)
    assert is_due((future,), timedelta(days=7), NOW)


async def test_escape_sequences_that_another_tool_wrote_into_the_vault_are_defused(path: Path) -> None:
    connection = sqlcipher.connect(str(path))
    connection.execute(other_tool.key_of(path))
    evil = "\x1b]52;c;QUJD\x07 \x9b31m \u202e"
    for statement in (
        "UPDATE application SET label = ?",
        "UPDATE account SET label = ?",
        "UPDATE account SET notes = ?",
        "UPDATE account SET merged_name = ?",
        "UPDATE refresh_token SET note = ?",
    ):
        connection.execute(statement, (evil,))
    connection.commit()
    connection.close()
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    holdings = await vault.holdings()
    await vault.close()
    told = (
        holdings.applications[0].label
        + holdings.accounts[0].label
        + holdings.accounts[0].notes
        + holdings.accounts[0].merged_name
        + holdings.authorizations[0].refresh_tokens[0].note
    )
    assert not set(told) & set("\x1b\x07\x9b\u202e")
    assert told.count("\ufffd") >= 5


@pytest.mark.parametrize(
    "text", ["", "           ", "short", "CANARY \x00 nul in it", "CANARY \ud800 half", "x" * 1025]
)
def test_what_cannot_be_a_passphrase_is_refused_plainly(text: str) -> None:
    with pytest.raises(PassphraseRefused):
        accept_passphrase(Secret(text))


async def test_a_passphrase_of_1_kib_and_one_typed_decomposed_open_what_they_created(tmp_path: Path) -> None:
    for number, text in enumerate(("x" * 1024, "CANARY cafe\u0301 au lait")):
        accepted = accept_passphrase(Secret(text))
        store = SqlcipherVaultStore(tmp_path / f"{number}.vault")
        await (await store.create(accepted)).close()
        await (await store.open(accept_passphrase(Secret(unicodedata.normalize("NFC", text))))).close()
