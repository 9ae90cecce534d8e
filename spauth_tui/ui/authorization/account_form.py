"""The form of one account."""

from collections.abc import Iterable, Mapping

from textual.widget import Widget
from textual.widgets import RadioSet

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.account import Account
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
        self._merged_with, self._kind = merged_with, kind
        self.title_words = "Edit account" if account else "The next region" if merged_with else "Add an account"

    def body(self) -> Iterable[Widget]:
        own, known = self.shown, self.shown or self._merged_with
        held = self.entries(own) if own else {}
        kind = known.kind if known else self._kind or Kind.SELLER
        environment = known.environment if known else Environment.PRODUCTION
        merged_name = known.merged_name if known else ""
        if self._merged_with is not None:
            merged_name = merged_name or self._merged_with.label
        regions = [f"{each.name} {each.value}" for each in Region]
        region = list(Region).index(self._next_region())
        codes = "country codes such as US CA; empty if unsure"
        yield typed("Label", "label", held.get("label", ""), "as you call it in this region")
        yield one_of("Whose account", "kind", [each.value for each in Kind], list(Kind).index(kind))
        yield one_of("Region", "region", regions, region, "each has its own refresh token")
        environments = [each.value for each in Environment]
        yield one_of("Environment", "environment", environments, environments.index(environment.value))
        yield typed("Marketplaces", "marketplaces", held.get("marketplaces", ""), codes)
        yield typed("Merged account", "merged-name", merged_name, "one name for all its regions", empty="none")
        group = known.vendor_group if known else ""
        yield typed("Vendor group", "vendor-group", group, "as Vendor Central calls it", empty="none")
        yield typed("Notes", "notes", held.get("notes", ""))

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

    def _next_region(self) -> Region:
        if isinstance(self.shown, Account):
            return self.shown.region
        if self._merged_with is None:
            return Region.NA
        name = self._merged_with.merged_name
        taken = {self._merged_with.region} | {
            each.region for each in self._holdings.accounts if name and each.merged_name == name
        }
        return next((each for each in Region if each not in taken), self._merged_with.region)

    async def save(self) -> Account:
        """Store the account; the one it was begun from joins it under the merged name."""
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
