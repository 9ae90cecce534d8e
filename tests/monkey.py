"""A monkey at the keyboard: bursts of keys, pastes, clicks and resizes on every screen and dialog, on doubles.

`uv run python -m tests.monkey --keys 20000 --seed 7` prints what it did, or what broke and with which seed. A burst
comes in one piece, as a terminal hands it over. After each: no exception, the dashboard answers, what cannot be taken
back was confirmed, and what only looks around has sent nothing.
"""

import argparse
import asyncio
import contextlib
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Input

from spauth_tui.adapters.vault.records import reading
from spauth_tui.domain.keyboard.keys import PLACES
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.dialogs.choose import Choose
from spauth_tui.ui.dialogs.confirm import Confirm, ConfirmTyped
from spauth_tui.ui.dialogs.too_small import TooSmall
from spauth_tui.ui.vault.first_run import FirstRun
from spauth_tui.ui.vault.unlock import Unlock
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests import builders
from tests.ui.every_screen import WAYS, EveryStage, key, set_size

USUAL = (80, 24)
SIZES = ((44, 12), (60, 16), USUAL, (120, 40))
LONGEST = 30
"""Keys of one burst, at most."""
ESCAPES = 30
"""How often escape is pressed on the way back to the dashboard, at most."""

BOUND = sorted({key for keys in PLACES.values() for each in keys for key in each.keys.split(",")})
TYPED = [*"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"]
EDITING = ["enter", "enter", "space", "tab", "shift+tab", "backspace", "delete", "ctrl+a", "ctrl+k", "ctrl+w", "ctrl+j"]
LOOKING = [
    *("escape", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "f1", "ctrl+p"),
    *("ctrl+l", "f3", "question_mark", "z", "o", "slash"),
]
"""Keys that send nothing wherever they are pressed."""
PASTES = ["", "11", "x", "[b]CANARY[/b]", "Atzr|CANARY-pasted", "line\nline\n", "a" * 300, "\x1b[A"]


class MonkeyApp(SpauthApp):
    """Does not end when it is asked to, and counts what was confirmed."""

    confirmed = 0

    def exit(self, *args: Any, **kwargs: Any) -> None:
        pass

    async def action_quit(self) -> None:
        pass

    async def push_screen_wait(self, screen: Any, *, mode: str | None = None) -> Any:
        answer = await super().push_screen_wait(screen, mode=mode)
        self.confirmed += bool(answer) and isinstance(screen, Confirm | ConfirmTyped)
        return answer


class MonkeyStage(EveryStage):
    """Such an app on doubles."""

    kind = MonkeyApp

    @property
    def confirmed(self) -> int:
        """How often a question was answered with yes."""
        assert isinstance(self.app, MonkeyApp)
        return self.app.confirmed

    @property
    def kept(self) -> frozenset[str]:
        """What is in the vault and cannot be had again from anywhere."""
        held = reading.holdings(self.store.memory.connection)
        secrets = (each for one in held.applications for each in one.client_secrets)
        tokens = (each for one in held.authorizations for each in one.refresh_tokens)
        of = (held.applications, held.accounts, held.authorizations, secrets, tokens)
        return frozenset(str(each.id) for one in of for each in one)


@dataclass
class Burst:
    """What came in one piece, and where."""

    screen: str
    size: tuple[int, int]
    events: list[Message]
    looks_only: bool

    def __str__(self) -> str:
        return f"on {self.screen} at {self.size[0]}x{self.size[1]}: " + " ".join(_words(each) for each in self.events)


def _words(event: Message) -> str:
    match event:
        case events.Key():
            return event.key
        case events.Paste():
            return f"paste({event.text!r})"
        case events.MouseDown():
            return f"click({event.x},{event.y})"
        case events.Resize():
            return f"resize({event.size.width}x{event.size.height})"
    return ""


@dataclass
class Report:
    """What the monkey did."""

    keys: int = 0
    bursts: int = 0
    screens: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    confirmed: int = 0


def burst(chance: random.Random, screen: str, most: int) -> Burst:
    """Make one up."""
    size = chance.choice(SIZES)
    looks_only = chance.random() < 0.3
    made: list[Message] = []
    for _ in range(chance.randint(2, max(2, min(LONGEST, most)))):
        kind = chance.random()
        if kind < 0.04:
            width, height = chance.choice([*SIZES, (43, 12), (44, 11), (20, 5)])
            made.append(events.Resize(Size(width, height), Size(width, height)))
        elif kind < 0.08:
            made.append(events.Paste(chance.choice(PASTES)))
        elif looks_only:
            made.append(key(chance.choice(LOOKING)))
        elif kind < 0.16:
            made += click(chance.randrange(size[0]), chance.randrange(size[1]))
        elif made and kind < 0.35 and isinstance(made[-1], events.Key):
            made.append(key(made[-1].key))
        else:
            made.append(key(chance.choice(chance.choice((BOUND, BOUND, TYPED, EDITING)))))
    return Burst(screen, size, made, looks_only)


def click(x: int, y: int) -> Iterator[Message]:
    for kind in (events.MouseDown, events.MouseUp):
        yield kind(None, x, y, 0, 0, 1, False, False, False, x, y)


class Broken(AssertionError):
    """Something that must hold does not."""


class Monkey:
    """Plays until it has pressed its keys."""

    def __init__(self, keys: int, seed: int) -> None:
        self._left, self._chance = keys, random.Random(seed)
        self.seed, self.report = seed, Report()

    async def play(self) -> Report:
        """Play; raises `Broken` with the seed and the burst."""
        while self._left > 0:
            await self._lap()
        return self.report

    async def _lap(self) -> None:
        """Go to every screen once, in any order, on a vault that is new."""
        names = self._chance.sample(sorted(WAYS), len(WAYS))
        if names[0] == "FirstRun":
            names = [*names[1:], names[0]]
        stage = MonkeyStage()
        stage.app.animation_level = "none"
        async with stage.app.run_test(size=USUAL) as stage.pilot:
            await stage.settle()
            for name in names:
                if self._left > 0 and name != "FirstRun":
                    await self._round(stage, name)
            self.report.sent += stage.sent
            self.report.confirmed += stage.confirmed
        if self._left > 0:
            stage = MonkeyStage(has_vault=False)
            async with stage.app.run_test(size=USUAL) as stage.pilot:
                await stage.settle()
                await self._round(stage, "FirstRun")

    async def _round(self, stage: MonkeyStage, name: str) -> None:
        with contextlib.suppress(AssertionError):
            # What was done to the vault before may have closed this way.
            await stage.go(name)
        one = burst(self._chance, stage.name, self._left)
        try:
            await self._deliver(stage, one)
        except Exception as problem:
            raise Broken(f"seed {self.seed}, burst {self.report.bursts}, {one}: {problem!r}") from problem

    async def _deliver(self, stage: MonkeyStage, one: Burst) -> None:
        self.report.screens[one.screen] += 1
        await resize(stage, one.size)
        sent, kept, confirmed = stage.sent, stage.kept, stage.confirmed
        for event in one.events:
            if isinstance(event, events.Resize):
                set_size(stage.app, event.size)
            stage.app.post_message(event)
        await stage.settle()
        pressed = sum(isinstance(each, events.Key | events.Paste | events.MouseDown) for each in one.events)
        self._left -= pressed
        self.report.keys += pressed
        self.report.bursts += 1
        await self._is_well(stage)
        if one.looks_only and stage.sent != sent:
            raise Broken(f"{stage.sent - sent} sent")
        if kept - stage.kept and stage.confirmed == confirmed:
            raise Broken(f"gone without a confirmation: {sorted(kept - stage.kept)}")
        if stage.api.rotated or stage.store.restored:
            raise Broken("rotated, or restored")

    async def _is_well(self, stage: MonkeyStage) -> None:
        app = stage.app
        if app._exception is not None:
            raise Broken("an exception") from app._exception
        if not app.is_running:
            raise Broken("the app has ended")
        strange = [each for each in app.screen_stack[1:] if not isinstance(each, OwnScreen)]
        if strange:
            raise Broken(f"not one of ours: {strange}")
        if TooSmall.is_too_small(app.size):
            await resize(stage, USUAL)
        await self._go_back(stage)
        await stage.press("V")
        await stage.until(lambda: isinstance(app.screen, Choose))
        await stage.press("escape")
        await stage.until(lambda: isinstance(app.screen, Dashboard))

    async def _go_back(self, stage: MonkeyStage) -> None:
        for _ in range(ESCAPES):
            screen: Screen[Any] = stage.app.screen
            match screen:
                case Dashboard():
                    await stage.press("escape")
                    if not isinstance(screen.focused, Input):
                        return
                case Unlock():
                    field = screen.query_one(SecretInput)
                    field.value = builders.PASSPHRASE.reveal()
                    # Elsewhere enter may press a button that leads on to another screen, again and again.
                    field.focus()
                    await stage.press("enter")
                    await stage.until(lambda: stage.name != "Unlock")
                case FirstRun():
                    for name in ("passphrase", "again"):
                        screen.query_one(f"#{name}", SecretInput).value = builders.PASSPHRASE.reveal()
                    screen.query_one("#again").focus()
                    await stage.press("enter")
                    await stage.until(lambda: stage.name != "FirstRun")
                case Confirm() if str(screen.query_one("#cancel", Button).label) == "Go on editing":
                    screen.query_one("#go", Button).press()
                    await stage.settle()
                case TooSmall():
                    # It goes by itself once what was typed before is done, unless the window was made small only then.
                    await resize(stage, USUAL)
                    await stage.until(lambda: not isinstance(stage.app.screen, TooSmall))
                case _:
                    await stage.press("escape")
            if stage.app._exception is not None:
                raise Broken("an exception on the way back") from stage.app._exception
        raise Broken(f"no way back: {stage.app.screen_stack}")


async def resize(stage: MonkeyStage, size: tuple[int, int]) -> None:
    if stage.app.size != Size(*size):
        stage.resize(*size)
        await stage.settle()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--keys", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=None, help="plays the same again")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**6)
    began = time.monotonic()
    monkey = Monkey(given.keys, seed)
    try:
        report = asyncio.run(monkey.play())
    except Broken as broken:
        sys.stderr.write(f"{broken}\n")
        raise
    taken = time.monotonic() - began
    sys.stdout.write(
        f"seed {seed}: {report.keys:,} keys in {report.bursts:,} bursts on {len(report.screens)} screens "
        f"in {taken:.0f} s; {report.sent:,} asked of Amazon's double, {report.confirmed:,} confirmations\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
