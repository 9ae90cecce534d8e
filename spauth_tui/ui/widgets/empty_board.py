"""What stands where the panes would be when there are none: what to do, and a button that does it."""

from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static


class EmptyBoard(Vertical):
    """Invites to add the first application, or says that the filter finds nothing."""

    DEFAULT_CSS = """
    EmptyBoard { align: center middle; height: 1fr; display: none;
        &.-needed { display: block; align: center middle; }
        Static { width: auto; max-width: 100%; text-align: center; margin: 0 2 1 2; }
        Center { height: auto; } }
    """

    class AddRequested(Message):
        """The button was pressed."""

    def compose(self) -> ComposeResult:
        """Yield the words and the button."""
        yield Static(id="empty-words")
        with Center():
            yield Button("Add an application", variant="primary", compact=True)

    def show(self, *, nothing_at_all: bool, sought: str) -> None:
        """Say why there is nothing and what to do; hidden when neither applies."""
        self.set_class(nothing_at_all or bool(sought), "-needed")
        self.query_one(Button).display = nothing_at_all
        if nothing_at_all:
            words = Content.styled("Nothing here yet.", "bold") + Content(
                "\nAn application is your SP-API app as the developer console lists it:\n"
                "its client id and client secret. Press a to add the first one."
            )
        else:
            words = Content(f"Nothing matches “{sought}”.\nPress escape to clear the filter.")
        self.query_one("#empty-words", Static).update(words)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask for the form."""
        event.stop()
        self.post_message(self.AddRequested())
