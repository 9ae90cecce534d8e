"""Amazon's six storage practices, and the inventory to give to anyone who asks."""

from collections.abc import Iterable

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.amazon.storage_practices import Practice
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.text.time import date_words
from spauth_tui.services.vault_care.storage_practices import StoragePractices
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.problems import advice
from spauth_tui.ui.dialogs.form import Form, typed
from spauth_tui.ui.dialogs.save_as import SaveAs
from spauth_tui.ui.widgets.button import Button
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
            Button("Fix it", id="fix", variant="primary"),
            Button("Tick", id="tick"),
            Button("Write the inventory", id="export"),
        )
        further = Static(Content(FACTS["data-protection"].text), classes="quiet")
        yield from page(ProblemLine(), Page(List(id="practices", compact=True), Static(id="evidence"), ways, further))

    def on_mount(self) -> None:
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self, index: int | None = None) -> None:
        with telling(self):
            self._practices = await self._workspace.storage_practices.practices()
            states = [each.state for each in self._practices]
            words = f"{states.count('met')} of {len(states)} met, {states.count('yours')} for you to show"
            self.query_one(Subject).show("Amazon's storage practices", words)
            options = self.query_one("#practices", OptionList)
            options.clear_options()
            options.add_options([_line(each) for each in self._practices])
            first = next((states.index(each) for each in ("not met", "yours") if each in states), 0)
            options.highlighted = first if index is None else index
            options.focus()

    @property
    def _chosen(self) -> Practice | None:
        index = self.query_one("#practices", OptionList).highlighted
        return None if index is None else self._practices[index]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        practice = self._practices[event.option_index]
        shown = Content("\n").join(Content(f"· {each}") for each in practice.evidence)
        words = Content.styled("What this program shows\n", "bold") + shown
        if not practice.is_shown:
            advised = advice(practice.remedy, practice.ways, self.app)
            words += Content.styled("\nWhat to do: ", "bold") + Content(advised)
        words += Content.styled("\n\nWhat only you can show\n", "bold") + Content(f"· {practice.yours}\n")
        tick = practice.tick
        words += (
            Content.styled(f"√ {date_words(tick.at)}: ", "$text-success") + Content(tick.note)
            if tick
            else Content.styled("not shown yet", "$text-warning")
        )
        self.query_one("#evidence", Static).update(words)
        self.query_one("#fix", Button).display = bool(practice.action) and not practice.is_shown
        self.query_one("#tick", Button).label = "Untick" if tick else "Tick"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_fix()

    def action_fix(self) -> None:
        """Go where the program's part is fixed, or note the person's own."""
        practice = self._chosen
        if practice is not None and practice.state == "yours":
            self.action_tick()
        elif practice is not None and not practice.is_shown and practice.action:
            self.dismiss(practice.action)

    @work(group="dialog", exclusive=True)
    async def action_tick(self) -> None:
        practice, index = self._chosen, self.query_one("#practices", OptionList).highlighted
        if practice is None:
            return
        with telling(self):
            if practice.tick is not None:
                await self._workspace.storage_practices.untick(practice.key)
            elif not await self.app.push_screen_wait(TickForm(self._workspace.storage_practices, practice)):
                return
            self._read(index)

    @work(group="dialog")
    async def action_export(self) -> None:
        day = self._workspace.clock.now().astimezone().date().isoformat()
        words = "Applications, accounts and deadlines, without any secret. The name says the form: .md, .csv or .json."
        export, target = self._workspace.storage_practices.export, f"~/spauth-inventory-{day}.md"
        path = await self.app.push_screen_wait(SaveAs("Write the inventory", words, "Write it", export, target=target))
        if path is not None:
            self.notify(f"The inventory is in {harmless(str(path))}.", markup=False, timeout=8)


class TickForm(Form[bool]):
    """Notes that the person's own part of a practice is so."""

    title_words = "It is so"
    verb = "Note it"
    first_focus = "#note"
    hint = "enter notes it with today's date · esc cancels"

    def __init__(self, storage_practices: StoragePractices, practice: Practice) -> None:
        super().__init__()
        self._storage_practices, self._practice = storage_practices, practice

    def body(self) -> Iterable[Widget]:
        yield Static(Content(f"{self._practice.yours}\n"))
        yield typed("Where that can be seen", "note", hint="a document, a review, a person; no secret")

    async def save(self) -> bool:
        await self._storage_practices.tick(self._practice.key, self.text("note"))
        return True


def _line(practice: Practice) -> Content:
    marks = {"met": ("√", "$text-success"), "yours": ("□", "bold $text-primary"), "not met": ("×", "bold $text-error")}
    mark, style = marks[practice.state]
    title = Content(practice.title) if practice.is_met else Content.styled(practice.title, "bold")
    return Content.styled(f"{mark} {practice.state:<9}", style) + title
