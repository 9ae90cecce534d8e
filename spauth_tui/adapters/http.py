"""The one way to Amazon: its own trust, no redirects, no surprises in size or time."""

import asyncio
import contextlib
import logging
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from spauth_tui.adapters.network_failures import translated

if TYPE_CHECKING:
    import httpx

DEADLINE = 20.0
"""Seconds for one request in all, from connecting to the last byte."""
MAX_BODY = 64 * 1024
"""Bytes of an answer that are read at most."""
CONNECTIONS = 8
"""Requests under way at most, each on its connection. Others wait outside of httpcore, which scans all its waiting."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came: status, lower-case header names, and at most 64 KiB of body."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    too_large: bool = False


class _Transports:
    """The ways out: straight, and for hosts that a proxy is not spared for, through it."""

    def __init__(self, environment: Mapping[str, str], deadline: float) -> None:
        import httpx

        # What the first connection would import, while the interface waits for it.
        for module in ("anyio._backends._asyncio", "anyio.streams.tls", "httpcore._backends.anyio"):
            with contextlib.suppress(ImportError):
                import_module(module)
        trust = httpx.create_ssl_context(trust_env=False)
        # The system's own certificates too: that is where a company's proxy stands.
        trust.load_default_certs()
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        self._straight = httpx.AsyncHTTPTransport(verify=trust, trust_env=False, limits=limits)
        proxy = environment.get("HTTPS_PROXY") or environment.get("https_proxy")
        self._proxied = httpx.AsyncHTTPTransport(verify=trust, proxy=proxy, limits=limits) if proxy else None
        spared = environment.get("NO_PROXY") or environment.get("no_proxy") or ""
        self._spared = {"no": f"{spared},127.0.0.1,localhost,::1"}
        self._extensions = {"timeout": httpx.Timeout(deadline).as_dict()}

    async def send(self, request: "httpx.Request") -> "httpx.Response":
        """Send it; the answer's body is still to be read, and the answer to be closed."""
        request.extensions = self._extensions
        return await self._to(request.url).handle_async_request(request)

    def _to(self, url: "httpx.URL") -> "httpx.AsyncHTTPTransport":
        if self._proxied is None or url.scheme != "https":
            return self._straight
        # As requests does: the standard library has it, though its reference does not name it.
        from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

        return self._straight if proxy_bypass_environment(url.host, self._spared) else self._proxied

    async def close(self) -> None:
        """Close the connections."""
        await self._straight.aclose()
        if self._proxied is not None:
            await self._proxied.aclose()


class HttpClient:
    """Sends requests over httpx's transports, made at first use and in a thread, since the trust store is slow to load.

    Without httpx's client above them there are no redirects, no cookies, no environment's habits, and a third less
    processor time for each request.
    """

    def __init__(self, environment: Mapping[str, str], deadline: float = DEADLINE) -> None:
        self._environment = environment
        self._deadline = deadline
        self._transports: _Transports | None = None
        self._making = asyncio.Lock()
        self._room = asyncio.Semaphore(CONNECTIONS)

    async def send(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        json: object = None,
    ) -> Answer:
        """Send one request and read one answer; raises `Unreachable` and no other error."""
        transports = self._transports or await self._get()
        # Imported with them, on their thread: that takes a tenth of a second, in which the screens go on.
        import httpx

        try:
            async with asyncio.timeout(self._deadline), self._room:
                request = httpx.Request(
                    method,
                    address,
                    headers={"accept": "*/*", "accept-encoding": "identity", **(headers or {})},
                    data=form,
                    params=query,
                    json=json,
                )
                response = await transports.send(request)
                try:
                    body, too_large = await _read(response)
                finally:
                    await response.aclose()
                return Answer(response.status_code, dict(response.headers), body, too_large)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ssl.SSLError) as error:
            # The original holds the request, and the request the refresh token.
            raise translated(error) from None

    async def close(self) -> None:
        """Close the connections."""
        transports, self._transports = self._transports, None
        if transports is not None:
            await transports.close()

    async def _get(self) -> _Transports:
        async with self._making:
            if self._transports is None:
                self._transports = await asyncio.to_thread(self._make)
            return self._transports

    def _make(self) -> _Transports:
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        _look_for_no_other_loop()
        return _Transports(self._environment, self._deadline)


def _look_for_no_other_loop() -> None:
    """Say once that sniffio is not installed, where it is not.

    httpcore asks for it four times in each request, to find out which event loop runs, and Python searches its whole
    path each time: a quarter of what an exchange takes.
    """
    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]


async def _read(response: "httpx.Response") -> tuple[bytes, bool]:
    """Read the body as it comes over the wire, undecoded, up to the limit."""
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > MAX_BODY:
            return b"", True
        parts.append(part)
    return b"".join(parts), False
