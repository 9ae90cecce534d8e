"""The only route to Amazon: its own trust store, no redirects, limits on size and time."""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spauth_tui.adapters.amazon.echoes import Echoes
from spauth_tui.adapters.amazon.network_failures import translated
from spauth_tui.adapters.amazon.network_settings import Proxy, accept_trust, bypasses_proxy, proxy_of
from spauth_tui.adapters.amazon.reply import Reply
from spauth_tui.domain.diagnosis.conformance import Outline
from spauth_tui.domain.errors.exchange import NetworkSettingsRefused
from spauth_tui.domain.model.secret import Secret

if TYPE_CHECKING:
    import httpx

DEADLINE = 20.0  # seconds for one request in all, from connecting to the last byte
MAX_BODY = 64 * 1024  # the most bytes of a reply
KEPT = 16  # how many sent secrets to remember: two for each exchange in progress, and those of the last action


Field = str | Secret
"""The value of a header or form field. A `Secret` is sent as it is and removed from the reply's texts."""


class _Clients:
    """httpx's clients, with or without the proxy, and which of them serves which host."""

    def __init__(self, environment: Mapping[str, str], deadline: float) -> None:
        import httpx

        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._environment = environment
        self._trust = httpx.create_ssl_context(trust_env=False)
        with contextlib.suppress(NetworkSettingsRefused):
            accept_trust(environment)
            # The system's certificates too: a company's proxy may need them.
            self._trust.load_default_certs()
        self._timeout = httpx.Timeout(deadline)
        self._straight = self._client(None)
        self._proxied: httpx.AsyncClient | None = None

    def _client(self, proxy: str | None) -> "httpx.AsyncClient":
        import httpx

        client = httpx.AsyncClient(
            verify=self._trust, proxy=proxy, trust_env=False, follow_redirects=False, timeout=self._timeout
        )
        # Amazon gets only what it needs, no cookies.
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        client.headers = httpx.Headers({"accept": "*/*", "accept-encoding": "identity"})
        del client.headers["user-agent"]
        return client

    def for_host(self, url: "httpx.URL") -> "httpx.AsyncClient":
        """Return the client for a host; raises `NetworkSettingsRefused` if the environment is invalid."""
        if url.scheme == "https":
            accept_trust(self._environment)
        proxy = self._proxy_for(url.scheme, url.host)
        if proxy is None:
            return self._straight
        # It does not change while the program runs.
        self._proxied = self._proxied or self._client(proxy.url)
        return self._proxied

    def _proxy_for(self, scheme: str, host: str) -> Proxy | None:
        if scheme != "https" or bypasses_proxy(host, self._environment):
            return None
        return proxy_of(self._environment)

    def proxy_host(self, address: str) -> str:
        """Return the host of the proxy that a request to an address goes through, or nothing."""
        parts = urlsplit(address)
        proxy = self._proxy_for(parts.scheme, parts.hostname or "")
        return proxy.host if proxy else ""

    async def close(self) -> None:
        for each in (self._straight, self._proxied):
            if each is not None:
                await each.aclose()


class HttpClient:
    """Sends requests with httpx's clients, built in a thread at first use: the trust store is slow to load."""

    def __init__(self, environment: Mapping[str, str], deadline: float = DEADLINE) -> None:
        self._environment, self._deadline = environment, deadline
        self._clients: _Clients | None = None
        self._making = asyncio.Lock()
        self._sent: dict[Secret, None] = {}
        self.outlines: list[Outline] | None = None
        """Gets an outline of each reply, if it is a list."""

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
        """Send one request and read one reply; raises only `Unreachable`.

        Every sent `Secret`, and the whole client id, are removed from what is kept of the reply; so are the last
        secrets of other requests, until `forget_sent`.
        """
        echoes = self._echoes({**(headers or {}), **(form or {})})
        clients = self._clients or await self._get()
        # Imported on the clients' thread: it takes a tenth of a second, during which the screens stay responsive.
        import httpx

        try:
            async with asyncio.timeout(self._deadline):
                url = httpx.URL(address)
                data = _revealed(form) if form is not None else None
                sending = clients.for_host(url).stream(
                    method, url, headers=_revealed(headers), data=data, params=query, json=json
                )
                async with sending as response:
                    body, too_large = await _read(response)
                reply = Reply(response.status_code, response.headers, body, echoes, too_large=too_large)
                if self.outlines is not None:
                    self.outlines.append(reply.outline(url.path))
                return reply
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ssl.SSLError) as error:
            problem = translated(error, address, clients.proxy_host(address))
        # Raised here, without context: the original error contains the request, and so the refresh token.
        raise problem

    async def close(self) -> None:
        """Close the connections."""
        clients, self._clients = self._clients, None
        if clients is not None:
            await clients.close()

    def forget_sent(self) -> None:
        """Forget the secrets that were sent, even those that pending replies are still scrubbed of."""
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

    async def _get(self) -> _Clients:
        async with self._making:
            if self._clients is None:
                self._clients = await asyncio.to_thread(_Clients, self._environment, self._deadline)
            return self._clients


def _revealed(fields: Mapping[str, Field] | None) -> dict[str, str]:
    return {name: each.reveal() if isinstance(each, Secret) else each for name, each in (fields or {}).items()}


async def _read(response: "httpx.Response") -> tuple[bytes, bool]:
    """Read the undecoded body, up to the limit."""
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > MAX_BODY:
            return b"", True
        parts.append(part)
    return b"".join(parts), False
