"""Every verb over vaults that somebody filled with nonsense: what cannot be read is named, everything else works.

`python -m tests.hostile 200` runs the same over many more vaults.
"""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from tests import builders, hostile
from tests.commands.shell import Shell


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault to poison copies of."""
    return asyncio.run(hostile.lay(tmp_path_factory.mktemp("laid") / "personal.vault"))


@pytest.fixture(params=hostile.seeds(2))
def poisoned(request: pytest.FixtureRequest, empty: Shell, laid: Path) -> Shell:
    """A shell in a home with a poisoned vault."""
    empty.vault.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(laid, empty.vault)
    assert hostile.poison(empty.vault, request.param) > 0
    return empty


VERBS = (
    ("refresh", hostile.SAFE),
    ("ls", "--json"),
    ("log",),
    ("log", "--format", "json"),
    ("log", "--format", "csv"),
    ("inventory",),
    ("practices",),
    ("inventory", "--format", "csv"),
    ("inventory", "--format", "json"),
    ("watch", "--for", "1s"),
    ("time", hostile.SAFE),
    ("steps", hostile.SAFE),
    ("token", hostile.SAFE),
    ("check", hostile.SAFE),
    ("export", hostile.SAFE, "--format", "spauth", "--output", "out.json", "--yes"),
    ("token", hostile.SAFE, "--refresh"),
)


def test_every_verb_works_on_a_poisoned_vault(poisoned: Shell) -> None:
    for line in VERBS:
        ran = poisoned(*line)
        assert ran.code == 0, (line, ran)
        assert "\n" in ran.out, line
        assert "\x1b" not in ran.out + ran.err, line
        assert len(ran.out) + len(ran.err) < 300_000, line
    ran = poisoned("ls")
    assert hostile.SAFE in ran.out
    names = [each["name"] for each in json.loads(poisoned.ok("ls", "--json"))["authorizations"]]
    for name in names:
        assert poisoned("time", name).code in ({0, 13} if names.count(name) == 1 else {10}), name
        # Refused where what it needs cannot be read, or it is guarded; never by a fault of the program.
        assert poisoned("token", name).code in {0, 4, 10, 11, 18}, name


def _change(shell: Shell, *statements: str) -> None:
    connection = hostile.open_raw(shell.vault)
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def sound(empty: Shell, laid: Path) -> Shell:
    """A shell in a home with a vault in which everything can be read."""
    empty.vault.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(laid, empty.vault)
    return empty


def test_of_a_vault_that_can_be_read_nothing_is_said(sound: Shell) -> None:
    assert sound("ls").err == ""


def test_a_row_that_cannot_be_read_is_named_with_what_to_do_and_the_rest_is_listed(sound: Shell) -> None:
    _change(sound, "UPDATE account SET created_at = 'yesterday' WHERE id = 'acc'")
    ran = sound("ls")
    assert ran.err == (
        "One row of the vault cannot be read completely: account Acme. Everything else works. "
        "Remove it and add it again, or restore a backup.\n"
    )
    assert "Inventory/Acme (cannot be read)" in ran.out
    assert hostile.SAFE in ran.out


def test_what_ls_calls_a_row_that_cannot_be_read_leads_to_it(sound: Shell) -> None:
    _change(sound, "UPDATE account SET created_at = 'yesterday' WHERE id = 'acc'")
    assert sound.ok("time", "Inventory/Acme (cannot be read)") == sound.ok("time", "Inventory/Acme")


def test_it_can_be_removed_as_the_sentence_says(sound: Shell) -> None:
    _change(sound, "UPDATE account SET created_at = 'yesterday' WHERE id = 'acc'")
    sound.ok("rm", "account", "Acme (cannot be read)", "--yes")
    assert sound("ls").err == ""


def test_an_authorization_whose_account_has_no_usable_id_is_refused_by_name(sound: Shell) -> None:
    _change(
        sound,
        "UPDATE account SET id = 'ACC ACC' WHERE id = 'acc'",
        "UPDATE authorization SET account_id = 'ACC ACC' WHERE id = 'auth'",
    )
    ran = sound("time", "Inventory/Acme")
    assert ran.code == 18
    assert "The vault's records of Inventory/Acme cannot be read." in ran.err
    assert sound("time", hostile.SAFE).code == 13


def test_a_vault_without_its_key_of_fingerprints_takes_a_refresh_token(sound: Shell) -> None:
    _change(sound, "DELETE FROM meta WHERE name = 'fingerprint_key'")
    ran = sound("steps", hostile.SAFE, "--refresh-token", stdin=f"{builders.REFRESH_TOKEN}-another")
    assert ran.code == 0, ran
    listed = json.loads(sound.ok("ls", "--json"))["authorizations"]
    assert len({each["refresh_token_fingerprint"] for each in listed}) == len(listed)


def test_the_rows_alone_of_a_poisoned_vault_are_read_as_the_vault_was(poisoned: Shell) -> None:
    poisoned.ok("restore", "--rows-only", str(poisoned.vault), "--yes")
    for line in (("ls",), ("log",), ("inventory",), ("token", hostile.SAFE)):
        ran = poisoned(*line)
        assert ran.code == 0, (line, ran)
        assert "\n" in ran.out, line
