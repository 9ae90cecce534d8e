"""What the full screens are made of: the line that says where you are, a sheet that scrolls, rows of buttons."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.safe_app import SafeApp
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.problem_line import ProblemLine


class Banner(Static):
    """Shows the app's banner; takes no room if there is none."""

    DEFAULT_CSS = """
    Banner { height: 1; padding: 0 1; background: $warning; color: $background; text-style: bold; display: none;
        text-wrap: nowrap; text-overflow: ellipsis; &.-needed { display: block; } }
    """

    def on_mount(self) -> None:
        words = self.app.banner if isinstance(self.app, SafeApp) else ""
        self.update(Content(words))
        self.set_class(bool(words), "-needed")


class KeyLine(Footer):
    """Textual's footer, recomposed only if the keys change: every move of the focus requests it."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._said: object = None

    async def recompose(self) -> None:
        while self.is_attached and (said := self._to_say()) != self._said:
            # The keys may have changed again by the time these are shown.
            self._said = said
            await super().recompose()

    def _to_say(self) -> object:
        return [
            (each.binding, each.enabled, each.tooltip, self.app.get_key_display(each.binding))
            for each in self.screen.active_bindings.values()
            if each.binding.show
        ]


def page(*parts: Widget, subject: Content | None = None) -> Iterable[Widget]:
    """Yield a full screen's first line, these parts, and its last line."""
    yield Subject(subject or "", id="subject")
    yield Banner()
    yield from parts
    yield KeyLine()


class Subject(Static):
    """The first line of a full screen."""

    DEFAULT_CSS = """
    Subject { dock: top; height: 1; background: $panel; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def show(self, title: str, words: str, quiet: str = "", style: str = "bold $text-primary") -> None:
        self.update(Content.styled(f"{title}  ", style) + Content(words) + Content.styled(quiet, "$dim"))


class Page(VerticalScroll, can_focus=False):
    """The middle of a full screen: text, lists and buttons below one another."""

    DEFAULT_CSS = """
    Page { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1;
        & > Static { height: auto; margin-bottom: 1; max-width: 110; }
        & > .section { text-style: bold; color: $text-primary; }
        & > .quiet { color: $dim; }
        & > OptionList { height: auto; border: none; padding: 0; margin-bottom: 1; background: $surface;
            max-width: 110; }
        & > Vertical { height: auto; } }
    """


class Actions(Horizontal):
    """A row of buttons; each runs the screen's action that its id names."""

    DEFAULT_CSS = """
    Actions { height: auto; margin-bottom: 1; & Button { margin-right: 1; } }
    """

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(self.screen, OwnScreen) and not self.screen.is_gone:
            await self.screen.run_action((event.button.id or "").replace("-", "_"))


@contextmanager
def telling(screen: Screen[Any]) -> Iterator[None]:
    """Show on the screen's line what fails; the rest of the block is skipped."""
    line = screen.query_one(ProblemLine)
    line.clear()
    try:
        yield
    except SpauthError as problem:
        line.show(problem)
        line.scroll_visible(animate=False)
