"""What a person does with selling partner accounts."""

from dataclasses import dataclass, replace

from spauth_tui.domain.amazon.marketplace import marketplace
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.vault.merging import merged
from spauth_tui.services.authorizing.labels import MAX_LABEL, accept_label, accept_text, refuse_duplicate
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault

MAX_NOTES = 2000


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """The form's content; `marketplaces` are codes separated by commas or spaces."""

    label: str
    kind: Kind
    region: Region
    environment: Environment = Environment.PRODUCTION
    marketplaces: str = ""
    merged_name: str = ""
    vendor_group: str = ""
    notes: str = ""


class Accounts:
    """Adds and edits accounts."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock

    async def add(self, draft: AccountDraft) -> Account:
        """Store a new account; raises `InputRefused` naming the field."""
        now = self._clock.now()
        account = _filled(Account(AccountId(new_id()), "", draft.kind, draft.region, created_at=now), draft)
        async with self._vault.batch() as batch:
            _refuse_twin(account, await batch.holdings())
            await batch.add(account, Event(now, EventKind.CREATED, account.label, "account"))
        return account

    async def edit(self, shown: Account, draft: AccountDraft) -> Account:
        """Store the fields that differ from what was shown; raises `InputRefused` and `ChangedMeanwhile`."""
        wanted = _filled(shown, draft)
        async with self._vault.batch() as batch:
            holdings = await batch.holdings()
            current = holdings.account_by_id[shown.id]
            together = merged(current, shown, wanted)
            if together == current:
                return current
            _refuse_twin(together, holdings)
            # Another window may have moved it to another region.
            accept_marketplaces(" ".join(together.marketplaces), together.region)
            in_use = any(each.account_id == shown.id for each in holdings.authorizations)
            if in_use and together.kind is not current.kind:
                raise InputRefused(
                    "Seller or vendor cannot be changed while the account has authorizations.",
                    "Remove them first, or add another account.",
                    field="kind",
                )
            event = Event(self._clock.now(), EventKind.CHANGED, together.label, "account")
            return await batch.change(shown, wanted, event)

    async def set_marketplaces(self, shown: Account, codes: tuple[str, ...]) -> Account:
        """Store the marketplaces that SP-API named; raises `ChangedMeanwhile`."""
        event = Event(self._clock.now(), EventKind.CHANGED, shown.label, f"marketplaces: {' '.join(codes)}")
        return await self._vault.change(shown, replace(shown, marketplaces=codes), event)

    async def set_region(self, shown: Account, region: Region) -> Account:
        """Move an account to another region, without its old marketplaces; raises `ChangedMeanwhile`."""
        event = Event(self._clock.now(), EventKind.CHANGED, shown.label, f"region: {region.name}")
        return await self._vault.change(shown, replace(shown, region=region, marketplaces=()), event)

    async def join(self, account: Account, merged_name: str) -> Account:
        """Record that an account is one region of a merged account."""
        wanted = replace(account, merged_name=accept_text(merged_name, MAX_LABEL, "merged_name"))
        event = Event(self._clock.now(), EventKind.CHANGED, account.label, "merged account")
        return await self._vault.change(account, wanted, event)


def _refuse_twin(account: Account, holdings: Holdings) -> None:
    refuse_duplicate(account.label, [each.label for each in holdings.accounts if each.id != account.id], "account")


def _filled(account: Account, draft: AccountDraft) -> Account:
    return replace(
        account,
        label=accept_label(draft.label),
        kind=draft.kind,
        region=draft.region,
        environment=draft.environment,
        marketplaces=accept_marketplaces(draft.marketplaces, draft.region),
        merged_name=accept_text(draft.merged_name, MAX_LABEL, "merged_name") if draft.kind is Kind.SELLER else "",
        vendor_group=accept_text(draft.vendor_group, MAX_LABEL, "vendor_group") if draft.kind is Kind.VENDOR else "",
        notes=accept_text(draft.notes, MAX_NOTES, "notes"),
    )


def accept_marketplaces(text: str, region: Region) -> tuple[str, ...]:
    """Return marketplace codes; raises `InputRefused` for unknown ones and those of another region."""
    codes: list[str] = []
    for word in text.replace(",", " ").split():
        found = marketplace(word)
        if found is None:
            raise InputRefused(
                f"{clean(word, 20)} is not an Amazon marketplace.",
                "Use country codes such as US, DE or JP, or leave it empty.",
                field="marketplaces",
            )
        if found.region is not region:
            raise InputRefused(
                f"{found.name} belongs to {found.region.value}, not to {region.value}.",
                "Each region is an account of its own, with its own refresh token.",
                field="marketplaces",
            )
        if found.code not in codes:
            codes.append(found.code)
    return tuple(codes)
