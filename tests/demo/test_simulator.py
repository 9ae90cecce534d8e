"""The simulator answers whatever comes, and writes nothing into the terminal that the dashboard has."""

import asyncio
import random

import pytest

from spauth_tui.demo.simulator import LWA_PATH
from tests.simulator import Simulator


async def ask(simulator: Simulator, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(simulator.origin.rpartition(":")[2]))
    writer.write(sent)
    writer.write_eof()
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "BREW"])
async def test_every_method_is_answered_and_head_without_a_body(method: str) -> None:
    async with Simulator() as simulator:
        answer = await ask(simulator, f"{method} {LWA_PATH} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 4")
    assert answer.endswith(b"\r\n\r\n") is (method == "HEAD")


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nshort",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2000000\r\n\r\n" + b" " * 1_048_577,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST //[ HTTP/1.1\r\nhost: x\r\n\r\n",
    ],
)
async def test_what_cannot_be_understood_gets_a_status(sent: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    async with Simulator() as simulator:
        answer = await ask(simulator, sent)
    assert answer.split(b" ")[1] in {b"400", b"413", b"500"}
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("seed", range(2))
async def test_no_stream_of_bytes_ends_it(seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(seed)
    pieces = (
        b"POST / HTTP/1.1\r\n",
        b"host: x\r\n",
        b"content-length: 3\r\n",
        b"\r\n",
        b"{}",
        b"\xff",
        b"/tokens",
        b" ",
    )
    async with Simulator() as simulator:
        for _ in range(100):
            await ask(simulator, b"".join(dice.choices(pieces, k=8)))
        assert (await ask(simulator, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")).startswith(b"HTTP/1.1 ")
    assert capfd.readouterr().err == ""


async def test_an_exchange_may_be_sent_as_json() -> None:
    body = b'{"grant_type": "refresh_token", "refresh_token": "CANARY", "scope": null}'
    head = f"POST {LWA_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
    async with Simulator() as simulator:
        answer = await ask(simulator, f"{head}\r\n".encode() + body)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"access_token"' in answer
