"""Simulate Amazon on this machine, to try everything out without an account, or to test an SDK or your own program.

It answers the calls of this program at Login with Amazon and SP-API, for its sample credentials and any others. The
sample goes to standard output, in a form that `import` and SDKs read; what to do next, and a line for each request, go
to standard error. No line repeats what was sent. --scenario makes every exchange or call fail in one way; what happens
below HTTP (names, certificates, proxies) is not simulated. It needs no vault and never contacts Amazon. Press ctrl+c to
stop it.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from spauth_tui.commands.runtime.context import Desk
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.diagnosis.scenarios import ACCEPTED, SCENARIOS
from spauth_tui.domain.text.pasting import command

PORT = 8765
_FILE, _VAULT = "sample.env", "sample.vault"

EXAMPLES = """\
  spauth-tui simulator > sample.env
  spauth-tui simulator --scenario revoked --port 9000
  spauth-tui simulator --scenarios"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_port, default=PORT, metavar="N", help=f"the port (default {PORT}); 0 takes any free one"
    )
    parser.add_argument(
        "--scenario", choices=SCENARIOS, default=ACCEPTED, metavar="NAME", help=f"what happens (default {ACCEPTED})"
    )
    parser.add_argument("--scenarios", action="store_true", help="list the scenarios and exit")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65_536):
        raise ArgumentTypeError("a port from 0 to 65535")
    return int(text)


async def run(desk: Desk, options: Namespace) -> None:
    import asyncio

    if options.scenarios:
        for name, words in SCENARIOS.items():
            desk.console.answer(f"{name:<24}{words}")
        return
    async with desk.simulating(options.port, options.scenario, desk.console.say) as (origin, sample):
        desk.console.answer_secret(sample)
        desk.console.flush()
        _tell_next(desk, origin, options.scenario)
        await asyncio.Event().wait()


def _tell_next(desk: Desk, origin: str, scenario: str) -> None:
    lwa_url = f"{origin}/auth/o2/token"
    endpoint = Region.NA.endpoint(Environment.PRODUCTION).removeprefix("https://")
    lines = (
        command("export", f"SPAUTH_VAULT={_VAULT}", f"SPAUTH_LWA_URL={lwa_url}"),
        command("spauth-tui", "init"),
        command("spauth-tui", "import", _FILE, "--application", "Sample", "--yes"),
        command("spauth-tui", "check", "--all"),
        command("spauth-tui"),
    )
    desk.console.say(f"Simulating Amazon at {origin}: {SCENARIOS[scenario]}.")
    desk.console.say(f"With the sample credentials in {_FILE}, in another terminal:")
    for line in lines:
        desk.console.say(f"  {line}")
    desk.console.say(f"For a vault of your own, only: {command('spauth-tui', '--lwa-url', lwa_url)}")
    desk.console.say(f"For an SDK: token endpoint {lwa_url}, SP-API at {origin}/{endpoint}")
    desk.console.say("Press ctrl+c to stop. What it receives:")
