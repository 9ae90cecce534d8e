"""ls: what there is, for people and programs, without any secret."""

import asyncio
import json
from pathlib import Path

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.commands.verbs.list_authorizations import ORDERS
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.views.order import Order
from tests import builders
from tests.commands.shell import Shell


def test_it_lists_every_authorization_with_its_state(shell: Shell) -> None:
    out = shell.ok("ls")
    assert [line.split("  ")[0] for line in out.splitlines()[1:]] == [
        "Inventory/Acme DE",
        "Inventory/Acme US",
        "Vendor Orders/Globex",
    ]
    assert "ready" in out


def test_words_narrow_it(shell: Shell) -> None:
    assert "Acme DE" in shell.ok("ls", "eu")
    assert "Acme US" not in shell.ok("ls", "eu")


async def _watch_the_first(vault: Path) -> str:
    """Watch the vault's first authorization, as `w` does; return its name."""
    opened = await SqlcipherVaultStore(vault).open(builders.PASSPHRASE)
    holdings = await opened.holdings()
    first = holdings.authorizations[0]
    event = builders.event(EventKind.PREFERENCES_CHANGED)
    await builders.change(opened, Preferences(watched=frozenset({first.id})), event)
    await opened.close()
    return holdings.subject(first).replace(" / ", "/")


def test_what_is_watched_is_found_by_that_word(shell: Shell) -> None:
    name = asyncio.run(_watch_the_first(shell.vault))
    assert [line.split("  ")[0] for line in shell.ok("ls", "watched").splitlines()[1:]] == [name]


def test_the_time_left_is_shown_after_an_exchange(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    assert "59:00" in shell.ok("ls", "acme", "us")


def test_json_is_one_versioned_object(shell: Shell) -> None:
    held = json.loads(shell.ok("ls", "--json"))
    assert (held["format"], held["version"]) == ("spauth-tui ls", 1)
    assert held["authorizations"][0]["endpoint"] == f"{shell.simulator.origin}/sellingpartnerapi-eu.amazon.com"


def test_no_secret_is_in_either(shell: Shell) -> None:
    shell.ok("refresh", "--all")
    assert "CANARY" not in shell.ok("ls") + shell.ok("ls", "--json")


def test_an_empty_vault_says_how_to_begin(empty: Shell) -> None:
    empty.ok("init")
    ran = empty("ls")
    assert (ran.code, ran.out) == (0, "")
    assert "spauth-tui import" in ran.err


def test_without_a_vault_the_code_is_6(empty: Shell) -> None:
    ran = empty("ls")
    assert ran.code == 6
    assert "spauth-tui init" in ran.err


def test_a_wrong_passphrase_is_4_and_leaves_standard_output_empty(shell: Shell) -> None:
    ran = shell("ls", "--passphrase-command", "echo CANARY something else")
    assert (ran.code, ran.out) == (4, "")


def test_nobody_to_type_the_passphrase_is_4(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    ran = shell("ls")
    assert ran.code == 4
    assert "--passphrase-fd" in ran.err


def test_every_order_can_be_asked_for() -> None:
    assert list(ORDERS) == [order.name.casefold() for order in Order]


def test_a_wrong_passphrase_that_nobody_typed_names_where_it_came_from(shell: Shell) -> None:
    shell.monkeypatch.setenv("SPAUTH_PASSPHRASE_COMMAND", "echo wrong")
    said = shell("ls").err
    assert "Wrong passphrase. It came from SPAUTH_PASSPHRASE_COMMAND: correct it there." in said
    assert "It came from --passphrase-command: correct" in shell("ls", "--passphrase-command", "echo wrong").err
