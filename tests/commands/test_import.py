"""import: a preview, then all of it or nothing."""

import json
import os
import subprocess
import sys

import pytest

from spauth_tui.commands.runtime.console import Console
from tests import builders
from tests.commands.shell import Shell

ENV = """\
LWA_APP_ID=amzn1.application-oa2-client.f0e1d2c3b4a5968778695a4b3c2d1e0f
LWA_CLIENT_SECRET='amzn1.oa2-cs.v1.CANARY-imported'
SP_API_REFRESH_TOKEN_ACME='Atzr|CANARY-acme'
SP_API_REFRESH_TOKEN_GLOBEX='Atzr|CANARY-globex'
SP_API_DEFAULT_MARKETPLACE_GLOBEX=DE
"""


@pytest.fixture
def home(empty: Shell) -> Shell:
    """A shell with an empty vault and an environment file."""
    empty.ok("init")
    (empty.home / ".env").write_text(ENV)
    return empty


def test_a_suffix_makes_the_account_and_a_marketplace_the_region(home: Shell) -> None:
    home.ok("import", ".env", "--application", "Stock", "--yes")
    listed = json.loads(home.ok("ls", "--json"))["authorizations"]
    assert {each["name"]: each["region"] for each in listed} == {"Stock/acme": "NA", "Stock/globex": "EU"}


def test_what_is_assumed_is_said_on_standard_error(home: Shell) -> None:
    ran = home("import", ".env", "--application", "Stock", "--dry-run")
    assert "Stock/acme: not in the file, assumed: " in ran.err
    assert "region (NA), environment (production)" in ran.err
    assert "assumed" not in ran.out


UNCLEAR = f"# Europe\n{ENV}"


def test_an_account_is_left_out_where_the_file_speaks_of_a_region_that_it_may_have(home: Shell) -> None:
    (home.home / ".env").write_text(UNCLEAR)
    ran = home("import", ".env", "--application", "Stock", "--yes")
    assert [each["name"] for each in json.loads(home.ok("ls", "--json"))["authorizations"]] == ["Stock/globex"]
    assert (
        "left out: line 4, SP_API_REFRESH_TOKEN_ACME: its region is not clear: line 1 says Europe, and it is not clear "
        "of which account; say it with --region NA, EU or FE"
    ) in ran.err


def test_the_region_that_is_given_is_that_of_the_accounts_without_one(home: Shell) -> None:
    (home.home / ".env").write_text(UNCLEAR)
    home.ok("import", ".env", "--application", "Stock", "--region", "fe", "--yes")
    listed = json.loads(home.ok("ls", "--json"))["authorizations"]
    assert {each["name"]: each["region"] for each in listed} == {"Stock/acme": "FE", "Stock/globex": "EU"}


def test_a_region_that_the_vault_knows_is_clear(home: Shell) -> None:
    home.ok("import", ".env", "--application", "Stock", "--yes")
    (home.home / ".env").write_text(UNCLEAR)
    assert home.ok("import", ".env", "--yes").startswith("unchanged: Stock/acme\n")


def test_the_environment_is_given_where_the_file_only_mentions_the_sandbox(home: Shell) -> None:
    (home.home / ".env").write_text(f"# sandbox\n{ENV}")
    assert "its environment is not clear: line 1 says sandbox" in home.refused(18, "import", ".env", "--yes")
    home.ok("import", ".env", "--environment", "sandbox", "--yes")
    listed = json.loads(home.ok("ls", "--json"))["authorizations"]
    assert {each["environment"] for each in listed} == {"sandbox"}


def test_a_dry_run_stores_nothing(home: Shell) -> None:
    out = home.ok("import", ".env", "--application", "Stock", "--dry-run")
    assert out.startswith("new: Stock/acme (new application, client secret, new account, refresh token)\n")
    assert home("ls").out == ""


def test_it_asks_first(home: Shell) -> None:
    assert home("import", ".env", stdin="n\n", at_terminal=True).code == 3
    assert home("ls").out == ""


def test_no_secret_is_shown(home: Shell) -> None:
    ran = home("import", ".env", "--yes")
    assert "CANARY" not in ran.out + ran.err


def test_a_backup_is_written_before(home: Shell) -> None:
    ran = home("import", ".env", "--yes")
    assert "before-import" in ran.err
    assert len(list((home.vault.parent / "backups").glob("*before-import*"))) == 1


def test_the_same_file_again_is_unchanged(home: Shell) -> None:
    home.ok("import", ".env", "--yes")
    ran = home("import", ".env", "--yes")
    assert [line.split(":")[0] for line in ran.out.splitlines()] == ["unchanged", "unchanged"]
    assert "Nothing to store" in ran.err


def test_another_refresh_token_is_a_change_and_keeps_the_one_before(home: Shell) -> None:
    home.ok("import", ".env", "--yes")
    (home.home / ".env").write_text(ENV.replace("CANARY-acme", "CANARY-newer"))
    out = home.ok("import", ".env", "--yes")
    assert "changed: Application 1e0f/acme (new refresh token, instead of the one stored 2026-03-01)" in out
    home.ok("refresh", "acme")
    assert home.simulator.requests[-1].form["refresh_token"] == "Atzr|CANARY-newer"


def test_one_refusal_stores_nothing_at_all(home: Shell) -> None:
    (home.home / ".env").write_text(ENV.replace("_GLOBEX", f"_{'GLOBEX' * 20}"))
    ran = home("import", ".env", "--yes")
    assert ran.code == 2
    assert "refused: " in ran.out
    assert home("ls").out == ""


def test_what_is_left_out_is_said_and_the_rest_is_stored(home: Shell) -> None:
    (home.home / ".env").write_text(ENV.replace("'Atzr|CANARY-globex'", "amzn1.sp.solution.0000"))
    ran = home("import", ".env", "--yes")
    assert ran.code == 0
    assert "left out: line 4, SP_API_REFRESH_TOKEN_GLOBEX: an application id, not a refresh token" in ran.err
    assert "acme" in home.ok("ls")


def test_where_each_value_is_is_said(home: Shell) -> None:
    found = "  client id: line 1; client secret: line 2; refresh token: line 3\n"
    assert found in home("import", ".env", "--dry-run").err


def test_standard_input_is_a_file_too(home: Shell) -> None:
    home.ok("import", "-", "--yes", stdin=ENV)
    assert "acme" in home.ok("ls")


def test_what_is_in_no_form_is_18(home: Shell) -> None:
    (home.home / "notes.txt").write_text("buy milk\n")
    assert "Nothing in it looks like a client id" in home.refused(18, "import", "notes.txt")


def test_a_file_that_is_not_there_is_18(home: Shell) -> None:
    assert "There is no such file: nowhere." in home.refused(18, "import", "nowhere")


def test_the_form_can_be_named(home: Shell) -> None:
    assert "This is not JSON, as Airbyte's connector writes." in home.refused(
        18, "import", ".env", "--format", "airbyte"
    )


def test_json_tells_each_entrys_outcome(home: Shell) -> None:
    held = json.loads(home.ok("import", ".env", "--yes", "--json"))
    assert held["stored"] is True
    assert {each["outcome"] for each in held["entries"]} == {"new"}


def test_an_account_of_another_region_is_no_target(shell: Shell) -> None:
    (shell.home / ".env").write_text(ENV.replace("_GLOBEX=DE", "_ACME=US"))
    ran = shell("import", ".env", "--account", "Acme DE", "--yes")
    assert ran.code == 2
    assert "North America" in ran.out


def test_escape_sequences_in_a_file_are_shown_as_replaced(home: Shell) -> None:
    text = {
        "name": "a\x1b]52;c;Q0FOQVJZ\x07b",
        "values": [{"key": "client_id", "value": "amzn1.application-oa2-client.f0e1d2c3b4a5968778695a4b3c2d1e0f"}],
    }
    (home.home / "p.json").write_text(json.dumps(text))
    ran = home("import", "p.json", "--yes")
    assert "\x1b" not in ran.out + ran.err


CLIENT = f"LWA_CLIENT_ID={builders.CLIENT_ID}\nLWA_CLIENT_SECRET={builders.CLIENT_SECRET}\n"


def test_a_guessed_name_is_never_that_of_another_account(shell: Shell) -> None:
    for seller in ("a", "b"):
        shell.ok("import", "-", "--yes", stdin=f"{CLIENT}LWA_REFRESH_TOKEN=Atzr|CANARY-seller-{seller}\n")
    assert [each["account"] for each in json.loads(shell.ok("ls", "account", "--json"))["authorizations"]] == [
        "Account NA",
        "Account NA 2",
    ]


def test_an_earlier_refresh_token_leaves_the_current_one_and_says_so(shell: Shell) -> None:
    shell.ok("steps", "acme us", "--refresh-token", stdin=f"{builders.REFRESH_TOKEN}-newer")
    ran = shell("import", "-", "--yes", "--json", stdin=f"{CLIENT}LWA_REFRESH_TOKEN={builders.REFRESH_TOKEN}-us\n")
    told = json.loads(ran.out)
    assert (told["stored"], told["entries"][0]["outcome"]) == (False, "differs")
    assert "an earlier one" in " ".join(told["entries"][0]["kept"])


WHOLE_SECRET = f"amzn1.oa2-cs.v1.{'0c4a' * 16}"
CUT_SECRET = WHOLE_SECRET[:50]


def test_a_cut_client_secret_is_not_stored_by_yes_alone(shell: Shell) -> None:
    text = f"LWA_CLIENT_ID={builders.CLIENT_ID}\nLWA_CLIENT_SECRET={CUT_SECRET}\n"
    ran = shell("import", "-", "--yes", stdin=text)
    assert ran.code == 2
    assert "looks cut: client secret: its last part has 34 characters, Amazon's has 64" in ran.err
    assert "add --keep-unusual" in ran.err
    assert "client secret, instead of the one stored" in shell.ok("import", "-", "--yes", "--keep-unusual", stdin=text)


def test_the_whole_client_secret_of_the_file_replaces_a_cut_one_again(shell: Shell) -> None:
    whole, cut = (f"LWA_CLIENT_ID={builders.CLIENT_ID}\nLWA_CLIENT_SECRET={s}\n" for s in (WHOLE_SECRET, CUT_SECRET))
    shell.ok("import", "-", "--yes", stdin=whole)
    shell.ok("import", "-", "--yes", "--keep-unusual", stdin=cut)
    assert "changed: Inventory (earlier client secret, instead" in shell.ok("import", "-", "--yes", stdin=whole)
    assert WHOLE_SECRET in shell.ok("export", "acme us", "--format", "env", "--yes")


def test_an_earlier_client_secret_leaves_a_good_one_and_says_so(shell: Shell) -> None:
    shell.ok("rotate-secret", "inventory", "--no-prove", stdin=WHOLE_SECRET)
    ran = shell("import", "-", "--yes", stdin=CLIENT)
    assert ran.out.startswith("differs: Inventory\n")
    assert "client secret: the file has an earlier one, the vault keeps the newest" in ran.err


def test_a_refresh_token_far_shorter_than_those_that_worked_is_not_stored_by_yes_alone(shell: Shell) -> None:
    shell.ok("refresh", "--all")
    ran = shell("import", "-", "--yes", "--account", "Acme DE", stdin=f"{CLIENT}LWA_REFRESH_TOKEN=Atzr|CANARY\n")
    assert ran.code == 2
    assert "looks cut: refresh token: it has 11 characters, those that worked here" in ran.err


def test_a_short_refresh_token_is_noted_where_none_has_worked_yet(home: Shell) -> None:
    words = "refresh token: accepted, although it has 16 characters, and Amazon's have several hundred"
    assert words in home("import", ".env", "--dry-run").err


def test_the_earlier_refresh_token_of_the_file_replaces_a_cut_one_again(shell: Shell) -> None:
    shell.ok("refresh", "--all")
    shell.ok("steps", "acme us", "--refresh-token", "--keep-unusual", stdin="Atzr|CANARY")
    text = f"{CLIENT}LWA_REFRESH_TOKEN={builders.REFRESH_TOKEN}-us\n"
    assert "changed: Inventory/Acme US (earlier refresh token" in shell.ok("import", "-", "--yes", stdin=text)
    assert "unchanged" in shell.ok("import", "-", "--yes", stdin=text)


def test_a_region_that_differs_from_the_vaults_is_told(shell: Shell) -> None:
    text = f"{CLIENT}LWA_REFRESH_TOKEN={builders.REFRESH_TOKEN}-us\nSP_API_REGION=eu\n"
    ran = shell("import", "-", "--yes", stdin=text)
    assert ran.out == "differs: Inventory/Acme US\n"
    assert "differs: region: the file says EU, the vault keeps NA" in ran.err
    assert "holds all of it" not in ran.err


def test_a_refresh_token_of_another_application_is_refused(shell: Shell) -> None:
    text = f"{CLIENT}LWA_REFRESH_TOKEN={builders.REFRESH_TOKEN}-globex\n"
    ran = shell("import", "-", "--yes", stdin=text)
    assert ran.code == 2
    assert "another application" in ran.out


def test_one_refresh_token_for_two_accounts_is_refused(shell: Shell) -> None:
    tokens = "".join(f"SP_API_REFRESH_TOKEN_{account}=Atzr|CANARY-token-x\n" for account in "AB")
    text = f"LWA_APP_ID={builders.CLIENT_ID}\n{tokens}"
    assert "several accounts have this refresh token" in shell.refused(18, "import", "-", stdin=text)


def test_a_suffix_means_the_account_whose_label_it_is(shell: Shell) -> None:
    text = f"LWA_APP_ID={builders.CLIENT_ID}\nSP_API_REFRESH_TOKEN_ACME_US=Atzr|CANARY-newer\n"
    assert "changed: Inventory/Acme US" in shell.ok("import", "-", "--yes", stdin=text)


def test_a_directory_is_called_one(shell: Shell) -> None:
    assert "directory" in shell("import", str(shell.home)).err


def test_what_another_window_changed_since_the_preview_is_not_overwritten(shell: Shell) -> None:
    text = f"{CLIENT}LWA_REFRESH_TOKEN=Atzr|CANARY-token-x\n"

    def other_window(self: Console, question: str) -> None:
        command = [sys.executable, "-m", "spauth_tui", "import", "x.env", "--yes"]
        subprocess.run(command, env=dict(os.environ), check=True, capture_output=True)

    shell.monkeypatch.setattr(Console, "confirm", other_window)
    (shell.home / "x.env").write_text(text)
    ran = shell("import", "x.env")
    assert ran.code == 2
    assert "Another window" in ran.err
    assert shell.ok("ls", "account").count("Account NA") == 1


def test_refused_entries_are_told_as_json_too(shell: Shell) -> None:
    text = f"{CLIENT}LWA_REFRESH_TOKEN={builders.REFRESH_TOKEN}-globex\n"
    ran = shell("import", "-", "--yes", "--json", stdin=text)
    assert ran.code == 2
    assert json.loads(ran.out)["entries"][0]["outcome"] == "refused"


@pytest.mark.parametrize("token", ["", "-newer"])
def test_a_guard_in_the_file_is_set_on_what_is_there_already(shell: Shell, token: str) -> None:
    held = json.loads(shell.ok("export", "acme us", "--format", "spauth", "--yes"))
    held["authorizations"][0]["guarded"] = True
    held["authorizations"][0]["refresh_token"] += token
    assert "guarded from now on" in shell.ok("import", "-", "--yes", stdin=json.dumps(held))
    (us,) = json.loads(shell.ok("ls", "acme us", "--json"))["authorizations"]
    assert us["guarded"] is True
    assert "guarded: Inventory / Acme US (imported)" in shell.ok("log")
