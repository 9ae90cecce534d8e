"""The event log: read it, search it, write it to a file without secrets."""

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.text.counting import counted
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dialogs.save_as import SaveAs
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.lists import List
from spauth_tui.ui.widgets.page import Actions, page, telling
from spauth_tui.ui.widgets.problem_line import ProblemLine

MOST = 1000
_EMPTY = "Nothing has happened yet. Unlocking, exchanges, copies and changes will stand here, without secrets."
_BAD = {EventKind.UNLOCK_FAILED, EventKind.REFUSED}


class EventLogScreen(OwnScreen[None]):
    """Shows the newest thousand events, or those that match the search. Nothing here changes them."""

    CSS_PATH = "event_log.tcss"
    BINDINGS = [*bindings("event log")]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def compose(self) -> ComposeResult:
        search = Input(placeholder="search: refused, Acme, copied …", id="search")
        yield from page(
            Actions(search, Button("Export", id="export")),
            ProblemLine(),
            List(id="events", compact=True),
            Static(id="counted"),
            subject=Content.styled("Event log, newest first", "bold"),
        )

    def on_mount(self) -> None:
        self.query_one("#events").focus()
        self._read("")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._read(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#events").focus()

    @work(exclusive=True, group="read")
    async def _read(self, sought: str) -> None:
        with telling(self):
            found = await self._workspace.log.read(sought, MOST)
            options = self.query_one(OptionList)
            options.clear_options()
            options.add_options([_line(each) for each in found])
            if found:
                options.highlighted = 0
            tail = " or more: search, or export them all" if len(found) == MOST else ""
            none = f"Nothing in the log holds “{sought}”. Escape clears the search." if sought else _EMPTY
            words = f"{counted(len(found), 'event')}{tail}" if found else none
            self.query_one("#counted", Static).update(Content(words))

    def action_leave(self) -> None:
        """Empty the search, else go back."""
        search = self.query_one("#search", Input)
        if search.has_focus and search.value:
            search.value = ""
        else:
            self.dismiss(None)

    def action_search(self) -> None:
        self.query_one("#search").focus()

    @work(group="dialog")
    async def action_export(self) -> None:
        day = self._workspace.clock.now().astimezone().date().isoformat()
        target = str(Path("~") / f"spauth-events-{day}.csv")
        words = "Every event is written, without secrets: when, what, about whom. A name in .json gives JSON."
        path = await self.app.push_screen_wait(
            SaveAs("Export the event log", words, "Export", self._workspace.log.export, target=target)
        )
        if path is not None:
            self.notify(f"The log is in {harmless(str(path))}.", markup=False, timeout=8)
            self._read(self.query_one("#search", Input).value)


def _line(event: Event) -> Content:
    when = event.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    style = "$text-error" if event.kind in _BAD else "$foreground"
    return (
        Content.styled(f"{when}  ", "$dim")
        + Content.styled(f"{event.kind.value:<28}", style)
        + Content(f"  {event.subject}")
        + Content.styled(f"  {event.detail}" if event.detail else "", "$dim")
    )
