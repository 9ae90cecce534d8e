"""The frame of every dialog: a titled box, a body that scrolls, a row of buttons, escape to leave."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, SelectionList, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.own_screen import OwnModal
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.spinner import Spinner

Result = TypeVar("Result")
_HINT_ROOM = 70
"""Cells of the last line in the widest box."""


class Dialog(OwnModal[Result | None], Generic[Result]):
    """A modal box. Subclasses define `title_words`, `body()`, `buttons()`, and what a button does.

    The body scrolls if the window is low; problem, buttons and hint stay visible below it.
    """

    CSS_PATH = str(Path(__file__).with_suffix(".tcss"))  # subclasses are in other packages
    BINDINGS = [*bindings("dialogs", {"dialog.cancel": "leave"})]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-middle"), (34, "-high")]
    AUTO_FOCUS = ""
    """Off: Textual would scroll to the field before the body has its height."""
    first_focus = "*"
    """The selector of what has the focus at first."""
    title_words = ""
    hint = ""
    """The keys, shown on the last line."""
    verb = ""
    """The main button's label; without it there is no main button."""
    stay = "Cancel"
    """The label of the button that leaves."""
    doing = ""
    """What is being done while saving takes time; empty for nothing."""
    offers_back = False
    """Whether there is a previous dialog to go back to."""
    wants_back = False
    """Whether it was left to go back to it."""
    _as_opened: dict[str, object] | None = None
    """The fields' content before anything was typed."""

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            box.border_title = Content(self.title_words)
            with VerticalScroll(id="body", can_focus=False):
                yield from self.body()
                if self.doing:
                    yield Spinner()
            with Vertical(id="foot"):
                yield ProblemLine(id="problem")
                with Horizontal(id="buttons"):
                    yield from self.buttons()
                    if self.offers_back:
                        yield Button("Back", id="back")
                yield Static(id="explained")
                if self.hint:
                    whole = f"{self.hint} · F1 help"
                    yield Static(whole if len(whole) <= _HINT_ROOM else self.hint, id="keys", markup=False)

    def on_mount(self) -> None:
        """Focus the first field without scrolling to it: the body is not laid out yet, and has to show its top."""
        if self._as_opened is None:
            self.note_as_opened()
        if self.focused is None:
            first = next((each for each in self.query(self.first_focus) if each.focusable), None)
            self.set_focus(first, scroll_visible=False)

    def body(self) -> Iterable[Widget]:
        raise NotImplementedError

    def buttons(self) -> Iterable[Button]:
        """Yield the buttons, the main one first."""
        if self.verb:
            yield Button(self.verb, id="save", variant="primary")
        yield Button(self.stay, id="cancel")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "cancel":
            self.action_leave()
        elif event.button.id == "back":
            # What was typed is kept for coming forward again.
            self.wants_back = True
            self.leave()
        else:
            self.pressed(event.button.id or "")

    def pressed(self, button_id: str) -> None:
        raise NotImplementedError

    def action_leave(self) -> None:
        """Leave; if something was typed, ask before discarding it."""
        if self.is_touched:
            self._ask_before_leaving()
        else:
            self.leave()

    def leave(self) -> None:
        self.dismiss(None)

    @property
    def is_touched(self) -> bool:
        """Whether the fields' content has changed."""
        return self._as_opened is not None and held_by(self) != self._as_opened

    def note_as_opened(self) -> None:
        """Treat the fields' current content as unmodified."""
        self._as_opened = held_by(self)

    @work(group="leave", exclusive=True)
    async def _ask_before_leaving(self) -> None:
        from spauth_tui.ui.dialogs.confirm import may_leave

        if await may_leave(self):
            self.leave()

    def tell(self, problem: SpauthError) -> None:
        self.forget_problem()
        line = self.query_one("#problem", ProblemLine)
        if isinstance(problem, InputRefused) and problem.field:
            name = problem.field.replace("_", "-")
            for own_line in self.query(f"#{name}-problem").results(ProblemLine):
                line = own_line
            for field in self.query(f"#{name}"):
                field.focus()
        line.show(problem)
        field_or_line = line.parent if line.id != "problem" else line
        if isinstance(field_or_line, Widget):
            self.call_after_refresh(field_or_line.scroll_visible, animate=False)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Show what fails; the rest of the block is skipped."""
        self.forget_problem()
        try:
            yield
        except SpauthError as problem:
            self.tell(problem)

    def forget_problem(self) -> None:
        for line in self.query(ProblemLine):
            line.clear()


def held_by(screen: Screen[Any]) -> dict[str, object]:
    """Return the content of a screen's fields by name; for a secret only whether there is one."""
    held: dict[str, object] = {
        each.id or "": bool(each.value) if isinstance(each, SecretInput) else each.value for each in screen.query(Input)
    }
    held |= {each.id or "": each.chosen for each in screen.query(ChoiceRow)}
    return held | {each.id or "": tuple(each.selected) for each in screen.query(SelectionList)}


def aside(words: str, *more: str) -> Static:
    """Return muted text; `more` are additional classes."""
    return Static(Content(words), classes=" ".join(("hint", *more)))
