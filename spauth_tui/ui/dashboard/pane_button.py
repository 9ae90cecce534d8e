"""A button of one line with a stylesheet of its own; Textual's is too heavy for dozens of them."""

from textual.widgets import Button


class PaneButton(Button, inherit_css=False, can_focus=False):
    """A button inside a pane. It takes the mouse; the pane's keys do the same."""

    DEFAULT_CSS = """
    PaneButton {
        width: auto; height: 1; min-width: 0; padding: 0 1; border: none;
        background: $surface-lighten-2; color: $text;
        text-align: center; content-align: center middle;
        &:hover { background: $primary; color: $text; }
        &.-active { background: $primary-darken-2; }
        &:disabled { color: $text-disabled; background: $surface-lighten-1; }
        &:ansi { text-style: underline; }
    }
    """
