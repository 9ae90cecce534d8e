"""An HTTP endpoint on 127.0.0.1 at a random port, which idle or slow clients cannot block for others.

It has its own accept loop: asyncio's own server, once out of descriptors, fails in an endless loop.
"""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from spauth_tui.adapters.lending.connection import Limits, LoopbackConnection
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import LoopbackReply, Visit

AT_ONCE = 128  # the most simultaneous connections; fewer if the process may open few files
_FILES_OF_OUR_OWN = 40
_WAITING_TO_BE_ACCEPTED = 1024
_LOOK_EVERY = 0.1  # seconds between checks for overdue connections and room, and before accepting again after a failure


class LoopbackListener:
    """Implements `Listener`.

    If all connections are in use, a new client still gets in, and the oldest one without a valid credential is dropped.
    A connection whose request is being answered stays: routes check the credential first.
    """

    def __init__(self, clock: Clock, limits: Limits | None = None, at_once: int = AT_ONCE) -> None:
        self._ticks, self._limits = clock.ticks, limits or Limits()
        self._at_once = min(at_once, _most_sockets())

    @asynccontextmanager
    async def listen(self, answer: Callable[[Visit], Awaitable[LoopbackReply]]) -> AsyncIterator[str]:
        with socket.create_server(("127.0.0.1", 0), backlog=_WAITING_TO_BE_ACCEPTED) as listening:
            listening.setblocking(False)
            room = _Room(listening, self._at_once)

            def welcome(visitor: socket.socket) -> LoopbackConnection:
                return LoopbackConnection(visitor, self._ticks, self._limits, answer)

            working = [asyncio.ensure_future(room.let_in(welcome)), asyncio.ensure_future(room.drop_overdue())]
            try:
                yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            finally:
                await _end(working)
                await _end(room.serving)


class _Room:
    """The connections of one endpoint."""

    def __init__(self, listening: socket.socket, at_once: int) -> None:
        self._listening, self._at_once = listening, at_once
        self._someone_came = asyncio.Event()
        self._connections: dict[LoopbackConnection, asyncio.Future[None]] = {}  # in order of arrival
        self.serving: set[asyncio.Future[None]] = set()
        """The connections' tasks, and those of dropped connections that are about to end."""

    async def let_in(self, welcome: Callable[[socket.socket], LoopbackConnection]) -> None:
        """Keep accepting clients."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                visitor, _ = await loop.sock_accept(self._listening)
            except OSError:
                # Usually out of descriptors or memory; the client keeps waiting.
                self._drop_oldest()
                await asyncio.sleep(_LOOK_EVERY)
                continue
            connection = welcome(visitor)
            try:
                while len(self._connections) >= self._at_once and not self._drop_oldest():  # noqa: ASYNC110 - no event says when one may go
                    await asyncio.sleep(_LOOK_EVERY)
            except asyncio.CancelledError:
                connection.close()
                raise
            self._serve(connection)
            # An accept that does not wait lets nothing else run.
            await asyncio.sleep(0)

    async def drop_overdue(self) -> None:
        """Keep dropping connections that take too long."""
        while True:
            if not self._connections:
                self._someone_came.clear()
                await self._someone_came.wait()
            await asyncio.sleep(_LOOK_EVERY)
            for connection in [each for each in self._connections if each.is_overdue]:
                connection.say_too_slow()
                self._drop(connection)

    def _serve(self, connection: LoopbackConnection) -> None:
        serving = asyncio.ensure_future(connection.serve())
        self._connections[connection] = serving
        self.serving.add(serving)

        def ended(_: asyncio.Future[None]) -> None:
            connection.close()
            self._connections.pop(connection, None)
            self.serving.discard(serving)
            if not serving.cancelled():
                # Retrieved, or asyncio would print the error with its message, which may contain anything.
                serving.exception()

        serving.add_done_callback(ended)
        self._someone_came.set()

    def _drop_oldest(self) -> bool:
        """Drop the oldest without a valid credential, else the oldest idle one; return whether there was one."""
        droppable = [each for each in self._connections if each.can_be_dropped]
        if not droppable:
            return False
        self._drop(min(droppable, key=lambda each: each.is_proven))
        return True

    def _drop(self, connection: LoopbackConnection) -> None:
        self._connections.pop(connection).cancel()


async def _end(tasks: Iterable[asyncio.Future[None]]) -> None:
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


def _most_sockets() -> int:
    """Return how many sockets may be open, leaving room for files and the connection to Amazon."""
    if sys.platform == "win32":
        return AT_ONCE
    import resource

    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return AT_ONCE if files == resource.RLIM_INFINITY else max(1, (files - _FILES_OF_OUR_OWN) // 2)
