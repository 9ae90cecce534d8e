"""The field for secrets: masked, never copied from, and emptied when its value is taken."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from spauth_tui.domain.amazon.shapes import Shape
from spauth_tui.domain.model.secret import MAX_SECRET_LENGTH, Secret
from spauth_tui.domain.text.clean import join_pasted
from spauth_tui.domain.text.counting import counted


class SecretInput(Input):
    """A password field that gives its value once, as a `Secret`.

    A pasted token is joined across line breaks, without spaces, quotes and invisible characters; a passphrase
    (`joining=False`) is taken as it is. Nothing can be copied or cut.
    """

    def __init__(
        self, placeholder: str = "", *, joining: bool = True, id: str | None = None, longest: int = MAX_SECRET_LENGTH
    ) -> None:
        super().__init__(placeholder=placeholder, password=True, id=id, max_length=longest)
        self._longest, self._joining = longest, joining

    def _on_paste(self, event: events.Paste) -> None:
        """Replace Textual's handler, which silently keeps only the first line."""
        event.stop()
        event.prevent_default()
        text = join_pasted(event.text) if self._joining else event.text.rstrip("\r\n")
        start, end = self.selection
        self.replace(text[: self._longest], start, end)

    def _position_to_cell(self, position: int) -> int:
        """Return the cursor's cell: each character is shown as one dot.

        Textual's own measurement would cache every text.
        """
        return position

    def take(self) -> Secret:
        """Empty the field and return what was in it."""
        value = self.peek()
        self.clear()
        return value

    def peek(self) -> Secret:
        """Return the field's content and leave it there."""
        return Secret(join_pasted(self.value) if self._joining else self.value)

    def fill(self, value: Secret) -> None:
        """Put a secret into the field, masked as if typed."""
        self.value = value.reveal()

    def describe(self) -> str:
        """Describe the content by its length and end, so that a person can compare; empty for an empty field."""
        value = join_pasted(self.value)
        if len(value) < 20:
            return counted(len(value), "character") if value else ""
        return f"{counted(len(value), 'character')}, ends in {value[-4:]}"

    def shape(self) -> Shape:
        from spauth_tui.domain.amazon.shapes import shape_of

        return shape_of(join_pasted(self.value))

    def action_copy(self) -> None:
        """Do nothing: a secret leaves the field only through `take`."""

    def action_cut(self) -> None:
        """Do nothing, likewise."""

    def action_paste(self) -> None:
        """Do nothing: Textual's internal clipboard is off."""
