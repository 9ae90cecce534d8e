"""What can go wrong in reaching a host, in one sentence each. Foreign text is never shown."""

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from spauth_tui.adapters.amazon.loopback import is_loopback
from spauth_tui.domain.errors.exchange import Unreachable
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.clean import clean

_WORDS: dict[str, tuple[str, str]] = {
    "timeout": (
        "No complete answer came within 20 seconds.",
        "Check the network.",
    ),
    "dns": (
        "The host's name could not be resolved.",
        "Check the network, VPN and DNS.",
    ),
    "refused": (
        "The connection was refused.",
        "Check the network and any firewall or proxy in between.",
    ),
    "reset": ("The connection was lost before the answer was complete.", "Check the network."),
    "tls-expired": (
        "The host's certificate has expired, or this computer's clock is wrong.",
        "Check the clock.",
    ),
    "tls-name": (
        "The host's certificate belongs to another host; nothing was sent.",
        "A proxy or captive portal may be in the way. Check the network.",
    ),
    "tls-untrusted": (
        "This computer does not trust the host's certificate; nothing was sent.",
        "If a company proxy is in the way, add its certificate to the system's trust store.",
    ),
    "tls": (
        "No secure connection could be made; nothing was sent.",
        "Check the network and any proxy in between.",
    ),
    "proxy": ("The proxy did not let the request through.", "Check HTTPS_PROXY."),
    "network": ("Amazon could not be reached.", "Check the network."),
}


def translated(error: BaseException, address: str = "", proxy: str = "") -> Unreachable:
    """Translate anything that httpx raises for an address, behind a proxy's host if any, into our own error."""
    kind = _kind(error)
    if proxy and kind in {"refused", "dns", "network"}:
        return Unreachable(
            f"The proxy {clean(proxy, 60)} does not answer.",
            "Check HTTPS_PROXY, or unset it.",
            ways=(Way.REFRESH,),
            kind="proxy",
        )
    parts = urlsplit(address)
    if kind == "refused" and is_loopback(parts.hostname or ""):
        origin = f"{parts.scheme}://{parts.netloc}"
        return Unreachable(
            f"Nothing answers at {origin}.", "Is the simulator running?", ways=(Way.SIMULATE,), kind="simulator"
        )
    return Unreachable(*_WORDS[kind], ways=(Way.REFRESH,), kind=kind)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> str:
    import httpx

    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return "timeout"
    if isinstance(error, httpx.ProxyError):
        return "proxy"
    for each in _chain(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            return _certificate_kind(each)
        if isinstance(each, ssl.SSLError):
            return "tls"
        if isinstance(each, socket.gaierror):
            return "dns"
        if isinstance(each, ConnectionRefusedError):
            return "refused"
    return _kind_by_class(error)


def _certificate_kind(error: ssl.SSLCertVerificationError) -> str:
    # OpenSSL's X509_V_ERR numbers: 10 expired, 62 host name mismatch, 64 address mismatch.
    return {10: "tls-expired", 9: "tls-expired", 62: "tls-name", 64: "tls-name"}.get(error.verify_code, "tls-untrusted")


def _kind_by_class(error: BaseException) -> str:
    import httpx

    text = str(error)
    if isinstance(error, httpx.ConnectError):
        if "All connection attempts failed" in text:
            return "refused"
        return "tls" if "SSL" in text.upper() else "network"
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | httpx.WriteError | httpx.CloseError):
        return "reset"
    return "network"
