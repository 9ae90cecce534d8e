"""What an import would do is found out draft by draft, with the number of slots kept."""

import time
from dataclasses import replace
from typing import Any

import pytest

from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.draft import Draft
from spauth_tui.services.import_export.import_line import ImportOutcome, Line, Overrides
from spauth_tui.services.import_export.import_plan import Planner
from tests import builders
from tests.fakes import NOW, InMemoryVault

OTHER_CLIENT_ID = f"{builders.CLIENT_ID[:-1]}0"


def draft(number: int, client_id: str = builders.CLIENT_ID, limit: int | None = None, elsewhere: int = 0) -> Draft:
    return Draft(
        client_id,
        Secret(f"{builders.CLIENT_SECRET}-new"),
        Secret(f"{builders.REFRESH_TOKEN}-{number}"),
        "Imported",
        f"Account {number}",
        authorization_limit=limit,
        slots_elsewhere=elsewhere,
    )


async def plan(vault: InMemoryVault, *drafts: Draft) -> tuple[Line, ...]:
    return await Planner(vault, await vault.holdings(), Overrides(), NOW).plan(drafts)


@pytest.fixture
async def vault() -> InMemoryVault:
    """Inventory, with one of its ten slots used."""
    made = InMemoryVault()
    await builders.furnish(made)
    return made


@pytest.mark.parametrize(("elsewhere", "outcome"), [(8, ImportOutcome.NEW), (9, ImportOutcome.REFUSED)])
async def test_the_last_slot_is_taken_and_none_beyond_it(
    vault: InMemoryVault, elsewhere: int, outcome: ImportOutcome
) -> None:
    await builders.change(vault, replace(await vault.application(ApplicationId("app")), slots_elsewhere=elsewhere))
    (line,) = await plan(vault, replace(draft(1), application=None))
    assert line.outcome is outcome


async def test_who_has_no_slot_left_is_told_the_numbers(vault: InMemoryVault) -> None:
    await builders.change(vault, replace(await vault.application(ApplicationId("app")), slots_elsewhere=9))
    (line,) = await plan(vault, replace(draft(1), application=None))
    assert line.words[0].startswith("Inventory already uses 10 of its 10 slots.")


async def test_an_application_of_the_file_has_its_own_limit_and_slots_kept_elsewhere(vault: InMemoryVault) -> None:
    drafts = [draft(number, OTHER_CLIENT_ID, limit=3, elsewhere=1) for number in (1, 2, 3)]
    assert [each.outcome for each in await plan(vault, *drafts)] == [
        ImportOutcome.NEW,
        ImportOutcome.NEW,
        ImportOutcome.REFUSED,
    ]


async def test_an_application_of_the_file_without_any_slot_takes_none(vault: InMemoryVault) -> None:
    (line,) = await plan(vault, draft(1, OTHER_CLIENT_ID, limit=1, elsewhere=1))
    assert line.outcome is ImportOutcome.REFUSED


async def test_what_is_authorized_already_needs_no_slot(vault: InMemoryVault) -> None:
    await builders.change(vault, replace(await vault.application(ApplicationId("app")), slots_elsewhere=9))
    (line,) = await plan(vault, replace(draft(1), application=None, account="Acme"))
    assert (line.outcome, line.authorization and line.authorization.id) == (
        ImportOutcome.CHANGED,
        AuthorizationId("auth"),
    )


MISPLACED = [
    "amzn1.oa2-cs.v1.CANARYq1w2e3r4t5y6u7i8o9p0",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    f"{builders.REFRESH_TOKEN}-misplaced",
]


@pytest.mark.parametrize("secret", MISPLACED, ids=["client secret", "old client secret", "refresh token"])
@pytest.mark.parametrize("field", ["client_id", "application", "account"])
async def test_a_secret_in_the_wrong_place_is_in_no_line_of_what_is_refused(
    vault: InMemoryVault, field: str, secret: str
) -> None:
    changes: dict[str, Any] = {field: secret}
    (line,) = await plan(vault, replace(draft(1, OTHER_CLIENT_ID), **changes))
    assert line.outcome is ImportOutcome.REFUSED
    assert not any(secret[at : at + 8] in f"{line.name} {line.words}" for at in range(16, len(secret) - 8))


async def test_what_is_refused_is_named_by_its_labels(vault: InMemoryVault) -> None:
    (line,) = await plan(vault, draft(1, builders.CLIENT_SECRET))
    assert (line.outcome, line.name) == (ImportOutcome.REFUSED, "Imported/Account 1")


async def test_thousands_of_accounts_without_a_name_are_numbered_within_a_second() -> None:
    drafts = [Draft(f"{builders.CLIENT_ID[:-4]}{n // 9:04x}", None, Secret(f"Atzr|CANARY-{n}")) for n in range(3_000)]
    began = time.process_time()
    lines = await plan(InMemoryVault(), *drafts)
    assert lines[-1].name.endswith("/Account NA 3000")
    assert time.process_time() - began < 1
