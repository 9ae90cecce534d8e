"""A vault whose name is another one's with an ending of its companions: it outlives everything done with that one."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from spauth_tui.adapters.system.os_keyring import OsKeyring
from spauth_tui.adapters.vault.files.attempts import AttemptsFile
from spauth_tui.adapters.vault.files.companions import Companion, is_what_it_says
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.bootstrap.outside import OutsideWorld, make_unlocking
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.errors.vault import VaultUnsafe
from spauth_tui.domain.model.event import EventKind
from tests import builders, needs
from tests.fakes import NOW, FakeClock

CONFUSED = (Companion.JOURNAL, Companion.ATTEMPTS, Companion.ASKED)
Use = Callable[[Path], Awaitable[object]]


@pytest.fixture
async def sales(tmp_path: Path) -> Path:
    """Where a vault of this name stands."""
    vault = await SqlcipherVaultStore(tmp_path / "sales").create(builders.PASSPHRASE)
    await vault.close()
    return tmp_path / "sales"


def put_beside(vault: Path, each: Companion) -> bytes:
    """Have what looks like another vault, which is noise from its first byte on, bear the companion's name."""
    held = b"\x05noise of another vault" * 6_000
    each.of(vault).write_bytes(held)
    return held


async def make(vault: Path) -> None:
    unlocking = make_unlocking(vault, OutsideWorld(FakeClock(), TOKEN_ADDRESS, {}), OsKeyring())
    await (await unlocking.create(builders.PASSPHRASE, builders.PASSPHRASE)).close()


async def unlock(vault: Path) -> None:
    unlocking = make_unlocking(vault, OutsideWorld(FakeClock(), TOKEN_ADDRESS, {}), OsKeyring())
    await (await unlocking.unlock(builders.PASSPHRASE)).close()


async def restore(vault: Path) -> None:
    other = vault.with_name("other")
    await (await SqlcipherVaultStore(other).create(builders.PASSPHRASE)).close()
    await SqlcipherVaultStore(vault).restore(other, builders.PASSPHRASE, builders.event(EventKind.RESTORED))


@pytest.mark.parametrize("each", CONFUSED)
@pytest.mark.parametrize("use", [make, restore])
async def test_no_vault_comes_to_a_place_beside_which_it_lies(tmp_path: Path, use: Use, each: Companion) -> None:
    held = put_beside(tmp_path / "sales", each)
    with pytest.raises(VaultUnsafe, match=rf"sales{each.value}: .* Give sales{each.value} another name"):
        await use(tmp_path / "sales")
    assert each.of(tmp_path / "sales").read_bytes() == held
    assert not (tmp_path / "sales").exists()


@pytest.mark.parametrize("each", CONFUSED)
@pytest.mark.parametrize("use", [unlock, restore])
async def test_a_vault_beside_which_it_lies_is_refused(sales: Path, use: Use, each: Companion) -> None:
    held = put_beside(sales, each)
    with pytest.raises(VaultUnsafe, match=f"sales{each.value}: "):
        await use(sales)
    assert each.of(sales).read_bytes() == held


async def test_to_prove_the_passphrase_takes_none_away(sales: Path) -> None:
    unlocking = make_unlocking(sales, OutsideWorld(FakeClock(), TOKEN_ADDRESS, {}), OsKeyring())
    workspace = await unlocking.unlock(builders.PASSPHRASE)
    held = put_beside(sales, Companion.ASKED)
    await workspace.passphrases.prove(builders.PASSPHRASE)
    await workspace.close()
    assert Companion.ASKED.of(sales).read_bytes() == held


@pytest.mark.parametrize("each", [Companion.ATTEMPTS, Companion.ASKED])
def test_a_wrong_passphrase_is_not_noted_in_somebodys_notes(tmp_path: Path, each: Companion) -> None:
    each.of(tmp_path / "sales").write_text("my notes")
    AttemptsFile(tmp_path / "sales", each).note(NOW)
    assert each.of(tmp_path / "sales").read_text() == "my notes"


def test_a_short_text_is_no_file_of_times(tmp_path: Path) -> None:
    Companion.ATTEMPTS.of(tmp_path / "sales").write_text("my notes")
    assert not is_what_it_says(Companion.ATTEMPTS, tmp_path / "sales")


def test_a_file_of_times_is_one_though_a_power_cut_tore_its_end(tmp_path: Path) -> None:
    AttemptsFile(tmp_path / "sales").note(NOW)
    with Companion.ATTEMPTS.of(tmp_path / "sales").open("ab") as file:
        file.write(b"2026-01-0" + bytes(9))
    assert is_what_it_says(Companion.ATTEMPTS, tmp_path / "sales")


@needs.symbolic_links
def test_to_forget_takes_no_link_away(tmp_path: Path) -> None:
    Companion.ATTEMPTS.of(tmp_path / "sales").symlink_to(tmp_path / "elsewhere")
    AttemptsFile(tmp_path / "sales").forget()
    assert Companion.ATTEMPTS.of(tmp_path / "sales").is_symlink()
