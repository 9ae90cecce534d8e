"""Names that are too long for the disk: refused before anything is written, with that as the reason."""

import pytest

from tests import builders, needs
from tests.commands.shell import Shell

pytestmark = needs.unix_programs
LONG = f"{'x' * 229}.vault"
"""A name that the disk takes, and none of whose backups it takes."""


def test_no_vault_is_made_whose_backups_could_not_be_named(empty: Shell) -> None:
    before = sorted(empty.home.iterdir())
    said = empty.refused(18, "init", "--vault", f"new/{LONG}")
    assert "The vault's name is too long: its backups have longer names" in said
    assert sorted(empty.home.iterdir()) == before


def test_no_vault_is_restored_under_such_a_name(shell: Shell) -> None:
    shell.ok("backup", "copy.vault")
    assert "The vault's name is too long" in shell.refused(18, "restore", "copy.vault", "--yes", "--vault", LONG)
    assert not (shell.home / LONG).exists()


def test_a_vault_may_have_the_longest_name_that_is_said(shell: Shell) -> None:
    said = shell.refused(18, "init", "--vault", LONG)
    most = int(said.split("at most ")[1].split()[0])
    name = f"{'x' * (most - 6)}.vault"
    shell.ok("init", "--vault", name)
    assert name.removesuffix(".vault") in shell.ok("backup", "--vault", name)
    shell.ok("restore", str(shell.vault), "--yes", "--vault", name)
    assert "Acme US" in shell.ok("ls", "--vault", name)


@pytest.mark.parametrize(
    "arguments",
    [
        ("backup",),
        ("passwd", "--new-passphrase-fd", "FD"),
        ("import", "given.env", "--account", "acme us", "--yes"),
    ],
    ids=lambda each: each[0],
)
def test_a_vault_that_has_such_a_name_already_says_that_it_is_too_long(
    shell: Shell, arguments: tuple[str, ...]
) -> None:
    shell.vault.rename(shell.home / LONG)
    given = f"LWA_APP_ID={builders.CLIENT_ID}\nLWA_CLIENT_SECRET=amzn1.oa2-cs.v1.CANARY-x\n"
    (shell.home / "given.env").write_text(given)
    (shell.home / "new").write_text("CANARY-another-passphrase-of-words")
    with (shell.home / "new").open() as new:
        ran = shell(*(str(new.fileno()) if each == "FD" else each for each in arguments), "--vault", LONG)
    assert f"A file name in {shell.home}/backups would be too long." in ran.err


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (18, ("backup", "x" * 300)),
        (18, ("export", "acme us", "--format", "spauth", "--yes", "--output", "x" * 300)),
        (18, ("import", "x" * 300)),
        (2, ("ls", "--vault", "x" * 300)),
        (2, ("init", "--vault", f"{'x' * 300}/personal.vault")),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_a_name_that_the_disk_does_not_take_is_said_to_be_too_long(
    shell: Shell, code: int, arguments: tuple[str, ...]
) -> None:
    assert "long" in shell.refused(code, *arguments)
