"""What a door posts once a vault is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from spauth_tui.services.workspace import Workspace


class Opened(Message):
    """A vault was unlocked, or created (`is_new`)."""

    def __init__(self, workspace: Workspace, *, is_new: bool) -> None:
        self.workspace = workspace
        self.is_new = is_new
        super().__init__()
