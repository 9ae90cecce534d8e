"""Proxy and certificate settings from the environment. Messages never repeat a value."""

import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from spauth_tui.adapters.amazon.loopback import is_loopback
from spauth_tui.domain.errors.exchange import NetworkSettingsRefused

PROXY_NAMES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
"""The first one that is not empty counts, as in curl."""
SPARED_NAMES = ("NO_PROXY", "no_proxy")
CERTIFICATE_NAMES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?|[0-9A-Fa-f:.]+")
_USER = re.compile(r"[A-Za-z0-9._~!$&()*+,;=:%-]*")
_LONGEST = 2000


class Proxy(NamedTuple):
    """A usable proxy."""

    url: str  # with the password, if any
    host: str


def proxy_of(environment: Mapping[str, str]) -> Proxy | None:
    """Return the proxy for Amazon (http if it has no scheme, as in curl); raises `NetworkSettingsRefused`."""
    name = next((each for each in PROXY_NAMES if environment.get(each)), None)
    return None if name is None else _read(name, environment[name])


def _read(name: str, given: str) -> Proxy:
    scheme = _SCHEME.match(given)
    kind = scheme[1].lower() if scheme else "http"
    if kind.startswith("socks"):
        raise NetworkSettingsRefused(
            f"{name} names a SOCKS proxy, which is not supported.", "Name an HTTP proxy, or unset it."
        )
    refused = NetworkSettingsRefused(f"{name} is not the address of a proxy.", "Write http://HOST:PORT, or unset it.")
    if kind not in {"http", "https"} or len(given) > _LONGEST:
        raise refused
    try:
        parts = urlsplit(given if scheme else f"http://{given}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise refused from None
    user, at, _ = parts.netloc.rpartition("@")
    fits = _HOST.fullmatch(host) and _USER.fullmatch(user) and parts.path in {"", "/"} and port != 0
    # urlsplit drops line breaks, which no address has.
    if not (fits and given.isascii() and given.isprintable()) or parts.query or parts.fragment:
        raise refused
    shown = f"[{host}]" if ":" in host else host
    return Proxy(f"{kind}://{user}{at}{shown}{'' if port is None else f':{port}'}", host)


def bypasses_proxy(host: str, environment: Mapping[str, str]) -> bool:
    """Return whether a host bypasses the proxy: this computer always does, and `*` means every host."""
    given = next((environment[each] for each in SPARED_NAMES if environment.get(each)), "")
    names = [each.strip().lstrip(".").lower() for each in given.split(",")]
    return is_loopback(host) or "*" in names or any(f".{host}".endswith(f".{name}") for name in names if name)


def accept_trust(environment: Mapping[str, str]) -> None:
    """Raise `NetworkSettingsRefused` if the named certificates cannot be read."""
    file, directories = (environment.get(name, "") for name in CERTIFICATE_NAMES)
    if file and not _is_readable(file, stat.S_ISREG):
        raise NetworkSettingsRefused("SSL_CERT_FILE does not name a readable file.", "Correct it, or unset it.")
    if directories and not any(_is_readable(each, stat.S_ISDIR) for each in directories.split(os.pathsep)):
        raise NetworkSettingsRefused("SSL_CERT_DIR does not name a readable directory.", "Correct it, or unset it.")


def _is_readable(path: str, is_kind: Callable[[int], bool]) -> bool:
    try:
        return is_kind(Path(path).stat().st_mode) and os.access(path, os.R_OK)
    except (OSError, ValueError):
        return False
