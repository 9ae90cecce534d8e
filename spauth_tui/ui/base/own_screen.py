"""What every screen of ours shares: it is left once, is deaf from then on, and can be locked."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

from textual.await_complete import AwaitComplete
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
        return (self.is_running or self.is_mounted) and self not in self.app.screen_stack

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed or chosen that leaving would throw away."""
        return False

    def is_bound(self, key: str) -> bool:
        """Say whether a key is one of this screen's own, in the person's keymap."""
        bound = self.active_bindings.get(key)
        return bound is not None and bound.node is self

    def action_leave(self) -> None:
        self.dismiss(None)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with a result: at once, or as soon as nothing covers this. Only the first time counts."""
        if self.is_gone:
            return AwaitComplete()
        if not self.is_active:
            self._answer = self._answer or (result,)
            return AwaitComplete()
        return super().dismiss(self._answer[0] if self._answer else result)

    def on_screen_resume(self) -> Awaitable[None] | None:
        if self._answer:
            self.dismiss()
        return None

    def __init_subclass__(cls, **given: Any) -> None:
        """Have its handlers of messages do nothing once it is gone, but those that tidy up."""
        super().__init_subclass__(**given)
        for name, handler in list(vars(cls).items()):
            if name.startswith("on_") and name not in {"on_unmount", "on_screen_suspend"}:
                setattr(cls, name, _deaf_once_gone(handler))


def _deaf_once_gone(handler: Callable[..., object]) -> Callable[..., object]:
    @wraps(handler)
    def heard(screen: OwnScreen[Any], *given: object) -> object:
        return None if screen.is_gone else handler(screen, *given)

    return heard


class OwnModal(ModalScreen[Result], OwnScreen[Result]):
    """One of them that leaves the screen below in sight, and takes every key."""
