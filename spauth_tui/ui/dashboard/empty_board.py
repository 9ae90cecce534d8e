"""Shown in place of the panes when there are none: what to do, and a button that does it."""

from textual.app import ComposeResult
from textual.containers import Center, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from spauth_tui.domain.views.filter import Filter
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.widgets.button import Button

_KNOWN = (
    "A filter knows labels, eu na fe, us de jp, seller, vendor, sandbox, live, soon, expired, refused, guarded, "
    "watched, <10m."
)
_NO_TIME = "names no time: type <10m, >1h or <45s for what an access token has left."


class EmptyBoard(Vertical):
    """Invites the person to add the first application, or says that the filter matches nothing."""

    DEFAULT_CSS = """
    EmptyBoard { align: center middle; height: 1fr; display: none;
        &.-needed { display: block; align: center middle; }
        Static { width: auto; max-width: 100%; text-align: center; margin: 0 2 1 2; }
        Horizontal { height: auto; width: auto; }
        Button { margin: 0 1; } Center { height: auto; } }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="empty-words")
        with Center(id="empty-buttons"), Horizontal():
            yield Button("Add an application", action="screen.do('first_steps')", variant="primary")
            yield Button("Import a file", action="screen.do('import')")

    def show(self, *, nothing_at_all: bool, sought: str) -> None:
        """Say why there is nothing and what to do; hidden when neither applies."""
        self.set_class(nothing_at_all or bool(sought), "-needed")
        self.set_class(nothing_at_all, "-inviting")
        self.query_one("#empty-buttons").display = nothing_at_all
        if nothing_at_all:
            words = Content.styled("Nothing here yet.", "bold") + Content(
                "\nAn application is your SP-API app as the developer console lists it:\n"
                f"its client id and client secret. Press {own_key('add', self.app)} to add the first one,\n"
                f"or press {own_key('import', self.app)} to take credentials in from a file, such as a .env."
            )
        else:
            misread = Filter(sought).misread
            hint = f"{misread[0]} {_NO_TIME}" if misread else _KNOWN
            words = Content(f"Nothing matches “{sought}”.\n{hint}\nPress escape to clear the filter.")
        self.query_one("#empty-words", Static).update(words)
