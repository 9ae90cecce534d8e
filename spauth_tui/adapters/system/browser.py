"""The person's web browser."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from shutil import which

from spauth_tui.domain.errors.system import BrowserUnavailable


class SystemBrowser:
    """Opens addresses with the desktop's opener; never a text browser, which would take over the terminal."""

    def __init__(self, environment: Mapping[str, str], platform: str = sys.platform) -> None:
        self._environment, self._platform = environment, platform

    async def open(self, address: str) -> None:
        command = self._command()
        if command is None or not address.startswith("https://"):
            raise BrowserUnavailable
        try:
            child = await asyncio.create_subprocess_exec(
                *command,
                address,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            async with asyncio.timeout(3):
                failed = await child.wait() != 0
        except TimeoutError:
            # An opener that keeps running is the browser.
            return
        except OSError:
            raise BrowserUnavailable from None
        if failed:
            raise BrowserUnavailable

    def _command(self) -> list[str] | None:
        if self._platform == "darwin":
            return ["open"]
        if self._platform == "win32":
            return ["rundll32", "url.dll,FileProtocolHandler"]
        has_desktop = self._environment.get("DISPLAY") or self._environment.get("WAYLAND_DISPLAY")
        opener = which("xdg-open", path=self._environment.get("PATH"))
        return [opener] if has_desktop and opener else None
