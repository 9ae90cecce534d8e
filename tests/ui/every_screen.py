"""The way to every screen and dialog, by keys from the dashboard, on doubles."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.message_pump import MessagePump
from textual.widgets import Button, Input

from spauth_tui.services.vault_care.known_vaults import KnownVaults
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.base.context import AppContext
from tests import builders
from tests.fakes import FakeAppearanceFile
from tests.ui.test_dashboard import ENOUGH, Stage

FILE = "given.env"
GIVEN = (
    "LWA_APP_ID=amzn1.application-oa2-client.f0e1d2c3b4a5968778695a4b3c2d1e0f\nLWA_CLIENT_SECRET=amzn1.oa2-cs.v1.CANARY-s\n"
    "SP_API_REFRESH_TOKEN_ACME_DE='Atzr|CANARY-acme'\n"
)

LARGE = (100, 30)

WAYS: Mapping[str, tuple[str, ...]] = {
    "Dashboard": (),
    "AccountForm": ("e", "enter"),
    "ApplicationForm": ("e", "down", "enter"),
    "ApplicationScreen": ("A",),
    "AskPassphrase": ("U", "U"),
    "AuthorizeForm": ("a", "enter"),
    "ChangePassphrase": ("K",),
    "BothChanged": ("e", "enter", "notes=CANARY here", "meanwhile", "enter"),
    "Checklist": ("s",),
    "Choose": ("V",),
    "StoragePracticesScreen": ("C",),
    "TickForm": ("C", "space"),
    "Confirm": ("x", "enter"),
    "ConfirmTyped": ("S", "#api"),
    "Details": ("enter",),
    "EventLogScreen": ("E",),
    "EveryAction": ("ctrl+p",),
    "WhyItFailed": ("exclamation_mark", "f"),
    "MergedAccountsScreen": ("right", "right", "M"),
    "Help": ("question_mark",),
    "ImportForm": ("i",),
    "ImportPreview": ("i", f"file={FILE}", "enter"),
    "LeakGuide": ("I", "1"),
    "LoansScreen": ("H",),
    "OfferPassphrase": ("K", "#six-words"),
    "OtherVault": ("O",),
    "PickFile": ("B", "f"),
    "PreferencesForm": ("comma",),
    "ProofDialog": ("t",),
    "RecoveryScreen": ("B",),
    "RestrictedForm": ("D", "a"),
    "RestrictedScreen": ("D",),
    "RevokeGuide": ("enter", "w"),
    "RotationGuide": ("S",),
    "SaveAs": ("b",),
    "SettingsForm": ("f2",),
    "TooSmall": ("43x12",),
    "Unlock": ("L",),
    "ViewForm": ("apostrophe", "1"),
    "FirstRun": (),
}
"""A key, the id of a button, an input's id and what goes into it, the size of the window, or what others write."""


A_FRAME = 1 / 60
"""Seconds after which Textual has painted what changed."""
A_TURN = 0.001
"""Seconds that messages on their way are given at a time."""
IS_THERE_WITHIN = 30
"""Seconds that a busy machine may take to open a screen."""
CALM = 15
"""Turns without a message after which none comes: a worker has opened its screen by then."""
PATIENCE = 300
"""Turns of the event loop in which messages come to rest, at most."""

CHARACTERS = {"space": " ", "slash": "/", "question_mark": "?", "enter": "\r", "comma": ",", "apostrophe": "'"}


def key(name: str) -> events.Key:
    return events.Key(name, name if len(name) == 1 else CHARACTERS.get(name))


def set_size(app: SpauthApp, size: Size) -> None:
    """Have the terminal be as large."""
    if isinstance(app._driver, HeadlessDriver):
        app._driver._size = size


class EveryStage(Stage):
    """The app with everything that a screen may need: a file to import, settings, and other vaults."""

    def __init__(self, accounts: int | None = None, *, has_vault: bool = True) -> None:
        super().__init__(
            accounts,
            app_context=AppContext(
                still=True, known_vaults=KnownVaults(Path, self._unlocking_of), settings_file=FakeAppearanceFile()
            ),
        )
        self._has_vault = has_vault
        self.files.written[Path(FILE)] = GIVEN

    def _unlocking_of(self, path: Path) -> Unlocking:
        return self.unlocking

    async def begin(self) -> Workspace | None:
        return await super().begin() if self._has_vault else None

    @property
    def name(self) -> str:
        return type(self.app.screen).__name__

    async def settle(self) -> None:
        """Wait until nothing is on its way any more; quicker than to wait for the processor to be idle."""
        for _ in range(3):
            await asyncio.sleep(A_FRAME)
            calm = 0
            for _ in range(PATIENCE):
                # Messages may lie there while the app waits for a screen to open.
                await asyncio.sleep(0 if calm else A_TURN)
                if calm in {0, CALM - 1}:
                    # In between nobody is added who has no message: to walk through all takes longer than to wait.
                    pumps = tuple(self._pumps())
                calm = 0 if any(each._message_queue.qsize() for each in pumps) else calm + 1
                if calm == CALM:
                    break

    def _pumps(self) -> Iterator[MessagePump]:
        yield self.app
        for screen in self.app.screen_stack:
            yield from screen.walk_children(with_self=True)

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before it has acted."""
        for each in keys:
            self.app.post_message(key(each))
            await self.settle()

    def resize(self, width: int, height: int) -> None:
        """Make the window as large."""
        size = Size(width, height)
        set_size(self.app, size)
        self.app.post_message(events.Resize(size, size))

    @property
    def sent(self) -> int:
        """How much went to Amazon."""
        asked = len(self.endpoint.asked) + len(self.endpoint.scopes)
        return asked + self.api.called + len(self.api.rotated) + len(self.api.lent)

    async def until(self, is_so: Callable[[], bool], within: float = IS_THERE_WITHIN) -> None:
        """Wait for what must come to be so."""
        ends = time.monotonic() + within
        while not is_so():
            assert time.monotonic() < ends, self.app.screen_stack
            await self.settle()

    async def _change_notes(self) -> None:
        """Change the notes of every account from another window."""
        vault = self.store.vault()
        for account in (await vault.holdings()).accounts:
            await vault.change(account, replace(account, notes="CANARY there"), builders.event())

    async def go(self, name: str) -> None:
        for step in WAYS[name]:
            if "x" in step and step[0].isdigit():
                width, height = map(int, step.split("x"))
                self.resize(width, height)
            elif step == "meanwhile":
                await self._change_notes()
            elif step.startswith("#"):
                await self.until(lambda: bool(self.app.screen.query(step)), 2)  # noqa: B023 - looked at before the next step
                self.app.screen.query_one(step, Button).press()
            elif "=" in step:
                identity, text = step.split("=")
                await self.until(lambda: bool(self.app.screen.query(f"#{identity}")), 2)  # noqa: B023 - as above
                self.app.screen.query_one(f"#{identity}", Input).value = text
            else:
                await self.press(step)
                continue
            await self.settle()


@asynccontextmanager
async def on_screen(
    name: str, size: tuple[int, int] = LARGE, stage: EveryStage | None = None
) -> AsyncIterator[EveryStage]:
    stage = stage or EveryStage(ENOUGH, has_vault=name != "FirstRun")
    async with stage.app.run_test(size=size) as pilot:
        stage.pilot = pilot
        await stage.settle()
        await stage.go(name)
        await stage.until(lambda: stage.name == name)
        yield stage
