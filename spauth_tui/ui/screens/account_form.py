"""The form of one account."""

from collections.abc import Iterable

from textual import work
from textual.widget import Widget
from textual.widgets import Button, Input, RadioButton, RadioSet

from spauth_tui.domain.account import Account
from spauth_tui.domain.application import Kind
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.holdings import Holdings
from spauth_tui.domain.region import Environment, Region
from spauth_tui.services.accounts import AccountDraft
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.screens.dialog import Dialog, label

_REGIONS = tuple(Region)


class AccountForm(Dialog[Account]):
    """Adds an account, edits one, or adds the next region of a merged one; returns it as stored, or None."""

    AUTO_FOCUS = "#label"

    def __init__(
        self,
        workspace: Workspace,
        holdings: Holdings,
        account: Account | None,
        *,
        sibling_of: Account | None = None,
        kind: Kind | None = None,
    ) -> None:
        super().__init__()
        self._workspace, self._holdings, self._account = workspace, holdings, account
        self._sibling_of, self._kind = sibling_of, kind
        self.title_words = "Edit account" if account else "The next region" if sibling_of else "Add an account"

    def body(self) -> Iterable[Widget]:
        """Yield the fields, filled from what is known."""
        known = self._account or self._sibling_of
        editing = self._account
        kind = known.kind if known else self._kind or Kind.SELLER
        region = self._next_region()
        yield label("Label", "as you call this account in this region")
        yield Input(editing.label if editing else "", id="label")
        yield label("Whose account")
        with RadioSet(id="kind"):
            yield RadioButton("seller", value=kind is Kind.SELLER)
            yield RadioButton("vendor", value=kind is Kind.VENDOR)
        yield label("Region", "each region of a merged account has its own refresh token")
        with RadioSet(id="region"):
            for each in _REGIONS:
                yield RadioButton(f"{each.name} {each.value}", value=each is region)
        yield label("Environment")
        with RadioSet(id="environment"):
            sandbox = known is not None and known.environment is Environment.SANDBOX
            yield RadioButton("production", value=not sandbox)
            yield RadioButton("sandbox", value=sandbox)
        yield label("Marketplaces", "country codes; empty if you do not know, a test at SP-API fills them in")
        yield Input(" ".join(editing.marketplaces) if editing else "", "US CA MX", id="marketplaces")
        yield label("Merged account", "for sellers: the same name on each of its regions")
        yield Input(
            (known.merged_name or known.label) if known and not editing else known.merged_name if known else "",
            "none",
            id="merged-name",
        )
        yield label("Vendor group", "for vendors")
        yield Input(known.vendor_group if known else "", "none", id="vendor-group")
        yield label("Notes")
        yield Input(editing.notes if editing else "", id="notes")

    def _next_region(self) -> Region:
        if self._account is not None:
            return self._account.region
        if self._sibling_of is None:
            return Region.NA
        name = self._sibling_of.merged_name
        taken = {self._sibling_of.region} | {
            each.region for each in self._holdings.accounts if name and each.merged_name == name
        }
        return next((each for each in _REGIONS if each not in taken), self._sibling_of.region)

    def buttons(self) -> Iterable[Button]:
        """Yield Save and Cancel."""
        yield Button("Save", id="save", variant="primary", compact=True)
        yield from super().buttons()

    def on_input_submitted(self) -> None:
        """Save."""
        self._save()

    def pressed(self, button_id: str) -> None:
        """Save."""
        self._save()

    def _chosen(self, field: str) -> int:
        return max(0, self.query_one(f"#{field}", RadioSet).pressed_index)

    def _text(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value

    @work(exclusive=True)
    async def _save(self) -> None:
        draft = AccountDraft(
            self._text("label"),
            tuple(Kind)[self._chosen("kind")],
            _REGIONS[self._chosen("region")],
            tuple(Environment)[self._chosen("environment")],
            self._text("marketplaces"),
            self._text("merged-name"),
            self._text("vendor-group"),
            self._text("notes"),
        )
        try:
            if self._account is None:
                saved = await self._workspace.accounts.add(draft, self._holdings)
                sibling = self._sibling_of
                if sibling is not None and not sibling.merged_name and saved.merged_name:
                    await self._workspace.accounts.join(sibling, saved.merged_name)
            else:
                saved = await self._workspace.accounts.edit(self._account, draft, self._holdings)
        except SpauthError as problem:
            self.tell(problem)
            return
        self.dismiss(saved)
