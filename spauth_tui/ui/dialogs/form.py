"""The base of all forms: named fields, one save at a time, problems under the field they are about."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, TypeVar

from textual import events, work
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import ChangedMeanwhile
from spauth_tui.domain.text.glossary import meanings
from spauth_tui.domain.vault.clash import Clash, in_words
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.dialogs.dialog import Dialog, aside
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.spinner import Spinner

Saved = TypeVar("Saved")
_THEIRS, _MINE = range(2)


class Form(Dialog[Saved]):
    """A dialog with fields. Subclasses define `body()` and `save()`; its result is what `save` returns."""

    BINDINGS = [*bindings("forms", {"form.save": "submit", "dialog.cancel": "leave"})]
    hint = "tab next field · enter saves · esc cancels"
    verb = "Save"
    _is_saving = False
    entered_before: Mapping[str, str | int] = {}
    """What an earlier form of this kind was left with, to start from."""
    left_with: Mapping[str, str | int] = {}
    """The fields' content by name when it was left without saving."""
    shown: Any = None
    """The record the fields were filled from; another window may have changed it since."""

    def on_mount(self) -> None:
        """Reserve room for explanations of terms, so that nothing jumps when the focus moves."""
        self.set_class(any(meanings(_words_above(each)) for each in self.query(".field")), "-explains")
        if self.entered_before:
            self.note_as_opened()
            self._enter(self.entered_before)
        super().on_mount()

    def _enter(self, entries: Mapping[str, str | int]) -> None:
        for name, held in entries.items():
            control = self.query_one(f"#{name}")
            if isinstance(control, Input):
                control.value = str(held)
            elif isinstance(control, ChoiceRow):
                control.choose(int(held))
            elif isinstance(control, OptionList):
                control.highlighted = int(held)

    def _entered(self) -> dict[str, str | int]:
        """Return texts and indexes of choices, by name; no secrets."""
        words: dict[str, str | int] = {
            each.id or "": each.value for each in self.query(Input) if not isinstance(each, SecretInput)
        }
        return words | {each.id or "": each.chosen for each in self.query(ChoiceRow)}

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        above = next((each for each in event.widget.ancestors_with_self if each.has_class("field")), None)
        words = meanings(_words_above(above), most=1) if isinstance(above, Widget) else ""
        self.query_one("#explained", Static).update(Content(words))

    async def save(self) -> Saved:
        """Store the fields' content; raises `SpauthError`, whose field gets the focus."""
        raise NotImplementedError

    def text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value

    def entries(self, record: Any) -> Mapping[str, str | int]:
        """Return the fields' content for a record, by name; for a form that changes one."""
        return {}

    def is_changed(self, field: str) -> bool:
        name = field.replace("_", "-")
        return self._entered()[name] != self.entries(self.shown)[name]

    def chosen(self, name: str) -> int:
        return self.query_one(f"#{name}", ChoiceRow).chosen

    def pressed(self, button_id: str) -> None:
        self.action_submit()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        """Save, unless a save is running: a second press would store it twice."""
        if not self._is_saving:
            self._is_saving = True
            self._save()

    def action_leave(self) -> None:
        """Leave without a result, but not while saving."""
        if not self._is_saving:
            super().action_leave()

    def leave(self) -> None:
        """Leave, and remember what was entered."""
        self.left_with = self._entered()
        super().leave()

    @work(group="save")
    async def _save(self) -> None:
        try:
            with self.query_one(Spinner).doing(self.doing) if self.doing else nullcontext():
                saved = await self._saved()
            self.dismiss(saved)
        except SpauthError as problem:
            self.tell(problem)
        finally:
            self._is_saving = False

    async def _saved(self) -> Saved:
        """Save; if another window changed the same fields, ask whose values to keep, until there is no conflict."""
        while True:
            try:
                return await self.save()
            except ChangedMeanwhile as problem:
                if self.shown is None:
                    raise
                await self._settle(problem)

    async def _settle(self, problem: ChangedMeanwhile) -> None:
        """Ask for each field, and fill in the other window's values to keep; raises the problem if left unanswered."""
        mine = await self.app.push_screen_wait(BothChanged(problem.clashes))
        if mine is None:
            raise problem
        self.shown = replace(self.shown, **{clash.field: clash.theirs for clash in problem.clashes})
        theirs = {clash.field.replace("_", "-") for clash in problem.clashes if clash.field not in mine}
        self._enter({name: held for name, held in self.entries(self.shown).items() if name in theirs})


def _words_above(part: Widget) -> str:
    return " ".join(str(each.content) for each in part.query(".field-label").results(Static))


def typed(words: str, name: str, held: object = "", hint: str = "", *, empty: str = "") -> Vertical:
    """Return a field for text; `empty` is its placeholder."""
    return field(words, Input(str(held), empty, id=name), hint)


def one_of(words: str, name: str, choices: Iterable[object], held: object, hint: str = "") -> Vertical:
    """Return a field for one of a few choices; its content is the index of the selected one."""
    return field(words, ChoiceRow([str(each) for each in choices], int(str(held)), name=name), hint)


def field(words: str, control: Widget, hint: str = "", *, below: Widget | None = None) -> Vertical:
    """Return a control under its label, with room below for a problem with it."""
    name = control.id or ""
    quiet = Content.styled(f"  {hint}" if hint else "", "not bold $dim")
    label = Static(Content.styled(words, "bold") + quiet, classes="field-label")
    parts = [label, control, *([below] if below else []), ProblemLine(id=f"{name}-problem")]
    return Vertical(*parts, id=f"{name}-field", classes="field")


class BothChanged(Form[frozenset[str]]):
    """Shows both values of each field; returns the fields that keep this window's, or None to continue editing."""

    title_words = "Changed in two windows"
    first_focus = "ChoiceRow"
    hint = "arrows choose · enter saves · esc goes on editing"
    stay = "Go on editing"

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__()
        self._clashes = clashes

    def body(self) -> Iterable[Widget]:
        yield Static(Content("Another window has changed the same since you opened this. Which is to hold?\n"))
        for clash in self._clashes:
            words = f"now {in_words(clash.theirs)}\nhere {in_words(clash.mine)}"
            row = ChoiceRow(["as it is now", "as it is here"], _THEIRS, name=_row_of(clash))
            was = f"was {in_words(clash.shown)}"
            yield field(clash.name.capitalize(), row, was, below=aside(words))

    async def save(self) -> frozenset[str]:
        """Return the fields that keep this window's value."""
        return frozenset(each.field for each in self._clashes if self.chosen(_row_of(each)) == _MINE)


def _row_of(clash: Clash) -> str:
    return f"holds-{clash.field.replace('_', '-')}"
