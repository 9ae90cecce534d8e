"""Checks this computer for `doctor`: versions, terminal, clipboard, environment, proxy, trust store."""

import platform
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.network_settings import accept_trust, bypasses_proxy, proxy_of
from spauth_tui.adapters.clipboard.backends import backends_for
from spauth_tui.adapters.system.os_keyring import OsKeyring
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.errors.exchange import NetworkSettingsRefused
from spauth_tui.domain.text.clean import clean
from spauth_tui.services.vault_care.doctoring import Finding, Severity

PACKAGES = ("spauth-tui", "textual", "httpx", "sqlcipher3", "platformdirs", "keyring")
_OWN = "SPAUTH_"


class SystemExaminer:
    """Implements `services.vault_care.doctoring.Examiner`."""

    def __init__(self, environment: Mapping[str, str], address: str) -> None:
        self._environment, self._address = environment, address

    def facts(self) -> Mapping[str, str]:
        """Return versions and environment, without paths, user and host names."""
        environment = self._environment
        return {
            **{name: _version(name) for name in PACKAGES},
            "Python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            "terminal": clean(environment.get("TERM", "not set"), 40),
            "terminal program": clean(environment.get("TERM_PROGRAM", "unknown"), 40),
            "colours": clean(environment.get("COLORTERM", "unknown"), 40),
            "in tmux": "yes" if environment.get("TMUX") else "no",
            "over SSH": "yes" if environment.get("SSH_CONNECTION") else "no",
            "token endpoint": "Amazon" if self.asks_amazon else "a simulator on loopback",
            "set": ", ".join(sorted(name for name in environment if name.startswith(_OWN))) or "no SPAUTH_ variables",
        }

    def findings(self) -> tuple[Finding, ...]:
        return (*self._terminal(), *self._clipboard(), self._keyring(), *self._network())

    @property
    def asks_amazon(self) -> bool:
        return self._address == TOKEN_ADDRESS

    async def reach(self) -> tuple[int, datetime | None]:
        client = HttpClient(self._environment)
        try:
            reply = await client.send("GET", self._address)
        finally:
            await client.close()
        return reply.status, reply.date

    def _terminal(self) -> Iterator[Finding]:
        encoding = (sys.stdout.encoding or "").lower().replace("-", "")
        if encoding != "utf8":
            words = f"standard output is encoded as {clean(encoding, 20) or 'something unknown'}"
            yield Finding("terminal", Severity.FOUND, words, "Set LANG to a UTF-8 locale, or PYTHONUTF8=1.")
        elif self._environment.get("TERM") == "dumb":
            yield Finding("terminal", Severity.NOTE, "TERM=dumb cannot show the dashboard", "Use a full terminal.")
        else:
            yield Finding("terminal", Severity.FINE, f"{clean(self._environment.get('TERM', 'unknown'), 40)}, UTF-8")

    def _clipboard(self) -> Iterator[Finding]:
        names = [backend.name for backend in backends_for(self._environment)]
        if names:
            yield Finding("clipboard", Severity.FINE, f"{', '.join(names)}, then the terminal itself")
        else:
            yield Finding(
                "clipboard",
                Severity.NOTE,
                "only the terminal (OSC 52), which cannot confirm it or be cleared after kill -9",
                "Install wl-clipboard, xclip or xsel if there is a desktop.",
            )

    def _keyring(self) -> Finding:
        name = OsKeyring().name
        words = f"{name} could keep the passphrase" if name else "no keyring that can be trusted with the passphrase"
        return Finding("keyring", Severity.FINE, words)

    def _network(self) -> Iterator[Finding]:
        try:
            proxy = proxy_of(self._environment)
        except NetworkSettingsRefused as problem:
            yield Finding("proxy", Severity.FOUND, problem.sentence, problem.remedy)
        else:
            if proxy is None or bypasses_proxy(urlsplit(TOKEN_ADDRESS).hostname or "", self._environment):
                yield Finding("proxy", Severity.FINE, "none")
            else:
                words = f"requests go through {clean(proxy.host, 60)}"
                yield Finding("proxy", Severity.NOTE, words, "It can see where they go, but not what they say.")
        try:
            accept_trust(self._environment)
        except NetworkSettingsRefused as problem:
            yield Finding("trust store", Severity.FOUND, problem.sentence, problem.remedy)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
