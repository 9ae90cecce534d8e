"""An HTTP endpoint on 127.0.0.1 at a random port: one request for each connection, small and soon, or none."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import h11

from spauth_tui.domain.secret import Secret
from spauth_tui.services.ports import Reply, Visit

MOST_BYTES = 64 * 1024
"""Of a request, headers and body each."""
DEADLINE = 2.0
"""Seconds in which a request must be whole."""
AT_ONCE = 128
"""Connections that are served at the same time; more are closed."""


class LoopbackListener:
    """Fulfils `services.ports.Listener`."""

    def __init__(self, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._room = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def listen(self, answer: Callable[[Visit], Awaitable[Reply]]) -> AsyncIterator[str]:
        """Answer requests until the context ends; it gives the origin."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError, TimeoutError, asyncio.CancelledError):
                # Who finds no room is turned away at once: idle connections must not make others wait.
                if not self._room.locked():
                    async with self._room:
                        await self._serve(reader, writer, answer)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=MOST_BYTES)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            await server.wait_closed()

    async def _serve(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        answer: Callable[[Visit], Awaitable[Reply]],
    ) -> None:
        connection = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_BYTES)
        try:
            async with asyncio.timeout(self._deadline):
                visit = await _received(connection, reader, writer)
        except h11.RemoteProtocolError as error:
            # What a visitor sent wrongly is answered with a status and none of its words.
            await _send(connection, writer, error.error_status_hint, b"", {})
            return
        if visit is None:
            return
        try:
            reply = await answer(visit)
        except Exception:  # noqa: BLE001 - a fault answers with a status; its message may hold anything
            reply = Reply(500, Secret(""), {})
        await _send(connection, writer, reply.status, reply.body.reveal().encode(), dict(reply.headers))


async def _received(
    connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> Visit | None:
    request: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            if connection.they_are_waiting_for_100_continue:
                interim = h11.InformationalResponse(status_code=100, headers=[])
                writer.write(connection.send(interim))
            connection.receive_data(await reader.read(MOST_BYTES))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > MOST_BYTES:
                raise h11.RemoteProtocolError("too long", error_status_hint=413)
        elif isinstance(event, h11.EndOfMessage) and request is not None:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in request.headers}
            path = request.target.decode("latin-1").partition("?")[0]
            return Visit(request.method.decode("latin-1"), path, headers, bytes(body))
        else:
            return None


async def _send(
    connection: h11.Connection, writer: asyncio.StreamWriter, status: int, body: bytes, headers: dict[str, str]
) -> None:
    if connection.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
        return
    whole = {**headers, "content-length": str(len(body)), "connection": "close"}
    for event in (
        h11.Response(status_code=status, headers=list(whole.items())),
        h11.Data(data=body),
        h11.EndOfMessage(),
    ):
        writer.write(connection.send(event) or b"")
    await writer.drain()
