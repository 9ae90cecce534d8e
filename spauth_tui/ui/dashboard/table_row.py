"""The dashboard as a table: one authorization per line, and the line that names the columns."""

from typing import NamedTuple

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.views.order import Order
from spauth_tui.domain.views.status import is_denied
from spauth_tui.ui.base.status_colours import DENIED, LOOKS, MARKED
from spauth_tui.ui.dashboard.pane_text import Face, Shown, bar

_GAP = 2
_STATE = max(len(each.word) for each in LOOKS.values())
_MARKS = len("▌■●")
_CLOCK = len("1:02:13")
_PLACE, _WIDE_PLACE = len("NA vendor"), len("NA vendor sandbox")
_BAR_FROM, _NOTES_FROM, _WIDE_FROM = 100, 90, 110
"""Widths from which there is room for a bar, for notes, and for the word sandbox."""


class Columns(NamedTuple):
    """How wide each column is; 0 means it is not shown."""

    mark: int
    label: int
    application: int
    place: int
    state: int
    clock: int
    bar: int
    notes: int


def columns_for(width: int, *, names_application: bool) -> Columns:
    """Share a width among the columns, the most important first; widths do not depend on content."""
    gauge = 12 if width >= _BAR_FROM else 0
    place = _WIDE_PLACE if width >= _WIDE_FROM else _PLACE
    fixed = _MARKS + place + _STATE + _CLOCK + gauge + _GAP * (5 + bool(gauge))
    left = max(10, width - fixed)
    application = min(28, left // 3) if names_application else 0
    left -= application + (_GAP if application else 0)
    label = min(40, left if width < _NOTES_FROM else max(16, left * 2 // 5))
    rest = left - label - _GAP
    return Columns(_MARKS, label, application, place, _STATE, _CLOCK, gauge, rest if rest >= 12 else 0)


def row(shown: Shown, face: Face, words: tuple[str, ...], width: int, *, chosen: bool) -> Content:
    """Paint an authorization and its notes in one line; the chosen one has a bar at the left."""
    columns = columns_for(width, names_application=shown.names_application)
    account, look = shown.account, LOOKS[face.status]
    worst = DENIED if is_denied(shown.authorization) else look
    is_bad = bool(shown.problem or shown.authorization.refusal or shown.authorization.api_refusal)
    is_sandbox, spells_out = account.environment is Environment.SANDBOX, columns.place == _WIDE_PLACE
    signs = (("s", is_sandbox and not spells_out), ("g", shown.authorization.guarded), ("w", shown.watched))
    marks = "".join(sign for sign, holds in signs if holds)
    label = Content.styled(account.label, "bold" if chosen else "")
    label += Content.styled(f" {marks}" if marks else "", "$dim")
    said = " · ".join(words[1:] if shown.names_application and not is_bad else words)
    sandbox = " sandbox" if is_sandbox and spells_out else ""
    cells = (
        Content.styled("▌" if chosen else " ", "$accent")
        + Content(MARKED if shown.marked else " ")
        + Content.styled(worst.glyph, worst.style),
        label,
        Content.styled(shown.application.label, "$dim"),
        Content.styled(f"{account.region.name} {account.kind.value}{sandbox}", "$dim"),
        Content.styled(look.word, look.style),
        Content.styled(face.clock.rjust(columns.clock), "bold"),
        Content() if face.share is None else bar(face.share, columns.bar, look.token),
        Content.styled(said, "$text-error" if is_bad else "$dim"),
    )
    return _joined(cells, columns)


def _joined(cells: tuple[Content, ...], columns: Columns) -> Content:
    fitted = [_fitted(content, width) for content, width in zip(cells, columns, strict=True) if width]
    return Content(" " * _GAP).join(fitted)


def _fitted(content: Content, width: int) -> Content:
    """Cut or pad to a width in cells: labels may contain wide characters."""
    cut = content.truncate(width, ellipsis=True)
    return cut + Content(" " * max(0, width - cut.cell_length))


class TableHead(Widget):
    """Names the columns; shown above the board while it is a table."""

    DEFAULT_CSS = """
    TableHead { height: 1; padding: 0 3 0 2; background: $panel; color: $dim; text-style: bold; display: none;
        &.-needed { display: block; } }
    """
    _names_application = False
    _order = Order.APPLICATION

    def show(self, *, needed: bool, names_application: bool, order: Order) -> None:
        """Show or hide the head, with or without an application column; the sorting column is underlined."""
        self.set_class(needed, "-needed")
        if (names_application, order) != (self._names_application, self._order):
            self._names_application, self._order = names_application, order
            self.refresh()

    def render(self) -> Content:
        columns = columns_for(self.size.width, names_application=self._names_application)
        cells = (
            Content(),
            self._head("account", Order.APPLICATION),
            self._head("application", Order.APPLICATION),
            Content("where"),
            self._head("state", Order.ATTENTION),
            Content(" " * (columns.clock - len("left"))) + self._head("left", Order.EXPIRY),
            Content(),
            Content("more"),
        )
        return _joined(cells, columns)

    def _head(self, words: str, order: Order) -> Content:
        style = Style(underline=order is self._order) + Style.from_meta({"@click": f"screen.sort_by('{order.name}')"})
        return Content.styled(words, style)
