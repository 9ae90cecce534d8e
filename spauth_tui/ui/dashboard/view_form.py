"""The form that saves a view of the board under a name."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from spauth_tui.domain.model.preferences import View
from spauth_tui.services.authorizing.labels import accept_label
from spauth_tui.ui.dialogs.form import Form, field


class ViewForm(Form[View]):
    """Asks for a name; returns the view with it."""

    title_words = "Keep this view"
    first_focus = "#label"

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view
        if view.name:
            self.title_words = "Rename this view"

    def body(self) -> Iterable[Widget]:
        sought = f"filter “{self._view.sought}”" if self._view.sought else "no filter"
        yield Static(Content(f"{sought}, {self._view.order.value}, {self._view.panes.value} panes\n"))
        yield field("Name", Input(self._view.name, "such as: Europe, running out", id="label"))

    async def save(self) -> View:
        """Return the view with its name; raises `InputRefused`."""
        return self._view._replace(name=accept_label(self.text("label")))
