"""The clipboard of this machine or terminal, whichever way leads to it."""

import asyncio
import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from spauth_tui.adapters.clipboard.backends import Backend, backends_for, own_command
from spauth_tui.adapters.clipboard.children import LIMIT, ask, feed
from spauth_tui.adapters.clipboard.osc52 import sequence
from spauth_tui.adapters.clipboard.watcher import fingerprint
from spauth_tui.adapters.clipboard.watching import Watching
from spauth_tui.domain.errors import ClipboardUnavailable
from spauth_tui.domain.secret import Secret
from spauth_tui.services.ports import Certainty, Receipt

TERMINAL = "terminal, OSC 52"


def _now() -> float:
    return asyncio.get_running_loop().time()


class SystemClipboard:
    """Copies by the first way that works; fulfils `services.ports.Clipboard`.

    What was copied is remembered only as a keyed hash, so that clearing can tell whether it is still ours.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        write_to_terminal: Callable[[str], None] | None = None,
        *,
        limit: float = LIMIT,
    ) -> None:
        self._environment = environment
        self.write_to_terminal = write_to_terminal
        self._limit = limit
        self._key = secrets.token_bytes(32)
        self._copied: bytes | None = None
        self._by: Backend | None = None
        self._watching = Watching(environment)

    @property
    def backend_names(self) -> Sequence[str]:
        """The ways that will be tried here, first to last."""
        names = [backend.name for backend in backends_for(self._environment)]
        has_terminal = self.write_to_terminal is not None and not own_command(self._environment)
        return [*names, TERMINAL] if has_terminal else names

    async def copy(self, text: Secret, clear_after: timedelta | None = None) -> Receipt:
        """Put the text on the clipboard, within the limit in all; raises `ClipboardUnavailable`.

        With `clear_after` a watcher clears it then even if this program is killed, by every way but the terminal.
        """
        value = text.reveal()
        end = _now() + self._limit
        for backend in backends_for(self._environment):
            if not await feed(backend.put, value, self._environment, end - _now()):
                continue
            if backend.after_put:
                await feed(backend.after_put, "", self._environment, end - _now())
            self._remember(value, backend)
            # Only now: while nothing took the place of what was copied before, that is still watched.
            if clear_after is None or self._copied is None:
                await asyncio.to_thread(self._watching.end)
            else:
                await asyncio.to_thread(self._watching.begin, backend, self._key, self._copied, clear_after)
            if not backend.read:
                sent = Certainty.SENT if backend.name == "tmux" else Certainty.HANDED_OVER
                return Receipt(backend.name, sent)
            if await self._reads_back(backend, value, end):
                return Receipt(backend.name, Certainty.READ_BACK)
        if own_command(self._environment):
            raise ClipboardUnavailable(
                "Your clipboard command failed or did not end in time, and no other way was tried.",
                "Check SPAUTH_CLIPBOARD_COMMAND, or clipboard_command in config.toml; v shows the token meanwhile.",
            )
        if self.write_to_terminal is None:
            raise ClipboardUnavailable
        self.write_to_terminal(sequence(value, self._environment))
        self._remember(value, None)
        await asyncio.to_thread(self._watching.end)
        return Receipt(TERMINAL, Certainty.SENT)

    async def clear_if_ours(self) -> None:
        """Empty the clipboard if it still holds what was copied last; never raises.

        Where it cannot be read (OSC 52, tmux, a command of one's own), we were the last to copy as far as can be
        known, and it is emptied.
        """
        try:
            await self._clear_if_ours()
        finally:
            await asyncio.to_thread(self._watching.end)

    async def _clear_if_ours(self) -> None:
        if self._copied is None:
            return
        ours, backend = self._copied, self._by
        self._copied = self._by = None
        if backend is None:
            if self.write_to_terminal is not None:
                self.write_to_terminal(sequence("", self._environment))
            return
        if backend.read:
            await self._clear_until_gone(backend, ours)
            return
        await feed(backend.clear or backend.put, "", self._environment, self._limit)
        if backend.after_put:
            await feed(backend.after_put, "", self._environment, self._limit)

    async def _clear_until_gone(self, backend: Backend, ours: bytes) -> None:
        """Empty it and look again: on a busy computer a program may not answer, or take long to own the selection."""
        end = _now() + self._limit
        for pause in (0, 0.1, 0.3):
            await asyncio.sleep(pause)
            if _now() >= end:
                return
            there = await ask(backend.read, self._environment, end - _now())
            if there is None:
                continue
            if not hmac.compare_digest(self._hash(there), ours):
                return
            await feed(backend.clear or backend.put, "", self._environment, max(0.1, end - _now()))

    async def _reads_back(self, backend: Backend, value: str, end: float) -> bool:
        """Compare what is there, until `end`; xsel returns a moment before it owns the selection."""
        for pause in (0, 0.05, 0.1, 0.2, 0.4):
            await asyncio.sleep(pause)
            if _now() >= end:
                return False
            if await ask(backend.read, self._environment, end - _now()) == value:
                return True
        return False

    def _remember(self, value: str, backend: Backend | None) -> None:
        self._copied, self._by = self._hash(value), backend

    def _hash(self, value: str) -> bytes:
        return fingerprint(self._key, value)
