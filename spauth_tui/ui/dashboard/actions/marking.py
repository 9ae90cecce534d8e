"""The dashboard's half that marks several authorizations and does one thing to all of them."""

from __future__ import annotations

from textual import work

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.counting import counted
from spauth_tui.ui.dashboard.board_screen import BoardScreen
from spauth_tui.ui.dashboard.mark_strip import WAYS, MarkStrip

_MOST_NAMED = 8


class Marking(BoardScreen):
    """Marks last until they are taken away or the vault is locked, whatever the filter shows."""

    def marked(self) -> list[Authorization]:
        """Return what is marked, in the order of the board; what the filter hides comes last."""
        shown = [key for key in self.board.order if key in self.roster.marked]
        hidden = [key for key in self.roster.authorizations if key in self.roster.marked - set(shown)]
        return [self.roster.authorizations[key] for key in (*shown, *hidden)]

    def action_mark(self) -> None:
        """Mark the authorization under the cursor, or take its mark away, and go to the next."""
        authorization = self.under_cursor()
        if authorization is not None:
            self.roster.marked ^= {authorization.id}
            self._show_marks([authorization.id])
            self.board.move("right")

    def action_mark_on(self, where: str) -> None:
        """Move as `Board.move` does, and mark everything from here to there."""
        order, before = self.board.order, self.board.cursor
        self.board.move(where)
        after = self.board.cursor
        if before is None or after is None:
            return
        first, last = sorted((order.index(before), order.index(after)))
        passed = order[first : last + 1]
        self.roster.marked |= set(passed)
        self._show_marks(list(passed))

    def action_mark_all(self) -> None:
        """Mark all that the filter shows; take their marks away where all have one."""
        shown = set(self.board.order)
        if shown <= self.roster.marked:
            self.roster.marked -= shown
        else:
            self.roster.marked |= shown
        self._show_marks(shown)

    def action_unmark(self) -> None:
        """Take every mark away."""
        gone, self.roster.marked = self.roster.marked, set()
        self._show_marks(gone)

    def show_mark_strip(self) -> None:
        """Say how many are marked and what can be done."""
        if self.is_gone:
            return
        marked = self.roster.marked
        keys = {action: self._key_of(action) for action, _ in WAYS} if marked else {}
        self.query_one(MarkStrip).show(len(marked), len(marked.difference(self.board.order)), keys)

    def _key_of(self, action: str) -> str:
        wanted = "stop" if action == "unmark" else action
        for active in self.active_bindings.values():
            if active.binding.action == wanted:
                return self.app.get_key_display(active.binding)
        return ""

    def _show_marks(self, changed: set[AuthorizationId] | list[AuthorizationId]) -> None:
        self.board.update_many(changed)
        self.show_mark_strip()

    def on_mark_strip_wanted(self, event: MarkStrip.Wanted) -> None:
        """Do by mouse what the keys do."""
        self.run_worker(self.run_action(event.action), group="strip")

    @work(group="dialog")
    async def action_guard(self) -> None:
        """Guard what is marked, or what is under the cursor; guard it no longer where all of it is guarded."""
        chosen = self.marked() or [each for each in [self.under_cursor()] if each is not None]
        if not chosen:
            return
        try:
            if all(each.guarded for each in chosen):
                words = await self._unguard(chosen)
            else:
                words = await self._guard([each for each in chosen if not each.guarded])
        except SpauthError as problem:
            self.tell(problem)
            return
        self._show_marks([each.id for each in chosen])
        if words:
            self.notify(words, markup=False, timeout=5)

    async def _guard(self, chosen: list[Authorization]) -> str:
        for each in chosen:
            self.roster.put(await self.workspace.guarding.guard(each))
        return f"{counted(len(chosen), 'authorization')} guarded: the passphrase is asked for before a token goes out."

    async def _unguard(self, chosen: list[Authorization]) -> str:
        from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase

        async def deed(passphrase: Secret) -> int:
            for each in await self.workspace.guarding.unguard_many(chosen, passphrase):
                self.roster.put(each)
            return len(chosen)

        what = counted(len(chosen), "authorization")
        words = f"From then on no passphrase is asked for before a token of {what} is copied, shown or handed out."
        done = await self.app.push_screen_wait(AskPassphrase("Remove the guard", words, "Remove the guard", deed))
        return "" if done is None else f"{counted(done, 'authorization')} no longer guarded."

    async def remove_marked(self, chosen: list[Authorization]) -> None:
        """Ask once, naming them, then remove them all. To be called from a worker."""
        from spauth_tui.ui.dialogs.confirm import Confirm
        from spauth_tui.ui.dialogs.guarded import remove

        what = counted(len(chosen), "authorization")
        named = [self.roster.subject(each) for each in chosen[:_MOST_NAMED]]
        more = [f"and {len(chosen) - _MOST_NAMED:,} more"] if len(chosen) > _MOST_NAMED else []
        consequence = "\n".join((*named, *more)) + (
            "\n\nTheir tokens are deleted from this vault and cannot be brought back from it. Amazon is not told: "
            "to end an authorization, revoke it in the portal as well."
        )
        if not await self.app.push_screen_wait(Confirm(f"Remove {what}?", consequence, f"Remove {len(chosen):,}")):
            return
        try:
            await remove(self, self.workspace.removing, chosen)
        except SpauthError as problem:
            self.tell(problem)
        await self.reload()
        self.show_mark_strip()
