"""Loopback hosts: only these may replace Amazon, and they are never reached through a proxy."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from spauth_tui.domain.errors.input import ConfigurationRefused


def accept_loopback(text: str) -> str:
    """Return an address on a loopback host; names other than localhost are refused, since they could point anywhere."""
    refusal = ConfigurationRefused(
        "Tokens are exchanged at Login with Amazon only; --lwa-url may name a simulator on this machine.",
        "Use an address such as http://127.0.0.1:8765/auth/o2/token.",
    )
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname or ""
        usable = (
            parts.scheme in {"http", "https"}
            and parts.username is None
            and parts.password is None
            and not parts.fragment
            and not parts.query
            and (parts.port is None or parts.port > 0)
            and parts.geturl().isascii()
        )
    except ValueError:
        raise refusal from None
    if not usable or not is_loopback(host):
        raise refusal
    return parts.geturl()


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine. `127.1` and the like are not: programs read them differently."""
    if host.removesuffix(".").lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
