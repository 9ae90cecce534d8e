"""What screens ask of the app, which alone decides what is on the screen."""

from textual.message import Message


class LockRequested(Message):
    """The person wants the vault locked now."""

    def __init__(self, because: str = "") -> None:
        self.because = because
        super().__init__()
