"""Login with Amazon over real HTTP, against the simulator on loopback."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.errors.exchange import (
    ExchangeError,
    ExchangeRefused,
    NotUnderstood,
    Throttled,
    Unavailable,
    UnexpectedRedirect,
    Unreachable,
)
from spauth_tui.domain.model.authorization import RefreshTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import Client, Credentials, Grant
from tests import builders
from tests.fakes import FakeClock
from tests.simulator import Behaviour, Fault, Simulator

CREDENTIALS = Credentials(
    Client(builders.CLIENT_ID, Secret(builders.CLIENT_SECRET)), Secret(builders.REFRESH_TOKEN), RefreshTokenId("token")
)


class Bench:
    """The adapter before a simulator whose answer a test chooses."""

    def __init__(self, simulator: Simulator, deadline: float) -> None:
        self.simulator = simulator
        self.clock = FakeClock()
        self.client = HttpClient({}, deadline)
        self.lwa = LoginWithAmazon(self.client, self.clock, simulator.lwa_url)

    async def exchange(self, behaviour: Behaviour) -> Grant:
        self.simulator.behaviours[builders.REFRESH_TOKEN] = behaviour
        return await self.lwa.exchange(CREDENTIALS)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with Simulator(token_marker="CANARY") as simulator:
        made = Bench(simulator, 0.5)
        yield made
        await made.client.close()


def test_the_one_address_is_amazons() -> None:
    assert TOKEN_ADDRESS == "https://api.amazon.com/auth/o2/token"


async def test_a_grant_has_the_access_token_and_its_lifetime(bench: Bench) -> None:
    grant = await bench.exchange(Behaviour())
    assert grant.access_token.reveal().startswith("Atza|CANARY")
    assert grant.lifetime == timedelta(hours=1)


async def test_the_grant_tells_lwas_own_time(bench: Bench) -> None:
    assert (await bench.exchange(Behaviour())).server_time is not None


async def test_the_request_is_form_encoded_with_four_fields(bench: Bench) -> None:
    await bench.exchange(Behaviour())
    (request,) = bench.simulator.requests
    assert request.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert request.form == {
        "grant_type": "refresh_token",
        "refresh_token": builders.REFRESH_TOKEN,
        "client_id": builders.CLIENT_ID,
        "client_secret": builders.CLIENT_SECRET,
    }


async def test_nothing_secret_stands_in_the_address(bench: Bench) -> None:
    await bench.exchange(Behaviour())
    assert bench.simulator.requests[0].query == {}


@pytest.mark.parametrize(
    ("answer", "error", "status"),
    [
        (Answer.INVALID_GRANT, "invalid_grant", 400),
        (Answer.INVALID_CLIENT, "invalid_client", 401),
        (Answer.UNAUTHORIZED_CLIENT, "unauthorized_client", 400),
    ],
)
async def test_a_refusal_carries_amazons_own_words(bench: Bench, answer: Answer, error: str, status: int) -> None:
    with pytest.raises(ExchangeRefused) as caught:
        await bench.exchange(Behaviour(answer))
    assert (caught.value.error, caught.value.status) == (error, status)
    assert caught.value.request_id


async def test_a_refusal_is_not_tried_again(bench: Bench) -> None:
    with pytest.raises(ExchangeRefused):
        await bench.exchange(Behaviour(Answer.INVALID_GRANT))
    assert len(bench.simulator.requests) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [(Answer.THROTTLED, Throttled), (Answer.UNAVAILABLE, Unavailable), (Answer.SERVER_ERROR, Unavailable)],
)
async def test_a_passing_problem_is_tried_three_times(bench: Bench, answer: Answer, error: type[ExchangeError]) -> None:
    with pytest.raises(error):
        await bench.exchange(Behaviour(answer))
    assert len(bench.simulator.requests) == 3


@pytest.mark.parametrize(("status", "tries"), [(429, 3), (500, 3), (501, 1), (502, 3), (503, 3), (504, 3), (505, 1)])
async def test_only_what_may_pass_is_tried_again(bench: Bench, status: int, tries: int) -> None:
    with pytest.raises(ExchangeError):
        await bench.exchange(Behaviour(Fault.RAW, status=status))
    assert len(bench.simulator.requests) == tries


async def test_a_second_try_that_works_is_enough(bench: Bench) -> None:
    grant = await bench.exchange(Behaviour(first=[Answer.UNAVAILABLE, Answer.UNAVAILABLE]))
    assert grant.lifetime == timedelta(hours=1)


async def test_retry_after_is_honoured(bench: Bench) -> None:
    await bench.exchange(Behaviour(first=[Answer.THROTTLED], headers={"retry-after": "7"}))
    assert bench.clock.slept == [timedelta(seconds=7)]


@pytest.mark.parametrize("answer", [Answer.HTML, Fault.RAW])
async def test_a_reply_that_is_no_token_response_is_not_understood(bench: Bench, answer: Answer) -> None:
    with pytest.raises(NotUnderstood):
        await bench.exchange(Behaviour(answer))


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b'{"access_token": 5}', b"\xff\xfe", b"[" * 50_000, b'{"expires_in": NaN}', b"9" * 5000]
)
async def test_garbage_is_not_understood(bench: Bench, body: bytes) -> None:
    with pytest.raises(NotUnderstood):
        await bench.exchange(Behaviour(Fault.RAW, body=body))


@pytest.mark.parametrize("expires_in", [None, 0, -5, True, 3599.5, 10**14, "soon", "", [3600]])
async def test_an_unusable_lifetime_is_refused(bench: Bench, expires_in: object) -> None:
    with pytest.raises(NotUnderstood):
        await bench.exchange(Behaviour(expires_in=expires_in))


async def test_a_lifetime_in_digits_is_taken(bench: Bench) -> None:
    assert (await bench.exchange(Behaviour(expires_in="1800"))).lifetime == timedelta(minutes=30)


async def test_a_redirect_is_not_followed(bench: Bench) -> None:
    async with Simulator() as elsewhere:
        with pytest.raises(UnexpectedRedirect):
            await bench.exchange(Behaviour(Answer.REDIRECT, headers={"location": elsewhere.lwa_url}))
        assert elsewhere.requests == []


@pytest.mark.parametrize("answer", [Answer.DRIP, Answer.NEVER])
async def test_the_whole_request_has_one_deadline(bench: Bench, answer: Answer) -> None:
    with pytest.raises(Unreachable) as caught:
        await bench.exchange(Behaviour(answer))
    assert caught.value.kind == "timeout"


async def test_a_body_without_end_is_not_read(bench: Bench) -> None:
    with pytest.raises(NotUnderstood):
        await bench.exchange(Behaviour(Answer.HUGE))


async def test_a_broken_connection_is_named(bench: Bench) -> None:
    with pytest.raises(Unreachable) as caught:
        await bench.exchange(Behaviour(Answer.HANG_UP))
    assert caught.value.kind == "reset"


async def test_a_refused_connection_is_named(bench: Bench) -> None:
    server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    lwa = LoginWithAmazon(bench.client, bench.clock, f"http://127.0.0.1:{port}/auth/o2/token")
    with pytest.raises(Unreachable) as caught:
        await lwa.exchange(CREDENTIALS)
    assert caught.value.kind == "simulator"


async def test_no_error_carries_a_secret(bench: Bench) -> None:
    for answer in Answer:
        try:
            await bench.exchange(Behaviour(answer))
        except ExchangeError as error:
            told = f"{error!r} {error} {error.__cause__!r} {vars(error)}"
            assert "CANARY" not in told
            assert error.__suppress_context__ or error.__context__ is None


async def test_control_characters_in_amazons_words_are_defused(bench: Bench) -> None:
    words = {"error": "invalid_grant", "error_description": "\x1b]52;c;aGk=\x07[red]", "request_id": "\u202eabc"}
    with pytest.raises(NotUnderstood):
        await bench.exchange(Behaviour(Fault.RAW, body=json.dumps(words).encode()))


async def test_no_request_searches_the_path_for_a_library_that_is_not_there() -> None:
    code = (
        "import asyncio, sys; from importlib.machinery import PathFinder;"
        "from spauth_tui.adapters.amazon.http import HttpClient;"
        "sought = []; find = PathFinder.find_spec;\n"
        "async def ask(client):\n"
        "    try: await client.send('POST', 'http://127.0.0.1:9/auth/o2/token', form={})\n"
        "    except Exception: pass\n"
        "async def main():\n"
        "    client = HttpClient({}, 5); await ask(client)\n"
        "    PathFinder.find_spec = lambda name, *given: sought.append(name) or find(name, *given)\n"
        "    await ask(client); await client.close()\n"
        "asyncio.run(main()); print(sought)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("[]\n", "")
