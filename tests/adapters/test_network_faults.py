"""Faults of the network, injected by servers that misbehave on purpose; and storms of refreshes through them."""

import asyncio
import gzip
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.adapters.vault.vault import SqlcipherVault
from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import ExchangeError, NotUnderstood, UnexpectedRedirect, Unreachable
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import Client, Credentials, Grant
from spauth_tui.services.tokens.exchanging import AT_ONCE, Tokens
from tests import builders
from tests.fakes import FakeClock
from tests.simulator import Behaviour, Simulator

CREDENTIALS = Credentials(
    Client(builders.CLIENT_ID, Secret(builders.CLIENT_SECRET)), Secret(builders.REFRESH_TOKEN), RefreshTokenId("token")
)
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


@asynccontextmanager
async def serving(handler: Handler, trust: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server of one's own on loopback; yields its port."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handler(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=trust)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def ask(address: str, deadline: float = 5) -> SpauthError:
    """Exchange there and return the error that came of it."""
    client = HttpClient({}, deadline)
    try:
        with pytest.raises(SpauthError) as caught:
            await LoginWithAmazon(client, FakeClock(), address).exchange(CREDENTIALS)
        told = f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
        assert "CANARY" not in told
        return caught.value
    finally:
        await client.close()


def answering(*parts: bytes) -> Handler:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for part in parts:
            writer.write(part)
            await writer.drain()

    return handle


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def _heads_after(answer: bytes) -> list[str]:
    """Ask twice, get this answer, and return what the server read."""
    heads: list[str] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            heads.append((await reader.readuntil(b"\r\n\r\n")).decode().lower())
            writer.write(answer)
            await writer.drain()

    async with serving(handle) as port:
        client = HttpClient({})
        for _ in range(2):
            await client.send("GET", f"http://127.0.0.1:{port}/")
        await client.close()
    return heads


async def test_no_cookie_is_given_back() -> None:
    heads = await _heads_after(HEAD + b"set-cookie: session=CANARY; path=/\r\ncontent-length: 0\r\n\r\n")
    assert len(heads) == 2
    assert "cookie" not in "".join(heads)


async def test_no_redirect_is_followed() -> None:
    heads = await _heads_after(b"HTTP/1.1 307 Temporary\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n")
    assert [each.split()[1] for each in heads] == ["/", "/"]


async def test_a_request_says_nothing_of_the_library_it_is_made_with() -> None:
    (head, _) = await _heads_after(HEAD + b"content-length: 0\r\n\r\n")
    assert "user-agent" not in head


async def _kind(address: str) -> str:
    problem = await ask(address)
    assert isinstance(problem, Unreachable)
    return problem.kind


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """A certificate authority that this computer trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def test_a_certificate_nobody_trusts_is_named() -> None:
    async with serving(silent, _context(trustme.CA().issue_cert("127.0.0.1"))) as port:
        assert await _kind(f"https://127.0.0.1:{port}/") == "tls-untrusted"


async def test_a_certificate_of_another_host_is_named(authority: trustme.CA) -> None:
    async with serving(silent, _context(authority.issue_cert("elsewhere.example"))) as port:
        assert await _kind(f"https://127.0.0.1:{port}/") == "tls-name"


async def test_an_expired_certificate_is_named(authority: trustme.CA) -> None:
    expired = authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    async with serving(silent, _context(expired)) as port:
        assert await _kind(f"https://127.0.0.1:{port}/") == "tls-expired"


async def test_a_certificate_of_the_systems_own_authority_is_trusted(authority: trustme.CA) -> None:
    received: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(HEAD + b"content-length: 2\r\n\r\n{}")
        await writer.drain()

    async with serving(answer, _context(authority.issue_cert("127.0.0.1"))) as port:
        problem = await ask(f"https://127.0.0.1:{port}/")
    assert isinstance(problem, NotUnderstood)
    assert [each.split(b"\r\n")[0] for each in received] == [b"POST / HTTP/1.1"]


async def test_a_plain_port_where_tls_is_expected_is_named() -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 a plain server greets\r\n")
        await reader.read()

    async with serving(greet) as port:
        assert await _kind(f"https://127.0.0.1:{port}/") == "tls"


async def test_a_trust_store_that_is_not_there_falls_back_to_the_built_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    async with serving(silent, _context(trustme.CA().issue_cert("127.0.0.1"))) as port:
        assert await _kind(f"https://127.0.0.1:{port}/") == "tls-untrusted"


async def test_a_name_that_does_not_resolve_is_named() -> None:
    assert await _kind("https://no-such-host.invalid/") == "dns"


async def test_a_connection_that_is_reset_is_named() -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with serving(reset) as port:
        assert await _kind(f"http://127.0.0.1:{port}/") == "reset"


@pytest.mark.parametrize(
    "parts",
    [
        (HEAD + b"x: " + b"y" * 200_000 + b"\r\n\r\n",),
        (HEAD + b"content-length: 314572800\r\n\r\n", *([b" " * 65536] * 200)),
        (HEAD + b"content-encoding: gzip\r\n\r\n", gzip.compress(b" " * 50_000_000)),
    ],
    ids=["header of 200 KB", "body of 300 MiB", "gzip bomb"],
)
async def test_what_is_far_too_large_is_given_up_without_filling_memory(parts: tuple[bytes, ...]) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows does not tell how much memory was used at most")
    import resource

    async with serving(answering(*parts)) as port:
        await ask(f"http://127.0.0.1:{port}/")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        problem = await ask(f"http://127.0.0.1:{port}/")
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert isinstance(problem, ExchangeError)
    assert grown < 5 * 1024


async def test_headers_without_a_body_end_at_the_deadline() -> None:
    async def only_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"content-length: 10\r\n\r\n")
        await reader.read()
        await reader.read()

    async with serving(only_head) as port:
        problem = await ask(f"http://127.0.0.1:{port}/", deadline=0.3)
    assert isinstance(problem, Unreachable)
    assert problem.kind == "timeout"


async def test_a_redirect_sends_nothing_to_the_other_host() -> None:
    seen = 0

    async def other(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal seen
        seen += 1

    async with serving(other) as elsewhere:
        location = f"location: http://127.0.0.1:{elsewhere}/\r\n".encode()
        head = b"HTTP/1.1 308 Permanent Redirect\r\ncontent-length: 0\r\n" + location + b"\r\n"
        async with serving(answering(head)) as port:
            assert isinstance(await ask(f"http://127.0.0.1:{port}/"), UnexpectedRedirect)
    assert seen == 0


@asynccontextmanager
async def storm(
    tmp_path: Path, count: int, behaviour: Callable[[int], Behaviour]
) -> AsyncIterator[tuple[Tokens, Simulator, list[AuthorizationId], SqlcipherVault]]:
    """A real vault with so many authorizations, before a simulator that answers each as it is told."""
    vault = await SqlcipherVaultStore(tmp_path / "storm.vault").create(builders.PASSPHRASE)
    plan: dict[str, Behaviour] = {}
    async with vault.batch() as batch:
        await builders.furnish(batch)
        for number in range(count):
            name, value = f"n{number}", f"Atzr|CANARY-{number}"
            await batch.add(builders.account(name, name), builders.event())
            await batch.add(builders.authorization(name, "app", name), None)
            token = builders.refresh_token(name, value)
            await batch.keep(AuthorizationId(name), token, builders.event())
            plan[value] = behaviour(number)
    client = HttpClient({})
    async with Simulator(plan, token_marker="CANARY") as simulator:
        clock = FakeClock()
        tokens = Tokens(vault, LoginWithAmazon(client, clock, simulator.lwa_url), clock)
        yield tokens, simulator, [AuthorizationId(f"n{number}") for number in range(count)], vault
        await client.close()
    await vault.close()


def _third(number: int) -> Behaviour:
    if number % 3:
        return Behaviour()
    passing = Answer.THROTTLED if number % 2 else Answer.UNAVAILABLE
    return Behaviour(first=[passing] * (number % 4 + 1), headers={"retry-after": "2"})


@pytest.mark.parametrize("count", [150, pytest.param(1000, marks=pytest.mark.long)])
async def test_of_many_refreshes_through_429_and_503_all_end_and_none_is_lost(tmp_path: Path, count: int) -> None:
    async with storm(tmp_path, count, _third) as (tokens, _, chosen, vault):
        outcomes = [outcome async for outcome in tokens.refresh_many(chosen)]
        assert len(outcomes) == count
        done = {outcome.authorization.id for outcome in outcomes if outcome.problem is None}
        assert all(isinstance(each.problem, ExchangeError) for each in outcomes if each.problem is not None)
        events = await vault.events(limit=10_000)
        assert {each.authorization_id for each in events if each.kind is EventKind.REFRESHED} == done
        assert len(done) > count * 0.8
        held = (await vault.holdings()).authorization_by_id
        assert {key for key, each in held.items() if each.access_token is not None} == done


@pytest.mark.parametrize("count", [60, pytest.param(500, marks=pytest.mark.long)])
async def test_many_at_once_go_four_at_a_time_and_the_interface_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    busiest = 0.0

    async def beat() -> None:
        nonlocal busiest
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(0)
            busiest = max(busiest, loop.time() - before)

    async with storm(tmp_path, count, lambda _: Behaviour()) as (tokens, simulator, chosen, _):
        beating = asyncio.create_task(beat())
        exchange, asking, most = tokens._endpoint.exchange, 0, 0

        async def counted(credentials: Credentials) -> Grant:
            nonlocal asking, most
            asking += 1
            most = max(most, asking)
            try:
                return await exchange(credentials)
            finally:
                asking -= 1

        monkeypatch.setattr(tokens._endpoint, "exchange", counted)
        async for _outcome in tokens.refresh_many(chosen):
            pass
        beating.cancel()
        assert most <= AT_ONCE
        assert len(simulator.requests) == count
    # A tick of the dashboard is far below this; the margin is for a busy machine.
    assert busiest < 0.5


async def test_when_the_network_goes_away_half_way_what_is_done_stays_and_the_rest_keeps_what_it_had(
    tmp_path: Path,
) -> None:
    count = 40
    async with storm(tmp_path, count, lambda _: Behaviour()) as (tokens, simulator, chosen, vault):
        done, failed = set(), []
        async for outcome in tokens.refresh_many(chosen):
            if outcome.problem is None:
                done.add(outcome.authorization.id)
            else:
                failed.append(outcome.problem)
            if len(done) == 20:
                assert simulator._server is not None
                simulator._server.close()
                for writer in list(simulator._open):
                    writer.transport.abort()
        assert len(done) + len(failed) == count
        assert failed
        assert all(isinstance(each, Unreachable) for each in failed)
        held = (await vault.holdings()).authorization_by_id
        assert {key for key, each in held.items() if each.access_token is not None} == done


async def test_a_reply_that_is_not_understood_keeps_the_old_access_token(tmp_path: Path) -> None:
    behaviour = Behaviour(first=[Answer.OK], then=Answer.HTML)
    async with storm(tmp_path, 1, lambda _: behaviour) as (tokens, _, chosen, vault):
        before = (await tokens.refresh(chosen[0])).access_token
        with pytest.raises(NotUnderstood):
            await tokens.refresh(chosen[0])
        after = await vault.authorization(chosen[0])
        assert before is not None
        assert after.access_token == before
        assert before.expires_at - before.asked_at == timedelta(hours=1)


async def test_a_proxy_that_does_not_answer_is_named_without_its_password() -> None:
    client = HttpClient({"HTTPS_PROXY": "http://kim:CANARY@127.0.0.1:9"})
    with pytest.raises(Unreachable, match=r"^The proxy 127\.0\.0\.1 does not answer\. Check HTTPS_PROXY") as caught:
        await client.send("GET", "https://api.amazon.com/auth/o2/token")
    await client.close()
    assert caught.value.kind == "proxy"
