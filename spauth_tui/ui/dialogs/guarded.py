"""Asks for the passphrase before a guarded authorization's token is handed out."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from textual.screen import Screen
from textual.worker import NoActiveWorker, Worker, get_current_worker

from spauth_tui.domain.errors.vault import PassphraseNeeded
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.tokens.copying import Copying
from spauth_tui.services.tokens.guarding import Guarding, Permit
from spauth_tui.ui.base.own_app import OwnApp
from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase

Given = TypeVar("Given")
_ELSEWHERE = "What is guarded is about to go to a simulator, not to Amazon: type the vault's passphrase to let it go."

_ASKS_WITHIN = 3.0
"""Seconds after which typed keys stop waiting for a dialog; until then nothing acts, not even escape."""
_ASKS_BUSY_WITHIN = 10.0
"""The same if Amazon is not asked, and only a busy vault takes long."""


@contextmanager
def typing_waits(screen: Screen[Any], *, asks: bool, within: float = _ASKS_WITHIN) -> Iterator[None]:
    """Hold typed keys for the passphrase field if the action is going to open one.

    If it fails instead, they are dropped: they may be the passphrase.
    """
    app, action = screen.app, object()
    if not (asks and isinstance(app, OwnApp)):
        yield
        return
    app.typing.hold_back_for(action)
    limit = app.set_timer(within, lambda: app.call_later(app.typing.hand_on_after, action))
    is_done = False
    try:
        yield
        is_done = True
    finally:
        limit.stop()
        app.call_later(app.typing.hand_on_after if is_done else app.typing.drop_after, action)


async def hand_out(
    screen: Screen[Any],
    action: Callable[[Secret | None], Awaitable[Given]],
    words: str = "This authorization is guarded: type the vault's passphrase to go on.",
    *,
    guarded: bool = True,
) -> Given | None:
    """Run an action that hands out a token; if it is guarded, ask for the passphrase first. None if that is declined.

    `guarded` is what the screen knows: typed keys are held for the question only if one is expected. Call from a
    worker. Raises what the action raises.
    """
    with typing_waits(screen, asks=guarded, within=_ASKS_BUSY_WITHIN):
        try:
            return await action(None)
        except PassphraseNeeded:
            asking = AskPassphrase("Guarded", words, "Go on", action)
            if isinstance(app := screen.app, OwnApp):
                asking.call_after_refresh(app.call_later, app.typing.hand_on_to_question)
            return await screen.app.push_screen_wait(asking)


async def copy_short_lived(
    screen: Screen[Any],
    copying: Copying,
    lend: Callable[[Secret | None], Awaitable[Secret]],
    what: str,
    of: Application | Authorization,
    *,
    guarded: bool = True,
) -> None:
    """Copy a token that does not belong to an authorization, and report the result. Raises what `lend` raises."""
    value = await hand_out(screen, lend, guarded=guarded)
    if value is not None:
        receipt = await copying.copy_short_lived(value, what, of)
        words = f"{what.partition(',')[0].capitalize()} {receipt.certainty.value} ({receipt.backend}). Cleared in 45 s."
        screen.notify(words, markup=False, timeout=6)


class AskingOnce:
    """Asks for the passphrase before something guarded goes to anybody but Amazon: once for each action."""

    def __init__(self, app: OwnApp) -> None:
        self._app = app
        self._asked: WeakKeyDictionary[Worker[Any], asyncio.Task[Permit | None]] = WeakKeyDictionary()

    async def __call__(self, guarding: Guarding) -> Permit:
        """Return the permit; raises `PassphraseNeeded` if that is declined, or if no action is running."""
        try:
            action = get_current_worker()
        except NoActiveWorker:
            raise PassphraseNeeded from None
        if action not in self._asked:
            self._asked[action] = asyncio.ensure_future(self._ask(guarding))
        permit = await self._asked[action]
        if permit is None:
            raise PassphraseNeeded
        return permit

    async def _ask(self, guarding: Guarding) -> Permit | None:
        asking = AskPassphrase("Guarded", _ELSEWHERE, "Let it go", guarding.prove)
        asking.call_after_refresh(self._app.call_later, self._app.typing.hand_on_to_question)
        return await self._app.push_screen_wait(asking)
