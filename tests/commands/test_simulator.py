"""simulator: one scenario for each failure that is explained, and no secret in what it says."""

import asyncio
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient
from spauth_tui.commands.verbs import check
from spauth_tui.demo.scenarios import AT_LWA, AT_SP_API, OF_EVERYONE, play
from spauth_tui.demo.serving import serving
from spauth_tui.demo.simulator import Simulator
from spauth_tui.domain.diagnosis import causes
from spauth_tui.domain.diagnosis.scenarios import ACCEPTED, SCENARIOS
from spauth_tui.domain.errors.exchange import NotUnderstood, Throttled, Unavailable, UnexpectedRedirect
from spauth_tui.services.vault_care.unlocking import Unlocking
from tests import builders, needs
from tests.commands.shell import Shell
from tests.commands.test_desk import desk
from tests.outside import Outside
from tests.services.world import World

Explained = tuple[str, tuple[str, ...]]
"""What happened, and causes that are always named."""


def known(it: Any) -> Explained:
    return it.happened, it.causes


def problem(it: Any) -> Explained:
    explanation = causes.explain_problem(it)
    return explanation.happened, tuple(each.words for each in explanation.causes)


def network(kind: str) -> Explained:
    return "", causes._NETWORK[kind]


NOT_SIMULATED = {
    "dns": "a server cannot be without a name",
    "refused": "happens when the simulator is not running",
    "tls": "happens when its address is given with https",
    "tls-expired": "the simulator has no certificate",
    "tls-name": "as tls-expired",
    "tls-untrusted": "as tls-expired",
    "proxy": "loopback is never reached through a proxy",
}
EXPLAINED: dict[str, Explained] = {
    "invalid-grant": known(causes._LWA["invalid_grant"]),
    "revoked": known(causes._LWA["invalid_grant"]),
    "invalid-client": known(causes._LWA["invalid_client"]),
    "unauthorized-client": known(causes._LWA["unauthorized_client"]),
    "invalid-scope": known(causes._LWA["invalid_scope"]),
    "invalid-request": known(causes._LWA["invalid_request"]),
    "unsupported-grant-type": known(causes._LWA["unsupported_grant_type"]),
    "access-denied": known(causes._LWA["access_denied"]),
    "unknown-error": known(causes._LWA_OTHER),
    "lwa-throttled": problem(Throttled()),
    "lwa-unavailable": problem(Unavailable()),
    "lwa-redirect": problem(UnexpectedRedirect()),
    "lwa-page": problem(NotUnderstood()),
    "lwa-silent": network("timeout"),
    "lwa-hangs-up": network("reset"),
    "token-expired": known(causes._EXPIRED),
    "token-missing": known(causes._API_DETAILS["access token is missing"]),
    "token-malformed": known(causes._API_DETAILS["revoked, malformed or invalid"]),
    "secret-expired": known(causes._API_DETAILS["lwa secret token you provided has expired"]),
    "marketplace-region": known(causes._API_DETAILS["region"]),
    "denied": known(causes._API_EMPTY),
    "wrong-region": known(causes._API_EMPTY),
    "unknown-path": known(causes._API_NO_PATH),
    "sandbox-parameters": known(causes._API_400["could not match input arguments"]),
    "no-roles": known(causes._API_400["configured with roles"]),
    "personal-data": known(causes._API_400["does not have access to one or more requested data elements"]),
    "no-queue": known(causes._API_400["not enrolled for rotation notification"]),
    "account-state": known(causes._API_400["invalid request parameters"]),
    "bad-request": known(causes._API_STATUS[400]),
    "not-found": known(causes._API_STATUS[404]),
    "too-large": known(causes._API_STATUS[413]),
    "media-type": known(causes._API_STATUS[415]),
    "throttled": known(causes._API_STATUS[429]),
    "unavailable": known(causes._API_OTHER),
    "no-marketplace": ("named no marketplace, which proves nothing", ()),
    "page": ("Something between this computer and Amazon answered", ()),
    "silent": ("No complete answer came", ()),
    "hangs-up": ("", ()),
}


async def checked(scenario: str) -> dict[str, Any]:
    """Return what `check --json` says before a simulator that plays a scenario."""
    world = World()
    await builders.furnish(world.vault)
    http = HttpClient({}, 0.2)
    async with Simulator() as simulator:
        play(simulator, scenario)
        lwa = LoginWithAmazon(http, world.clock, simulator.lwa_url)
        api = SellingPartnerApiClient(http, world.clock, simulator.origin)
        outside = Outside(world.clock, lwa, api, world.clipboard, world.browser, world.files)
        out = io.StringIO()
        options = Namespace(name="acme", all=False, json=True, conformance=False)
        await check.run(desk(Unlocking(world.store, outside), out), options)
        await http.close()
    held: dict[str, Any] = json.loads(out.getvalue())
    return held


@pytest.mark.parametrize("scenario", EXPLAINED)
async def test_check_finds_what_a_scenario_simulates(scenario: str) -> None:
    happened, always = EXPLAINED[scenario]
    held = await checked(scenario)
    assert not held["passed"]
    assert happened in held["happened"]
    assert set(always) <= {each["words"] for each in held["causes"]}


async def test_check_passes_where_all_is_accepted() -> None:
    assert (await checked(ACCEPTED))["passed"]


def test_every_scenario_is_played_and_expected_to_be_explained() -> None:
    played = [*AT_LWA, *AT_SP_API, *OF_EVERYONE]
    assert sorted(played) == sorted(EXPLAINED) == sorted(set(SCENARIOS) - {ACCEPTED})


def test_everything_that_is_explained_has_a_scenario() -> None:
    tables = causes._LWA, causes._API_DETAILS, causes._API_400, causes._API_STATUS
    explained = {known(each) for table in tables for each in table.values()}
    explained |= {known(each) for each in vars(causes).values() if isinstance(each, causes._Known)}
    explained |= {network(kind) for kind in causes._NETWORK if kind not in NOT_SIMULATED}
    explained |= {problem(each()) for each in (Throttled, Unavailable, NotUnderstood, UnexpectedRedirect)}
    assert explained <= set(EXPLAINED.values())


def test_the_scenarios_are_listed_with_what_they_do(empty: Shell) -> None:
    listed = empty.ok("simulator", "--scenarios").splitlines()
    assert [line.split()[0] for line in listed] == list(SCENARIOS)
    assert all(line.endswith(words) for line, words in zip(listed, SCENARIOS.values(), strict=True))


def test_a_scenario_that_is_unknown_is_refused(empty: Shell) -> None:
    assert "there is no nonsense" in empty.refused(2, "simulator", "--scenario", "nonsense")


@pytest.mark.parametrize("port", ["-1", "65536", "x", "٣"])
def test_what_is_no_port_is_refused(empty: Shell, port: str) -> None:
    assert "a port from 0 to 65535" in empty.refused(2, "simulator", f"--port={port}")


def test_a_port_in_use_is_one_sentence(empty: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = empty.refused(2, "simulator", "--port", port)
    assert said == (
        f"spauth-tui: Port {port} is in use by another program. Choose another; --port 0 takes any free one.\n"
    )


FORM = b"grant_type=CANARY1&scope=CANARY2&client_id=CANARY3&client_secret=CANARY4&refresh_token=Atzr|CANARY5&CANARY6=x"
JSON = b'{"grant_type": "refresh_token", "client_secret": "CANARY", "refresh_token": "Atzr|CANARY"}'


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (
            b"POST /auth/o2/token HTTP/1.1\r\nhost: CANARY\r\ncontent-type: application/x-www-form-urlencoded\r\n"
            b"authorization: CANARY\r\ncontent-length: %d\r\n\r\n%s" % (len(FORM), FORM),
            "POST /auth/o2/token grant_type=… scope=… client_id=… client_secret=… refresh_token=Atzr|… "
            "and 1 more value -> 400 unsupported_grant_type",
        ),
        (
            b"POST /auth/o2/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\n\r\n%s" % (len(JSON), JSON),
            "POST /auth/o2/token grant_type=refresh_token client_secret=… refresh_token=Atzr|… -> 200",
        ),
        (
            b"GET /CANARY.amazon.com/orders/v0/orders/CANARY?CANARY=CANARY&x=CANARY HTTP/1.1\r\nhost: x\r\n"
            b"x-amz-access-token: CANARY\r\n\r\n",
            "GET another host /orders/v0/orders/… and 2 more values x-amz-access-token=… -> 403 Unauthorized",
        ),
        (
            b"CANARY /sellingpartnerapi-eu.amazon.com/sellers/v1/marketplaceParticipations HTTP/1.1\r\nhost: x\r\n"
            b"x-amz-access-token: Atza|CANARY\r\ncontent-length: 6\r\n\r\nCANARY",
            "… sellingpartnerapi-eu.amazon.com /sellers/v1/marketplaceParticipations 6 bytes "
            "x-amz-access-token=Atza|… -> 200",
        ),
    ],
    ids=["form", "json", "values everywhere", "method and body"],
)
async def test_a_request_is_one_line_without_anything_secret(sent: bytes, shown: str) -> None:
    lines: list[str] = []
    async with serving(0, ACCEPTED, lines.append) as (origin, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(origin.rpartition(":")[2]))
        writer.write(sent)
        writer.write_eof()
        await reader.read()
        writer.close()
    assert lines == [shown]


@needs.unix_programs
def test_after_a_restart_it_gives_a_restricted_token_for_an_access_token_of_before(shell: Shell) -> None:
    for arguments in (), ("--restricted", "getOrderAddress", "--path", "/orders/v0/orders/1/address"):
        with running() as simulator:
            shell.monkeypatch.setenv("SPAUTH_LWA_URL", simulator.lwa_url)
            printed = shell.ok("token", "acme us", *arguments)
    assert printed.startswith("Atz.sprdt|SIMULATED-")


async def test_its_sample_is_the_same_after_a_restart() -> None:
    samples = []
    for _ in range(2):
        async with serving(0, ACCEPTED, print) as (_, sample):
            samples.append(sample)
    assert samples[0] == samples[1]


class Running:
    """A simulator in a process of its own."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "spauth_tui", "simulator", "--port", "0", *arguments]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.sample = "".join(self.process.stdout.readline() for _ in range(8))
        self.told = ""
        while "What it receives" not in self.told:
            line = self.process.stderr.readline()
            assert line, self.told
            self.told += line
        self.origin = self.told.split("Simulating Amazon at ", 1)[1].split(": ", 1)[0]
        self.lwa_url = f"{self.origin}/auth/o2/token"

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; return the exit code, and what it received."""
        self.process.send_signal(number)
        received = self.process.communicate(timeout=20)[1]
        return self.process.returncode, received


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    made = Running(*arguments)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.process.kill()
        made.process.communicate()


@needs.unix_programs
def test_its_sample_is_imported_and_checked_as_it_says(empty: Shell) -> None:
    with running() as simulator:
        (empty.home / "sample.env").write_text(simulator.sample)
        lines = [line.split() for line in simulator.told.splitlines() if line.startswith("  ")]
        for name, _, value in (word.partition("=") for word in lines[0][1:]):
            empty.monkeypatch.setenv(name, value)
        ran = [empty(*words[1:]) for words in lines[1:4]]
        code, received = simulator.end()
    assert [each.code for each in ran] == [0, 0, 0], ran
    assert "new: Sample/acme" in ran[1].out
    assert re.search(
        r"Sample/globex: accepted by http://127\.0\.0\.1:\d+/sellingpartnerapi-eu\.amazon\.com\n", ran[2].out
    )
    assert (code, received.count(" -> 200\n"), len(received.splitlines())) == (143, 4, 4)
    secrets = [line.partition("=")[2].strip("'") for line in simulator.sample.splitlines() if "DEFAULT" not in line]
    assert not [each for each in secrets if each[40:] in received]


@needs.unix_programs
def test_ctrl_c_ends_it_while_a_program_waits_for_an_answer() -> None:
    with running("--scenario", "lwa-silent") as simulator:
        address = "127.0.0.1", int(simulator.origin.rpartition(":")[2])
        with socket.create_connection(address) as waiting:
            waiting.sendall(b"POST /auth/o2/token HTTP/1.1\r\nhost: x\r\n\r\n")
            assert simulator.process.stderr is not None
            assert simulator.process.stderr.readline() == "POST /auth/o2/token -> no answer at all\n"
            assert simulator.end(signal.SIGINT) == (130, "")


AMZN_SP_API = """
import os, sys
from spapi import SPAPIClient, SPAPIConfig
from spapi.api.sellers_v1.sellers_api import SellersApi

given = [os.environ[f"{name}_GLOBEX"] for name in ("LWA_APP_ID", "LWA_CLIENT_SECRET", "SP_API_REFRESH_TOKEN")]
client = SPAPIClient(SPAPIConfig(*given, region="EU"), oauth_endpoint=sys.argv[1], endpoint=sys.argv[2])
print(SellersApi(client.api_client).get_marketplace_participations().payload[0].store_name)
"""
# Its hosts are attributes; everything else is as it comes.
PYTHON_AMAZON_SP_API = """
import sys
from urllib.parse import urlsplit
from sp_api.api import Sellers
from sp_api.auth import AccessTokenClient
from sp_api.base import Marketplaces

AccessTokenClient.scheme, AccessTokenClient.host = "http://", urlsplit(sys.argv[1]).netloc
sellers = Sellers(marketplace=Marketplaces.DE, account="GLOBEX")
sellers.endpoint = sys.argv[2]
print(sellers.get_marketplace_participation().payload[0]["storeName"])
"""


@pytest.mark.long
@needs.unix_programs
@pytest.mark.parametrize("code", [AMZN_SP_API, PYTHON_AMAZON_SP_API], ids=["amzn-sp-api", "python-amazon-sp-api"])
def test_an_unmodified_sdk_works_with_the_sample_and_meets_a_scenario(tmp_path: Path, code: str) -> None:
    def ran(simulator: Running) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "sample.env"
        file.write_text(simulator.sample)
        endpoint = f"{simulator.origin}/sellingpartnerapi-eu.amazon.com"
        script = f"set -a; . '{file}'; exec '{sys.executable}' -W ignore -c \"$CODE\" {simulator.lwa_url} {endpoint}"
        environment = {**os.environ, "CODE": code}
        return subprocess.run(["sh", "-c", script], env=environment, capture_output=True, text=True, timeout=60)

    with running() as simulator:
        assert ran(simulator).stdout == "Globex\n"
        assert simulator.end()[1].endswith(
            "GET sellingpartnerapi-eu.amazon.com /sellers/v1/marketplaceParticipations "
            "x-amz-access-token=Atza|… -> 200\n"
        )
    with running("--scenario", "revoked") as simulator:
        assert ran(simulator).returncode != 0
        assert " -> 400 invalid_grant, may have been revoked\n" in simulator.end()[1]
