"""The line above an application's panes: label, kind, slots used, the client secret's deadline."""

from datetime import datetime

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.client_secrets import Level, falls_back, level_of, secret_words
from spauth_tui.domain.text.time import clock_face
from spauth_tui.ui.base.keys import own_key


class ApplicationHeading(Widget):
    """The heading of one application; headings are recycled like the panes."""

    DEFAULT_CSS = """
    ApplicationHeading { height: 1; color: $foreground; &:hover { background: $surface; } }
    """

    words_to_explain = "application, slot, client secret"
    """The terms that its tooltip explains."""

    class Chosen(Message):
        """The heading was clicked."""

        def __init__(self, application_id: ApplicationId) -> None:
            self.application_id = application_id
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self.group = -1
        self._application: Application | None = None
        self._said: tuple[Content, ...] = (Content(),)
        """Its text, and shorter versions of it."""
        self._empty = False

    def show(self, group: int, application: Application, used: int, now: datetime, *, empty: bool) -> None:
        """Bind the heading to an application; repaints only if its text changed."""
        self.group, self._application = group, application
        # The panes below name the kind too.
        said = (_words(application, used, now), _words(application, used, now, names_kind=False))
        if (said, empty) != (self._said, self._empty):
            self._said, self._empty = said, empty
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        if self._application is not None:
            self.post_message(self.Chosen(self._application.id))

    def render(self) -> Content:
        width = self.size.width
        words = next((each for each in self._said if each.cell_length <= width), self._said[-1])
        words = words.truncate(max(1, width), ellipsis=True)
        rule = "─" * max(0, width - words.cell_length - 1)
        line = words + Content(" ") + Content.styled(rule, "$rule")
        if not self._empty:
            return line
        hint = f"  No account is authorized yet. Press {own_key('add', self.app)}: an account, then its checklist."
        return line + Content("\n") + Content.styled(hint, "$dim").truncate(width, ellipsis=True)


_STYLES = {
    Level.MISSING: "bold $text-error",
    Level.OVER: "bold $text-error",
    Level.URGENT: "bold $text-error",
    Level.SOON: "$text-warning",
    Level.NOTICED: "$foreground",
}


def _words(application: Application, used: int, now: datetime, *, names_kind: bool = True) -> Content:
    style = _STYLES.get(level_of(application, now), "$dim")
    if falls_back(application):
        style = _STYLES[Level.URGENT]
    limit = application.authorization_limit
    grantless = [f"{each.scope_key} {clock_face(each.remaining(now))}" for each in application.grantless]
    return Content("   ").join(
        (
            Content.styled(application.label, "bold"),
            *([Content.styled(f"{application.kind.value} app", "$dim")] if names_kind else []),
            Content.styled(f"{used} of {limit} slots", "$text-warning" if used >= limit - 1 else "$dim"),
            Content.styled(secret_words(application, now), style),
            *(Content.styled(words, "$dim") for words in grantless),
        )
    )
