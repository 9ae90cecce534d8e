"""Keys that are typed faster than screens open: each goes to the screen, or the field, that the key before it opens."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

_TURNS = 12
"""Turns of the event loop in which an action's worker has opened its screen."""
_OPENS_WITHIN = 0.3
"""Seconds that a screen is given to put the focus somewhere."""

_TYPED = (events.Key, events.Paste)
_INPUT = (events.Key, events.Paste, events.MouseDown, events.MouseUp, events.MouseScrollDown, events.MouseScrollUp)


def _anew(event: events.Event) -> events.Event:
    """Return a key or paste as it was before any widget had it."""
    if isinstance(event, events.Paste):
        return events.Paste(event.text)
    assert isinstance(event, events.Key)
    return events.Key(event.key, event.character)


class TypingAhead:
    """Sees to it that no key is taken by a screen that is about to be covered, or left for a field.

    Textual hands a key to the focused widget, and what that leaves undone comes back to the app, which runs its
    action. By then the keys behind it have been handed to the same widget. Where the action has led elsewhere they
    come back as strays: they are sent on, and whatever is typed meanwhile waits behind them. What a field takes for
    itself does not come back: letters that come in one piece with a tab or an enter go into the field that is left.
    """

    def __init__(self, app: App[str], deal: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app, self._deal = app, deal
        self._typed_at: WeakKeyDictionary[events.Event, Widget | None] = WeakKeyDictionary()
        """Where each key was meant to go that a widget has just now; None for nowhere any more."""
        self._strays: list[events.Event] | None = None
        """What was meant for elsewhere, while it is being sorted out; else None."""
        self._followers: list[events.Event] = []
        """What was typed and clicked meanwhile."""
        self._held: list[events.Event] | None = []
        """What was typed and clicked since it is held back; None while it is not. At the start there is no screen."""
        self._come_back = 0
        """How many of those, the first, a widget had before."""
        self._may_ask: set[object] = set()
        """The actions for which alone it is held back."""

    def hold_back(self) -> None:
        """Keep what is typed and clicked from now on; only the key that quits still acts."""
        self._may_ask.clear()
        if self._held is None:
            self._held = []

    def hold_back_for(self, action: object) -> None:
        """Keep it until this action has asked its question or needs none; other actions may wait for theirs as well."""
        if self._held is None or self._may_ask:
            self._may_ask.add(action)
            self._held = self._held or []

    async def hand_on_after(self, *actions: object) -> None:
        """Hand on what was held back for these actions, unless another may still ask."""
        if self._may_ask:
            self._may_ask.difference_update(actions)
            if not self._may_ask:
                await self.hand_on()

    async def drop_after(self, action: object) -> None:
        """Drop what was held back for actions, of which this one failed without a question."""
        if action in self._may_ask and self._held is not None:
            self._held.clear()
        await self.hand_on_after(action)

    async def hand_on_to_question(self) -> None:
        """Hand on what was held back for any action: a question is open now."""
        await self.hand_on_after(*self._may_ask)

    def forget_what_was_typed(self) -> None:
        """Let what was typed and has not acted by now act on nothing; what is held back is kept."""
        for event in self._typed_at:
            self._typed_at[event] = None
        self._strays, self._followers = None, []

    async def hand_on(self) -> None:
        """Hand on what was held back, in its order; to be called by the app itself, so that nothing overtakes it."""
        held, self._held, self._come_back = self._held, None, 0
        self._may_ask.clear()
        for event in held or ():
            await self.take(event)

    def _is_to_be_held(self, event: events.Event) -> bool:
        if self._held is None or not isinstance(event, _TYPED if event.is_forwarded else _INPUT):
            return False
        if not isinstance(event, events.Key) or not self._app.screen_stack:
            return True
        bound = self._app.screen.active_bindings.get(event.key)
        return bound is None or bound.binding.action != "quit"

    def _hold(self, event: events.Event) -> None:
        assert self._held is not None
        if not event.is_forwarded:
            self._held.append(event)
        elif self._typed_at.pop(event, self) is not None:
            self._held.insert(self._come_back, _anew(event))
            self._come_back += 1

    async def take(self, event: events.Event) -> None:
        """Hand a key to where it was meant for, and a paste to the field that is about to get the focus."""
        if self._is_to_be_held(event):
            self._hold(event)
            return
        if self._strays is not None and isinstance(event, _INPUT) and not event.is_forwarded:
            self._followers.append(event)
            return
        if isinstance(event, events.Paste) and not event.is_forwarded and self._app.screen_stack:
            await self._let_it_take_the_focus()
        if isinstance(event, _INPUT) and not self._app.screen_stack:
            # The program is ending: there is nothing left that could take it.
            return
        if not isinstance(event, _TYPED):
            await self._deal(event)
            return
        before, goal = self._app.screen, self._goal
        if not event.is_forwarded:
            self._typed_at[event] = goal
            await self._deal(event)
        elif (meant_for := self._typed_at.pop(event, goal)) is None:
            return
        elif meant_for is not goal:
            self._sort_out().append(_anew(event))
        else:
            await self._deal(event)
            await self._let_it_open(before)
            if self._app.screen_stack and self._goal is not goal:
                self._sort_out()

    @property
    def _goal(self) -> Widget:
        """What is typed at: the field that has the focus, else the screen."""
        return self._app.focused if isinstance(self._app.focused, Input) else self._app.screen

    def _sort_out(self) -> list[events.Event]:
        """Gather strays until all that has come to the app by now is looked at; return what they are gathered in."""
        if self._strays is None:
            self._strays = []
            self._app.call_later(self._send_on)
        return self._strays

    async def _send_on(self) -> None:
        """Hand on the strays, and what was typed behind them."""
        gathered, self._strays, self._followers = [*(self._strays or ()), *self._followers], None, []
        for event in gathered:
            await self.take(event)

    async def _let_it_open(self, before: Screen[Any]) -> None:
        """Wait until the screen that a key has opened can take the next one."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        if self._app.screen_stack and self._app.screen is not before:
            await self._let_it_take_the_focus()

    async def _let_it_take_the_focus(self) -> None:
        ends = time.monotonic() + _OPENS_WITHIN
        while self._app.screen_stack and self._app.screen.focused is None and time.monotonic() < ends:  # noqa: ASYNC110 - no event of it
            await asyncio.sleep(0.005)
