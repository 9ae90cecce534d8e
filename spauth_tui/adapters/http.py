"""The one HTTP client: its own trust, no redirects, no surprises in size or time."""

import asyncio
import logging
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from spauth_tui.adapters.network_failures import translated

if TYPE_CHECKING:
    import httpx

DEADLINE = 20.0
"""Seconds for one request in all, from connecting to the last byte."""
MAX_BODY = 64 * 1024
"""Bytes of an answer that are read at most."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came: status, lower-case header names, and at most 64 KiB of body."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    too_large: bool = False


class HttpClient:
    """One shared `httpx.AsyncClient`, made at first use and in a thread, since its trust store is slow to load."""

    def __init__(self, environment: Mapping[str, str], deadline: float = DEADLINE) -> None:
        self._environment = environment
        self._deadline = deadline
        self._client: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()

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
        import httpx

        client = await self._get()
        try:
            async with asyncio.timeout(self._deadline):
                async with client.stream(
                    method,
                    address,
                    headers={"accept-encoding": "identity", **(headers or {})},
                    data=form,
                    params=query,
                    json=json,
                ) as response:
                    body, too_large = await _read(response)
                    return Answer(response.status_code, dict(response.headers), body, too_large)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ssl.SSLError) as error:
            # The original holds the request, and the request the refresh token.
            raise translated(error) from None

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _get(self) -> "httpx.AsyncClient":
        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(self._make)
            return self._client

    def _make(self) -> "httpx.AsyncClient":
        import httpx

        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        _look_for_no_other_loop()
        trust = httpx.create_ssl_context(trust_env=False)
        # The system's own certificates too: that is where a company's proxy stands.
        trust.load_default_certs()
        proxy = self._environment.get("HTTPS_PROXY") or self._environment.get("https_proxy")
        mounts: dict[str, httpx.AsyncBaseTransport | None] = {}
        if proxy:
            mounts = {"https://": httpx.AsyncHTTPTransport(verify=trust, proxy=proxy)}
            spared = self._environment.get("NO_PROXY") or self._environment.get("no_proxy") or ""
            for host in (*spared.split(","), "127.0.0.1", "localhost", "[::1]"):
                if name := host.strip().lstrip("."):
                    mounts[f"all://{name}" if name.startswith("[") else f"all://*{name}"] = None
        return httpx.AsyncClient(
            verify=trust,
            trust_env=False,
            follow_redirects=False,
            mounts=mounts,
            timeout=httpx.Timeout(self._deadline),
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=8),
        )


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
