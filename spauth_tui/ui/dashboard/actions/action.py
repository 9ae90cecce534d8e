"""What an action is: a function that gets a narrow context, and one that says why it is not possible now."""

from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from textual.notifications import SeverityLevel
from textual.screen import Screen

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.services.tokens.exchanging import Outcome
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.dashboard.roster import Roster


class Context(Protocol):
    """What an action gets from its screen."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen that dialogs open over and workers belong to."""

    @property
    def workspace(self) -> Workspace:
        """The services."""

    @property
    def roster(self) -> Roster:
        """What is known about the vault."""

    def chosen(self) -> Authorization | None:
        """Return the one authorization that keys act on."""

    def show(self, changed: Collection[AuthorizationId]) -> None:
        """Redraw these after the roster changed."""

    def settle(self) -> None:
        """Update what depends on a change, such as counts or history."""

    def ended(self, outcome: Outcome) -> None:
        """Show how an exchange ended."""

    def tell(self, problem: SpauthError) -> None:
        """Show an expected failure."""

    async def reload(self, go_to: AuthorizationId | None = None) -> None:
        """Read the vault again and show it."""


Given_contra = TypeVar("Given_contra", contravariant=True)
Own = TypeVar("Own", bound=Context)
Answer = TypeVar("Answer")
Work = Coroutine[Any, Any, None]


@dataclass(frozen=True, slots=True)
class Action(Generic[Given_contra]):
    """What a key, a button, the palette or a menu does. Work that it returns runs as a worker; failures are shown."""

    do: Callable[[Given_contra], Work | None]
    why_not: Callable[[Given_contra], str] = lambda _: ""
    """Says why it is not possible now; empty if it is."""
    exclusive: bool = False
    """Whether starting it cancels an earlier run."""


def no_pane(context: Context) -> str:
    """Say that there is nothing for keys to act on; empty if there is."""
    words = f"No pane is chosen. Press {own_key('add', context.screen.app)} to add an authorization."
    return "" if context.chosen() else words


def no_mark_and_no_pane(context: Context) -> str:
    """Say that there is nothing to act on and nothing is marked; empty otherwise."""
    return "" if context.roster.marked else no_pane(context)


def on_one(
    do: Callable[[Own, Authorization], Work | None], why_not: Callable[[Own, Authorization], str] | None = None
) -> Action[Own]:
    """Return an action on what is under the cursor when the key is pressed."""

    def act(context: Own) -> Work | None:
        authorization = context.chosen()
        return None if authorization is None else do(context, authorization)

    def reason(context: Own) -> str:
        authorization = context.chosen()
        return why_not(context, authorization) if why_not and authorization else no_pane(context)

    return Action(act, reason)


class Actions(Generic[Own]):
    """The actions of one screen, by the ids of their keys."""

    def __init__(self, table: Mapping[str, Action[Own]], context: Own) -> None:
        self._table, self._context = table, context

    def offers(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Return whether a Textual action can be done: one of the table, or none of ours."""
        return action != "do" or parameters[0] in self._table

    def do(self, name: str) -> None:
        """Do an action, or say why not; an expected failure is shown."""
        action, context = self._table[name], self._context
        if words := action.why_not(context):
            say(context, words, 4 + len(words) // 20)
            return
        try:
            work = action.do(context)
        except SpauthError as problem:
            context.tell(problem)
        else:
            if work is not None:
                run(context, work, name, exclusive=action.exclusive)


def run(context: Context, work: Work, group: str, *, exclusive: bool = False) -> None:
    """Run work as a worker of the screen; an expected failure is shown."""

    async def shown() -> None:
        try:
            await work
        except SpauthError as problem:
            context.tell(problem)

    context.screen.run_worker(shown(), group=group, exclusive=exclusive)


async def ask(context: Context, screen: Screen[Answer]) -> Answer | None:
    """Open a screen over the action's own; return its result. Call from a worker."""
    return await context.screen.app.push_screen_wait(screen)


def say(context: Context, words: str, seconds: float = 6, severity: SeverityLevel = "information") -> None:
    """Say what was done."""
    context.screen.notify(words, markup=False, timeout=seconds, severity=severity)
