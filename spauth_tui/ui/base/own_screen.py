"""What every screen of ours shares: it is left once, is deaf from then on, and can be locked."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import ModalScreen, Screen

from spauth_tui.ui.base.keys import bindings

Result = TypeVar("Result")


class OwnScreen(Screen[Result]):
    """A screen that its second dismissal, and whatever was on its way to it when it went, does not reach.

    Textual's own `dismiss` takes the top screen away, whichever that is: called twice, it takes the one below too.
    """

    BINDINGS = [*bindings("every screen")]
    """`L` is typed where a field has the focus; `ctrl+l` the app takes before anything else can."""

    title_words = ""
    _answer: tuple[Result | None] | None = None
    """What this was dismissed with while another screen covered it."""

    @property
    def is_gone(self) -> bool:
        """Whether this has been taken off the stack: its widgets go, and what a worker still learns is for nobody."""
        return self not in self.app.screen_stack if self.is_running else self.is_mounted

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed or chosen that leaving would throw away."""
        return False

    def is_bound(self, key: str) -> bool:
        """Say whether a key is one of this screen's own, in the person's keymap."""
        bound = self.active_bindings.get(key)
        return bound is not None and bound.node is self

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with a result: at once, or as soon as nothing covers this. Only the first time counts."""
        if self.is_gone:
            return AwaitComplete()
        if not self.is_active:
            self._answer = self._answer or (result,)
            return AwaitComplete()
        return super().dismiss(self._answer[0] if self._answer else result)

    def on_screen_resume(self) -> None:
        """Leave, if this was dismissed while it was covered."""
        if self._answer:
            self.dismiss()

    def _get_dispatch_methods(
        self, method_name: str, message: Message
    ) -> Iterable[tuple[type, Callable[[Message], Awaitable[None]]]]:
        """Return what handles a message; once this is gone only what Textual itself does, and what tidies up."""
        handlers = super()._get_dispatch_methods(method_name, message)
        if self.is_gone and not isinstance(message, events.Unmount | events.ScreenSuspend):
            return [each for each in handlers if each[0].__module__.startswith("textual.")]
        return handlers


class OwnModal(ModalScreen[Result], OwnScreen[Result]):
    """One of them that leaves the screen below in sight, and takes every key."""
