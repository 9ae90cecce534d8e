"""One request for each connection, small and soon, or none; a fault says nothing of itself."""

import asyncio

import pytest

from spauth_tui.adapters import loopback_listener
from spauth_tui.adapters.loopback_listener import LoopbackListener
from spauth_tui.domain.secret import Secret
from spauth_tui.services.ports import Reply, Visit

REQUEST = b"POST /auth/o2/token HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n"


async def fine(visit: Visit) -> Reply:
    return Reply(200, Secret("CANARY body"), {})


async def ask(origin: str, request: bytes = REQUEST) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(origin.rpartition(":")[2]))
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer


async def test_a_request_is_answered() -> None:
    async with LoopbackListener().listen(fine) as origin:
        assert (await ask(origin)).startswith(b"HTTP/1.1 200")


async def test_a_fault_is_a_500_and_none_of_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(visit: Visit) -> Reply:
        raise RuntimeError("CANARY secret in a message")

    async with LoopbackListener().listen(broken) as origin:
        answer = await ask(origin)
    assert answer.startswith(b"HTTP/1.1 500")
    assert b"CANARY" not in answer
    assert "CANARY" not in capsys.readouterr().err


async def test_idle_connections_keep_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loopback_listener, "AT_ONCE", 2)
    async with LoopbackListener(deadline=0.2).listen(fine) as origin:
        port = int(origin.rpartition(":")[2])
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]
        for reader, _ in idle:
            assert await reader.read() == b""
        assert (await ask(origin)).startswith(b"HTTP/1.1 200")
        for _, writer in idle:
            writer.close()
