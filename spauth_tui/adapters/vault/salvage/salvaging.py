"""Recovers the rows of a damaged or altered vault into a new one. The file itself is only read.

Nothing of the file is run: its pages are decrypted one by one and read here, and this program makes every table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from spauth_tui.adapters.vault.connection import APPLICATION_ID
from spauth_tui.adapters.vault.creation import fill, new_key
from spauth_tui.adapters.vault.files.backup_files import list_backups
from spauth_tui.adapters.vault.files.copies import copy_in_one_state
from spauth_tui.adapters.vault.files.place import PAGE, first_bytes, inspect, journal_of, pages_of, prepare_directory
from spauth_tui.adapters.vault.files.replacing import replace_vault
from spauth_tui.adapters.vault.files.undoing import has_own_journal, read_journal
from spauth_tui.adapters.vault.files.unfinished import unfinished
from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.adapters.vault.records.migrations import MIGRATIONS
from spauth_tui.adapters.vault.salvage.deciphering import decipher
from spauth_tui.adapters.vault.salvage.page_map import count_of
from spauth_tui.adapters.vault.salvage.row_reading import Found, read_rows
from spauth_tui.adapters.vault.salvage.row_writing import write_rows
from spauth_tui.adapters.vault.salvage.sealed_pages import holding
from spauth_tui.domain.errors.vault import NotAVault, NothingSalvaged, VaultTooNew, WrongPassphrase
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.domain.vault.salvage import Losses, Salvaged


@dataclass(frozen=True, slots=True)
class _Sealed:
    """The pages of a file that are sound under a key, still encrypted, and how many there should be."""

    pages: dict[int, bytes]
    key: Secret
    count: int


def look_at_rows(vault: Path, source: Path, passphrase: Secret) -> Salvaged:
    """Return what `take_rows` would recover, without changing anything."""
    with _taken(vault, source, passphrase) as (_, salvaged):
        return salvaged


def take_rows(vault: Path, source: Path, passphrase: Secret, reason: BackupReason, event: Event) -> Salvaged:
    """Replace the vault with a new one that has every readable row of `source`, and the event.

    It has the passphrase of `source`; the replaced file is kept. Raises `WrongPassphrase`, `NothingSalvaged`,
    `VaultTooNew`, `NotAVault`; then nothing was touched.
    """
    with _taken(vault, source, passphrase, event) as (fresh, salvaged):
        return replace(salvaged, kept_as=replace_vault(vault, fresh, reason, event.at))


@contextmanager
def _taken(
    vault: Path, source: Path, passphrase: Secret, event: Event | None = None
) -> Iterator[tuple[Path, Salvaged]]:
    """Yield a temporary new vault with the rows of `source`, and what was recovered."""
    prepare_directory(vault.parent)
    with unfinished(vault.parent) as copy:
        inspect(source, is_vault=source == vault)
        copy_in_one_state(source, copy)
        sealed = _sealed(vault, copy, passphrase)
    with unfinished(vault.parent) as fresh:
        found, lost = _found(sealed, fresh.parent)
        key = new_key(passphrase)
        fill(fresh, key)
        written = write_rows(fresh, key, found.rows, event)
        odd = found.odd + written.losses.odd
        yield fresh, replace(written, losses=Losses(lost, found.cut, odd, found.undecided, found.foreign))


def _sealed(vault: Path, copy: Path, passphrase: Secret) -> _Sealed:
    """Find the key under which most pages are sound: the salt may be damaged, but backups have the same one."""
    size = copy.stat().st_size
    if size < PAGE:
        raise NothingSalvaged
    others = [backup.path for backup in list_backups(vault)]
    tried = []
    for salt in dict.fromkeys(map(first_bytes, (copy, vault, *others) if vault.exists() else (copy, *others))):
        key = derive_key(passphrase, salt)
        pages = holding(pages_of(copy), key)
        undone, before = read_journal(journal_of(copy) if has_own_journal(copy, key) else b"", key)
        count = -(-size // PAGE) if before is None else before
        pages |= undone
        tried.append(_Sealed({number: page for number, page in pages.items() if number <= count}, key, count))
        if len(tried[-1].pages) == count:
            break
    best = max(tried, key=lambda each: len(each.pages))
    if not best.pages:
        raise WrongPassphrase
    return best


def _found(sealed: _Sealed, room: Path) -> tuple[Found, int]:
    """Return the rows, and how many pages are lost."""
    pages = decipher(sealed.pages, sealed.key, room)
    if 1 in pages:
        version, application = (int.from_bytes(pages[1][at : at + 4], signed=True) for at in (60, 68))
        if application != APPLICATION_ID:
            raise NotAVault("This is another program's encrypted database; it was not touched.")
        if version > len(MIGRATIONS):
            raise VaultTooNew
    count = count_of(pages) or sealed.count
    return read_rows(pages), count - sum(number <= count for number in pages)
