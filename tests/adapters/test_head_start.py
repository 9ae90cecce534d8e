"""A passphrase that is at hand is handed over once and not kept."""

from pathlib import Path

from spauth_tui.adapters.config.settings import Flags, Settings
from spauth_tui.bootstrap.head_start import HeadStart
from tests import builders, needs


def _begin(directory: Path, vault: Path) -> HeadStart:
    (directory / "passphrase").write_text(builders.PASSPHRASE.reveal())
    command = f"cat '{directory / 'passphrase'}'"
    return HeadStart(Settings(Flags(passphrase_command=command), {"PATH": "/usr/bin:/bin"}), vault)


@needs.unix_programs
def test_it_is_not_kept_where_it_would_outlive_the_lock(tmp_path: Path) -> None:
    vault = tmp_path / "personal.vault"
    vault.write_bytes(b"0" * 4096)
    begun = _begin(tmp_path, vault)
    assert begun.take_passphrase() == builders.PASSPHRASE
    assert begun.take_passphrase() is None


def test_where_no_vault_is_nobody_is_asked(tmp_path: Path) -> None:
    begun = _begin(tmp_path, tmp_path / "none")
    assert (begun.take_passphrase(), begun.key) == (None, None)
