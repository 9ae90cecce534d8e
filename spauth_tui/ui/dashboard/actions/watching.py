"""The dashboard's half that keeps an eye on authorizations: which are watched, and whom to notify when they run out."""

from dataclasses import replace
from datetime import datetime

from textual import work

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.views.watching import Watch
from spauth_tui.ui.base.messages import RunningOut
from spauth_tui.ui.dashboard.board_screen import BoardScreen


class Watching(BoardScreen):
    """Marks what is watched; notices by the second what comes near its end."""

    sought: str
    _watch: Watch | None = None

    @work(group="watch")
    async def action_watch(self) -> None:
        """Watch the authorization under the cursor, or watch it no longer."""
        authorization = self.under_cursor()
        if authorization is None:
            return
        try:
            # Turned round from what the board shows; what another window watches or does not is left as it is.
            shown = replace(await self.workspace.preferences(), watched=self.roster.watched)
            wanted = replace(shown, watched=shown.watched ^ {authorization.id})
            watched = (await self.workspace.change_preferences(shown, wanted)).watched
        except SpauthError as problem:
            self.tell(problem)
            return
        self.roster.watched = watched
        self.board.update_one(authorization.id)
        if self.sought:
            self.rearrange(counts=False)
        words = "Watched: you get a notice before it expires." if authorization.id in watched else "No longer watched."
        self.notify(words, markup=False, timeout=4)

    def look_at_the_watched(self, now: datetime) -> None:
        """Tell of what has come near its end since the last look."""
        if not self.roster.watched:
            return
        if self._watch is None:
            self._watch = Watch()
        found = [self.roster.authorizations[key] for key in self.roster.watched if key in self.roster.authorizations]
        words = self._watch.look(found, now)
        if words:
            self.notify(words, severity="warning", markup=False, timeout=30)
            self.post_message(RunningOut(words))
