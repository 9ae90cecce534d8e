"""What needs a person is the same at every place that says it: a vault with every kind of trouble, at one instant."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.leak import Leak, Leaked, LeakId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.views.status import Status
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.terminal_status import title_words
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.strips import AttentionStrip
from spauth_tui.ui.dashboard.top_bar import TopBar
from tests import builders
from tests.commands.shell import Shell
from tests.fakes import NOW
from tests.ui.test_dashboard import Stage

REVOKED = builders.refusal(description="User may have revoked or didn't grant the permission.")
DENIED = builders.api_refusal()
DUE = "due"
"""The application whose client secret is about to end; its one authorization is live, as the other one's is."""
TROUBLES: dict[str, Authorization] = {
    label: builders.authorization(label, DUE if label == "secret-due" else "app", label, **evidence)
    for label, evidence in {
        "leaked": builders.Evidence(),
        "revoked": builders.Evidence(refusal=REVOKED),
        "refused": builders.Evidence(refusal=builders.refusal()),
        "denied": builders.Evidence(api_refusal=DENIED),
        "denied-and-refused": builders.Evidence(api_refusal=DENIED, refusal=builders.refusal()),
        "denied-and-expired": builders.Evidence(api_refusal=DENIED),
        "empty": builders.Evidence(),
        "ready": builders.Evidence(),
        "expired": builders.Evidence(),
        "ending": builders.Evidence(),
        "live": builders.Evidence(),
        "secret-due": builders.Evidence(),
    }.items()
}
AGES = {"expired": 70, "denied-and-expired": 70, "ending": 50}
"""Minutes since the access token was asked for."""
ORDER = [
    "leaked",
    "revoked",
    *("denied-and-refused", "refused"),
    *("denied-and-expired", "denied"),
    *("empty", "ready"),
    "secret-due",
    *("expired", "ending", "live"),
]


async def furnish(vault: Vault) -> None:
    event = builders.event()
    for identity, label, days in (("app", "Inventory", 170), (DUE, "Pricing", 3)):
        await vault.add(builders.application(identity, label), event)
        secret = builders.client_secret(f"secret-of-{identity}", NOW + timedelta(days=days))
        await vault.keep(ApplicationId(identity), secret, event)
    for label, each in TROUBLES.items():
        await vault.add(builders.account(label, label), event)
        await vault.add(each, event)
        if label == "empty":
            continue
        token = replace(builders.refresh_token(label), value=Secret(f"Atzr|CANARY-{label}"))
        await vault.keep(each.id, token, event)
        if label != "ready":
            asked_at = NOW - timedelta(minutes=AGES.get(label, 0))
            await vault.keep(each.id, builders.access_token(asked_at=asked_at, refresh_token_id=label), event)
            # The success has cleared them.
            present = await vault.authorization(each.id)
            refused = replace(present, refusal=each.refusal, api_refusal=each.api_refusal)
            await vault.change(present, refused, event)
    subject, leaked = "Inventory / leaked", AuthorizationId("leaked")
    leak = Leak(LeakId("leak"), NOW, Leaked.REFRESH_TOKEN, subject, ApplicationId("app"), leaked)
    await vault.add(leak, event)


@dataclass(frozen=True)
class Said:
    """What the dashboard says at one instant."""

    header: str
    title: str
    strip: str
    order: list[str]
    states: dict[str, str]
    found: list[str]


class TroubledStage(Stage):
    async def begin(self) -> Workspace | None:
        await furnish(await self.store.create(builders.PASSPHRASE))
        workspace = await self.unlocking.unlock(builders.PASSPHRASE)
        await self.unlocking.note(workspace)
        return workspace


async def _said() -> Said:
    stage = TroubledStage()
    async with stage.app.run_test(size=(200, 80)) as stage.pilot:
        await stage.settle()
        dashboard = stage.dashboard
        header, strip = dashboard.query_one(TopBar).render().plain, str(dashboard.query_one(AttentionStrip).render())
        words = {label: stage.text(label).split("  ")[0].strip() for label in TROUBLES}
        states = {label: each.partition(" ")[2].removeprefix("refused: ") for label, each in words.items()}
        await stage.press("exclamation_mark")
        assert dashboard.context.headlines.tally is not None
        title, order = title_words(dashboard.context.headlines.tally), [str(each) for each in dashboard.board.order]
        dashboard.query_one(FilterBox).value = "refused"
        await stage.settle()
        found = sorted(str(each) for each in dashboard.board.order)
        return Said(header, title, strip, order, states, found)


@pytest.fixture(scope="module")
def said() -> Said:
    return asyncio.run(_said())


@pytest.fixture
def troubled(empty: Shell) -> Shell:
    """A shell on a vault with every kind of trouble."""

    async def fill() -> None:
        vault = await SqlcipherVaultStore(empty.vault).create(builders.PASSPHRASE)
        await furnish(vault)
        await vault.close()

    asyncio.run(fill())
    return empty


def listed(shell: Shell, *words: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(shell.ok("ls", "--json", *words))["authorizations"]
    return found


def test_the_first_line_counts_every_one_once(said: Said) -> None:
    assert "● 4 live  ▲ 1 soon  ○ 2 expired  × 3 refused  □ 2 to finish" in said.header


def test_the_title_says_the_same_numbers(said: Said) -> None:
    assert said.title == "spauth: 4 live, 1 soon, 2 expired, 3 refused, 2 to finish"


def test_the_attention_line_says_the_same_numbers(said: Said) -> None:
    assert said.strip == (
        "Needs attention: leak: refresh token of Inventory / leaked · 3 refused (1 revoked) · 2 denied by SP-API"
        " · client secret of Pricing: 3 days left · 2 checklists to finish   Press ! to sort by it."
    )


def test_the_board_by_attention_begins_with_what_the_line_names(said: Said) -> None:
    assert said.order == ORDER


def test_ls_by_attention_has_the_boards_order(troubled: Shell) -> None:
    assert [each["account"] for each in listed(troubled, "--sort", "attention")] == ORDER


def test_ls_says_of_each_what_its_pane_says(troubled: Shell, said: Said) -> None:
    assert {each["account"]: each["state"] for each in listed(troubled)} == said.states


def test_ls_says_as_many_of_each_state_as_the_first_line(troubled: Shell) -> None:
    states = Counter(each["state"] for each in listed(troubled))
    assert [states[each.value] for each in (Status.REVOKED, Status.REFUSED, Status.LIVE)] == [1, 2, 4]


def test_the_filter_word_finds_as_many_as_are_counted(said: Said) -> None:
    assert said.found == ["denied-and-refused", "refused", "revoked"]


def test_ls_finds_what_sp_api_denies(troubled: Shell) -> None:
    found = [each for each in listed(troubled, "denied") if each["denied_by_sp_api"]]
    assert sorted(each["account"] for each in found) == ["denied", "denied-and-expired"]


def test_ls_finds_the_same_by_that_word(troubled: Shell, said: Said) -> None:
    assert sorted(each["account"] for each in listed(troubled, "refused")) == said.found


def test_watch_begins_with_the_same_states(troubled: Shell, said: Said) -> None:
    lines = troubled.ok("watch", "--for", "1s").splitlines()
    told = {name.split("/")[1]: words.split(",")[0] for name, _, words in (line[21:].partition(": ") for line in lines)}
    assert told == said.states
