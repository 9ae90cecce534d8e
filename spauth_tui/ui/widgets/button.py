"""The program's buttons: one line, and what has the focus or comes next shows without colours."""

from textual import widgets
from textual.content import Content
from textual.geometry import Size


class Button(widgets.Button, inherit_css=False):
    """A button with its own short stylesheet instead of Textual's long one.

    The keyboard's has arrows; one that cannot work is flat. Without shades of colour there are brackets.
    """

    DEFAULT_CSS = """
    Button {
        width: auto; height: 1; background: $button; color: $foreground; pointer: pointer; text-wrap: nowrap;
        &.-primary { background: $next-primary; text-style: bold; }
        &.-warning { background: $next-warning; text-style: bold; }
        &.-error { background: $error; color: $background; text-style: bold; }
        &:hover { background: $rule; color: $foreground; }
        &:focus { background: $accent; color: $background; text-style: bold; }
        &:disabled { background: transparent; color: $faint; text-style: none; pointer: default; }
        &:ansi { background: transparent; }
        &.-primary:ansi { color: $primary; text-style: bold reverse; }
        &.-warning:ansi { color: $warning; text-style: bold reverse; }
        &.-error:ansi { color: $error; }
        &:focus:ansi { color: $accent; text-style: bold reverse; }
        &:disabled:ansi { color: $faint; text-style: none; }
    }
    """

    def render(self) -> Content:
        left, right = ("►", "◄") if self.has_focus else (" ", " ")
        edges = "[]" if self.app.native_ansi_color and not self.disabled else "  "
        return Content.assemble(edges[0], left, str(self.label), right, edges[1])

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self.render().cell_length
