"""broker: an unmodified SDK gets live access tokens, and never the real secrets."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests import builders, needs
from tests.commands.shell import Shell


class Broker:
    """A broker in a process of its own, and what it printed."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "spauth_tui", "broker", *arguments, "--json"]
        self.process = subprocess.Popen(
            command,
            env=dict(os.environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        lines = ""
        line = ""
        while line != "}\n":
            line = self.process.stdout.readline()
            assert line, "it ended"
            lines += line
        self.told: dict[str, Any] = json.loads(lines)
        self.endpoint: str = self.told["token_endpoint"]

    def form(self, **changes: str) -> dict[str, str]:
        given = self.told["credentials"][0]
        fields = ("client_id", "client_secret", "refresh_token")
        return {"grant_type": "refresh_token", **{name: given[name] for name in fields}, **changes}

    def ask(self, form: dict[str, str], headers: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(self.endpoint, urlencode(form).encode(), headers or {})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def words(self) -> str:
        """Everything it wrote on standard error, once it has ended."""
        return self.process.communicate(timeout=20)[1]

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


@pytest.fixture
def broker(shell: Shell) -> Iterator[Broker]:
    made = Broker("acme us")
    yield made
    if made.process.poll() is None:
        made.process.kill()
    made.process.communicate()


SDK = """
import json, sys
from spapi import SPAPIClient, SPAPIConfig
from spapi.api.sellers_v1.sellers_api import SellersApi

given = json.load(sys.stdin)
config = SPAPIConfig(given["client_id"], given["client_secret"], given["refresh_token"], region="NA")
client = SPAPIClient(config, oauth_endpoint=given["token_endpoint"], endpoint=given["endpoint"])
print(client.access_token_cache.get_lwa_access_token())
print(SellersApi(client.api_client).get_marketplace_participations().payload[0].store_name)
"""


def test_amazons_own_sdk_unmodified_calls_sp_api_with_what_it_gets(broker: Broker, shell: Shell) -> None:
    endpoint = f"{shell.simulator.origin}/sellingpartnerapi-na.amazon.com"
    given = {**broker.told["credentials"][0], "token_endpoint": broker.endpoint, "endpoint": endpoint}
    command = [sys.executable, "-W", "ignore", "-c", SDK]
    ran = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=60)
    token, store = ran.stdout.split("\n")[:2]
    assert token.startswith("Atza|CANARY")
    assert store == "Demo Store"
    assert shell.simulator.requests[-1].headers["x-amz-access-token"] == token


def test_what_is_lent_holds_nothing_real(broker: Broker) -> None:
    told = json.dumps(broker.told)
    assert builders.REFRESH_TOKEN not in told
    assert builders.CLIENT_SECRET not in told
    assert builders.CLIENT_ID not in told


def test_the_answer_echoes_the_handle_and_how_long_it_lives(broker: Broker) -> None:
    status, held = broker.ask(broker.form())
    assert (status, held["token_type"], held["refresh_token"]) == (200, "bearer", broker.form()["refresh_token"])
    assert 3500 < held["expires_in"] <= 3600


def test_a_second_request_is_answered_without_an_exchange(broker: Broker, shell: Shell) -> None:
    assert broker.ask(broker.form())[1]["access_token"] == broker.ask(broker.form())[1]["access_token"]
    assert len(shell.simulator.requests) == 1


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_id": "other"}, 401, "invalid_client"),
        ({"client_secret": "other"}, 401, "invalid_client"),
        ({"refresh_token": "other"}, 400, "invalid_grant"),
        ({"grant_type": "client_credentials"}, 400, "unsupported_grant_type"),
    ],
)
def test_wrong_credentials_are_refused_as_amazon_does(
    broker: Broker, changes: dict[str, str], status: int, error: str
) -> None:
    answered, held = broker.ask(broker.form(**changes))
    assert (answered, held["error"]) == (status, error)
    assert "access_token" not in held


def test_a_page_in_a_browser_gets_nothing(broker: Broker) -> None:
    told = ({"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"})
    assert [broker.ask(broker.form(), headers)[0] for headers in told] == [403] * 3


@needs.proc
def test_it_listens_on_loopback_alone(broker: Broker) -> None:
    assert urlsplit(broker.endpoint).hostname == "127.0.0.1"
    port = urlsplit(broker.endpoint).port
    with Path("/proc/net/tcp").open() as file:
        local = [line.split()[1] for line in file.readlines()[1:] if line.split()[3] == "0A"]
    assert f"0100007F:{port:04X}" in local
    assert f"00000000:{port:04X}" not in local


def test_every_other_method_gets_an_answer_and_standard_error_nothing(broker: Broker) -> None:
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "CONNECT", "BREW"):
        request = urllib.request.Request(broker.endpoint, method=method)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=20)
        assert refused.value.code == (501 if method == "CONNECT" else 405), method
    assert broker.end() == 130
    assert broker.words() == "Lending. Press ctrl+c to stop and to end the throwaway credentials.\n"


def test_400_idle_connections_keep_nobody_from_it(broker: Broker) -> None:
    address = ("127.0.0.1", urlsplit(broker.endpoint).port)
    with ExitStack() as idle:
        for _ in range(400):
            idle.enter_context(socket.create_connection(address, timeout=20))
        assert broker.ask(broker.form())[0] == 200


def test_guesses_are_slowed(broker: Broker) -> None:
    codes = [broker.ask(broker.form(client_secret=f"guess-{number}"))[0] for number in range(12)]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_a_guard_set_in_another_window_is_met_at_the_next_hand_out(broker: Broker, shell: Shell) -> None:
    assert broker.ask(broker.form())[0] == 200
    shell.ok("edit", "authorization", "acme us", "--guard")
    assert [broker.ask(broker.form())[0] for _ in range(2)] == [403, 403]
    shell.ok("edit", "authorization", "acme us", "--unguard")
    assert broker.ask(broker.form())[0] == 200
    broker.end()
    said = "spauth-tui: Inventory/Acme US was guarded after it was lent, and nobody typed the passphrase"
    assert broker.words().count(said) == 1
    assert shell.ok("log").count("broker: access token handed out") == 2


def test_ending_it_on_another_window_ends_it_here(broker: Broker, shell: Shell) -> None:
    import asyncio

    from spauth_tui.adapters.vault.store import SqlcipherVaultStore

    async def end() -> None:
        vault = await SqlcipherVaultStore(shell.vault).open(builders.PASSPHRASE)
        (loan,) = (await vault.holdings()).loans
        await vault.remove(loan, builders.event())
        await vault.close()

    assert broker.ask(broker.form())[0] == 200
    asyncio.run(end())
    assert broker.ask(broker.form())[1]["error"] == "invalid_grant"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_when_it_is_interrupted_what_was_lent_ends(broker: Broker, shell: Shell, number: int, code: int) -> None:
    assert broker.end(number) == code
    log = shell.ok("log")
    assert "broker: throwaway credential given: Inventory / Acme US" in log
    assert "broker: throwaway credential ended: Inventory / Acme US" in log


def test_each_hand_out_is_logged(broker: Broker, shell: Shell) -> None:
    broker.ask(broker.form())
    broker.ask(broker.form())
    assert shell.ok("log").count("broker: access token handed out: Inventory / Acme US") == 2


def test_its_time_can_be_given(shell: Shell) -> None:
    ran = shell("broker", "acme us", "globex", "--for", "8h")
    assert ran.code == 0
    assert ran.out.count("client id") == 2


def test_a_name_is_wanted(shell: Shell) -> None:
    assert "Name at least one authorization to lend." in shell.refused(2, "broker")


def test_guesses_of_others_do_not_lock_out_who_has_the_credential(broker: Broker) -> None:
    for number in range(14):
        broker.ask(broker.form(client_id=f"guess-{number}"))
    assert broker.ask(broker.form())[0] == 200
