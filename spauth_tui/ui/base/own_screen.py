"""The base of all our screens: dismissed once, ignores everything afterwards, and closes on lock."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

from spauth_tui.ui.base.keys import bindings

Result = TypeVar("Result")


class OwnScreen(Screen[Result]):
    """A screen that ignores a second dismissal, and any event still queued when it was dismissed.

    Textual's own `dismiss` removes the top screen, whichever it is: called twice, it removes the one below too.
    """

    BINDINGS = [*bindings("every screen")]
    """In a field, `L` types a letter; `ctrl+l` is handled by the app before anything else."""

    title_words = ""
    _answer: tuple[Result | None] | None = None
    """What this was dismissed with while another screen covered it."""

    @property
    def is_gone(self) -> bool:
        """Whether this is off the stack: its widgets are removed, and results of its workers are dropped."""
        return (self.is_running or self.is_mounted) and self not in self.app.screen_stack

    @property
    def is_touched(self) -> bool:
        """Whether leaving would discard anything typed or chosen."""
        return False

    def is_bound(self, key: str) -> bool:
        """Return whether a key is one of this screen's own, in the person's keymap."""
        bound = self.active_bindings.get(key)
        return bound is not None and bound.node is self

    def action_leave(self) -> None:
        self.dismiss(None)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with a result: at once, or as soon as nothing covers this screen. Only the first call counts."""
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
        """Make its message handlers do nothing once it is gone, except those that clean up."""
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
    """A modal screen: the one below stays visible, and all keys go here."""
