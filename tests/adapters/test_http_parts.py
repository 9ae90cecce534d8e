"""The small parts of the network adapters."""

import contextlib
import json
import socket
import ssl
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.adapters.amazon.echoes import Echoes
from spauth_tui.adapters.amazon.loopback import accept_loopback
from spauth_tui.adapters.amazon.lwa import pause, read_grant
from spauth_tui.adapters.amazon.network_failures import translated
from spauth_tui.adapters.amazon.reply import Reply, asked_to_wait
from spauth_tui.domain.errors.exchange import ExchangeError, NotUnderstood
from spauth_tui.domain.errors.input import ConfigurationRefused
from tests.fakes import NOW


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8765/auth/o2/token",
        "http://localhost:1/x",
        "http://[::1]:8/x",
        "https://127.9.9.9/x",
        "http://localhost.:1/x",
    ],
)
def test_a_loopback_address_is_taken(address: str) -> None:
    assert accept_loopback(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/\udcff",
        "https://api.amazon.com/auth/o2/token",
        "http://127.0.0.1.example.com/x",
        "http://localhost.example.com/x",
        "http://user@127.0.0.1/x",
        "http://10.0.0.1/x",
        "ftp://127.0.0.1/x",
        "http://127.0.0.1:99999/x",
        "http://[::1/x",
        "http://2130706433/x",
        "http://127.1/x",
        "http://0x7f.1/x",
        "",
        "127.0.0.1",
    ],
)
def test_every_other_address_is_refused_with_words(address: str) -> None:
    with pytest.raises(ConfigurationRefused, match="simulator"):
        accept_loopback(address)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("5", 5),
        ("0", 1),
        ("100000000000000000000", 120),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30),
        ("Sun, 01 Mar 2020 12:00:00 GMT", 1),
    ],
)
def test_retry_after_is_clamped(retry_after: str, seconds: int) -> None:
    assert asked_to_wait(retry_after, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("retry_after", ["", "-5", "٣", "soon"])
def test_without_a_usable_retry_after_there_is_jitter(retry_after: str) -> None:
    assert pause(2, asked_to_wait(retry_after, NOW), lambda: 0.5) == timedelta(seconds=1)


def _all_errors(kind: type[httpx.HTTPError]) -> list[type[httpx.HTTPError]]:
    return [kind, *(each for sub in kind.__subclasses__() for each in _all_errors(sub))]


@pytest.mark.parametrize("kind", _all_errors(httpx.HTTPError))
def test_every_error_of_httpx_has_words_of_ours(kind: type[httpx.HTTPError]) -> None:
    error = kind.__new__(kind)
    Exception.__init__(error, "CANARY")
    told = translated(error)
    assert told.sentence
    assert "CANARY" not in str(told)


def _caused(cause: BaseException) -> httpx.ConnectError:
    error = httpx.ConnectError("x")
    error.__cause__ = cause
    return error


def _certificate(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError()
    error.verify_code = code
    return error


def test_the_kinds_of_network_trouble_have_distinct_sentences() -> None:
    causes = [
        socket.gaierror(),
        ConnectionRefusedError(),
        _certificate(10),
        _certificate(62),
        _certificate(18),
        ssl.SSLError(),
    ]
    assert len({translated(_caused(cause)).sentence for cause in causes}) == len(causes)


@given(st.binary(max_size=300))
def test_the_grant_parser_raises_nothing_but_its_own_error(body: bytes) -> None:
    with contextlib.suppress(NotUnderstood):
        read_grant(Reply(200, {}, body, Echoes()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.fixed_dictionaries({}, optional={"error": JSON, "error_description": JSON, "request_id": JSON}))
def test_the_error_parser_raises_nothing_but_our_own_errors(held: dict[str, object]) -> None:
    with contextlib.suppress(ExchangeError):
        read_grant(Reply(400, {}, json.dumps(held).encode(), Echoes()))
