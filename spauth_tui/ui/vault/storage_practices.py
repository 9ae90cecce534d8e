"""Amazon's six storage practices, and the inventory to hand to whoever asks."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from spauth_tui.domain.amazon.storage_practices import Practice
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.text.clean import harmless
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.own_words import own_words
from spauth_tui.ui.dialogs.save_as import SaveAs
from spauth_tui.ui.widgets.banner import Banner
from spauth_tui.ui.widgets.key_line import KeyLine
from spauth_tui.ui.widgets.lists import List
from spauth_tui.ui.widgets.problem_line import ProblemLine


class StoragePracticesScreen(OwnScreen[str]):
    """Shows each practice with its evidence; returns the action that the person wants to go to, if any."""

    CSS_PATH = "storage_practices.tcss"
    BINDINGS = [*bindings("storage practices")]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._practices: tuple[Practice, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="subject")
        yield Banner()
        yield ProblemLine()
        with VerticalScroll(id="sheet", can_focus=False):
            yield List(id="practices", compact=True)
            yield Static(id="evidence")
            with Horizontal(classes="actions"):
                yield Button("Fix it", id="fix", variant="primary", compact=True)
                yield Button("Write the inventory", id="export", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        try:
            self._practices = await self._workspace.storage_practices.practices()
        except SpauthError as problem:
            self.query_one(ProblemLine).show(problem)
            return
        met = sum(each.is_met for each in self._practices)
        title = Content.styled("Amazon's storage practices  ", "bold $text-primary")
        self.query_one("#subject", Static).update(title + Content(f"{met} of {len(self._practices)} met"))
        options = self.query_one("#practices", OptionList)
        options.clear_options()
        options.add_options([_line(each) for each in self._practices])
        first = next((n for n, each in enumerate(self._practices) if not each.is_met), 0)
        options.highlighted = first
        options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        practice = self._practices[event.option_index]
        words = Content("\n").join(Content(f"· {each}") for each in practice.evidence)
        if not practice.is_met:
            words += Content.styled("\n\nWhat to do\n", "bold") + Content(own_words(practice.remedy, self.app))
        self.query_one("#evidence", Static).update(words)
        self.query_one("#fix", Button).display = bool(practice.action) and not practice.is_met

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._fix(self._practices[event.option_index])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "export":
            self.action_export()
            return
        highlighted = self.query_one("#practices", OptionList).highlighted
        if highlighted is not None:
            self._fix(self._practices[highlighted])

    def _fix(self, practice: Practice) -> None:
        if practice.action and not practice.is_met:
            self.dismiss(practice.action)

    @work(group="dialog")
    async def action_export(self) -> None:
        day = self._workspace.clock.now().astimezone().date().isoformat()
        words = "Applications, accounts and deadlines, without any secret. The name says the form: .md, .csv or .json."
        path = await self.app.push_screen_wait(
            SaveAs(
                "Write the inventory",
                words,
                "Write it",
                self._workspace.storage_practices.export,
                target=f"~/spauth-inventory-{day}.md",
            )
        )
        if path is not None:
            self.notify(f"The inventory is in {harmless(str(path))}.", markup=False, timeout=8)

    def action_leave(self) -> None:
        self.dismiss(None)


def _line(practice: Practice) -> Content:
    if practice.is_met:
        return Content.styled("✓ met      ", "$text-success") + Content(practice.title)
    return Content.styled("✗ not met  ", "bold $text-error") + Content.styled(practice.title, "bold")
