"""What the forms share: named fields, one save at a time, problems under the field they are about."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from textual import events, work
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.glossary import explained
from spauth_tui.ui.screens.dialog import Dialog, label
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput

Saved = TypeVar("Saved")


class Form(Dialog[Saved]):
    """A dialog with fields. Subclasses say `body()` and `save()`; what `save` returns is the answer."""

    BINDINGS = [Binding("enter,ctrl+s", "submit", "Save", show=False, id="form.save")]
    hint = "tab next field · enter saves · esc cancels"
    _is_saving = False
    entered_before: Mapping[str, str | int] = {}
    """What a form of this kind was left with: this one begins with it."""
    left_with: Mapping[str, str | int] = {}
    """What the fields held when it was left without saving, by their names."""

    def on_mount(self) -> None:
        """Make room for explanations where a field's words need any: nothing jumps when the focus moves."""
        self.set_class(any(explained(_words_above(each)) for each in self.query(".field")), "-explains")
        for name, held in self.entered_before.items():
            if isinstance(held, str):
                self.query_one(f"#{name}", Input).value = held
            else:
                self.query_one(f"#{name}", ChoiceRow).choose(held)
        super().on_mount()

    def _entered(self) -> dict[str, str | int]:
        """Return words, and the index of a choice; nothing of a secret."""
        words: dict[str, str | int] = {
            each.id or "": each.value for each in self.query(Input) if not isinstance(each, SecretInput)
        }
        return words | {each.id or "": each.chosen for each in self.query(ChoiceRow)}

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Explain the words of the field that has the focus."""
        above = next((each for each in event.widget.ancestors_with_self if each.has_class("field")), None)
        words = explained(_words_above(above), most=1) if isinstance(above, Widget) else ""
        self.query_one("#explained", Static).update(Content(words))

    def buttons(self) -> Iterable[Button]:
        """Yield Save and Cancel."""
        yield Button("Save", id="save", variant="primary", compact=True)
        yield from super().buttons()

    async def save(self) -> Saved:
        """Store what the fields hold; raises `SpauthError`, whose field gets the focus back."""
        raise NotImplementedError

    def text(self, name: str) -> str:
        """Return what stands in a text field."""
        return self.query_one(f"#{name}", Input).value

    def chosen(self, name: str) -> int:
        """Return the index of the choice that holds in a row of choices."""
        return self.query_one(f"#{name}", ChoiceRow).chosen

    def pressed(self, button_id: str) -> None:
        """Save: the one button beside Cancel."""
        self.action_submit()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save."""
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        """Save, unless that is under way: a second press would store it twice."""
        if not self._is_saving:
            self._is_saving = True
            self._save()

    def action_leave(self) -> None:
        """Leave without a result, but not in the middle of saving."""
        if not self._is_saving:
            self.left_with = self._entered()
            super().action_leave()

    @work(group="save")
    async def _save(self) -> None:
        try:
            saved = await self.save()
        except SpauthError as problem:
            self.tell(problem)
        else:
            self.dismiss(saved)
        finally:
            self._is_saving = False


def _words_above(part: Widget) -> str:
    """Return the words above a field."""
    return " ".join(str(each.content) for each in part.query(".field-label").results(Static))


def field(words: str, control: Widget, hint: str = "", *, below: Widget | None = None) -> Vertical:
    """Return a control under its words, with room below for the problem that is about it."""
    name = control.id or ""
    parts = [label(words, hint), control, *([below] if below else []), ProblemLine(id=f"{name}-problem")]
    return Vertical(*parts, id=f"{name}-field", classes="field")
