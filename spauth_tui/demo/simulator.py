"""A loopback server that answers as Login with Amazon and SP-API do, errors included."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

import h11

from spauth_tui.demo import replies
from spauth_tui.demo.amazon import Amazon
from spauth_tui.demo.behaviour import Answer, Behaviour
from spauth_tui.demo.replies import SimulatedReply

LWA_PATH = "/auth/o2/token"
_LONGEST_BODY = 1_048_576
Given = SimulatedReply | Answer
"""What a request is answered with."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as received."""

    method: str
    host: str  # the SP-API host that was meant: the first part of the received path, or empty
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str]  # or the texts of a body in JSON
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Simulator:
    """Listens on 127.0.0.1; `plan` says how to answer for each refresh token, else `amazon` does.

    Raises `OSError` if the port cannot be used.
    """

    def __init__(self, token_marker: str = "DEMO", port: int = 0) -> None:
        self.plan: dict[str, Behaviour] = {}
        self.amazon = Amazon(marker=token_marker)
        self.lwa_reply: Given | None = None
        """What every exchange is answered with; None leaves it to `plan`."""
        self.sp_api_reply: Given | None = None
        """What every call with a token is answered with; None leaves it to `amazon`."""
        self.heard: Callable[[Request, Given], None] | None = None
        """Called with each request and what it is answered with, before that is sent."""
        # Bound at once, so that the address is known before any event loop runs.
        self._socket = socket.create_server(("127.0.0.1", port))
        self._port: int = self._socket.getsockname()[1]
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def origin(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def lwa_url(self) -> str:
        """The token endpoint's address."""
        return f"{self.origin}{LWA_PATH}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, sock=self._socket)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        visitor = Visitor(reader, writer)
        try:
            while (request := await visitor.request()) is not None:
                given = await self._answer(request)
                if self.heard is not None:
                    self.heard(request, given)
                if not await visitor.give(given):
                    break
        except (OSError, asyncio.CancelledError):
            pass
        except Exception:  # noqa: BLE001 - the dashboard shares this process and its terminal: no traceback goes there
            await visitor.refuse(HTTPStatus.INTERNAL_SERVER_ERROR)
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, request: Request) -> Given:
        if request.path != LWA_PATH or request.method != "POST":
            token = request.headers.get("x-amz-access-token", "")
            if token and self.sp_api_reply is not None:
                return self.sp_api_reply
            return self.amazon.call(request.host, request.method, request.path, token, request.body)
        if self.lwa_reply is not None:
            return self.lwa_reply
        behaviour = self.plan.get(request.form.get("refresh_token", ""), Behaviour())
        if behaviour.delay:
            await asyncio.sleep(behaviour.delay)
        if behaviour.then is Answer.OK:
            return self.amazon.exchange(request.form, request.headers.get("content-type", ""))
        return behaviour.then


class Visitor:
    """A connection: its requests, read by h11, and the replies to them."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self.writer = reader, writer
        self._connection = h11.Connection(h11.SERVER)
        self._method = b""

    async def request(self) -> Request | None:
        """Return the next request; None if there is none, or none that can be understood."""
        try:
            if self._connection.our_state is h11.DONE:
                self._connection.start_next_cycle()
            return await self._received()
        except h11.RemoteProtocolError as error:
            await self.refuse(error.error_status_hint)
        except h11.LocalProtocolError:
            pass  # one side said that this was its last
        return None

    async def _received(self) -> Request | None:
        head, body = None, bytearray()
        while not isinstance(event := self._connection.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                if self._connection.they_are_waiting_for_100_continue:
                    self.writer.write(self._connection.send(h11.InformationalResponse(status_code=100, headers=[])))
                self._connection.receive_data(await self._reader.read(65536))
            elif isinstance(event, h11.Request):
                head, self._method = event, event.method
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > _LONGEST_BODY:
                    await self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                    return None
            else:
                return None
        assert head is not None
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
        parts = urlsplit(head.target.decode("latin-1"))
        host, _, rest = parts.path.removeprefix("/").partition("/")
        host, path = (host, f"/{rest}") if host.endswith(".amazon.com") else ("", parts.path)
        form = _form(headers.get("content-type", ""), bytes(body))
        return Request(head.method.decode(), host, path, headers, form, _flat(parts.query), bytes(body))

    async def give(self, given: Given) -> bool:
        """Answer, or misbehave as a broken network would; return whether the connection stays open."""
        if given is Answer.HANG_UP:
            return False
        if given is Answer.NEVER:
            await asyncio.Event().wait()
        if isinstance(given, Answer) and given in (Answer.DRIP, Answer.HUGE):
            self.writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
            while True:
                self.writer.write(b" " if given is Answer.DRIP else b" " * 65536)
                await self.writer.drain()
                await asyncio.sleep(0.3 if given is Answer.DRIP else 0)
        await self.send(replies.error(given) if isinstance(given, Answer) else given)
        return True

    async def send(self, reply: SimulatedReply) -> None:
        """Answer; a HEAD request gets no body."""
        headers = {
            "content-type": "application/json;charset=UTF-8",
            "content-length": str(len(reply.body)),
            "date": formatdate(usegmt=True),
            "x-amzn-requestid": "demo-request-id",
            **reply.headers,
        }
        if reply.status == HTTPStatus.NO_CONTENT:
            del headers["content-length"], headers["content-type"]
        reason = HTTPStatus(reply.status).phrase.encode()
        head = h11.Response(status_code=reply.status, headers=list(headers.items()), reason=reason)
        text = self._connection.send(head)
        if reply.body and self._method != b"HEAD":
            text += self._connection.send(h11.Data(data=reply.body))
        self.writer.write(text + self._connection.send(h11.EndOfMessage()))
        await self.writer.drain()

    async def refuse(self, status: int) -> None:
        """Answer with only a status if no answer has been started."""
        if self._connection.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            with contextlib.suppress(OSError):
                await self.send(SimulatedReply(status, b"", {"connection": "close"}))


def _form(content_type: str, body: bytes) -> dict[str, str]:
    if content_type.startswith("application/x-www-form-urlencoded"):
        return _flat(body.decode("latin-1"))
    try:
        held = json.loads(body) if content_type.startswith("application/json") else {}
    except (ValueError, RecursionError):
        return {}
    return {name: text for name, text in held.items() if isinstance(text, str)} if isinstance(held, dict) else {}


def _flat(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
