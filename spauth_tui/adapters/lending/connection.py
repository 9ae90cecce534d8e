"""One connection to a loopback listener: its requests one after another, and the deadline of each step."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from spauth_tui.adapters.lending.http import Reading, Refused, refusal
from spauth_tui.services.ports.system import LoopbackReply, Visit

_PIECE = 64 * 1024
_MOST_UNREAD_PIECES = 32


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a connection may take for each step, and how many requests it may send."""

    head: timedelta = timedelta(seconds=5)  # for a request's line and headers, and for the first byte of the first one
    body: timedelta = timedelta(seconds=10)
    kept: timedelta = timedelta(seconds=60)  # for the next request, after one with a valid credential
    sending: timedelta = timedelta(seconds=10)
    leaving: timedelta = timedelta(seconds=1)
    """How long to wait for the client to close too, so that it can read the answer."""
    requests: int = 100  # the most requests of one connection


class Phase(Enum):
    """What a connection is doing."""

    WAITING = auto()
    RECEIVING = auto()
    ANSWERING = auto()
    SENDING = auto()
    LEAVING = auto()


class LoopbackConnection:
    """Serves one client. A second request is read only after one with a valid credential."""

    def __init__(
        self,
        visitor: socket.socket,
        ticks: Callable[[], timedelta],
        limits: Limits,
        answer: Callable[[Visit], Awaitable[LoopbackReply]],
    ) -> None:
        self._socket, self._ticks, self._limits, self._answer = visitor, ticks, limits, answer
        self.is_proven = False  # whether its client has shown a valid credential
        self._set(Phase.WAITING, limits.head)

    @property
    def is_overdue(self) -> bool:
        """Whether its current step takes too long. The route decides how long an answer may take."""
        return self._due is not None and self._due <= self._ticks()

    @property
    def can_be_dropped(self) -> bool:
        """Whether it may be dropped for a new client: without a valid credential, or idle."""
        if self.phase is Phase.ANSWERING:
            return False
        return not self.is_proven or self.phase in {Phase.WAITING, Phase.LEAVING}

    def _set(self, phase: Phase, span: timedelta | None) -> None:
        self.phase = phase
        self._due = None if span is None else self._ticks() + span

    def say_too_slow(self) -> None:
        """Tell a client in the middle of a request that it took too long, if that can be sent at once."""
        if self.phase is Phase.RECEIVING:
            with contextlib.suppress(OSError):
                self._socket.send(refusal(408))

    async def serve(self) -> None:
        """Answer until either side ends it."""
        with contextlib.suppress(OSError):  # the client is gone
            await self._serve()

    def close(self) -> None:
        """Close the connection, whatever it is doing."""
        self._socket.close()

    async def _serve(self) -> None:
        port, rest = self._socket.getsockname()[1], b""
        for left in reversed(range(self._limits.requests)):
            reading = Reading(port, rest)
            try:
                visit = await self._received(reading)
            except Refused as refused:
                await self._send(refusal(refused.status))
                break
            if visit is None:
                return
            self._set(Phase.ANSWERING, None)
            text, is_kept = await self._answered(reading, visit, may_keep=left > 0)
            await self._send(text)
            if not is_kept:
                break
            rest = reading.rest
            self._set(Phase.WAITING, self._limits.kept)
        await self._leave()

    async def _received(self, reading: Reading) -> Visit | None:
        """Return the next request; None if the client left. Raises `Refused`."""
        loop, had_head = asyncio.get_running_loop(), False
        while True:
            if reading.has_begun and self.phase is Phase.WAITING:
                self._set(Phase.RECEIVING, self._limits.head)
            visit = reading.visit()
            if visit is not None:
                return visit
            if reading.has_head and not had_head:
                had_head = True
                self._set(Phase.RECEIVING, self._limits.body)
            interim = reading.interim()
            if interim:
                await loop.sock_sendall(self._socket, interim)
            data = await loop.sock_recv(self._socket, _PIECE)
            if not data and not reading.has_begun:
                return None
            reading.take(data)

    async def _answered(self, reading: Reading, visit: Visit, *, may_keep: bool) -> tuple[bytes, bool]:
        try:
            reply = await self._answer(visit)
            text, is_kept = reading.written(reply, keep=reply.is_proven and may_keep)
        except Exception:  # noqa: BLE001 - a fault answers with a status; its message may contain anything
            return refusal(500), False
        self.is_proven = self.is_proven or reply.is_proven
        return text, is_kept

    async def _send(self, text: bytes) -> None:
        self._set(Phase.SENDING, self._limits.sending)
        await asyncio.get_running_loop().sock_sendall(self._socket, text)

    async def _leave(self) -> None:
        """Signal the end, and read what still arrives: closing with unread data could discard the answer."""
        self._set(Phase.LEAVING, self._limits.leaving)
        self._socket.shutdown(socket.SHUT_WR)
        loop = asyncio.get_running_loop()
        for _ in range(_MOST_UNREAD_PIECES):
            if not await loop.sock_recv(self._socket, _PIECE):
                return
            await asyncio.sleep(0)
