"""Shown when the window is too small for anything else."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import Static

from spauth_tui.ui.base.own_screen import OwnModal

MIN_WIDTH, MIN_HEIGHT = 44, 12


class TooSmall(OwnModal[None]):
    """Asks for a larger window; closes itself when there is one."""

    DEFAULT_CSS = """
    TooSmall { align: center middle; background: $background; }
    TooSmall Static { width: auto; max-width: 100%; height: auto; text-align: center; }
    """

    @staticmethod
    def is_too_small(size: Size) -> bool:
        """Return whether a window of this size is too small."""
        return size.width < MIN_WIDTH or size.height < MIN_HEIGHT

    def compose(self) -> ComposeResult:
        yield Static(f"The window is too small.\nMake it at least {MIN_WIDTH}x{MIN_HEIGHT}.", markup=False)
