"""A loopback server that answers as Login with Amazon and SP-API do, errors included."""

import asyncio
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from spauth_tui.demo import replies
from spauth_tui.demo.amazon import Amazon
from spauth_tui.demo.behaviour import Answer, Behaviour
from spauth_tui.demo.replies import Reply

LWA_PATH = "/auth/o2/token"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came."""

    method: str
    host: str
    """The SP-API host that was meant: the first part of the path as it came, or empty."""
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Simulator:
    """`async with Simulator(plan) as simulator`: listens on 127.0.0.1 at a port of its own.

    `plan` says how to misbehave for each refresh token; else `amazon` answers by its rules. `token_marker` goes into
    the tokens, so that tests can look for them.
    """

    def __init__(self, plan: dict[str, Behaviour] | None = None, token_marker: str = "DEMO") -> None:
        self.plan = plan if plan is not None else {}
        self.requests: list[Request] = []
        self.sp_api_refusal: str | None = None
        """Details of the 403 that SP-API answers with; None lets calls through."""
        self.sp_api_echo: Callable[[str], str] | None = None
        """How SP-API writes the access token into its 403; None lets calls through."""
        self.amazon = Amazon(marker=token_marker)
        # Bound at once, so that the address is known before any event loop runs.
        self._socket = socket.create_server(("127.0.0.1", 0))
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
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while (request := await _read(reader)) is not None:
                self.requests.append(request)
                if not await self._answer(request, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        if request.path == LWA_PATH and request.method == "POST":
            return await self._answer_lwa(request, writer)
        token = request.headers.get("x-amz-access-token", "")
        if token and self.sp_api_refusal is not None:
            reply = replies.unauthorized(self.sp_api_refusal)
        elif token and self.sp_api_echo is not None:
            reply = replies.sp_api_echo(self.sp_api_echo(token))
        else:
            reply = self.amazon.call(request.host, request.method, request.path, token, request.body)
        await _send(writer, reply)
        return True

    async def _answer_lwa(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        refresh_token = request.form.get("refresh_token", "")
        behaviour = self.plan.get(refresh_token, Behaviour())
        if behaviour.delay:
            await asyncio.sleep(behaviour.delay)
        answer = behaviour.next()
        extra = {"retry-after": behaviour.retry_after} if behaviour.retry_after else {}
        if answer is Answer.OK:
            content_type = request.headers.get("content-type", "")
            await _send(writer, self.amazon.exchange(request.form, content_type, behaviour.expires_in))
        elif answer is Answer.ECHO:
            await _send(writer, replies.echo(behaviour.echo(request.body.decode("latin-1"))))
        elif answer in replies.ERRORS:
            await _send(writer, replies.error(answer, extra))
        elif answer is Answer.THROTTLED:
            await _send(writer, Reply(429, b"", extra))
        else:
            return await _misbehave(answer, behaviour, writer)
        return True


async def _misbehave(answer: Answer, behaviour: Behaviour, writer: asyncio.StreamWriter) -> bool:
    """Answer as a broken network or a captive portal would; return whether the connection lives on."""
    if answer is Answer.HTML:
        page = b"<html><body>Please sign in to the hotel's network</body></html>"
        await _send(writer, Reply(200, page, {"content-type": "text/html"}))
    elif answer is Answer.EMPTY:
        await _send(writer, Reply(200, b""))
    elif answer is Answer.RAW:
        await _send(writer, Reply(200, behaviour.body))
    elif answer is Answer.REDIRECT:
        await _send(writer, Reply(307, b"", {"location": behaviour.location}))
    elif answer is Answer.NEVER:
        await asyncio.Event().wait()
    elif answer is Answer.HANG_UP:
        return False
    elif answer in (Answer.DRIP, Answer.HUGE):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        while True:
            writer.write(b" " if answer is Answer.DRIP else b" " * 65536)
            await writer.drain()
            await asyncio.sleep(0.3 if answer is Answer.DRIP else 0)
    return True


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
        return None
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    host, path = _virtual_host(parts.path)
    is_form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    form = _flat(body.decode("latin-1")) if is_form else {}
    return Request(method, host, path, headers, form, _flat(parts.query), body)


def _virtual_host(path: str) -> tuple[str, str]:
    first, _, rest = path.removeprefix("/").partition("/")
    return (first, f"/{rest}") if first.endswith(".amazon.com") else ("", path)


def _flat(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


async def _send(writer: asyncio.StreamWriter, reply: Reply) -> None:
    headers = {
        "content-type": "application/json;charset=UTF-8",
        "content-length": str(len(reply.body)),
        "date": formatdate(usegmt=True),
        "x-amzn-requestid": "demo-request-id",
        **reply.headers,
    }
    if reply.status == HTTPStatus.NO_CONTENT:
        del headers["content-length"], headers["content-type"]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    reason = HTTPStatus(reply.status).phrase
    writer.write(f"HTTP/1.1 {reply.status} {reason}\r\n{lines}\r\n".encode() + reply.body)
    await writer.drain()
