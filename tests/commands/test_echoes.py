"""A server that gives back what it was sent: no verb says, keeps or logs any of it."""

import pytest

from tests import builders
from tests.commands.shell import Shell
from tests.simulator import Behaviour, Fault
from tests.writings import WRITINGS, leaks

US = f"{builders.REFRESH_TOKEN}-us"
EXCHANGING = (("check", "acme us"), ("refresh", "acme us"), ("token", "acme us"))
READING = (("log",), ("log", "--json"))
SOME = ("as a form", "percent-encoded in part", "in base64")
"""Every writing is tried at the adapters; here it is what becomes of their words."""


def _leaking(told: str, *secrets: str) -> list[str]:
    return [each for each in secrets if leaks(told, each)]


@pytest.mark.parametrize("writing", SOME)
def test_what_login_with_amazon_gives_back_is_nowhere(shell: Shell, writing: str) -> None:
    shell.simulator.behaviours[US] = Behaviour(Fault.ECHO, echo=WRITINGS[writing])
    ran = [shell(*arguments) for arguments in EXCHANGING]
    assert {each.code for each in ran} == {11}
    ran += [shell(*arguments) for arguments in READING]
    told = "\n".join(f"{each.out}\n{each.err}" for each in ran)
    assert _leaking(told, US, builders.CLIENT_SECRET) == []
    assert "(secret)" in told or "…" in told


@pytest.mark.parametrize("writing", SOME)
def test_what_sp_api_gives_back_is_nowhere(shell: Shell, writing: str) -> None:
    shell.simulator.sp_api_echo = WRITINGS[writing]
    ran = [shell("check", "acme us"), shell("check", "acme us", "--json")]
    assert {each.code for each in ran} == {11}
    ran += [shell(*arguments) for arguments in READING]
    told = "\n".join(f"{each.out}\n{each.err}" for each in ran)
    sent = {each.headers["x-amz-access-token"] for each in shell.simulator.requests if each.host}
    assert len(sent) == 2
    assert _leaking(told, *sent) == []


def test_what_comes_back_to_a_rotation_is_nowhere(shell: Shell) -> None:
    shell.simulator.sp_api_echo = WRITINGS["in base64"]
    ran = [shell("--yes", "rotate-secret", "inventory", "--ask-amazon", "na"), shell("log")]
    assert ran[0].code == 11
    sent = [each.headers["x-amz-access-token"] for each in shell.simulator.requests if each.host]
    assert len(sent) == 1
    assert _leaking("\n".join(f"{each.out}\n{each.err}" for each in ran), *sent) == []
