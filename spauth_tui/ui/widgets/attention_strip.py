"""The line that says what needs a person; it is not there when nothing does."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from spauth_tui.domain.client_secrets import NOTICED, falls_back, left_words, may_go, secret_left
from spauth_tui.domain.holdings import Holdings
from spauth_tui.domain.standing import Standing
from spauth_tui.domain.tally import Tally
from spauth_tui.ui.own_words import own_words

_HINT = "Press ! to sort by it."


class AttentionStrip(Static):
    """Names refused exchanges, expiring client secrets and unfinished checklists; a click sorts by attention."""

    DEFAULT_CSS = """
    AttentionStrip { height: 1; padding: 0 1; color: $text-warning; background: $warning 12%;
        text-wrap: nowrap; text-overflow: ellipsis; display: none;
        &.-needed { display: block; } &:hover { background: $warning 25%; }
        /* the terminal's own colours know no shades */
        &:ansi, &:ansi:hover { background: transparent; } }
    """

    _reading = Content()
    _parts: Sequence[str] = ()
    _hint = Content()

    class Chosen(Message):
        """The strip was clicked."""

    def show(self, holdings: Holdings, tally: Tally, now: datetime, notes: Sequence[str] = ()) -> None:
        """Say what needs attention, `notes` about the computer and the vault first."""
        parts = [
            *notes,
            *_leaks(holdings),
            *_refused(tally),
            *_refused_by_api(holdings),
            *_secrets(holdings, now),
            *_counted(tally.to_finish, "checklist to finish", "checklists to finish"),
        ]
        self._reading = Content()
        self.set_class(bool(parts), "-needed")
        self._parts = parts
        self._hint = Content.styled(f"   {own_words(_HINT, self.app)}", "$foreground 60%")
        self.update(_words(parts) + self._hint)

    def show_reading(self) -> None:
        """Say that the vault is being read, until it can be said what needs attention."""
        self.add_class("-needed")
        self._reading = Content.styled("Reading the rest of the vault …", "$foreground 60%")
        self.update(self._reading)

    def render(self) -> Content:
        """Paint as many whole parts as there is room for, and how many more there are."""
        if self._reading:
            return self._reading
        count = len(self._parts)
        for n in range(count, 0, -1):
            said = _words([*self._parts[:n], *([f"{count - n} more"] if n < count else [])])
            for words in (said + self._hint, said):
                if words.cell_length <= self.size.width:
                    return words
        return _words(self._parts)

    def on_click(self, event: events.Click) -> None:
        """Say that it was clicked."""
        self.post_message(self.Chosen())


def _words(parts: Sequence[str]) -> Content:
    return Content.styled("Needs attention: ", "bold") + Content(" · ".join(parts))


def _counted(count: int, one: str, many: str) -> list[str]:
    return [f"{count} {one if count == 1 else many}"] if count > 0 else []


def _refused(tally: Tally) -> list[str]:
    return [
        *_counted(tally.of(Standing.REFUSED), "refused", "refused"),
        *_counted(tally.of(Standing.REVOKED), "revoked", "revoked"),
    ]


def _leaks(holdings: Holdings) -> list[str]:
    return [f"leak: {each.leaked.value} of {each.subject}" for each in holdings.incidents[:1]] + _counted(
        len(holdings.incidents) - 1, "more leak", "more leaks"
    )


def _refused_by_api(holdings: Holdings) -> list[str]:
    refused = sum(1 for each in holdings.authorizations if each.api_refusal is not None)
    return [f"{refused} refused by SP-API"] if refused else []


def _secrets(holdings: Holdings, now: datetime) -> list[str]:
    ending = []
    for application in holdings.applications:
        left = secret_left(application, now)
        if falls_back(application):
            ending.append((timedelta.min, f"new client secret of {application.label} refused, the old one is used"))
        elif left is not None and left <= NOTICED:
            words = left_words(left) if left > timedelta(0) else "past its 180 days"
            ending.append((left, f"client secret of {application.label}: {words}"))
    ending.sort()
    done = [each.label for each in holdings.applications if may_go(each, now)]
    return [
        *(words for _, words in ending[:1]),
        *_counted(len(ending) - 1, "more client secret", "more client secrets"),
        *(f"old client secret of {label} can go" for label in done[:1]),
    ]
