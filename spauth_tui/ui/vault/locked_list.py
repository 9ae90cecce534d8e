"""What the locked screen still shows, if the person wants it: labels, states and countdowns."""

from textual.content import Content
from textual.widgets import Static

from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.time import clock_face
from spauth_tui.domain.views.status import status_of
from spauth_tui.services.ports.clock import Clock
from spauth_tui.ui.base.status_colours import LOOKS

MOST = 200


class LockedList(Static):
    """A line for each authorization as of when the vault was locked; only the countdowns change. Holds no token."""

    DEFAULT_CSS = """
    LockedList { height: auto; max-height: 50%; width: 64; max-width: 96%; overflow-y: auto; margin-top: 1;
        padding: 0 2; }
    """

    def __init__(self, holdings: Holdings, clock: Clock) -> None:
        super().__init__()
        self._holdings, self._clock = holdings, clock

    def on_mount(self) -> None:
        self._paint()
        self.set_interval(1, self._paint)

    def _paint(self) -> None:
        now = self._clock.now()
        lines = []
        for each in self._holdings.authorizations[:MOST]:
            look = LOOKS[status_of(each, now)]
            life = each.access_token
            left = clock_face(life.remaining(now)) if life is not None else ""
            label = self._holdings.account_by_id[each.account_id].label
            word = look.words(f"{look.word:<18}")
            lines.append(Content(f"{label[:28]:<28} ") + word + Content(left))
        self.update(Content("\n").join(lines))
