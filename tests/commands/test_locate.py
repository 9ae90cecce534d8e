"""locate: paths, without opening anything."""

import pytest

from tests.commands.shell import Shell


def test_it_names_vault_backups_and_config(empty: Shell) -> None:
    assert [line.split()[0] for line in empty.ok("locate").splitlines()] == ["vault", "backups", "config"]


@pytest.mark.parametrize(
    ("what", "end"), [("vault", "personal.vault"), ("backups", "backups"), ("config", "config.toml")]
)
def test_one_alone_is_only_its_path(empty: Shell, what: str, end: str) -> None:
    out = empty.ok("locate", what)
    assert out.startswith(str(empty.home))
    assert out.endswith(f"{end}\n")


def test_another_vault_has_its_own_backups(empty: Shell) -> None:
    assert empty.ok("locate", "backups", "--vault", str(empty.home / "x" / "w.vault")) == f"{empty.home}/x/backups\n"
