"""Type-ahead: keys typed faster than screens open go to the screen or field that the key before opens."""

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
"""Turns of the event loop within which an action's worker opens its screen."""
_OPENS_WITHIN = 0.3
"""Seconds that a screen gets to set the focus."""

_TYPED = (events.Key, events.Paste)
_INPUT = (events.Key, events.Paste, events.MouseDown, events.MouseUp, events.MouseScrollDown, events.MouseScrollUp)


def _anew(event: events.Event) -> events.Event:
    """Return a copy of a key or paste as it was before any widget handled it."""
    if isinstance(event, events.Paste):
        return events.Paste(event.text)
    assert isinstance(event, events.Key)
    return events.Key(event.key, event.character)


class TypingAhead:
    """Makes sure no key is handled by a screen that is about to be covered, or that gives the focus to a field.

    Textual passes a key to the focused widget; what that does not handle comes back to the app, which runs the key's
    action. By then the keys after it have been passed to the same widget. If the action has moved the focus, they
    come back as strays: they are sent on, and whatever is typed meanwhile waits behind them. What a field handles
    does not come back: letters that arrive together with a tab or an enter go into the field that is left.
    """

    def __init__(self, app: App[str], deal: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app, self._deal = app, deal
        self._typed_at: WeakKeyDictionary[events.Event, Widget | None] = WeakKeyDictionary()
        """The intended target of each key that a widget is handling; None if the target is gone."""
        self._strays: list[events.Event] | None = None
        """Keys meant for another target, while they are being sorted out; otherwise None."""
        self._followers: list[events.Event] = []
        """What was typed and clicked meanwhile."""
        self._held: list[events.Event] | None = []
        """Input held back so far; None while nothing is held back. At the start there is no screen yet."""
        self._come_back = 0
        """How many of these, from the start, a widget has already handled."""
        self._may_ask: set[object] = set()
        """The only actions for which input is held back."""

    def hold_back(self) -> None:
        """Hold back what is typed and clicked from now on; only the key that quits still acts."""
        self._may_ask.clear()
        if self._held is None:
            self._held = []

    def hold_back_for(self, action: object) -> None:
        """Hold input back until this action has asked its question or needs none; other actions may be waiting too."""
        if self._held is None or self._may_ask:
            self._may_ask.add(action)
            self._held = self._held or []

    async def hand_on_after(self, *actions: object) -> None:
        """Pass on what was held back for these actions, unless another may still ask."""
        if self._may_ask:
            self._may_ask.difference_update(actions)
            if not self._may_ask:
                await self.hand_on()

    async def drop_after(self, action: object) -> None:
        """Drop what was held back for actions, since this one failed without asking its question."""
        if action in self._may_ask and self._held is not None:
            self._held.clear()
        await self.hand_on_after(action)

    async def hand_on_to_question(self) -> None:
        """Pass on what was held back for any action: a question is open now."""
        await self.hand_on_after(*self._may_ask)

    def forget_what_was_typed(self) -> None:
        """Make what was typed and has not acted yet act on nothing; what is held back is kept."""
        for event in self._typed_at:
            self._typed_at[event] = None
        self._strays, self._followers = None, []

    async def hand_on(self) -> None:
        """Pass on what was held back, in order; must be called by the app itself, so that nothing overtakes it."""
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
        """Pass a key to its intended target, and a paste to the field that is about to get the focus."""
        if self._is_to_be_held(event):
            self._hold(event)
            return
        if self._strays is not None and isinstance(event, _INPUT) and not event.is_forwarded:
            self._followers.append(event)
            return
        if isinstance(event, events.Paste) and not event.is_forwarded and self._app.screen_stack:
            await self._let_it_take_the_focus()
        if isinstance(event, _INPUT) and not self._app.screen_stack:
            # The program is ending: nothing is left to handle it.
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
        """The target of typing: the focused field, otherwise the screen."""
        return self._app.focused if isinstance(self._app.focused, Input) else self._app.screen

    def _sort_out(self) -> list[events.Event]:
        """Gather strays until everything that has reached the app by now is processed; return their list."""
        if self._strays is None:
            self._strays = []
            self._app.call_later(self._send_on)
        return self._strays

    async def _send_on(self) -> None:
        """Pass on the strays, and what was typed after them."""
        gathered, self._strays, self._followers = [*(self._strays or ()), *self._followers], None, []
        for event in gathered:
            await self.take(event)

    async def _let_it_open(self, before: Screen[Any]) -> None:
        """Wait until the screen that a key has opened can take the next key."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        if self._app.screen_stack and self._app.screen is not before:
            await self._let_it_take_the_focus()

    async def _let_it_take_the_focus(self) -> None:
        ends = time.monotonic() + _OPENS_WITHIN
        while self._app.screen_stack and self._app.screen.focused is None and time.monotonic() < ends:  # noqa: ASYNC110 - no event of it
            await asyncio.sleep(0.005)
