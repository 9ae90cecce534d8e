"""What a restricted data token should be for: operations from the list, paths of one's own, data elements."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, SelectionList, Static
from textual.widgets.selection_list import Selection

from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.restricted import MOST_RESOURCES, OPERATIONS, DataElement, Operation, Resource
from spauth_tui.services.tokens.restricting import read_paths
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dialogs.form import Form, field


class RestrictedForm(Form[Authorization]):
    """Gets a restricted data token for what is chosen; returns the authorization as it then is."""

    title_words = "A restricted data token"
    verb = "Get it"
    first_focus = "#operations"
    doing = "Asking SP-API"
    hint = "space chooses · tab on · ctrl+s gets it · esc cancels"

    def __init__(self, workspace: Workspace, authorization: Authorization, account: Account) -> None:
        super().__init__()
        self._workspace, self._authorization = workspace, authorization
        self._account = account
        self._offered = [each for each in OPERATIONS if each.kind is account.kind and not each.specific_only]

    def body(self) -> Iterable[Widget]:
        yield Static(
            Content(
                "For operations that return personal data. It takes the access token's place in x-amz-access-token, "
                "for exactly these paths, for an hour. The application needs a restricted role."
            ),
            classes="hint field",
        )
        yield field("Operations, any id", SelectionList(*map(_offer, self._offered), id="operations", compact=True))
        own = Input("", "GET /reports/2021-06-30/documents/…, GET /orders/v0/orders/123-…", id="paths")
        yield field("Paths with ids", own, "several with commas between")
        elements = [Selection(Content(each.value), each.value) for each in DataElement]
        if any(each.takes_elements for each in self._offered):
            shown: SelectionList[str] = SelectionList(*elements, id="elements", compact=True)
            yield field("Data elements", shown, "for getOrders, getOrder and getOrderItems")
        yield Static(id="counted", classes="hint")

    def on_selection_list_selected_changed(self, event: SelectionList.SelectedChanged[str]) -> None:
        event.stop()
        chosen = len(self.query_one("#operations", SelectionList).selected)
        self.query_one("#counted", Static).update(Content(f"{chosen} of {MOST_RESOURCES} paths chosen from the list."))

    async def save(self) -> Authorization:
        elements = tuple(each for found in self.query("#elements").results(SelectionList) for each in found.selected)
        keys = set(self.query_one("#operations", SelectionList).selected)
        listed = [
            Resource(each.method, each.path, elements if each.takes_elements else ())
            for each in self._offered
            if each.key in keys
        ]
        resources = (*listed, *read_paths(self.text("paths"), elements))
        return await self._workspace.restricting.obtain(self._authorization, self._account, resources)


def _offer(operation: Operation) -> Selection[str]:
    words = Content(f"{operation.name}  ") + Content.styled(f"{operation.method} {operation.path}", "$foreground 60%")
    return Selection(words, operation.key)
