"""Whatever goes to anybody but Amazon goes past the guard: each port's call, each verb, each action of the screens."""

import ast
import asyncio
import getpass
import inspect
import re
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.adapters.vault.transaction import SqlTransaction
from spauth_tui.commands.registry import VERBS
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import PassphraseNeeded, WrongPassphrase
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, Kind
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.grantless import NOTIFICATIONS
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.formats.registry import FORMATS
from spauth_tui.services.ports.amazon import Client, Credentials, SellingPartnerApi, TokenEndpoint
from spauth_tui.services.tokens.guarding import Guarding, Permit
from spauth_tui.services.tokens.sending import GuardedApi, GuardedEndpoint
from spauth_tui.services.workspace import Workspace
from tests import builders, other_tool
from tests.commands.conftest import empty, filled, shell, simulator
from tests.commands.shell import Shell
from tests.fakes import FakeClock
from tests.services.world import AUTH, World
from tests.simulator import Behaviour, Simulator

__all__ = ["empty", "filled", "shell", "simulator"]

PACKAGE = Path(__file__).parents[2] / "spauth_tui"
CLIENT = Client(builders.CLIENT_ID, Secret(builders.CLIENT_SECRET))
TOKEN = builders.access_token().value


@pytest.fixture
async def world() -> World:
    """One guarded authorization, and one of the same application that is not; a simulator in Amazon's place."""
    made = World()
    made.endpoint.goes_elsewhere = made.api.goes_elsewhere = True
    await builders.furnish(made.vault)
    await made.vault.keep(AUTH, builders.access_token(), builders.event())
    await made.vault.add(builders.account("other"), builders.event())
    await made.vault.add(builders.authorization("another", acc="other"), builders.event())
    await made.workspace.guarding.guard(await made.authorization())
    return made


CALLS: dict[str, Callable[[GuardedEndpoint, GuardedApi], Awaitable[object]]] = {
    "exchange": lambda lwa, _: lwa.exchange(Credentials(CLIENT, Secret("Atzr|CANARY"), RefreshTokenId("token"))),
    "grantless": lambda lwa, _: lwa.grantless(CLIENT, NOTIFICATIONS.text),
    "verify": lambda _, api: api.verify(TOKEN, Kind.SELLER, Region.NA, Environment.PRODUCTION),
    "rotate_client_secret": lambda _, api: api.rotate_client_secret(Secret("Atc|CANARY-unknown"), Region.NA),
    "restricted_data_token": lambda _, api: api.restricted_data_token(TOKEN, [Resource("GET", "/o")], Region.NA),
}


def _sent(world: World) -> int:
    return len(world.endpoint.clients) + world.api.called + len(world.api.rotated) + len(world.api.lent)


def test_every_call_that_sends_a_value_is_tried_here() -> None:
    ports = (TokenEndpoint, SellingPartnerApi)
    assert {n for port in ports for n, each in vars(port).items() if inspect.iscoroutinefunction(each)} == set(CALLS)


@pytest.mark.parametrize("call", CALLS)
async def test_nothing_guarded_goes_elsewhere_unasked(world: World, call: str) -> None:
    guarding = Guarding(world.vault, world.workspace.passphrases, world.clock)
    with pytest.raises(PassphraseNeeded):
        await CALLS[call](GuardedEndpoint(world.endpoint, guarding), GuardedApi(world.api, guarding))
    assert _sent(world) == 0


@pytest.mark.parametrize("call", CALLS)
async def test_it_goes_when_the_passphrase_was_typed(world: World, call: str) -> None:
    asked: list[Guarding] = []

    async def ask(guarding: Guarding) -> Permit:
        asked.append(guarding)
        return await guarding.prove(builders.PASSPHRASE)

    guarding = Guarding(world.vault, world.workspace.passphrases, world.clock, ask)
    await CALLS[call](GuardedEndpoint(world.endpoint, guarding), GuardedApi(world.api, guarding))
    assert (len(asked), _sent(world)) == (1, 1)


@pytest.mark.parametrize("call", CALLS)
async def test_to_amazon_it_goes_unasked(world: World, call: str) -> None:
    world.endpoint.goes_elsewhere = world.api.goes_elsewhere = False
    guarding = Guarding(world.vault, world.workspace.passphrases, world.clock)
    await CALLS[call](GuardedEndpoint(world.endpoint, guarding), GuardedApi(world.api, guarding))
    assert _sent(world) == 1


async def test_what_is_no_guarded_ones_goes_elsewhere_unasked(world: World) -> None:
    await world.workspace.guarding.unguard(await world.authorization(), builders.PASSPHRASE)
    await world.workspace.tokens.refresh(AUTH)
    assert _sent(world) == 1


async def test_a_wrong_passphrase_lets_nothing_go(world: World) -> None:
    async def ask(guarding: Guarding) -> Permit:
        return await guarding.prove(Secret("CANARY another passphrase"))

    world.workspace.ask = ask
    with pytest.raises(WrongPassphrase):
        await world.workspace.tokens.refresh(AUTH)
    assert _sent(world) == 0


async def test_the_client_secret_and_grantless_tokens_of_a_guarded_ones_application_are_guarded(world: World) -> None:
    application = await world.application()
    with pytest.raises(PassphraseNeeded):
        await world.workspace.guarding.admit_application(application.id, None)
    await world.workspace.guarding.admit_application(application.id, builders.PASSPHRASE)


def test_services_are_given_no_other_way_out() -> None:
    tree = ast.parse((PACKAGE / "services" / "workspace.py").read_text())
    users = {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and node.attr in {"endpoint", "selling_partner_api"}
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "_outside"
    }
    assert users == {"_endpoint", "_api"}


SENDS: dict[str, tuple[str, ...]] = {
    "refresh": ("refresh", "acme us"),
    "check": ("check", "acme us"),
    "token": ("token", "acme us"),
    "exec": ("exec", "acme us", "--", "true"),
    "steps": ("steps", "acme us", "--exchange"),
    "rotate-secret": ("--yes", "rotate-secret", "inventory", "--ask-amazon", "na"),
    "broker": ("broker", "acme us", "--for", "1s"),
}
SENDS_NOTHING = {
    "add", "backup", "completion", "doctor", "edit", "export", "help", "import", "init", "inventory", "locate", "log",
    "ls", "passwd", "practices", "report", "removed", "restore", "rm", "simulator", "time", "wait", "watch",
}  # fmt: skip


def test_of_every_verb_it_is_said_here_whether_it_sends() -> None:
    assert set(SENDS) | SENDS_NOTHING == set(VERBS)


@pytest.fixture
def keyring(shell: Shell) -> Shell:
    """A vault that no passphrase was typed for."""
    unlock: Any = vars(Desk)["_unlock"]

    async def unlocked(desk: Desk, door: Any) -> tuple[Workspace, None]:
        return (await unlock(desk, door))[0], None

    shell.monkeypatch.setattr(Desk, "_unlock", unlocked)
    return shell


@pytest.fixture
def by_keyring(keyring: Shell) -> Shell:
    """The same, with one guarded authorization."""
    keyring.ok("edit", "authorization", "acme us", "--guard")
    return keyring


@pytest.mark.parametrize("verb", SENDS)
def test_no_verb_that_the_keyring_unlocked_sends_a_guarded_value_to_a_simulator(by_keyring: Shell, verb: str) -> None:
    ran = by_keyring(*SENDS[verb])
    assert ran.code in {3, 4}, ran
    assert "guarded" in ran.err + ran.out or "Nobody is there to type it" in ran.err
    assert by_keyring.simulator.requests == []


def test_a_verb_that_was_given_the_passphrase_sends_what_it_unlocked(shell: Shell) -> None:
    shell.ok("edit", "authorization", "acme us", "--guard")
    shell.ok("refresh", "--all")
    assert len(shell.simulator.requests) == 3


GUARDED_MEANWHILE: dict[str, tuple[str, tuple[str, ...]]] = {
    "token": ("us", ("token", "acme us")),
    "exec": ("us", ("exec", "acme us", "--", "touch", "ran")),
    "exec --sdk, through another one": ("de", ("exec", "acme us", "--sdk", "env", "--", "touch", "ran")),
}


class _GuardedMeanwhile(dict[str, Behaviour]):
    """A plan at whose reading, in the middle of an exchange, another window sets a guard."""

    def __init__(self, vault: Path, guarded: str) -> None:
        super().__init__()
        self._vault, self._guarded = vault, AuthorizationId(guarded)

    def get(self, _token: str, default: Any = None) -> Any:
        guarding = threading.Thread(target=lambda: asyncio.run(self._guard()))
        guarding.start()
        guarding.join(30)
        return default

    async def _guard(self) -> None:
        vault = await SqlcipherVaultStore(self._vault).open(builders.PASSPHRASE)
        present = await vault.authorization(self._guarded)
        await vault.change(present, replace(present, guarded=True), builders.event())
        await vault.close()


@pytest.mark.parametrize("case", GUARDED_MEANWHILE)
def test_what_is_guarded_while_amazon_is_asked_is_not_handed_out(keyring: Shell, case: str) -> None:
    guarded, words = GUARDED_MEANWHILE[case]
    keyring.simulator.behaviours = _GuardedMeanwhile(keyring.vault, guarded)
    assert "is guarded" in keyring.refused(4, *words)
    assert len(keyring.simulator.requests) == 1
    assert not (keyring.home / "ran").exists()


@pytest.mark.parametrize("call", ["exchange", "grantless"])
async def test_a_guard_set_between_two_tries_lets_the_second_not_go(world: World, call: str) -> None:
    guarding = Guarding(world.vault, world.workspace.passphrases, world.clock)
    await guarding.unguard(await world.authorization(), builders.PASSPHRASE)

    class Pausing(FakeClock):
        async def sleep(self, _span: timedelta) -> None:
            await guarding.guard(await world.authorization())

    busy = Behaviour(Answer.UNAVAILABLE, headers={"retry-after": "8"})
    async with Simulator({"Atzr|CANARY": busy, "": busy}) as simulator:
        client = HttpClient({})
        lwa = GuardedEndpoint(LoginWithAmazon(client, Pausing(), simulator.lwa_url), guarding)
        try:
            with pytest.raises(PassphraseNeeded):
                await CALLS[call](lwa, GuardedApi(world.api, guarding))
        finally:
            await client.close()
        assert len(simulator.requests) == 1


def test_a_verb_that_was_given_the_passphrase_hands_out_what_is_guarded_meanwhile(shell: Shell) -> None:
    shell.simulator.behaviours = _GuardedMeanwhile(shell.vault, "us")
    assert shell.ok("token", "acme us").startswith("Atza|CANARY")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM account WHERE label = 'Acme US'",
        "UPDATE authorization SET account_id = 'nope' WHERE guarded",
        "UPDATE authorization SET id = id || x'00' WHERE guarded",
    ],
)
def test_a_guarded_authorization_that_cannot_be_read_still_guards_the_client_secret(
    by_keyring: Shell, statement: str
) -> None:
    with closing(sqlcipher.connect(by_keyring.vault, isolation_level=None)) as connection:
        connection.execute(other_tool.key_of(by_keyring.vault))
        connection.execute(statement)
    ran = by_keyring("--yes", "export", "acme de", "--format", "spauth")
    assert (ran.code, ran.out) == (4, "")


REMOVES = {"authorization": "acme us", "account": "acme us", "application": "inventory"}


@pytest.mark.parametrize("noun", REMOVES)
def test_no_verb_that_the_keyring_unlocked_removes_what_is_guarded(by_keyring: Shell, noun: str) -> None:
    ran = by_keyring("--yes", "rm", noun, REMOVES[noun])
    assert (ran.code, ran.out) == (3, "")
    assert "Nobody is there to type it" in ran.err
    assert by_keyring.ok("ls").count("Acme US") == 1


@pytest.mark.parametrize("noun", REMOVES)
def test_a_verb_removes_what_is_guarded_when_the_passphrase_is_typed(by_keyring: Shell, noun: str) -> None:
    by_keyring.monkeypatch.setattr(getpass, "getpass", lambda *_, **__: builders.PASSPHRASE.reveal())
    ran = by_keyring("--yes", "rm", noun, REMOVES[noun], at_terminal=True)
    assert ran.code == 0, ran
    assert "Acme US" not in by_keyring.ok("ls")


@pytest.mark.parametrize("clearance", [None, Secret("CANARY another passphrase")])
@pytest.mark.parametrize("noun", REMOVES)
async def test_nothing_guarded_is_removed_without_the_passphrase(
    world: World, noun: str, clearance: Secret | None
) -> None:
    before = await world.vault.holdings()
    ways: dict[str, Callable[[], Awaitable[Application | Account | Authorization]]] = {
        "authorization": world.authorization, "account": world.account, "application": world.application
    }  # fmt: skip
    with pytest.raises(WrongPassphrase if clearance else PassphraseNeeded):
        await world.workspace.authorizing.removing.remove([await ways[noun]()], clearance)
    assert await world.vault.holdings() == before


async def test_of_several_none_is_removed_where_one_is_guarded(world: World) -> None:
    before = await world.vault.holdings()
    with pytest.raises(PassphraseNeeded):
        await world.workspace.authorizing.removing.remove(before.authorizations[::-1])
    assert await world.vault.holdings() == before


async def test_what_is_not_guarded_is_removed_unasked(world: World) -> None:
    another = await world.vault.authorization(AuthorizationId("another"))
    await world.workspace.authorizing.removing.remove([another])
    assert [each.id for each in (await world.vault.holdings()).authorizations] == [AUTH]


@pytest.mark.parametrize("clearance", [None, Secret("CANARY another passphrase")])
async def test_no_guarded_client_secret_or_refresh_token_is_deleted_without_the_passphrase(
    world: World, clearance: Secret | None
) -> None:
    rotating, removing = world.workspace.testing.rotating, world.workspace.authorizing.removing
    taken = await rotating.take(await world.application(), Secret("amzn1.oa2-cs.v1.CANARY-new"), None)
    authorization, raised = await world.authorization(), WrongPassphrase if clearance else PassphraseNeeded
    revoked = authorization.refresh_tokens[0]
    await world.vault.mark_revoked(revoked.id, world.clock.now(), builders.event())
    before = await world.vault.holdings()
    with pytest.raises(raised):
        await removing.remove_old_secrets(taken.application, taken.application.client_secrets[1:], clearance)
    with pytest.raises(raised):
        await removing.remove_refresh_token(authorization, revoked, clearance)
    assert await world.vault.holdings() == before


async def test_a_guarded_refresh_token_is_deleted_with_the_passphrase(world: World) -> None:
    revoked = (await world.authorization()).refresh_tokens[0]
    await world.vault.mark_revoked(revoked.id, world.clock.now(), builders.event())
    left = await world.workspace.authorizing.removing.remove_refresh_token(
        await world.authorization(), revoked, builders.PASSPHRASE
    )
    assert left.refresh_tokens == ()


def test_the_verb_lets_a_guarded_client_secret_go_only_with_the_passphrase(by_keyring: Shell) -> None:
    new = f"amzn1.oa2-cs.v1.CANARY{'n' * 58}"
    by_keyring.ok("rotate-secret", "inventory", "--no-prove", "--rotated-on", "2026-01-01", stdin=new)
    remove_old = ("--yes", "rotate-secret", "inventory", "--remove-old")
    assert "Nobody is there to type it" in by_keyring.refused(3, *remove_old)
    by_keyring.monkeypatch.setattr(getpass, "getpass", lambda *_, **__: builders.PASSPHRASE.reveal())
    assert by_keyring(*remove_old, at_terminal=True).out == "Removed 1 old client secret.\n"


def test_nothing_is_removed_past_the_guard() -> None:
    removals = re.compile(r"(?:batch|vault)\.remove\((\w+)")
    paths = [path for part in ("services", "ui", "commands") for path in (PACKAGE / part).rglob("*.py")]
    removed = {(path.name, each) for path in paths for each in removals.findall(path.read_text())}
    assert {name for name, _ in removed} - {"removing.py"} == {"brokering.py", "restricting.py"}
    # What is taken back: a loan, and a restricted data token.
    assert removed >= {("brokering.py", "loan"), ("restricting.py", "life")}
    assert len(removed) == 5


def _sends(path: Path) -> set[str]:
    """Return the services' methods that a screen calls and that send a value."""
    sending = {
        "tokens": {"refresh", "refresh_many"},
        "verifying": {"verify", "find_region"},
        "grantless": {"obtain"},
        "rotating": {"prove", "ask_amazon"},
        "restricting": {"obtain"},
        "revoking": {"prove"},
    }
    return {
        f"{node.value.attr}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.attr in sending.get(node.value.attr, ())
    }


async def _first_problem(world: World) -> None:
    async for outcome in world.workspace.tokens.refresh_many([AUTH]):
        if outcome.problem is not None:
            raise outcome.problem


async def _with_account(world: World, deed: Callable[..., Awaitable[object]]) -> object:
    return await deed(await world.authorization(), await world.account())


async def _with_application(world: World, deed: Callable[..., Awaitable[object]], *more: object) -> object:
    return await deed(await world.application(), *more)


async def _prove(world: World) -> object:
    return await world.workspace.testing.rotating.prove(await world.application(), await world.vault.holdings())


async def _restricted(world: World) -> object:
    resources = [Resource("GET", "/orders/v0/orders")]
    return await world.workspace.restricting.obtain(await world.authorization(), await world.account(), resources)


async def _revoked(world: World) -> object:
    return await world.workspace.authorizing.revoking.prove(await world.authorization())


ACTIONS: dict[str, Callable[[World], Awaitable[object]]] = {
    "tokens.refresh": lambda world: world.workspace.tokens.refresh(AUTH),
    "tokens.refresh_many": _first_problem,
    "verifying.verify": lambda world: _with_account(world, world.workspace.testing.verifying.verify),
    "verifying.find_region": lambda world: _with_account(world, world.workspace.testing.verifying.find_region),
    "grantless.obtain": lambda world: _with_application(world, world.workspace.grantless.obtain, NOTIFICATIONS),
    "rotating.prove": _prove,
    "rotating.ask_amazon": lambda world: _with_application(
        world, world.workspace.testing.rotating.ask_amazon, Region.NA
    ),
    "restricting.obtain": _restricted,
    "revoking.prove": _revoked,
}


def test_every_call_of_a_screen_that_sends_is_tried_here() -> None:
    screens = sorted((PACKAGE / "ui").rglob("*.py"))
    assert {each for path in screens for each in _sends(path)} == set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
async def test_no_action_of_a_screen_sends_a_guarded_value_unasked(world: World, action: str) -> None:
    with pytest.raises(SpauthError) as caught:
        await ACTIONS[action](world)
    assert isinstance(caught.value, PassphraseNeeded)
    assert _sent(world) == 0


@pytest.mark.parametrize("action", ACTIONS)
async def test_each_action_of_a_screen_has_the_passphrase_typed(world: World, action: str) -> None:
    asked: list[Guarding] = []

    async def declined(guarding: Guarding) -> Permit:
        asked.append(guarding)
        raise PassphraseNeeded

    world.workspace.ask = declined
    with pytest.raises(PassphraseNeeded):
        await ACTIONS[action](world)
    assert len(asked) == 1


@pytest.mark.parametrize("action", ["export", "remove"])
async def test_a_guard_that_is_set_while_many_are_dealt_with_is_kept(
    world: World, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarding = Guarding(world.vault, world.workspace.passphrases, world.clock)
    await guarding.unguard(await world.authorization(), builders.PASSPHRASE)
    before = (await world.vault.holdings()).authorizations
    read, looks = SqlTransaction.holdings, count()

    async def guarded_from_the_second_look_on(vault: SqlTransaction) -> Holdings:
        held = await read(vault)
        guarded = next(looks) > 0
        return replace(held, authorizations=tuple(replace(each, guarded=guarded) for each in held.authorizations))

    monkeypatch.setattr(SqlTransaction, "holdings", guarded_from_the_second_look_on)
    with pytest.raises(PassphraseNeeded):
        if action == "export":
            await world.workspace.exporting.as_text(FORMATS["env"], before, "there", None)
        else:
            await world.workspace.authorizing.removing.remove(before)
    monkeypatch.undo()
    assert len((await world.vault.holdings()).authorizations) == len(before)
    assert EventKind.SECRETS_EXPORTED not in await world.kinds()
