"""The one way to Amazon: its own trust, no redirects, no surprises in size or time."""

import asyncio
import contextlib
import logging
import ssl
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from spauth_tui.adapters.echoes import Echoes
from spauth_tui.adapters.network_failures import translated
from spauth_tui.adapters.network_settings import accept_trust, is_spared, proxy_of
from spauth_tui.adapters.reply import Reply
from spauth_tui.domain.errors import NetworkSettingsRefused
from spauth_tui.domain.secret import Secret

if TYPE_CHECKING:
    import httpx

DEADLINE = 20.0
"""Seconds for one request in all, from connecting to the last byte."""
MAX_BODY = 64 * 1024
"""Bytes of an answer that are read at most."""
CONNECTIONS = 8
"""Requests under way at most. Others wait outside of httpcore, which scans all that wait in it."""
KEPT = 16
"""Secrets that are remembered once they were sent: two for each exchange under way, and those of the action before."""


Field = str | Secret
"""What a header or a field of a form holds. A `Secret` is sent as it is and taken out of the reply's texts."""


class _Lane:
    """The ways out for one request at a time: straight, and for hosts that a proxy is not spared for, through it.

    Each has a pool of its own: httpcore looks at every connection of a pool three times in each request.
    """

    def __init__(self, trust: ssl.SSLContext) -> None:
        import httpx

        self._trust = trust
        self.straight = httpx.AsyncHTTPTransport(verify=trust, trust_env=False)
        self._proxied: httpx.AsyncHTTPTransport | None = None

    def through(self, proxy: str) -> "httpx.AsyncHTTPTransport":
        """Return the way through the proxy, which is the same for the whole run."""
        import httpx

        if self._proxied is None:
            self._proxied = httpx.AsyncHTTPTransport(verify=self._trust, proxy=proxy)
        return self._proxied

    async def close(self) -> None:
        """Close its connections."""
        await self.straight.aclose()
        if self._proxied is not None:
            await self._proxied.aclose()


class _Transports:
    """The lanes, and what all of them share: whom to trust, which proxy to take, when to give up."""

    def __init__(self, environment: Mapping[str, str], deadline: float) -> None:
        import httpx

        # What the first connection would import, while the interface waits for it.
        for module in ("anyio._backends._asyncio", "anyio.streams.tls", "httpcore._backends.anyio"):
            with contextlib.suppress(ImportError):
                import_module(module)
        self._trust = httpx.create_ssl_context(trust_env=False)
        self._environment = environment
        with contextlib.suppress(NetworkSettingsRefused):
            accept_trust(environment)
            # The system's own certificates too: that is where a company's proxy stands.
            self._trust.load_default_certs()
        self._extensions = {"timeout": httpx.Timeout(deadline).as_dict()}
        self._lanes: list[_Lane] = []
        self._free: deque[_Lane] = deque()
        self.url = lru_cache(maxsize=16)(httpx.URL)
        """Parses an address; the same few are asked again and again."""

    @contextmanager
    def lane(self) -> Iterator[_Lane]:
        """Lend a lane that nobody has: in turn, so that each gets round to closing what has been idle for long."""
        if not self._free:
            self._lanes.append(_Lane(self._trust))
            self._free.append(self._lanes[-1])
        lane = self._free.popleft()
        try:
            yield lane
        finally:
            self._free.append(lane)

    async def send(self, lane: _Lane, request: "httpx.Request") -> "httpx.Response":
        """Send it; the answer's body is still to be read, and the answer to be closed.

        Raises `NetworkSettingsRefused` where the environment has to be asked for the way, and says nothing usable.
        """
        request.extensions = self._extensions
        return await self._way(lane, request.url).handle_async_request(request)

    def _way(self, lane: _Lane, url: "httpx.URL") -> "httpx.AsyncHTTPTransport":
        if url.scheme != "https":
            return lane.straight
        accept_trust(self._environment)
        if is_spared(url.host, self._environment):
            return lane.straight
        proxy = proxy_of(self._environment)
        return lane.straight if proxy is None else lane.through(proxy.url)

    async def close(self) -> None:
        """Close the connections."""
        for lane in self._lanes:
            await lane.close()


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
        self._sent: dict[Secret, None] = {}

    async def send(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, Field] | None = None,
        form: Mapping[str, Field] | None = None,
        query: Mapping[str, str] | None = None,
        json: object = None,
    ) -> Reply:
        """Send one request and read one reply; raises `Unreachable` and no other error.

        Of what is sent, every `Secret` and, as a whole, the form's client id are taken out of all that is kept of the
        reply; so are the last secrets that other requests sent, until `forget_sent`.
        """
        echoes = self._echoes({**(headers or {}), **(form or {})})
        transports = self._transports or await self._get()
        # Imported with them, on their thread: that takes a tenth of a second, in which the screens go on.
        import httpx

        try:
            async with asyncio.timeout(self._deadline), self._room:
                request = httpx.Request(
                    method,
                    transports.url(address),
                    headers={"accept": "*/*", "accept-encoding": "identity", **_revealed(headers)},
                    data=_revealed(form) if form is not None else None,
                    params=query,
                    json=json,
                )
                with transports.lane() as lane:
                    response = await transports.send(lane, request)
                    try:
                        body, too_large = await _read(response)
                    finally:
                        await response.aclose()
                return Reply(response.status_code, response.headers, body, echoes, too_large=too_large)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ssl.SSLError) as error:
            problem = translated(error)
        # Raised out here, where it has no context: the original holds the request, and the request the refresh token.
        raise problem

    async def close(self) -> None:
        """Close the connections."""
        transports, self._transports = self._transports, None
        if transports is not None:
            await transports.close()

    def forget_sent(self) -> None:
        """Let go of the secrets that were sent, also where a reply still looks for them."""
        self._sent.clear()

    def _echoes(self, sent: Mapping[str, Field]) -> Echoes:
        secrets = tuple(each for each in sent.values() if isinstance(each, Secret))
        for each in secrets:
            self._sent.pop(each, None)
            self._sent[each] = None
        for each in tuple(self._sent)[:-KEPT]:
            del self._sent[each]
        client_id = sent.get("client_id")
        return Echoes(secrets, (client_id,) if isinstance(client_id, str) else (), self._sent.keys())

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


def _revealed(fields: Mapping[str, Field] | None) -> dict[str, str]:
    return {name: each.reveal() if isinstance(each, Secret) else each for name, each in (fields or {}).items()}


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
