"""Tooltips that explain glossary terms under the mouse."""

import contextlib
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.content import Content
from textual.errors import NoWidget
from textual.widget import Widget
from textual.widgets import Button, Static


class GlossaryTooltips:
    """Gives glossary tooltips to static text, buttons and widgets with `words_to_explain`."""

    def __init__(self, app: App[str]) -> None:
        self._app = app
        self._told: WeakKeyDictionary[Widget, str] = WeakKeyDictionary()

    def look(self, event: events.Event) -> None:
        if isinstance(event, events.MouseMove):
            with contextlib.suppress(NoWidget):
                self._explain(self._app.get_widget_at(event.x, event.y)[0])

    def _explain(self, widget: Widget) -> None:
        if isinstance(widget, Button):
            words = str(widget.label)
        elif isinstance(widget, Static):
            words = str(widget.content)
        else:
            words = str(getattr(widget, "words_to_explain", ""))
        has_its_own = widget.tooltip is not None and widget not in self._told
        if has_its_own or self._told.get(widget, "") == words:
            return
        from spauth_tui.domain.text.glossary import meanings

        self._told[widget] = words
        found = meanings(words)
        widget.tooltip = Content(found) if found else None
