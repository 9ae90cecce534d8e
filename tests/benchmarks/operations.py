"""What a vault is asked to do, each as one thing that can be timed and repeated on a fresh copy."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from spauth_tui.adapters.system.clock import SystemClock
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.adapters.vault.vault import SqlcipherVault
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.model.access_token import AccessToken, AccessTokenLife
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.registry import FORMATS
from spauth_tui.services.import_export.import_line import Overrides
from spauth_tui.services.import_export.importing import Importing
from spauth_tui.services.vault_care.backups import Backups
from tests.builders import PASSPHRASE

SAVES, LOADS = 50, 3
_OWN = "spauth"

Act = Callable[[], Awaitable[object]]
Begin = Callable[[SqlcipherVault, Path], Awaitable[Act]]
"""Makes ready what is not timed, and returns what is."""


class Operation(NamedTuple):
    """One thing to do. `times` is how often it is done in what is timed."""

    begin: Begin
    times: int = 1
    derives: bool = False
    """Whether a key is derived in it, which sqlcipher3 alone would have to do as well."""


async def _save(vault: SqlcipherVault, path: Path) -> Act:
    # Kept meanwhile, as the dashboard keeps it: to free it takes longer than a save.
    holdings, now = await vault.holdings(), datetime.now(UTC)

    async def act() -> None:
        for number in range(SAVES):
            each = holdings.authorizations[number % len(holdings.authorizations)]
            life = AccessTokenLife(now, now + timedelta(hours=1), "benchmark")
            token = AccessToken(Secret(f"Atza|CANARY-saved-{number}-".ljust(353, "x")), life)
            event = Event(now, EventKind.REFRESHED, "benchmark", "", each.id)
            await vault.keep(each.id, token, event)

    return act


async def _load(vault: SqlcipherVault, path: Path) -> Act:
    async def act() -> None:
        for _ in range(LOADS):
            await vault.holdings()

    return act


async def _back_up(vault: SqlcipherVault, path: Path) -> Act:
    return lambda: vault.back_up(BackupReason.BY_HAND, datetime.now(UTC), path.with_name("backup.vault"))


async def _change_passphrase(vault: SqlcipherVault, path: Path) -> Act:
    event = Event(datetime.now(UTC), EventKind.CHANGED, "benchmark")
    return lambda: vault.change_passphrase(Secret(f"{PASSPHRASE.reveal()} anew"), event)


def importing(size: int) -> Operation:
    """Return the whole import of a file of so many authorizations: read, planned, backed up, stored."""
    text = import_text(size)

    async def begin(vault: SqlcipherVault, path: Path) -> Act:
        service = _importing(vault, path)

        async def act() -> None:
            await service.store(await service.preview(text, "benchmark", Overrides(), _OWN))

        return act

    return Operation(begin)


def storing(size: int) -> Operation:
    """Return the storing of such an import alone."""
    text = import_text(size)

    async def begin(vault: SqlcipherVault, path: Path) -> Act:
        service = _importing(vault, path)
        preview = await service.preview(text, "benchmark", Overrides(), _OWN)
        return lambda: service.store(preview)

    return Operation(begin)


def _importing(vault: SqlcipherVault, path: Path) -> Importing:
    return Importing(vault, Backups(vault, SqlcipherVaultStore(path), SystemClock()), SystemClock())


def import_text(size: int) -> str:
    """Return a file in the project's own form, with so many authorizations in applications of fifty."""
    regions = tuple(Region)
    drafts = [
        Draft(
            f"amzn1.application-oa2-client.{number // 50:032x}",
            Secret(f"amzn1.oa2-cs.v1.CANARY-client-secret-{number // 50}"),
            Secret(f"Atzr|CANARY-imported-{number}-".ljust(340, "x")),
            f"Application {number // 50}",
            f"Account {number}",
            Kind.SELLER,
            regions[number % len(regions)],
            authorization_limit=100,
        )
        for number in range(size)
    ]
    return FORMATS[_OWN].write(drafts).reveal()


OPERATIONS: Mapping[str, Operation] = {
    "save": Operation(_save, SAVES),
    "load": Operation(_load, LOADS),
    "backup": Operation(_back_up),
    "passphrase change": Operation(_change_passphrase, derives=True),
}
