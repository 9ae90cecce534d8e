"""What the environment says of the way to Amazon is looked at once, and never repeated."""

import os
import random
from pathlib import Path

import pytest

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.adapters.amazon.network_settings import PROXY_NAMES, accept_trust, bypasses_proxy, proxy_of
from spauth_tui.domain.errors.exchange import NetworkSettingsRefused, Unreachable
from tests import needs
from tests.adapters.test_lwa import CREDENTIALS
from tests.fakes import FakeClock
from tests.more import more_of

UNUSABLE = [
    "socks5://CANARY.example:1080",
    "socks5h://kim:CANARY@127.0.0.1:1080",
    " ",
    "ftp://CANARY",
    '"http://CANARY:3128"',
    "'CANARY:3128'",
    "CANARY:99999",
    "CANARY:0",
    "CANARY:port",
    "http://",
    "http://[::1",
    "http://CANARY:3128/path",
    "http://CANARY:3128?x",
    "http://CANARY:3128#x",
    "http://CANARY:31\n28",
    "http://CAN ARY:3128",
    "http://CANARY\x1b]52;c;x\x07:3128",
    "http://kim:CANARY@@@/",
    "http://CANARY日本:3128",
    "://CANARY",
    "CANARY" * 400,
]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("proxy.corp:3128", "http://proxy.corp:3128"),
        ("proxy.corp", "http://proxy.corp"),
        ("http://proxy.corp:3128", "http://proxy.corp:3128"),
        ("http://proxy.corp:3128/", "http://proxy.corp:3128"),
        ("HTTP://Proxy.Corp:3128", "http://proxy.corp:3128"),
        ("https://proxy.corp", "https://proxy.corp"),
        ("http://kim:a%20b@proxy.corp:3128", "http://kim:a%20b@proxy.corp:3128"),
        ("kim:word@proxy.corp:3128", "http://kim:word@proxy.corp:3128"),
        ("[::1]:3128", "http://[::1]:3128"),
        ("10.0.0.1:65535", "http://10.0.0.1:65535"),
    ],
)
def test_a_proxy_is_taken_as_curl_takes_it(given: str, url: str) -> None:
    proxy = proxy_of({"HTTPS_PROXY": given})
    assert proxy is not None
    assert proxy.url == url


@pytest.mark.parametrize("name", PROXY_NAMES)
@pytest.mark.parametrize("given", UNUSABLE)
def test_anything_else_is_refused_by_the_variables_name_without_its_value(name: str, given: str) -> None:
    with pytest.raises(NetworkSettingsRefused) as refused:
        proxy_of({name: given})
    assert str(refused.value).startswith(f"{name} ")
    assert "CANARY" not in str(refused.value)


def test_socks_is_named_as_not_supported() -> None:
    with pytest.raises(NetworkSettingsRefused, match="SOCKS proxy, which is not supported"):
        proxy_of({"ALL_PROXY": "socks5://127.0.0.1:1080"})


def test_the_more_special_variable_wins_and_an_empty_one_says_nothing() -> None:
    proxy = proxy_of({"HTTPS_PROXY": "", "https_proxy": "one:1", "ALL_PROXY": "two:2"})
    assert proxy is not None
    assert proxy.host == "one"
    assert proxy_of({"HTTPS_PROXY": ""}) is None


@pytest.mark.parametrize("given", ["", "*", ",,,", "(", "example.com:x", "[", "\\", " " * 90])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "localhost.", "::1", "0:0:0:0:0:0:0:1"])
def test_whatever_is_spared_this_computer_is(given: str, host: str) -> None:
    assert bypasses_proxy(host, {"NO_PROXY": given})


@pytest.mark.parametrize(
    ("given", "spares"),
    [
        ("*", True),
        (" * ", True),
        ("one.com,*", True),
        ("one.com, Amazon.com", True),
        (".amazon.com", True),
        ("api.amazon.com", True),
        ("mazon.com", False),
        ("amazon.org", False),
        (",", False),
        ("", False),
    ],
)
def test_no_proxy_spares_what_it_names(given: str, *, spares: bool) -> None:
    assert bypasses_proxy("api.amazon.com", {"NO_PROXY": given}) is spares


@pytest.mark.parametrize("given", ["127.0.0.2", "[0:0:0:0:0:0:0:1]", "localhost."])
async def test_a_request_to_this_computer_asks_for_no_proxy(given: str) -> None:
    client = HttpClient({"HTTPS_PROXY": "socks5://CANARY"})
    with pytest.raises(Unreachable) as refused:
        await client.send("GET", f"https://{given}:1/")
    assert not isinstance(refused.value, NetworkSettingsRefused)
    await client.close()


@pytest.mark.parametrize("given", UNUSABLE)
async def test_a_request_to_amazon_says_so_at_once_and_sends_nothing(given: str) -> None:
    clock = FakeClock()
    client = HttpClient({"HTTPS_PROXY": given})
    before = clock.now()
    with pytest.raises(NetworkSettingsRefused, match="HTTPS_PROXY"):
        await LoginWithAmazon(client, clock, "https://amazon.invalid/").exchange(CREDENTIALS)
    assert clock.now() == before
    await client.close()


async def test_a_file_of_certificates_that_is_none_is_named(tmp_path: Path) -> None:
    client = HttpClient({"SSL_CERT_FILE": str(tmp_path / "CANARY")})
    with pytest.raises(NetworkSettingsRefused, match="SSL_CERT_FILE") as refused:
        await client.send("GET", "https://amazon.invalid/")
    assert "CANARY" not in str(refused.value)
    await client.close()


@needs.unix_programs
async def test_a_pipe_as_file_of_certificates_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    # OpenSSL looks for itself.
    monkeypatch.setenv("SSL_CERT_FILE", str(pipe))
    client = HttpClient(dict(os.environ))
    with pytest.raises(NetworkSettingsRefused, match="SSL_CERT_FILE"):
        await client.send("GET", "https://amazon.invalid/")
    await client.close()


def test_a_directory_of_certificates_that_is_none_is_named() -> None:
    with pytest.raises(NetworkSettingsRefused, match="SSL_CERT_DIR"):
        accept_trust({"SSL_CERT_DIR": "/nowhere/at/all"})
    accept_trust({"SSL_CERT_DIR": f"/nowhere/at/all{os.pathsep}{Path.cwd()}"})


@pytest.mark.parametrize("count", [300, *more_of(3_000)])
def test_whatever_a_variable_holds_it_is_a_proxy_that_httpx_takes_or_words(count: int) -> None:
    import httpx

    chance = random.Random(11)
    pieces = [
        *UNUSABLE,
        "http://",
        "https://",
        "kim",
        ":",
        "@",
        "3128",
        "[",
        "]",
        "%",
        "%zz",
        "..",
        "-",
        "_",
        "a.b",
        "\\",
        "\ud800",
    ]
    for _ in range(count):
        given = "".join(chance.choice(pieces) for _ in range(chance.randrange(1, 6)))
        try:
            proxy = proxy_of({"HTTPS_PROXY": given})
        except NetworkSettingsRefused:
            continue
        if proxy is not None:
            httpx.AsyncHTTPTransport(proxy=proxy.url)
