"""Amazon's six storage practices, and the inventory to give to anyone who asks."""

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from spauth_tui.domain.amazon.storage_practices import Practice
from spauth_tui.domain.text.clean import harmless
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.problems import advice
from spauth_tui.ui.dialogs.save_as import SaveAs
from spauth_tui.ui.widgets.lists import List
from spauth_tui.ui.widgets.page import Actions, Page, Subject, page, telling
from spauth_tui.ui.widgets.problem_line import ProblemLine


class StoragePracticesScreen(OwnScreen[str]):
    """Shows each practice with its evidence; returns the action that the person wants, if any."""

    DEFAULT_CSS = "StoragePracticesScreen #practices { max-height: 10; }"
    BINDINGS = [*bindings("storage practices")]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._practices: tuple[Practice, ...] = ()

    def compose(self) -> ComposeResult:
        ways = Actions(
            Button("Fix it", id="fix", variant="primary", compact=True),
            Button("Write the inventory", id="export", compact=True),
        )
        yield from page(ProblemLine(), Page(List(id="practices", compact=True), Static(id="evidence"), ways))

    def on_mount(self) -> None:
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        with telling(self):
            self._practices = await self._workspace.storage_practices.practices()
            met = sum(each.is_met for each in self._practices)
            self.query_one(Subject).show("Amazon's storage practices", f"{met} of {len(self._practices)} met")
            options = self.query_one("#practices", OptionList)
            options.clear_options()
            options.add_options([_line(each) for each in self._practices])
            options.highlighted = next((n for n, each in enumerate(self._practices) if not each.is_met), 0)
            options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        practice = self._practices[event.option_index]
        words = Content("\n").join(Content(f"· {each}") for each in practice.evidence)
        if not practice.is_met:
            advised = advice(practice.remedy, practice.ways, self.app)
            words += Content.styled("\n\nWhat to do\n", "bold") + Content(advised)
        self.query_one("#evidence", Static).update(words)
        self.query_one("#fix", Button).display = bool(practice.action) and not practice.is_met

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_fix()

    def action_fix(self) -> None:
        chosen = self.query_one("#practices", OptionList).highlighted
        if chosen is not None and not self._practices[chosen].is_met and self._practices[chosen].action:
            self.dismiss(self._practices[chosen].action)

    @work(group="dialog")
    async def action_export(self) -> None:
        day = self._workspace.clock.now().astimezone().date().isoformat()
        words = "Applications, accounts and deadlines, without any secret. The name says the form: .md, .csv or .json."
        export, target = self._workspace.storage_practices.export, f"~/spauth-inventory-{day}.md"
        path = await self.app.push_screen_wait(SaveAs("Write the inventory", words, "Write it", export, target=target))
        if path is not None:
            self.notify(f"The inventory is in {harmless(str(path))}.", markup=False, timeout=8)


def _line(practice: Practice) -> Content:
    if practice.is_met:
        return Content.styled("✓ met      ", "$text-success") + Content(practice.title)
    return Content.styled("✗ not met  ", "bold $text-error") + Content.styled(practice.title, "bold")
