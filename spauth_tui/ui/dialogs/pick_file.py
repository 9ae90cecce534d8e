"""A file that exists, by its path."""

from collections.abc import Iterable
from pathlib import Path

from textual.widget import Widget
from textual.widgets import Input

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.ui.dialogs.form import Form, field


class PickFile(Form[Path]):
    """Asks for the path of a file; returns it if there is one."""

    first_focus = "#file"
    hint = "enter takes it · esc cancels"
    verb = "Take it"

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title_words = title

    def body(self) -> Iterable[Widget]:
        yield field("File", Input("", "path", id="file"))

    async def save(self) -> Path:
        path = _file_at(self.text("file").strip())
        if path is None:
            raise InputRefused("There is no such file.", "Check the path.", field="file")
        return path


def _file_at(text: str) -> Path | None:
    try:
        path = Path(text).expanduser().absolute()
        return path if text and path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
