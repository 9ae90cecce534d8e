"""The field for secrets: masked, never copied from, and emptied when its value is taken."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from spauth_tui.domain.amazon.shapes import Shape
from spauth_tui.domain.model.secret import MAX_SECRET_LENGTH, Secret
from spauth_tui.domain.text.clean import join_pasted


class SecretInput(Input):
    """A password field that gives its value once, as a `Secret`.

    A pasted token is joined over its line breaks, and spaces, quotes and invisible characters go; a passphrase
    (`joining=False`) is taken as it is. Nothing can be copied or cut.
    """

    DEFAULT_CSS = """
    SecretInput { height: 1; border: none; padding: 0 1; background: $panel;
        &:focus { background: $panel-lighten-2; border: none; } }
    """

    def __init__(
        self, placeholder: str = "", *, joining: bool = True, id: str | None = None, longest: int = MAX_SECRET_LENGTH
    ) -> None:
        super().__init__(placeholder=placeholder, password=True, id=id, max_length=longest)
        self._longest, self._joining = longest, joining

    def _on_paste(self, event: events.Paste) -> None:
        """Take the place of Textual's handler, which silently keeps only the first line."""
        event.stop()
        event.prevent_default()
        text = join_pasted(event.text) if self._joining else event.text.rstrip("\r\n")
        start, end = self.selection
        self.replace(text[: self._longest], start, end)

    def _position_to_cell(self, position: int) -> int:
        """Say where the cursor is: each character is shown as one dot.

        Textual's own way measures what was typed, and what measures it keeps each text for the next time.
        """
        return position

    def take(self) -> Secret:
        """Empty the field and return what was in it."""
        value = self.peek()
        self.clear()
        return value

    def peek(self) -> Secret:
        """Return what is in it and leave it there."""
        return Secret(join_pasted(self.value) if self._joining else self.value)

    def fill(self, value: Secret) -> None:
        """Put a secret into it, unseen as if it were typed."""
        self.value = value.reveal()

    def describe(self) -> str:
        """Say how long it is and how it ends, so that a person can compare; empty for an empty field."""
        value = join_pasted(self.value)
        if len(value) < 20:
            return f"{len(value)} characters" if value else ""
        return f"{len(value)} characters, ends in {value[-4:]}"

    def shape(self) -> Shape:
        from spauth_tui.domain.amazon.shapes import shape_of

        return shape_of(join_pasted(self.value))

    def action_copy(self) -> None:
        """Do nothing: a secret leaves the field only by `take`."""

    def action_cut(self) -> None:
        """Do nothing, likewise."""

    def action_paste(self) -> None:
        """Do nothing: Textual's inner clipboard is off."""
