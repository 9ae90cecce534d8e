"""Where the vault lies, what is scrubbed, how the process is hardened, which browser is opened."""

import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import COLOR_SYSTEMS

from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient
from spauth_tui.adapters.config.settings import vault_path
from spauth_tui.adapters.system.browser import SystemBrowser
from spauth_tui.bootstrap.outside import OutsideWorld
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.errors.system import BrowserUnavailable
from spauth_tui.startup.environment import _COLOUR_SYSTEMS, scrub
from tests import needs
from tests.fakes import FakeClock


def test_what_could_write_keys_or_screens_is_taken_out() -> None:
    environment = {"TEXTUAL_LOG": "x", "TEXTUAL": "x", "TEXTUAL_SCREENSHOT": "x", "SSLKEYLOGFILE": "x", "HOME": "x"}
    scrub(environment)
    assert environment == {"HOME": "x"}


def test_theme_and_colours_stay() -> None:
    environment = {"TEXTUAL_THEME": "nord", "TEXTUAL_COLOR_SYSTEM": "256", "NO_COLOR": "1"}
    scrub(environment)
    assert len(environment) == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEXTUAL_COLOR_SYSTEM", "nope"),
        ("TEXTUAL_COLOR_SYSTEM", ""),
        ("TEXTUAL_COLOR_SYSTEM", "TRUECOLOR"),
        ("TEXTUAL_FPS", "10000000000"),
        ("ESCDELAY", "10000000000"),
        ("COLUMNS", "999999"),
        ("LINES", "999999"),
    ],
)
def test_a_value_that_textual_cannot_take_is_passed_over(name: str, value: str) -> None:
    environment = {name: value}
    scrub(environment)
    assert environment == {}


def test_the_colour_systems_are_those_that_textual_takes() -> None:
    assert {"auto", *COLOR_SYSTEMS} == _COLOUR_SYSTEMS


@pytest.mark.parametrize(("name", "value"), [("TEXTUAL_FPS", "30"), ("ESCDELAY", "1000"), ("TEXTUAL_FPS", "9999")])
def test_a_number_that_textual_takes_stays(name: str, value: str) -> None:
    environment = {name: value}
    scrub(environment)
    assert environment == {name: value}


def test_a_given_path_is_taken(tmp_path: Path) -> None:
    assert vault_path(str(tmp_path / "x.vault")) == tmp_path / "x.vault"


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "x" * 5000])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationRefused):
        vault_path(text)


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationRefused, match="directory"):
        vault_path(str(tmp_path))


HARDENED = """
import resource
from spauth_tui.startup.hardening import harden
harden()
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
if __import__("sys").platform == "linux":
    import ctypes
    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
import os
print(oct(os.umask(0)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers are Linux's")
def test_no_core_no_dump_no_readable_files() -> None:
    ended = subprocess.run([sys.executable, "-c", HARDENED], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["0", "0", "0o77"]


WITHOUT_CTYPES = """
import sys
sys.modules["ctypes"] = None
from spauth_tui.adapters.system.freed_memory import give_back
from spauth_tui.startup.hardening import harden
harden()
give_back()
print("went on")
"""


def test_a_python_without_ctypes_is_good_enough() -> None:
    ended = subprocess.run([sys.executable, "-c", WITHOUT_CTYPES], capture_output=True, text=True, check=False)
    assert ended.stdout.strip() == "went on", ended.stderr


def opener(tmp_path: Path, script: str) -> dict[str, str]:
    program = tmp_path / "xdg-open"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{tmp_path}:/usr/bin:/bin", "DISPLAY": ":0"}


@needs.unix_programs
async def test_the_desktops_opener_gets_the_address(tmp_path: Path) -> None:
    browser = SystemBrowser(opener(tmp_path, f'printf %s "$1" > "{tmp_path}/opened"'), "linux")
    await browser.open("https://sellercentral.amazon.com/x")
    assert (tmp_path / "opened").read_text() == "https://sellercentral.amazon.com/x"


@needs.unix_programs
async def test_an_opener_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrowserUnavailable):
        await SystemBrowser(opener(tmp_path, "exit 3"), "linux").open("https://sellercentral.amazon.com/x")


async def test_without_a_desktop_no_text_browser_is_started(tmp_path: Path) -> None:
    environment = opener(tmp_path, "exit 0")
    del environment["DISPLAY"]
    with pytest.raises(BrowserUnavailable):
        await SystemBrowser(environment, "linux").open("https://sellercentral.amazon.com/x")


async def test_only_https_addresses_are_opened(tmp_path: Path) -> None:
    with pytest.raises(BrowserUnavailable):
        await SystemBrowser(opener(tmp_path, "exit 0"), "linux").open("file:///etc/passwd")


def test_who_exchanges_at_a_simulator_calls_sp_api_there_too() -> None:
    outside = OutsideWorld(FakeClock(), "http://127.0.0.1:8765/auth/o2/token", {})
    assert isinstance(outside.selling_partner_api, SellingPartnerApiClient)
    assert outside.selling_partner_api._override == "http://127.0.0.1:8765"


def test_who_exchanges_at_amazon_calls_sp_api_there() -> None:
    outside = OutsideWorld(FakeClock(), TOKEN_ADDRESS, {})
    assert isinstance(outside.selling_partner_api, SellingPartnerApiClient)
    assert outside.selling_partner_api._override is None
