"""The pane of one authorization: a word, a countdown, a bar, a few notes, three buttons."""

from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.views.status import Status, is_denied
from spauth_tui.ui.base.messages import ActionRequested
from spauth_tui.ui.base.problems import board_advice
from spauth_tui.ui.base.status_colours import DENIED, LOOKS, MARKED
from spauth_tui.ui.dashboard.pane_text import Shown, bar, cells_full, corner, face, notes
from spauth_tui.ui.dashboard.table_row import row
from spauth_tui.ui.widgets.button import Button

NOTE_LINES = 3
_NOTHING = Content("")
_NOTES_BEGIN = {PaneStyle.COMFORTABLE: 2, PaneStyle.COMPACT: 1}
_LINES = {PaneStyle.COMFORTABLE: 2 + NOTE_LINES, PaneStyle.COMPACT: 2, PaneStyle.TABLE: 1}
"""How many lines a pane has above its buttons."""
_BORDERS = ("error", "warning", "primary")
"""The colours of states that need something; a pane at rest has a grey border."""
_NEXT: dict[str, str] = {"warning": "pane.refresh", "primary": "pane.steps"}
"""The button that is the next step in states of a colour."""
BUTTONS = {"pane.refresh": "Refresh", "pane.copy": "Copy", "pane.steps": "Steps"}
"""The pane's buttons: the id of each action, and its label."""


class PaneButton(Button, can_focus=False):
    """A button inside a pane, for the mouse; the pane's keys do the same.

    One that cannot work can be pressed all the same: that says why.
    """

    DEFAULT_CSS = """
    PaneButton { margin-right: 1; &.-flat, &.-flat:ansi { background: transparent; color: $faint; } }
    """

    def render(self) -> Content:
        edges = "[]" if self.app.native_ansi_color and not self.has_class("-flat") else "  "
        return Content.assemble(edges[0], str(self.label), edges[1])


class AuthorizationPane(Widget, can_focus=True):
    """Shows one authorization, and another one after rebinding: panes are recycled.

    It knows no services: its buttons post `ActionRequested`.
    """

    DEFAULT_CSS = """
    AuthorizationPane {
        layout: horizontal; align-vertical: bottom;
        border: round $rule; padding: 0 1; background: $surface; color: $foreground;
        border-title-color: $foreground; border-title-style: bold; border-subtitle-color: $dim;
        &.-warning { border: round $warning 60%; }
        &.-error { border: round $error 60%; }
        &.-primary { border: round $primary 60%; }
        &.-table { border: none; background: transparent; }
        &:hover, &.-marked { background: $panel; }
        &:focus { border: heavy $accent; background: $chosen; }
        &.-table:focus { border: none; &:ansi { text-style: reverse; } }
    }
    """

    def __init__(self, index: int, shown: Shown, now: datetime, style: PaneStyle = PaneStyle.COMFORTABLE) -> None:
        super().__init__(classes=f"-{style.value}")
        self._style, self.index = style, index
        self._bind(shown, now)

    def _bind(self, shown: Shown, now: datetime) -> None:
        self.shown, self._face, self._notes = shown, face(shown, now), self._notes_of(shown, now)
        self._dress()

    @property
    def authorization_id(self) -> AuthorizationId:
        """The authorization it is currently bound to."""
        return self.shown.authorization.id

    def compose(self) -> ComposeResult:
        if self._style is PaneStyle.COMFORTABLE:
            for action in BUTTONS:
                button = PaneButton(name=action)
                self._dress_button(button)
                yield button

    def show(self, index: int, shown: Shown, now: datetime) -> None:
        """Bind the pane to what it shows from now on; does nothing if it already shows that."""
        self.index = index
        if shown == self.shown:
            self.tick(now)
            return
        self._bind(shown, now)
        self.refresh()

    def tick(self, now: datetime) -> None:
        """Update the countdown; repaints only the lines that changed."""
        new_face = face(self.shown, now)
        if new_face == self._face:
            return
        old_face, self._face = self._face, new_face
        new_notes = self._notes_of(self.shown, now)
        if new_face.status is not old_face.status or new_notes != self._notes:
            self._notes = new_notes
            self._dress()
            self.refresh()
            return
        width = self.size.width
        before, after = (cells_full(each.share or 0, width) for each in (old_face, new_face))
        self.refresh(Region(0, 0, width, 1 if before == after else 2))

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2:
            self.post_message(ActionRequested("pane.details", self.authorization_id))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.focus()
        self.post_message(ActionRequested(event.button.name or "", self.authorization_id))

    def render(self) -> Content:
        return Content("\n").join(self._line(y) for y in range(_LINES[self._style])).rstrip()

    def render_line(self, y: int) -> Strip:
        """Paint one line: every second, only the countdown changes in most panes."""
        line, width = self._line(y), self.size.width
        if not line:
            return Strip.blank(width, self.visual_style.rich_style)
        return Visual.to_strips(self, line, width, 1, self.visual_style)[0]

    def _line(self, y: int) -> Content:
        width = self.size.width
        if self._style is PaneStyle.TABLE:
            return row(self.shown, self._face, self._notes, width, chosen=self.has_focus) if y == 0 else _NOTHING
        if y == 0:
            return self._top_line(width)
        if y == 1 and (self._style is PaneStyle.COMFORTABLE or self._face.share):
            return self._bar(width)
        notes_below = self._note_lines(width)
        number = y - _NOTES_BEGIN[self._style]
        return notes_below[number] if 0 <= number < len(notes_below) else _NOTHING

    def _notes_of(self, shown: Shown, now: datetime) -> tuple[str, ...]:
        return notes(shown, now, lambda remedy, *ways: board_advice(remedy, ways, self.app))

    def _dress_button(self, button: PaneButton) -> None:
        action, authorization = button.name or "", self.shown.authorization
        unfinished = not authorization.is_proven
        words = "Continue" if action == "pane.steps" and unfinished else BUTTONS[action]
        if str(button.label) != words:
            button.label = words
            button.refresh(layout=True)
        colour = LOOKS[self._face.status].colour
        button.variant = colour if _NEXT.get(colour) == action else "default"
        lacks = authorization.access_token if action == "pane.copy" else authorization.current_refresh_token
        button.set_class(action != "pane.steps" and lacks is None, "-flat")

    def _dress(self) -> None:
        label = Content(self.shown.account.label)
        self.border_title = Content(f"{MARKED} ") + label if self.shown.marked else label
        self.set_class(self.shown.marked, "-marked")
        self.border_subtitle = Content(corner(self.shown))
        look = DENIED if is_denied(self.shown.authorization) else LOOKS[self._face.status]
        for colour in _BORDERS:
            self.set_class(colour == look.colour, f"-{colour}")
        for button in self.query_children(PaneButton):
            self._dress_button(button)

    def _top_line(self, width: int) -> Content:
        word = LOOKS[self._face.status].words()
        clock = Content.styled(self._face.clock, "bold")
        return word + Content(" " * max(1, width - word.cell_length - clock.cell_length)) + clock

    def _bar(self, width: int) -> Content:
        status = Status.LIVE if self._face.status is Status.REFRESHING else self._face.status
        return bar(self._face.share or 0, width, LOOKS[status].token)

    def _note_lines(self, width: int) -> list[Content]:
        authorization = self.shown.authorization
        is_bad = self.shown.problem or authorization.refusal or authorization.api_refusal
        # Beside a state that says nothing of it.
        sign = f"{DENIED.glyph} " if is_denied(authorization) else ""
        room = max(1, width - len(sign))
        wrapped = [line for note in self._notes for line in Content(note).wrap(room)]
        if len(self._notes) > 1 and len(wrapped) > NOTE_LINES:
            wrapped = [Content(note) for note in self._notes]
        if len(wrapped) > NOTE_LINES:
            wrapped = [*wrapped[: NOTE_LINES - 1], wrapped[NOTE_LINES - 1] + Content("…")]
        style = "$text-error" if is_bad else "$dim"
        lines = (line.truncate(room, ellipsis=True) for line in wrapped)
        return [
            (Content(" " * len(sign) if number else sign) + line).stylize(style) for number, line in enumerate(lines)
        ]
