"""The line that says, on every screen, that tokens are not exchanged at Amazon."""

from textual.content import Content
from textual.widgets import Static

from spauth_tui.ui.base.safe_app import SafeApp


class Banner(Static):
    """Shows the app's banner; takes no room while there is none."""

    DEFAULT_CSS = """
    Banner { height: 1; padding: 0 1; background: $warning; color: $text; text-style: bold; display: none;
        text-wrap: nowrap; text-overflow: ellipsis; &.-needed { display: block; } }
    """

    def on_mount(self) -> None:
        words = self.app.banner if isinstance(self.app, SafeApp) else ""
        self.update(Content(words))
        self.set_class(bool(words), "-needed")
