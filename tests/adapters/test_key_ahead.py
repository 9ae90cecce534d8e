"""A key derived ahead is the one that would have been derived, and no other is ever answered with."""

import hashlib
from pathlib import Path

import pytest

from spauth_tui.adapters.vault import key_ahead
from spauth_tui.adapters.vault.key import ROUNDS, derive_key
from spauth_tui.adapters.vault.key_ahead import KeyAhead
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import NoVault, WrongPassphrase
from spauth_tui.domain.model.secret import Secret
from tests import builders

SALT = b"0123456789abcdef"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "personal.vault"
    path.write_bytes(SALT + b"rest of the page")
    return path


def test_it_answers_with_the_key_that_would_have_been_derived(file: Path) -> None:
    assert KeyAhead(file, builders.PASSPHRASE)(builders.PASSPHRASE, SALT) == derive_key(builders.PASSPHRASE, SALT)


def test_it_is_derived_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[bytes] = []

    def derive(passphrase: Secret, salt: bytes) -> Secret:
        calls.append(salt)
        return Secret("CANARY key")

    monkeypatch.setattr(key_ahead, "derive_key", derive)
    KeyAhead(file, builders.PASSPHRASE)(builders.PASSPHRASE, SALT)
    assert calls == [SALT]


def test_it_forgets_the_key_when_it_has_answered(file: Path) -> None:
    ahead = KeyAhead(file, builders.PASSPHRASE)
    ahead(builders.PASSPHRASE, SALT)
    assert ahead._kept is None


@pytest.mark.parametrize(
    ("passphrase", "salt"), [(Secret("CANARY another one"), SALT), (builders.PASSPHRASE, SALT[::-1])]
)
def test_for_another_passphrase_or_salt_it_derives_anew(file: Path, passphrase: Secret, salt: bytes) -> None:
    assert KeyAhead(file, builders.PASSPHRASE)(passphrase, salt) == derive_key(passphrase, salt)


@pytest.mark.parametrize("passphrase", [builders.PASSPHRASE, Secret("CANARY\x00")])
def test_what_is_wrong_is_found_by_who_opens(tmp_path: Path, passphrase: Secret) -> None:
    assert KeyAhead(tmp_path / "none", passphrase)(builders.PASSPHRASE, SALT)


async def test_a_vault_opens_with_it(tmp_path: Path) -> None:
    path = tmp_path / "personal.vault"
    await (await SqlcipherVaultStore(path).create(builders.PASSPHRASE)).close()
    await (await SqlcipherVaultStore(path, KeyAhead(path, builders.PASSPHRASE)).open(builders.PASSPHRASE)).close()


async def test_a_wrong_passphrase_is_still_wrong(tmp_path: Path) -> None:
    path = tmp_path / "personal.vault"
    await (await SqlcipherVaultStore(path).create(builders.PASSPHRASE)).close()
    wrong = Secret("CANARY but wrong")
    with pytest.raises(WrongPassphrase):
        await SqlcipherVaultStore(path, KeyAhead(path, wrong)).open(wrong)


async def test_a_vault_that_is_not_there_is_still_not_there(tmp_path: Path) -> None:
    path = tmp_path / "personal.vault"
    with pytest.raises(NoVault):
        await SqlcipherVaultStore(path, KeyAhead(path, builders.PASSPHRASE)).open(builders.PASSPHRASE)


async def test_a_new_vaults_key_is_derived_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []

    def derive(digest: str, passphrase: bytes, salt: bytes, count: int, size: int) -> bytes:
        rounds.append(count)
        return bytes(size)

    monkeypatch.setattr(hashlib, "pbkdf2_hmac", derive)
    await (await SqlcipherVaultStore(tmp_path / "personal.vault").create(builders.PASSPHRASE)).close()
    assert rounds.count(ROUNDS) == 1
