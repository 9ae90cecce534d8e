"""The outer world that screens and verbs share: which address, which vault, which adapters."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from spauth_tui.adapters.attempts import AttemptsFile
from spauth_tui.adapters.browser import SystemBrowser
from spauth_tui.adapters.clipboard.system import SystemClipboard
from spauth_tui.adapters.http import HttpClient
from spauth_tui.adapters.lwa import LoginWithAmazon
from spauth_tui.adapters.new_files import SystemFiles
from spauth_tui.adapters.os_keyring import OsKeyring
from spauth_tui.adapters.selling_partner import SellingPartnerApiClient
from spauth_tui.adapters.sqlcipher.store import SqlcipherVaultStore
from spauth_tui.domain.token_endpoint import TOKEN_ADDRESS
from spauth_tui.services.ports import Clock
from spauth_tui.services.unlocking import Unlocking
from spauth_tui.services.workspace import Outside


@dataclass(frozen=True, slots=True)
class Introduced:
    """The outer world, with the two parts of it that whoever runs the program still has to do with."""

    outside: Outside
    clipboard: SystemClipboard
    client: HttpClient


def introduce(clock: Clock, address: str, environment: Mapping[str, str]) -> Introduced:
    """Introduce the outer world; who exchanges at a simulator makes the SP-API calls there too."""
    parts = urlsplit(address)
    sp_api = None if address == TOKEN_ADDRESS else f"{parts.scheme}://{parts.netloc}"
    client = HttpClient(environment)
    clipboard = SystemClipboard(environment)
    outside = Outside(
        clock,
        LoginWithAmazon(client, clock, address),
        SellingPartnerApiClient(client, clock, sp_api),
        clipboard,
        SystemBrowser(environment),
        SystemFiles(),
    )
    return Introduced(outside, clipboard, client)


def door(file: Path, outside: Outside, keyring: OsKeyring) -> Unlocking:
    """Return the door of a vault file."""
    return Unlocking(SqlcipherVaultStore(file), outside, AttemptsFile(file), keyring)
