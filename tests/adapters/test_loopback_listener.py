"""Every request is answered or refused; slow visitors take nothing from others; a fault says nothing of itself."""

import asyncio
import random
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from time import monotonic

import pytest

from spauth_tui.adapters.lending.connection import Limits
from spauth_tui.adapters.lending.http import MOST_BODY, MOST_HEAD
from spauth_tui.adapters.lending.listener import LoopbackListener
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.lending.routes import route
from spauth_tui.services.ports.system import LoopbackReply, Visit
from tests.fakes import FakeClock

PATH = "/auth/o2/token"
PROOF = "CANARY-proof"


async def fine(visit: Visit) -> LoopbackReply:
    """Answer with what came; who sends the proof is proven."""
    return LoopbackReply(200, Secret(f"{visit.method} {visit.body.decode()}"), {}, visit.body == PROOF.encode())


def post(body: str = "", *headers: str, method: str = "POST", target: str = PATH) -> bytes:
    lines = (f"{method} {target} HTTP/1.1", "host: x", f"content-length: {len(body)}", *headers, "", body)
    return "\r\n".join(lines).encode()


class Endpoint:
    """A listener on a clock that stands still, and raw connections to it."""

    def __init__(self, origin: str, clock: FakeClock) -> None:
        self.port, self.clock = int(origin.rpartition(":")[2]), clock
        self._writers: list[asyncio.StreamWriter] = []

    async def connect(self, sent: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._writers.append(writer)
        writer.write(sent)
        return reader, writer

    async def ask(self, sent: bytes) -> bytes:
        """Send, and return all that comes until the connection is closed."""
        reader, writer = await self.connect(sent)
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        return answer

    async def status(self, sent: bytes) -> int:
        return int((await self.ask(sent)).split(b" ", 2)[1])

    def hang_up(self) -> None:
        for writer in self._writers:
            writer.close()


@asynccontextmanager
async def listening(
    answer: Callable[[Visit], Awaitable[LoopbackReply]] = fine, limits: Limits | None = None, at_once: int = 128
) -> AsyncIterator[Endpoint]:
    clock = FakeClock()
    async with LoopbackListener(clock, limits, at_once).listen(answer) as origin:
        endpoint = Endpoint(origin, clock)
        try:
            yield endpoint
        finally:
            endpoint.hang_up()


async def one(reader: asyncio.StreamReader) -> bytes:
    """Return one answer on a connection that is kept."""
    async with asyncio.timeout(10):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        return head + await reader.readexactly(length)


async def ended(reader: asyncio.StreamReader) -> bytes:
    """Return what came before the connection ended, which it must."""
    async with asyncio.timeout(10):
        try:
            return await reader.read()
        except ConnectionError:
            return b""


# Answers


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", "a!"])
async def test_every_method_is_answered(method: str) -> None:
    async with listening() as endpoint:
        assert (await endpoint.ask(post("x", method=method))).endswith(f"\r\n\r\n{method} x".encode())


async def test_the_answer_to_head_is_a_head_alone() -> None:
    async with listening() as endpoint:
        answer = await endpoint.ask(post(method="HEAD"))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"content-length: 5\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("method", "status"), [("POST", 200), ("HEAD", 405), ("GET", 405), ("OPTIONS", 405), ("TRACE", 405), ("X", 405)]
)
async def test_a_route_answers_its_own_method_alone(method: str, status: int) -> None:
    async with listening(route("POST", PATH, fine)) as endpoint:
        host = f"host: 127.0.0.1:{endpoint.port}"
        assert await endpoint.status(post(method=method).replace(b"host: x", host.encode())) == status


async def test_a_fault_is_a_500_and_none_of_its_words(capfd: pytest.CaptureFixture[str]) -> None:
    async def broken(visit: Visit) -> LoopbackReply:
        raise RuntimeError("CANARY secret in a message")

    async with listening(broken) as endpoint:
        answer = await endpoint.ask(post())
    assert answer.startswith(b"HTTP/1.1 500")
    assert b"CANARY" not in answer
    assert capfd.readouterr().err == ""


async def test_a_reply_that_cannot_be_written_is_a_500() -> None:
    async def torn(visit: Visit) -> LoopbackReply:
        return LoopbackReply(200, Secret("x"), {"name": "two\r\nlines"})

    async with listening(torn) as endpoint:
        assert await endpoint.ask(post()) == (
            b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        )


# Refusals: no request may be understood in two ways


CHUNKED = "POST /auth/o2/token HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (post("x", "transfer-encoding: chunked"), 400),
        (post("x", "content-length: 1"), 400),
        (post("x", "content-length: 2"), 400),
        (b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 1, 1\r\n\r\nx", 400),
        (b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: +1\r\n\r\nx", 400),
        (b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length:\r\n\r\nx", 400),
        (b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 1\xb2\r\n\r\nx", 400),
        (post("", "x-long: begun\r\n folded"), 400),
        (post("", "x-long: begun\r\n\tfolded"), 400),
        (b"POST /x HTTP/1.1\nhost: x\n\n\r\n\r\n", 400),
        (b"POST /x HTTP/1.1\r\nhost: x\nx: y\r\n\r\n", 400),
        (b"POST /x HTTP/1.1\r\nhost: x\rx: y\r\n\r\n", 400),
        (b"POST /x HTTP/1.1\r\nhost: x\r\nx: \x00\r\n\r\n", 400),
        (b"POST /x HTTP/1.1\r\nhost : x\r\n\r\n", 400),
        (b"POST /x HTTP/1.1\r\n\r\n", 400),
        (post("", "host: y"), 400),
        (post("", "authorization: a", "authorization: b"), 400),
        (post("", "content-type: a", "Content-Type: a"), 400),
        (post("", "x-amz-access-token: a", "x-amz-access-token: b"), 400),
        (post("", "upgrade: h2c", "connection: upgrade"), 400),
        (post("", "transfer-encoding: gzip").replace(b"content-length: 0\r\n", b""), 501),
        (post("", "expect: coffee"), 417),
        (post(target="http://127.0.0.1/auth/o2/token"), 400),
        (post(target="*", method="OPTIONS"), 400),
        (post(target="api.amazon.com:443", method="CONNECT"), 501),
        (post(method="CONNECT"), 501),
        (b"POST /x HTTP/1.0\r\nhost: x\r\n\r\n", 505),
        (b"POST /x\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"\r\n", 400),
        (f"{CHUNKED}1\r\nx\r\n0\r\n\r\n".encode(), 200),
        (f"{CHUNKED}1;a=b\r\nx\r\n0\r\n\r\n".encode(), 200),
        (f"{CHUNKED}1\r\nxy\r\n0\r\n\r\n".encode(), 400),
        (f"{CHUNKED}0x1\r\nx\r\n0\r\n\r\n".encode(), 400),
        (f"{CHUNKED}-1\r\nx\r\n0\r\n\r\n".encode(), 400),
        (f"{CHUNKED}0\r\nauthorization: x\r\n\r\n".encode(), 400),
        (f"{CHUNKED}0\r\n\n".encode(), 400),
        (f"{CHUNKED}{'0' * 30}1\r\nx\r\n".encode(), 400),
    ],
)
async def test_what_two_readers_could_take_differently_is_refused(sent: bytes, status: int) -> None:
    async with listening() as endpoint:
        assert await endpoint.status(sent) == status


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 431)])
async def test_a_head_has_its_most(more: int, status: int) -> None:
    fill = MOST_HEAD - len(post("", "x: ")) + len(b"\r\n\r\n") + more
    async with listening() as endpoint:
        assert await endpoint.status(post("", f"x: {'a' * fill}")) == status


async def test_a_head_without_end_is_refused_at_its_most() -> None:
    async with listening() as endpoint:
        assert await endpoint.status(b"POST /" + b"a" * (MOST_HEAD + 1)) == 431


@pytest.mark.parametrize(("length", "status"), [(MOST_BODY, 200), (MOST_BODY + 1, 413)])
async def test_a_body_has_its_most(length: int, status: int) -> None:
    async with listening() as endpoint:
        assert await endpoint.status(post("a" * length)) == status


async def test_a_body_that_says_it_is_too_long_is_refused_before_it_comes() -> None:
    async with listening() as endpoint:
        assert await endpoint.status(post().replace(b"content-length: 0", b"content-length: 999999999999")) == 413


@pytest.mark.parametrize("chunk", [b"1000\r\n" + b"a" * 0x1000 + b"\r\n", b"1;" + b"x" * 1000 + b"\r\na\r\n"])
async def test_a_body_in_chunks_has_its_most_too(chunk: bytes) -> None:
    async with listening() as endpoint:
        assert await endpoint.status(CHUNKED.encode() + chunk * (2 * MOST_BODY // len(chunk) + 2)) == 413


# Slow and many visitors


SLOW = {
    "idle": b"",
    "in the head": b"POST /auth/o2/token HTTP/1.1\r\nhost: ",
    "in the body": post("x" * 100)[:-50],
    "answered, and stays": post("x"),
}


@pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW)
async def test_400_slow_visitors_keep_nobody_waiting(sent: bytes) -> None:
    async with listening() as endpoint:
        begun = monotonic()
        for _ in range(400):
            await endpoint.connect(sent)
        assert await endpoint.status(post(PROOF, "connection: close")) == 200
        assert monotonic() - begun < 5
        begun = monotonic()
        assert await endpoint.status(post(PROOF, "connection: close")) == 200
        assert monotonic() - begun < 1


async def test_a_proven_visitor_keeps_its_connection_while_400_slow_ones_come() -> None:
    async with listening() as endpoint:
        reader, writer = await endpoint.connect(post(PROOF))
        assert (await one(reader)).startswith(b"HTTP/1.1 200")
        for _ in range(400):
            await endpoint.connect(SLOW["in the head"])
        writer.write(post(PROOF))
        assert (await one(reader)).startswith(b"HTTP/1.1 200")


async def test_the_oldest_that_proved_nothing_goes_and_the_newcomer_comes() -> None:
    async with listening(at_once=3) as endpoint:
        proven, _ = await endpoint.connect(post(PROOF))
        await one(proven)
        first, _ = await endpoint.connect(SLOW["in the head"])
        second, writer = await endpoint.connect(SLOW["in the head"])
        await endpoint.connect()
        assert await ended(first) == b""
        writer.write(b"x\r\n\r\n")
        assert (await ended(second)).startswith(b"HTTP/1.1 200")


async def test_where_all_are_proven_the_oldest_idle_one_goes() -> None:
    async with listening(at_once=2) as endpoint:
        first, _ = await endpoint.connect(post(PROOF))
        await one(first)
        second, writer = await endpoint.connect(post(PROOF))
        await one(second)
        assert await endpoint.status(post("x")) == 200
        assert await ended(first) == b""
        writer.write(post(PROOF))
        assert await one(second)


async def test_who_is_being_answered_is_not_dropped_and_newcomers_wait_for_it() -> None:
    may_answer = asyncio.Event()
    began = asyncio.Event()

    async def slowly(visit: Visit) -> LoopbackReply:
        began.set()
        await may_answer.wait()
        return await fine(visit)

    async with listening(slowly, at_once=1) as endpoint:
        first, _ = await endpoint.connect(post("first"))
        await began.wait()
        later = asyncio.ensure_future(endpoint.ask(post("later")))
        await asyncio.sleep(0)
        may_answer.set()
        assert (await ended(first)).endswith(b"first")
        assert (await later).endswith(b"later")


@pytest.mark.parametrize(
    ("sent", "span"),
    [
        (SLOW["in the head"], Limits().head),
        (SLOW["in the body"], Limits().body),
        (b"", Limits().head),
        (CHUNKED.encode() + b"1\r\n", Limits().body),
    ],
)
async def test_each_step_has_its_time(sent: bytes, span: timedelta) -> None:
    async with listening() as endpoint:
        reader, _ = await endpoint.connect(sent)
        assert await endpoint.status(post("x")) == 200
        endpoint.clock.advance(span - timedelta(seconds=0.1))
        # As long as two looks for who is late.
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.25):
                await reader.read(1)
        endpoint.clock.advance(timedelta(seconds=0.2))
        assert (await ended(reader)).startswith(b"HTTP/1.1 408" if sent else b"")


async def test_a_drop_now_and_then_buys_no_time_for_a_head() -> None:
    async with listening() as endpoint:
        reader, writer = await endpoint.connect(b"POST / HTTP/1.1\r\n")
        for _ in range(6):
            assert await endpoint.status(post("x")) == 200
            endpoint.clock.advance(timedelta(seconds=1))
            writer.write(b"x: y\r\n")
        assert (await ended(reader)).startswith(b"HTTP/1.1 408")


async def test_who_does_not_read_its_answer_is_dropped_in_time() -> None:
    async def long(visit: Visit) -> LoopbackReply:
        return LoopbackReply(200, Secret("x" * 50_000_000), {})

    async with listening(long) as endpoint:
        reader, _ = await endpoint.connect(post("x"))
        assert await reader.readexactly(12) == b"HTTP/1.1 200"
        endpoint.clock.advance(Limits().sending + timedelta(seconds=1))
        assert len(await ended(reader)) < 50_000_000


async def test_who_stays_after_the_answer_is_left_in_time() -> None:
    async with listening() as endpoint:
        reader, writer = await endpoint.connect(post("x"))
        assert (await ended(reader)).endswith(b"POST x")
        endpoint.clock.advance(Limits().leaving + timedelta(seconds=0.1))
        async with asyncio.timeout(10):
            with pytest.raises(ConnectionError):
                while True:
                    writer.write(b"more")
                    await writer.drain()
                    await asyncio.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
async def test_a_process_out_of_descriptors_answers_again_when_it_has_some(capfd: pytest.CaptureFixture[str]) -> None:
    import resource

    async with listening() as endpoint:
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        visitors = [socket.socket() for _ in range(20)]
        with socket.socket() as probe:
            lowest = probe.fileno()
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + 3, before[1]))
            for visitor in visitors:
                visitor.setblocking(False)
                visitor.connect_ex(("127.0.0.1", endpoint.port))
            for _ in range(20):
                await asyncio.sleep(0.02)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
            for visitor in visitors:
                visitor.close()
        assert await endpoint.status(post("x")) == 200
    assert capfd.readouterr().err == ""


# Odd visitors


async def test_a_proven_visitor_may_ask_again_up_to_its_most() -> None:
    async with listening(limits=Limits(requests=3)) as endpoint:
        reader, writer = await endpoint.connect()
        for number in range(3):
            writer.write(post(PROOF))
            assert (b"connection: close" in await one(reader)) is (number == 2)
        assert await ended(reader) == b""


async def test_who_proved_nothing_gets_one_answer() -> None:
    async with listening() as endpoint:
        assert (await endpoint.ask(post("x") + post(PROOF))).count(b"HTTP/1.1 200") == 1


async def test_who_does_not_mean_to_stay_is_let_go() -> None:
    async with listening() as endpoint:
        answer = await endpoint.ask(post(PROOF, "connection: close"))
    assert b"connection: close" in answer.lower()


async def test_requests_behind_one_another_are_answered_in_their_order() -> None:
    async with listening() as endpoint:
        answer = await endpoint.ask(post(PROOF) + post(PROOF) + post("last") + post(PROOF))
    assert [part.split(b"HTTP/1.1")[0] for part in answer.split(b"\r\n\r\n")[1:]] == [
        f"POST {body}".encode() for body in (PROOF, PROOF, "last")
    ]


async def test_a_request_in_single_bytes_is_answered() -> None:
    async with listening() as endpoint:
        reader, writer = await endpoint.connect()
        for byte in post("x"):
            writer.write(bytes([byte]))
            await writer.drain()
        assert (await ended(reader)).endswith(b"POST x")


async def test_a_visitor_that_closes_its_side_gets_its_answer() -> None:
    async with listening() as endpoint:
        reader, writer = await endpoint.connect(post("x"))
        writer.write_eof()
        assert (await ended(reader)).endswith(b"POST x")


@pytest.mark.parametrize("sent", [SLOW["in the head"], SLOW["in the body"], CHUNKED.encode() + b"5\r\nab"])
async def test_a_visitor_that_closes_its_side_too_early_gets_a_400(sent: bytes) -> None:
    async with listening() as endpoint:
        reader, writer = await endpoint.connect(sent)
        writer.write_eof()
        assert (await ended(reader)).startswith(b"HTTP/1.1 400")


async def test_what_comes_behind_the_body_takes_no_answer_away() -> None:
    async with listening() as endpoint:
        assert (await endpoint.ask(post("x") + b"y" * 300_000)).endswith(b"POST x")


async def test_a_body_that_waits_to_be_asked_for_is_asked_for() -> None:
    async with listening() as endpoint:
        head, body = post("x", "Expect: 100-Continue").split(b"\r\n\r\n")
        reader, writer = await endpoint.connect(head + b"\r\n\r\n")
        async with asyncio.timeout(10):
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100 Continue")
        writer.write(body)
        assert (await ended(reader)).endswith(b"POST x")


async def test_a_body_that_is_too_long_is_not_asked_for() -> None:
    head = post("", "expect: 100-continue").replace(b"content-length: 0", b"content-length: 99999999")
    async with listening() as endpoint:
        assert (await endpoint.ask(head)).startswith(b"HTTP/1.1 413")


async def test_who_is_gone_before_the_answer_does_no_harm(capfd: pytest.CaptureFixture[str]) -> None:
    may_answer = asyncio.Event()
    answered = 0

    async def slowly(visit: Visit) -> LoopbackReply:
        nonlocal answered
        await may_answer.wait()
        answered += 1
        return LoopbackReply(200, Secret("x" * 5_000_000), {})

    async with listening(slowly) as endpoint:
        for _ in range(5):
            _, writer = await endpoint.connect(post("x"))
            await writer.drain()
            writer.transport.abort()
        may_answer.set()
        assert await endpoint.status(post("x")) == 200
    assert answered >= 1
    assert capfd.readouterr().err == ""


# The end


async def test_the_end_ends_all_connections_and_frees_the_port() -> None:
    never = asyncio.Event()

    async def endless(visit: Visit) -> LoopbackReply:
        await never.wait()
        return await fine(visit)

    async with listening(endless) as endpoint:
        readers = [(await endpoint.connect(sent))[0] for sent in (*SLOW.values(), post(PROOF))]
        await asyncio.sleep(0.05)
        port = endpoint.port
    for reader in readers:
        assert await ended(reader) == b""
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)):
        pass


PIECES = (
    b"POST /auth/o2/token HTTP/1.1\r\n",
    b"HEAD / HTTP/1.1\r\n",
    b"GET / HTTP/1.0\r\n",
    b"host: x\r\n",
    b"content-length: 5\r\n",
    b"content-length: -1\r\n",
    b"transfer-encoding: chunked\r\n",
    b"expect: 100-continue\r\n",
    b"connection: close\r\n",
    b"upgrade: websocket\r\n",
    b"\r\n",
    b"\n",
    b"\r",
    b" ",
    b"\x00",
    b"5\r\nhello\r\n",
    b"0\r\n\r\n",
    b"hello",
    PROOF.encode(),
    b"\xff\xfe",
    b"a" * 20_000,
)


@pytest.mark.parametrize("seed", range(4))
async def test_no_stream_of_bytes_ends_it(seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(seed)

    def stream() -> bytes:
        if dice.random() < 0.2:
            return dice.randbytes(dice.randrange(1, 300))
        return b"".join(dice.choices(PIECES, k=dice.randrange(1, 12)))

    async with listening() as endpoint:

        async def visit() -> bytes:
            reader, writer = await endpoint.connect(stream())
            if dice.random() < 0.3:
                writer.transport.abort()
                return b""
            writer.write_eof()
            return await ended(reader)

        for _ in range(15):
            answers = await asyncio.gather(*(visit() for _ in range(20)))
            assert all(answer.startswith(b"HTTP/1.1 ") for answer in answers if answer)
        assert await endpoint.status(post("x")) == 200
    assert capfd.readouterr().err == ""
