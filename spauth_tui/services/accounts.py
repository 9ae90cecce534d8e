"""What a person does with selling partner accounts."""

from dataclasses import dataclass, replace

from spauth_tui.domain.account import Account, AccountId
from spauth_tui.domain.application import Kind
from spauth_tui.domain.errors import InputRefused
from spauth_tui.domain.event import Event, EventKind
from spauth_tui.domain.foreign import clean
from spauth_tui.domain.holdings import Holdings
from spauth_tui.domain.marketplace import marketplace
from spauth_tui.domain.region import Environment, Region
from spauth_tui.services.fields import MAX_LABEL, accept_label, refuse_duplicate
from spauth_tui.services.identifiers import new_id
from spauth_tui.services.ports import Clock, Vault

MAX_NOTES = 2000


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """What the form holds; `marketplaces` are codes parted by commas or spaces."""

    label: str
    kind: Kind
    region: Region
    environment: Environment = Environment.PRODUCTION
    marketplaces: str = ""
    merged_name: str = ""
    vendor_group: str = ""
    notes: str = ""


class Accounts:
    """Adds, edits and removes accounts."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    async def add(self, draft: AccountDraft, holdings: Holdings) -> Account:
        """Store a new account; raises `InputRefused` naming the field."""
        now = self._clock.now()
        blank = Account(AccountId(new_id()), "", draft.kind, draft.region, created_at=now)
        account = _filled(blank, draft, holdings)
        await self._vault.save_account(account, Event(now, EventKind.CREATED, account.label, "account"))
        return account

    async def edit(self, account: Account, draft: AccountDraft, holdings: Holdings) -> Account:
        """Store changed fields; raises `InputRefused` naming the field."""
        changed = _filled(account, draft, holdings)
        in_use = any(each.account_id == account.id for each in holdings.authorizations)
        if in_use and changed.kind is not account.kind:
            raise InputRefused(
                "Seller or vendor cannot be changed while the account has authorizations.",
                "Remove them first, or add another account.",
                field="kind",
            )
        await self._vault.save_account(changed, Event(self._clock.now(), EventKind.CHANGED, changed.label, "account"))
        return changed

    async def join(self, account: Account, merged_name: str) -> Account:
        """Note that an account is one region of a merged account."""
        changed = replace(account, merged_name=clean(merged_name, MAX_LABEL))
        await self._vault.save_account(
            changed, Event(self._clock.now(), EventKind.CHANGED, changed.label, "merged account")
        )
        return changed

    async def remove(self, account: Account) -> None:
        """Remove an account with its authorizations."""
        await self._vault.remove_account(
            account.id, Event(self._clock.now(), EventKind.REMOVED, account.label, "account")
        )


def _filled(account: Account, draft: AccountDraft, holdings: Holdings) -> Account:
    label = accept_label(draft.label)
    refuse_duplicate(label, [each.label for each in holdings.accounts if each.id != account.id], "account")
    return replace(
        account,
        label=label,
        kind=draft.kind,
        region=draft.region,
        environment=draft.environment,
        marketplaces=accept_marketplaces(draft.marketplaces, draft.region),
        merged_name=clean(draft.merged_name, MAX_LABEL) if draft.kind is Kind.SELLER else "",
        vendor_group=clean(draft.vendor_group, MAX_LABEL) if draft.kind is Kind.VENDOR else "",
        notes=clean(draft.notes, MAX_NOTES),
    )


def accept_marketplaces(text: str, region: Region) -> tuple[str, ...]:
    """Return marketplace codes of the region; raises `InputRefused` for unknown or foreign ones."""
    codes: list[str] = []
    for word in text.replace(",", " ").split():
        found = marketplace(word)
        if found is None:
            raise InputRefused(
                f"{clean(word, 20)} is no Amazon marketplace.",
                "Use country codes such as US, DE or JP, or leave it empty.",
                field="marketplaces",
            )
        if found.region is not region:
            raise InputRefused(
                f"{found.name} belongs to {found.region.value}, not to {region.value}.",
                "Each region is its own account here, with its own refresh token.",
                field="marketplaces",
            )
        if found.code not in codes:
            codes.append(found.code)
    return tuple(codes)
