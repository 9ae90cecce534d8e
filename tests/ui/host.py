"""A small app to show one screen in, and a workspace on doubles for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from spauth_tui.domain.model.way import Way
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.messages import RestoreRequested, VaultOpened, WayChosen
from spauth_tui.ui.base.themes import LOOK, tokens
from spauth_tui.ui.dialogs.help import Help
from tests.builders import PASSPHRASE
from tests.fakes import (
    FakeBrowser,
    FakeClipboard,
    FakeClock,
    FakeFiles,
    FakeSellingPartnerApi,
    FakeTokenEndpoint,
    InMemoryVaultStore,
)
from tests.outside import Outside

LOW, USUAL, LARGE = (60, 16), (80, 24), (120, 40)
NOTHING_YET = object()


class Themed(App[None]):
    """Knows the tokens of our stylesheets."""

    CSS = LOOK

    def get_css_variables(self) -> dict[str, str]:
        made = super().get_css_variables()
        return {**tokens(made, ansi=False), **made}


class Host(Themed):
    """Notes what the screen answered and posted."""

    BINDINGS = [Binding("f1", "help", priority=True, id="help.always")]

    def __init__(self) -> None:
        super().__init__()
        self.answer: Any = NOTHING_YET
        self.opened: list[VaultOpened] = []
        self.restores: list[RestoreRequested] = []
        self.ways: list[Way] = []

    def action_help(self) -> None:
        if isinstance(self.screen, Help):
            self.screen.dismiss()
        else:
            self.push_screen(Help(self.screen))

    def on_vault_opened(self, event: VaultOpened) -> None:
        self.opened.append(event)

    def on_restore_requested(self, event: RestoreRequested) -> None:
        self.restores.append(event)

    def on_way_chosen(self, event: WayChosen) -> None:
        self.ways.append(event.way)

    def ask(self, screen: Screen[Any]) -> Any:
        def note(answer: Any) -> None:
            self.answer = answer

        return self.push_screen(screen, note)


@asynccontextmanager
async def showing(screen: Screen[Any], size: tuple[int, int] = USUAL) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    host = Host()
    async with host.run_test(size=size) as pilot:
        await host.ask(screen)
        await pilot.pause()
        yield host, pilot


async def settle(host: Host, pilot: Pilot[None]) -> None:
    """Wait for what was begun, never for time to pass."""
    await pilot.pause()
    await host.workers.wait_for_complete()
    await pilot.pause()


async def type_text(pilot: Pilot[Any], text: str) -> None:
    field: Any = pilot.app.focused
    field.value = text
    await pilot.pause()


def outside(clock: FakeClock | None = None, clipboard: FakeClipboard | None = None) -> Outside:
    return Outside(
        clock or FakeClock(),
        FakeTokenEndpoint(),
        FakeSellingPartnerApi(),
        clipboard or FakeClipboard(),
        FakeBrowser(),
        FakeFiles(),
    )


def unlocking(store: Any = None, clock: FakeClock | None = None) -> Unlocking:
    return Unlocking(store or InMemoryVaultStore(), outside(clock))


async def workspace() -> Workspace:
    return await unlocking().create(PASSPHRASE, PASSPHRASE)


def shown(app: App[Any]) -> str:
    """Return the screen's text as a person sees it."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line)[:width] for line in lines[:height])


def in_sight(host: Host, widget: Widget) -> bool:
    """Say whether a widget is on the screen whole, and not cut off or covered where it begins and ends."""
    region = widget.region
    if not region or not host.screen.region.contains_region(region):
        return False
    ends = (region.x, region.y), (region.right - 1, region.bottom - 1)
    return all(host.screen.get_widget_at(*end)[0] is widget for end in ends)
