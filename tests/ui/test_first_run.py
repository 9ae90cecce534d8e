import asyncio
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Static

from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.system import Strength
from spauth_tui.ui.base.messages import DEMO_WANTED
from spauth_tui.ui.vault.first_run import FirstRun
from spauth_tui.ui.vault.offer_passphrase import OfferPassphrase
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests.builders import PASSPHRASE
from tests.fakes import FakeClock, InMemoryVault, InMemoryVaultStore
from tests.ui.host import LOW, Host, in_sight, settle, showing, shown, type_text, unlocking


class Judge:
    def __init__(self, score: int, words: str) -> None:
        self.strength = Strength(score, words)

    async def estimate(self, passphrase: Secret) -> Strength:
        return self.strength


class CountingStore(InMemoryVaultStore):
    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.gate = asyncio.Event()

    async def create(self, passphrase: Secret) -> InMemoryVault:
        self.asked += 1
        await self.gate.wait()
        return await super().create(passphrase)


async def fill(host: Host, passphrase: str, again: str) -> None:
    host.screen.query_one("#passphrase", SecretInput).value = passphrase
    host.screen.query_one("#again", SecretInput).value = again
    host.screen.query_one("#again").focus()


async def test_the_same_passphrase_twice_creates_the_vault() -> None:
    async with showing(FirstRun(unlocking(), FakeClock())) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        assert [each.is_new for each in host.opened] == [True]


async def test_the_fields_are_empty_once_the_vault_is_created() -> None:
    async with showing(FirstRun(unlocking(), FakeClock())) as (host, pilot):
        await fill(host, PASSPHRASE.reveal(), PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        assert [each.value for each in host.screen.query(SecretInput)] == ["", ""]


async def test_different_passphrases_are_said_at_the_second_field() -> None:
    async with showing(FirstRun(unlocking(), FakeClock())) as (host, pilot):
        await fill(host, PASSPHRASE.reveal(), "CANARY something else")
        await pilot.press("enter")
        await settle(host, pilot)
        assert "The two passphrases differ." in shown(host)
        assert host.focused is host.screen.query_one("#again")


async def test_an_empty_second_field_is_a_different_passphrase() -> None:
    async with showing(FirstRun(unlocking(), FakeClock())) as (host, pilot):
        await fill(host, PASSPHRASE.reveal(), "")
        await pilot.press("enter")
        await settle(host, pilot)
        assert "The two passphrases differ." in shown(host)


async def test_a_short_passphrase_is_said_at_the_first_field() -> None:
    async with showing(FirstRun(unlocking(), FakeClock()), LOW) as (host, pilot):
        await fill(host, "CANARY", "CANARY")
        await pilot.press("enter")
        await settle(host, pilot)
        assert "at least 12 characters" in shown(host)
        assert host.focused is host.screen.query_one("#passphrase")


async def test_a_passphrase_that_is_easily_guessed_is_refused() -> None:
    async with showing(FirstRun(unlocking(), FakeClock(), Judge(1, "weak"))) as (host, pilot):
        await fill(host, "CANARYCANARYCANARY", "CANARYCANARYCANARY")
        await pilot.press("enter")
        await settle(host, pilot)
        assert "guessed too easily" in shown(host)
        assert not host.opened


async def test_its_strength_is_said_in_a_word_while_it_is_typed() -> None:
    async with showing(FirstRun(unlocking(), FakeClock(), Judge(4, "strong"))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await settle(host, pilot)
        assert "strong · 27 characters" in shown(host)


async def test_a_second_enter_does_not_create_a_second_time() -> None:
    store = CountingStore()
    async with showing(FirstRun(unlocking(store), FakeClock())) as (host, pilot):
        await fill(host, PASSPHRASE.reveal(), PASSPHRASE.reveal())
        await pilot.press("enter", "enter")
        store.gate.set()
        await settle(host, pilot)
        assert store.asked == 1


async def test_the_other_door_leads_to_the_demo() -> None:
    async with showing(FirstRun(unlocking(), FakeClock())) as (host, pilot):
        await pilot.click("#demo")
        assert host.return_value == DEMO_WANTED


async def test_it_is_honest_about_recovery_and_says_where_the_vault_will_be() -> None:
    store = InMemoryVaultStore(Path("[red]mine[/nope].vault"))
    async with showing(FirstRun(unlocking(store), FakeClock())) as (host, _):
        assert "Nobody can recover this passphrase" in shown(host)
        assert "[red]mine[/nope].vault" in shown(host)


async def test_both_doors_stay_in_sight_in_a_low_window() -> None:
    async with showing(FirstRun(unlocking(), FakeClock()), LOW) as (host, _):
        for name in ("#create", "#demo"):
            assert in_sight(host, host.screen.query_one(name))


async def test_no_passphrase_is_ever_shown() -> None:
    async with showing(FirstRun(unlocking(), FakeClock(), Judge(4, "strong"))) as (host, pilot):
        await fill(host, PASSPHRASE.reveal(), PASSPHRASE.reveal())
        await settle(host, pilot)
        assert "CANARY" not in shown(host)


async def test_it_names_the_key_for_help_even_in_a_low_window() -> None:
    async with showing(FirstRun(unlocking(), FakeClock()), LOW) as (host, _):
        assert "F1 help · ctrl+q quits" in shown(host)


def _words_on(host: Host) -> str:
    return " ".join(str(each.content) for each in host.screen.query(Static))


async def _shown(pilot: Pilot[None], kind: type[Screen[Any]]) -> None:
    """Wait for a screen: the worker that shows it ends only with the answer."""
    for _ in range(100):
        await pilot.pause()
        if isinstance(pilot.app.screen, kind):
            return
    raise AssertionError(kind)


async def _offered(host: Host, pilot: Pilot[None]) -> str:
    """Have a passphrase made, and return it."""
    host.screen.query_one("#six-words", Button).press()
    await _shown(pilot, OfferPassphrase)
    return str(host.screen.query_one("#offered", Static).content)


async def test_a_passphrase_of_six_words_is_made_shown_once_and_typed_once() -> None:
    async with showing(FirstRun(unlocking(), FakeClock())) as (host, pilot):
        made = await _offered(host, pilot)
        assert len(made.split(" ")) == 6
        await pilot.press("enter")
        assert made not in _words_on(host)
        await type_text(pilot, made)
        await pilot.press("enter")
        await _shown(pilot, FirstRun)
        assert [each.peek() for each in host.screen.query(SecretInput)] == [Secret(made)] * 2
        assert made not in _words_on(host)
        await pilot.press("enter")
        await settle(host, pilot)
        assert [each.is_new for each in host.opened] == [True]


async def test_six_words_that_were_typed_wrongly_are_not_taken() -> None:
    async with showing(FirstRun(unlocking(), FakeClock())) as (host, pilot):
        made = await _offered(host, pilot)
        await pilot.press("enter")
        await type_text(pilot, "CANARY something else")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(host.screen, OfferPassphrase)
        assert "That is not what was shown." in _words_on(host)
        assert made not in _words_on(host)
        await pilot.press("escape")
        await _shown(pilot, FirstRun)
        assert [each.value for each in host.screen.query(SecretInput)] == ["", ""]


async def test_another_offer_is_another_passphrase() -> None:
    async with showing(FirstRun(unlocking(), FakeClock())) as (host, pilot):
        first = await _offered(host, pilot)
        await pilot.press("escape")
        await _shown(pilot, FirstRun)
        assert await _offered(host, pilot) != first


async def test_enter_after_a_short_passphrase_stays_and_the_message_goes_with_the_next_key() -> None:
    async with showing(FirstRun(unlocking(), FakeClock())) as (host, pilot):
        await type_text(pilot, "abc")
        await pilot.press("enter")
        assert host.focused is not None
        assert host.focused.id == "passphrase"
        assert "this has 3" in shown(host)
        await pilot.press("d")
        assert "this has 3" not in shown(host)


async def test_one_character_is_counted_as_one() -> None:
    async with showing(FirstRun(unlocking(), FakeClock(), Judge(0, "very weak"))) as (host, pilot):
        await pilot.press("x")
        await settle(host, pilot)
        assert "1 character" in shown(host)
        assert "1 characters" not in shown(host)
