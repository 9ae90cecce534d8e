"""The clipboard of this machine or terminal, through whichever backend works."""

import asyncio
import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from spauth_tui.adapters.clipboard.backends import Backend, backends_for, own_command
from spauth_tui.adapters.clipboard.children import LIMIT, ask, feed
from spauth_tui.adapters.clipboard.watcher import fingerprint, is_ours
from spauth_tui.adapters.clipboard.watchers import Watchers
from spauth_tui.domain.errors.system import ClipboardUnavailable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.system import Certainty, Receipt

TERMINAL = "terminal, OSC 52"


def _now() -> float:
    return asyncio.get_running_loop().time()


@dataclass(frozen=True, slots=True)
class _Held:
    """A backend (None is the terminal) that may hold what was copied, remembered only as keyed hashes."""

    backend: Backend | None
    hashes: frozenset[bytes] = frozenset()
    is_doubted: bool = False
    """Whether it may have taken the last copy without confirming it: if it cannot be read, it is then cleared."""


class SystemClipboard:
    """Copies with the first backend that works; remembers all it tried, since one that failed may have the text."""

    def __init__(
        self,
        environment: Mapping[str, str],
        write_to_terminal: Callable[[str], None] | None = None,
        *,
        limit: float = LIMIT,
    ) -> None:
        self._environment, self.write_to_terminal, self._limit = environment, write_to_terminal, limit
        self._key = secrets.token_bytes(32)
        self._held: dict[str, _Held] = {}
        self._turn = asyncio.Lock()  # clearing waits for a copy in progress
        self._watching = Watchers(environment)

    async def copy(self, text: Secret, clear_after: timedelta | None = None) -> Receipt:
        """Copy within the time limit; with `clear_after` a watcher clears it even if this program is killed."""
        async with self._turn:
            return await self._copy(text.reveal(), clear_after)

    async def _copy(self, value: str, clear_after: timedelta | None) -> Receipt:
        end = _now() + self._limit
        for backend in backends_for(self._environment):
            certainty = await self._put(backend, value, clear_after, end)
            if certainty is not None:
                if clear_after is None:
                    await asyncio.to_thread(self._watching.end, backend.name)
                return Receipt(backend.name, certainty)
        if own_command(self._environment):
            raise ClipboardUnavailable(
                "Your clipboard command failed or took too long, and no other way was tried.",
                "Check SPAUTH_CLIPBOARD_COMMAND, or clipboard_command in config.toml; v shows the token meanwhile.",
            )
        if self.write_to_terminal is None:
            raise ClipboardUnavailable
        self._held.setdefault(TERMINAL, _Held(None))
        self.write_to_terminal(sequence(value, self._environment))
        return Receipt(TERMINAL, Certainty.SENT)

    async def _put(self, backend: Backend, value: str, clear_after: timedelta | None, end: float) -> Certainty | None:
        """Try one backend, remembered and watched before it gets the text; None if it cannot be trusted."""
        before = self._held.get(backend.name, _Held(backend))
        held = _Held(backend, before.hashes | {fingerprint(self._key, value)}, is_doubted=False)
        await self._watch(held, clear_after)
        self._held[backend.name] = replace(held, is_doubted=True)
        fed = await feed(backend.put, value, self._environment, end - _now())
        if fed and backend.after_put:
            await feed(backend.after_put, "", self._environment, end - _now())
        if fed and not backend.read:
            return Certainty.SENT if backend.name == "tmux" else Certainty.HANDED_OVER
        if fed and await self._reads_back(backend, value, end):
            self._held[backend.name] = held
            return Certainty.READ_BACK
        await self._watch(self._held[backend.name], clear_after)
        return None

    async def _watch(self, held: _Held, clear_after: timedelta | None) -> None:
        if clear_after is not None and held.backend is not None:
            await asyncio.to_thread(
                self._watching.begin, held.backend, self._key, held.hashes, clear_after, is_doubted=held.is_doubted
            )

    async def clear_if_ours(self) -> None:
        """Clear every clipboard that may still hold what was copied or cannot be read; never raises."""
        async with self._turn:
            await asyncio.gather(*map(self._clear, self._held.values()))
            self._held.clear()
            await asyncio.to_thread(self._watching.end)

    async def _clear(self, held: _Held) -> None:
        backend = held.backend
        if backend is None:
            if self.write_to_terminal is not None:
                self.write_to_terminal(sequence("", self._environment))
        elif backend.read:
            await self._clear_until_gone(backend, held)
        else:
            await feed(backend.clear or backend.put, "", self._environment, self._limit)
            if backend.after_put:
                await feed(backend.after_put, "", self._environment, self._limit)

    async def _clear_until_gone(self, backend: Backend, held: _Held) -> None:
        """Clear it and check: on a busy computer a program may not answer, or be slow to own the selection."""
        end = _now() + (self._limit / 2 if held.is_doubted else self._limit)
        is_read = False
        for pause in (0, 0.1, 0.3):
            await asyncio.sleep(pause)
            if _now() >= end:
                break
            there = await ask(backend.read, self._environment, end - _now())
            if there is None:
                continue
            is_read = True
            if not is_ours(self._key, there, held.hashes):
                return
            await feed(backend.clear or backend.put, "", self._environment, max(0.1, end - _now()))
        if held.is_doubted and not is_read:
            await feed(backend.clear or backend.put, "", self._environment, self._limit / 2)

    async def _reads_back(self, backend: Backend, value: str, end: float) -> bool:
        """Compare its content until `end`; xsel returns just before it owns the selection."""
        for pause in (0, 0.05, 0.1, 0.2, 0.4):
            await asyncio.sleep(pause)
            if _now() >= end:
                return False
            if await ask(backend.read, self._environment, end - _now()) == value:
                return True
        return False


_CHUNK = 76
_ESC = "\x1b"


def sequence(text: str, environment: Mapping[str, str]) -> str:
    """Return the sequence that copies `text`; GNU screen needs it wrapped, in small pieces."""
    coded = b64encode(text.encode()).decode()
    whole = f"{_ESC}]52;c;{coded}\a"
    if not environment.get("TERM", "").startswith("screen") or environment.get("TMUX"):
        return whole
    pieces = [whole[start : start + _CHUNK] for start in range(0, len(whole), _CHUNK)]
    return "".join(f"{_ESC}P{piece}{_ESC}\\" for piece in pieces)
