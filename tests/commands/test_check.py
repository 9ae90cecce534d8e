"""check: what a test proves, why it failed, and the exit code for it."""

import json

from spauth_tui.demo.amazon import KnownAuthorization
from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.amazon.region import Region
from tests import builders
from tests.commands.shell import Shell
from tests.simulator import Behaviour

US = f"{builders.REFRESH_TOKEN}-us"


def test_what_is_accepted_names_endpoint_marketplaces_and_request(shell: Shell) -> None:
    out = shell.ok("check", "acme us")
    assert f"accepted by {shell.simulator.origin}/sellingpartnerapi-na.amazon.com" in out
    assert "  US  Demo Store" in out
    assert "request id: " in out


def test_a_refused_exchange_lists_causes_and_what_to_do(shell: Shell) -> None:
    shell.simulator.behaviours[US] = Behaviour(Answer.INVALID_GRANT)
    ran = shell("check", "acme us")
    assert ran.code == 11
    assert "Amazon does not accept this refresh token." in ran.out
    assert "possible: " in ran.out
    assert "  to authorize again: spauth-tui steps 'Inventory/Acme US' --refresh-token" in ran.out


def test_a_refused_call_is_11(shell: Shell) -> None:
    shell.simulator.amazon.authorizations[US] = KnownAuthorization(has_role=False)
    ran = shell("check", "acme us")
    assert ran.code == 11
    assert "403" in ran.out


def test_a_token_of_another_region_is_11(shell: Shell) -> None:
    shell.simulator.amazon.authorizations[US] = KnownAuthorization(region=Region.EU)
    ran = shell("check", "acme us")
    assert ran.code == 11
    assert "may not belong to North America" in ran.out


def test_the_rate_is_kept_over_calls_and_is_12(shell: Shell) -> None:
    codes = [shell("check", "acme us").code for _ in range(16)]
    assert codes[:15] == [0] * 15
    assert codes[15] == 12


def test_json_passes_and_fails_with_the_same_name(shell: Shell) -> None:
    passed = json.loads(shell.ok("check", "globex", "--json"))
    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-globex"] = Behaviour(Answer.INVALID_CLIENT)
    failed = json.loads(shell("check", "globex", "--json").out)
    assert (passed["name"], passed["passed"], passed["exit_code"]) == ("Vendor Orders/Globex", True, 0)
    assert (failed["name"], failed["passed"], failed["exit_code"]) == ("Vendor Orders/Globex", False, 11)
    assert failed["ways"] == ["edit_application", "rotate"]
    assert {cause["verdict"] for cause in failed["causes"]} <= {"found", "possible", "ruled out"}


def test_no_secret_is_in_it(shell: Shell) -> None:
    ran = shell("check", "acme us")
    assert ran.code == 0
    assert "CANARY" not in ran.out + ran.err


def test_a_pause_of_our_own_is_no_failure_and_no_wish_of_amazons(shell: Shell) -> None:
    for _ in range(15):
        shell("check", "acme us")
    out = shell("check", "acme us").out
    assert "Inventory/Acme US: not tested. Amazon's documented rate allows the next call in " in out
    assert "to test again: spauth-tui check" in out
    assert "asks to wait" not in out
    assert "to refresh" not in out


def test_a_region_that_is_ruled_out_is_not_looked_for(shell: Shell) -> None:
    shell.ok("check", "acme us")
    shell.simulator.amazon.authorizations[US] = KnownAuthorization(has_role=False)
    out = shell("check", "acme us").out
    assert "ruled out: The region: SP-API accepted this account there" in out
    assert "find the region" not in out


def test_a_simulator_that_is_not_running_is_named(shell: Shell) -> None:
    shell.monkeypatch.setenv("SPAUTH_LWA_URL", "http://127.0.0.1:9/auth/o2/token")
    out = shell("check", "acme us").out
    assert "failed. Nothing answers at http://127.0.0.1:9.\n" in out
    assert "to start the simulator: spauth-tui simulator" in out
    assert "firewall" not in out


def test_gb_is_called_uk_everywhere(shell: Shell) -> None:
    out = shell("check", "acme de").out
    assert "  UK  " in out
    assert "GB" not in out
