"""The form of one account."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from textual.widget import Widget
from textual.widgets import RadioSet

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.authorizing.accounts import AccountDraft
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dialogs.form import Form, one_of, typed


class AccountForm(Form[Account]):
    """Adds an account, edits one, or adds the next region of a merged one; returns it as stored, or None."""

    first_focus = "#label"

    def __init__(
        self,
        workspace: Workspace,
        holdings: Holdings,
        account: Account | None,
        *,
        merged_with: Account | None = None,
        kind: Kind | None = None,
    ) -> None:
        super().__init__()
        self._workspace, self._holdings, self.shown = workspace, holdings, account
        self._merged_with = merged_with
        self.title_words = "Edit account" if account else "The next region" if merged_with else "Add an account"
        new = Account(AccountId(""), "", kind or Kind.SELLER, Region.NA, workspace.clock.now())
        self._begins_as = account or (self._next_region_of(merged_with) if merged_with else new)

    def _next_region_of(self, account: Account) -> Account:
        name = account.merged_name or account.label
        taken = {account.region} | {each.region for each in self._holdings.accounts if each.is_merged_with(account)}
        region = next((each for each in Region if each not in taken), account.region)
        return replace(account, label="", region=region, marketplaces=(), merged_name=name, notes="")

    def body(self) -> Iterable[Widget]:
        held = self.entries(self._begins_as)
        kinds, environments = ([each.value for each in one] for one in (Kind, Environment))
        regions = [f"{each.name} {each.value}" for each in Region]
        codes = "country codes such as US CA; empty if unsure"
        yield typed("Label", "label", held["label"], "as you call it in this region")
        yield one_of("Whose account", "kind", kinds, held["kind"])
        yield one_of("Region", "region", regions, held["region"], "each has its own refresh token")
        yield one_of("Environment", "environment", environments, held["environment"])
        yield typed("Marketplaces", "marketplaces", held["marketplaces"], codes)
        merged = "one name for all its regions"
        yield typed("Merged account", "merged-name", held["merged-name"], merged, empty="none")
        yield typed("Vendor group", "vendor-group", held["vendor-group"], "as Vendor Central calls it", empty="none")
        yield typed("Notes", "notes", held["notes"])

    def on_mount(self) -> None:
        super().on_mount()
        self._fit_kind()

    def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        if event.radio_set.id == "kind":
            self._fit_kind()

    def _fit_kind(self) -> None:
        is_vendor = tuple(Kind)[self.chosen("kind")] is Kind.VENDOR
        self.query_one("#vendor-group-field").display = is_vendor
        self.query_one("#merged-name-field").display = not is_vendor

    def entries(self, record: Account) -> Mapping[str, str | int]:
        return {
            "label": record.label,
            "kind": list(Kind).index(record.kind),
            "region": list(Region).index(record.region),
            "environment": list(Environment).index(record.environment),
            "marketplaces": " ".join(record.marketplaces),
            "merged-name": record.merged_name,
            "vendor-group": record.vendor_group,
            "notes": record.notes,
        }

    async def save(self) -> Account:
        """Store the account; the one this form was opened from joins it under the merged name."""
        draft = AccountDraft(
            self.text("label"),
            tuple(Kind)[self.chosen("kind")],
            tuple(Region)[self.chosen("region")],
            tuple(Environment)[self.chosen("environment")],
            self.text("marketplaces"),
            self.text("merged-name"),
            self.text("vendor-group"),
            self.text("notes"),
        )
        if self.shown is not None:
            return await self._workspace.authorizing.accounts.edit(self.shown, draft)
        saved = await self._workspace.authorizing.accounts.add(draft)
        first = self._merged_with
        if first is not None and not first.merged_name and saved.merged_name:
            await self._workspace.authorizing.accounts.join(first, saved.merged_name)
        return saved
