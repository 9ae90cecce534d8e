"""What is shown when the window has no room for anything else."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import Static

from spauth_tui.ui.base.own_screen import OwnModal

MIN_WIDTH, MIN_HEIGHT = 44, 12


class TooSmall(OwnModal[None]):
    """Asks for a larger window; goes away by itself when it gets one."""

    DEFAULT_CSS = """
    TooSmall { align: center middle; background: $background; }
    TooSmall Static { width: auto; max-width: 100%; height: auto; text-align: center; }
    """

    @staticmethod
    def is_too_small(size: Size) -> bool:
        """Say whether a window of this size cannot be used."""
        return size.width < MIN_WIDTH or size.height < MIN_HEIGHT

    def compose(self) -> ComposeResult:
        yield Static(f"The window is small.\nMake it {MIN_WIDTH}x{MIN_HEIGHT} at least.", markup=False)
