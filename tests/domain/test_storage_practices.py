"""Amazon's six practices, each met or not, and the inventory without secrets."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from spauth_tui.domain.amazon.leak_steps import LEAK_STEPS, next_step
from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.amazon.storage_practices import YOURS, Facts, Practice, Tick, practices
from spauth_tui.domain.model.application import ClientSecretId
from spauth_tui.domain.model.leak import Leak, Leaked, LeakId
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.csv import harmless
from spauth_tui.domain.views.inventory import as_csv, as_json, as_markdown, lines_of
from tests import builders
from tests.fakes import NOW
from tests.services.world import APP, AUTH

DAY = timedelta(days=1)
SECRET = replace(builders.client_secret().record, expires_at=NOW + 41 * DAY)
HOLDINGS = Holdings(
    (builders.application(label="=Inventory | [x]", client_secrets=(SECRET,)),),
    (builders.account(label="Acme"),),
    (
        builders.authorization(
            refresh_tokens=(replace(builders.record(), created_at=NOW - 400 * DAY),),
            access_token=builders.life(),
            guarded=True,
        ),
    ),
)
UNGUARDED = replace(HOLDINGS, authorizations=(builders.authorization(refresh_tokens=(builders.record(),)),))
TICKS = {key: Tick(NOW - DAY, "the wiki") for key in YOURS}
GOOD = Facts(
    *(HOLDINGS, NOW, "SQLCipher 4.19.0", 0o600, 0o700, NOW - DAY, NOW - 20 * DAY, timedelta(minutes=15), False),
    *(3, 1, 0),
    TICKS,
)


def practice(number: int, **changes: Any) -> Practice:
    return practices(replace(GOOD, **changes))[number - 1]


def test_there_are_six_practices_each_with_a_part_of_the_person() -> None:
    assert [each.key for each in practices(GOOD)] == list(YOURS)
    assert len(YOURS) == 6


@pytest.mark.parametrize("number", range(1, 7))
def test_without_the_persons_part_no_practice_is_met(number: int) -> None:
    told = practice(number, ticks={})
    assert (told.is_shown, told.is_met, told.state) == (True, False, "yours")


def test_a_tick_does_not_hide_that_the_programs_part_is_not_met() -> None:
    assert practice(5, lock_after=None).state == "not met"


def test_unguarded_production_authorizations_are_no_restricted_access() -> None:
    told = practice(5, holdings=UNGUARDED)
    assert "0 of 1 production authorization guarded" in " ".join(told.evidence)
    assert not told.is_shown
    assert told.ways == (Way.GUARD,)


def test_one_of_two_guarded_is_not_enough() -> None:
    two = (*HOLDINGS.authorizations, builders.authorization("two", "app", "two"))
    accounts = (*HOLDINGS.accounts, builders.account("two"))
    assert not practice(5, holdings=replace(HOLDINGS, accounts=accounts, authorizations=two)).is_shown


def test_sandbox_authorizations_need_no_guard() -> None:
    sandbox = (builders.account(environment=Environment.SANDBOX),)
    assert practice(5, holdings=replace(UNGUARDED, accounts=sandbox)).is_shown


def test_a_client_secret_that_is_refused_while_an_old_one_works_is_no_rotation_in_order() -> None:
    secrets = (replace(SECRET, refused_at=NOW), replace(SECRET, id=ClientSecretId("old")))
    holdings = replace(HOLDINGS, applications=(builders.application(client_secrets=secrets),))
    assert not practice(6, holdings=holdings).is_shown


def test_all_are_met_where_everything_is_as_it_should_be() -> None:
    assert [each.title for each in practices(GOOD) if not each.is_met] == []


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        (4, {"newest_backup_at": None}),
        (4, {"newest_backup_at": NOW - 31 * DAY}),
        (4, {"newest_drill_at": None}),
        (4, {"newest_drill_at": NOW - 181 * DAY}),
        (5, {"vault_mode": 0o640}),
        (5, {"directory_mode": 0o755}),
        (5, {"vault_mode": None}),
        (5, {"lock_after": None}),
    ],
)
def test_a_practice_is_not_met_and_says_what_to_do(number: int, changes: dict[str, Any]) -> None:
    told = practice(number, **changes)
    assert not told.is_met
    assert told.remedy
    assert told.action or {"vault_mode", "directory_mode"} & {*changes}


@pytest.mark.parametrize(
    ("expires_at", "words"),
    [
        (None, "deadline is not known"),
        (NOW, "past its 180 days"),
        (NOW + 5 * DAY, "5 days left"),
        (NOW + 30 * DAY, "30 days left"),
        (NOW + 31 * DAY, "31 days left"),
    ],
)
def test_deadlines_of_client_secrets_are_evidence(expires_at: datetime | None, words: str) -> None:
    secret = replace(SECRET, expires_at=expires_at)
    holdings = replace(HOLDINGS, applications=(builders.application(client_secrets=(secret,)),))
    told = practice(6, holdings=holdings)
    assert words in " ".join(told.evidence)
    assert told.is_met is (words == "31 days left")
    assert bool(told.remedy) is not told.is_met


def test_the_oldest_refresh_token_is_evidence_and_no_expiry_is_claimed() -> None:
    words = " ".join(practice(6).evidence)
    assert "stored 400 days ago" in words
    assert "expire is not known" in words


def test_an_open_leak_is_evidence_against() -> None:
    leak = Leak(LeakId("i"), NOW, Leaked.REFRESH_TOKEN, "Inventory / Acme", APP, AUTH)
    assert not practice(6, holdings=replace(HOLDINGS, leaks=(leak,))).is_met


def test_what_was_copied_and_shown_is_counted() -> None:
    assert "copied 3 times, shown 1 time, exported 0 times" in " ".join(practice(2).evidence)


LINES = lines_of(HOLDINGS, NOW)


def test_the_inventory_as_csv_runs_in_no_spreadsheet() -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv(LINES)))
    assert row["application"] == "'=Inventory | [x]"
    assert row["client_secret_ends_at"] == "2026-04-11T12:00:00Z"


def test_the_inventory_as_markdown_keeps_its_columns() -> None:
    head, _, row = as_markdown(LINES, NOW).splitlines()[-3:]
    assert r"=Inventory \| \[x\]" in row
    assert row.replace(r"\|", "").count("|") == head.count("|")


def test_the_inventory_as_json_says_its_format_and_version() -> None:
    held = json.loads(as_json(LINES, NOW))
    assert (held["format"], held["version"]) == ("spauth-tui inventory", 1)
    assert held["authorizations"][0]["account"] == "Acme"


def test_an_application_without_accounts_has_a_line_too() -> None:
    assert [each["account"] for each in lines_of(replace(HOLDINGS, authorizations=()), NOW)] == [""]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x"])
def test_a_cell_does_not_begin_as_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("leaked", Leaked)
def test_every_kind_of_leak_has_ordered_steps_with_keys_of_their_own(leaked: Leaked) -> None:
    keys = [step.key for step in LEAK_STEPS[leaked]]
    assert 4 <= len(keys) == len(set(keys))


def test_a_leaked_refresh_token_is_revoked_before_anything_else() -> None:
    leak = Leak(LeakId("i"), NOW, Leaked.REFRESH_TOKEN, "s", APP, AUTH)
    step = next_step(leak)
    assert step is not None
    assert step.key == "revoke"


def test_a_leaked_client_secret_is_rotated_before_anything_else() -> None:
    assert LEAK_STEPS[Leaked.CLIENT_SECRET][0].key == "rotate"


def test_a_leak_is_dealt_with_when_every_step_is_done() -> None:
    keys = frozenset(step.key for step in LEAK_STEPS[Leaked.ACCESS_TOKEN])
    assert next_step(Leak(LeakId("i"), NOW, Leaked.ACCESS_TOKEN, "s", APP, AUTH, keys)) is None


def test_the_oldest_refresh_token_in_use_is_the_one_that_is_named() -> None:
    ages = {"acc": 3, "old": 40, "new": 1}
    authorizations = tuple(
        builders.authorization(
            acc, "app", acc, refresh_tokens=(replace(builders.record(acc), created_at=NOW - days * DAY),)
        )
        for acc, days in ages.items()
    )
    accounts = tuple(builders.account(acc, f"Account {acc}") for acc in ages)
    holdings = Holdings((builders.application(),), accounts, authorizations)
    (line,) = [each for each in practice(6, holdings=holdings).evidence if each.startswith("Oldest")]
    assert line.startswith("Oldest refresh token in use: Inventory / Account old, stored 40 days ago.")
