"""A loopback server that answers as Login with Amazon and SP-API do, errors included."""

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from spauth_tui.demo import replies
from spauth_tui.demo.behaviour import Answer, Behaviour
from spauth_tui.domain.region import Region

LWA_PATH = "/auth/o2/token"
_REASONS = {200: "OK", 307: "Temporary Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden"}


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)


class Simulator:
    """`async with Simulator(plan) as simulator`: listens on 127.0.0.1 at a port of its own.

    `plan` says how to answer for each refresh token; others get an access token. `token_marker` goes into the
    access tokens, so that tests can look for them.
    """

    def __init__(self, plan: dict[str, Behaviour] | None = None, token_marker: str = "DEMO") -> None:
        self.plan = plan if plan is not None else {}
        self.requests: list[Request] = []
        self.sp_api_refusal: str | None = None
        """Details of the 403 that SP-API answers with; None lets calls through."""
        self.region_of: dict[str, Region] = {}
        """The region an access token works in, learned from `regions`."""
        self.regions: dict[str, Region] = {}
        """The region of each refresh token, where a plan knows it."""
        self._marker = token_marker
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
        if not token:
            details = "Access token is missing in the request header."
            await _send(writer, 403, replies.sp_api_error_body(details))
        elif self.sp_api_refusal is not None:
            await _send(writer, 403, replies.sp_api_error_body(self.sp_api_refusal))
        elif request.path == "/sellers/v1/marketplaceParticipations":
            region = self.region_of.get(token, Region.NA)
            await _send(writer, 200, replies.participations_body(region))
        elif request.path == "/vendor/orders/v1/purchaseOrders":
            await _send(writer, 200, replies.purchase_orders_body())
        else:
            await _send(writer, 403, replies.sp_api_error_body(""))
        return True

    async def _answer_lwa(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        refresh_token = request.form.get("refresh_token", "")
        behaviour = self.plan.get(refresh_token, Behaviour())
        if behaviour.delay:
            await asyncio.sleep(behaviour.delay)
        answer = behaviour.next()
        if answer is Answer.OK:
            token = replies.access_token(self._marker)
            if refresh_token in self.regions:
                self.region_of[token] = self.regions[refresh_token]
            await _send(writer, 200, replies.token_body(token, refresh_token, behaviour.expires_in))
        elif answer in replies.ERRORS:
            status, error, description = replies.ERRORS[answer]
            extra = {"retry-after": behaviour.retry_after} if behaviour.retry_after else {}
            await _send(writer, status, replies.error_body(error, description), extra)
        elif answer is Answer.THROTTLED:
            extra = {"retry-after": behaviour.retry_after} if behaviour.retry_after else {}
            await _send(writer, 429, b"", extra)
        else:
            return await _misbehave(answer, behaviour, writer)
        return True


async def _misbehave(answer: Answer, behaviour: Behaviour, writer: asyncio.StreamWriter) -> bool:
    """Answer as a broken network or a captive portal would; return whether the connection lives on."""
    if answer is Answer.HTML:
        page = b"<html><body>Please sign in to the hotel's network</body></html>"
        await _send(writer, 200, page, {"content-type": "text/html"})
    elif answer is Answer.EMPTY:
        await _send(writer, 200, b"")
    elif answer is Answer.RAW:
        await _send(writer, 200, behaviour.body)
    elif answer is Answer.REDIRECT:
        await _send(writer, 307, b"", {"location": behaviour.location})
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
    return Request(method, parts.path, headers, _flat(body.decode("latin-1")), _flat(parts.query))


def _flat(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


async def _send(writer: asyncio.StreamWriter, status: int, body: bytes, extra: Mapping[str, str] | None = None) -> None:
    headers = {
        "content-type": "application/json;charset=UTF-8",
        "content-length": str(len(body)),
        "date": formatdate(usegmt=True),
        "x-amzn-requestid": "demo-request-id",
        **(extra or {}),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {status} {_REASONS.get(status, 'Status')}\r\n{lines}\r\n".encode() + body)
    await writer.drain()
