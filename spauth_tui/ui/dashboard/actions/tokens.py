"""The dashboard's half that refreshes, copies and shows access tokens."""

from collections.abc import Collection, Sequence
from datetime import datetime

from textual import work
from textual.worker import Worker, WorkerState

from spauth_tui.domain.amazon.token_endpoint import EXCHANGE_COMMAND
from spauth_tui.domain.errors import Place, SpauthError
from spauth_tui.domain.errors.exchange import ExchangeRefused, NothingToCopy
from spauth_tui.domain.errors.vault import PassphraseNeeded
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.views.status import needs_refresh
from spauth_tui.services.tokens.copying import Copied
from spauth_tui.services.tokens.exchanging import Outcome
from spauth_tui.services.tokens.token_forms import TokenForm
from spauth_tui.ui.base.messages import Advanced
from spauth_tui.ui.base.receipts import receipt_words
from spauth_tui.ui.dashboard.board_screen import BoardScreen
from spauth_tui.ui.dashboard.progress_strip import ProgressStrip
from spauth_tui.ui.dialogs.guarded import hand_out, typing_waits


class TokenActions(BoardScreen):
    """Refresh one, refresh all, copy, copy as, show."""

    _refreshing_all: Worker[None] | None = None

    def action_refresh(self) -> None:
        """Exchange for what is marked, else for the authorization under the cursor; not for what is under way."""
        marked = self.marked()
        if marked and self._is_refreshing_already():
            return
        if marked:
            ready = [each for each in marked if each.current_refresh_token and each.id not in self.roster.refreshing]
            if ready:
                self._refreshing_all = self._exchange(ready, with_progress=True)
            left = len(marked) - len(ready)
            if left:
                self.notify(f"{left} of {len(marked)} left out: no refresh token, or under way.", markup=False)
            return
        authorization = self.under_cursor()
        if authorization is not None:
            self.exchange_one(authorization)

    def exchange_one(self, authorization: Authorization) -> None:
        """Exchange for one authorization; does nothing while that is under way."""
        if authorization.id not in self.roster.refreshing:
            self._exchange([authorization])

    def action_refresh_all(self) -> None:
        """Exchange for every authorization that has a refresh token and no plainly live access token."""
        if self._is_refreshing_already():
            return
        now = self.workspace.clock.now()
        due = [
            each
            for each in self.roster.authorizations.values()
            if (needs_refresh(each, now) or each.id in self.roster.problems) and each.id not in self.roster.refreshing
        ]
        if not due:
            self.notify("Nothing to refresh: every access token is live.", markup=False, timeout=4)
            return
        self._refreshing_all = self._exchange(due, with_progress=True)

    def _is_refreshing_already(self) -> bool:
        """Say so, on the screen too, while many are being refreshed: escape can stop only one such run."""
        worker = self._refreshing_all
        if worker is None or worker.state is not WorkerState.RUNNING:
            return False
        self.notify("Refreshing already. Press escape to stop.", markup=False, timeout=3)
        return True

    def stop_refreshing(self) -> bool:
        """Stop "refresh all"; return whether it was running."""
        worker = self._refreshing_all
        if worker is None or worker.state is not WorkerState.RUNNING:
            return False
        worker.cancel()
        return True

    @work(group="exchange")
    async def _exchange(self, chosen: Sequence[Authorization], *, with_progress: bool = False) -> None:
        theirs = {each.application_id for each in chosen}
        guarded = any(each.guarded and each.application_id in theirs for each in self.roster.authorizations.values())
        with typing_waits(self, asks=guarded and self.workspace.goes_elsewhere):
            await self._exchange_all(chosen, with_progress=with_progress)

    async def _exchange_all(self, chosen: Sequence[Authorization], *, with_progress: bool) -> None:
        marked = {each.id for each in chosen}
        for authorization_id in marked:
            self.roster.problems.pop(authorization_id, None)
        self.roster.refreshing |= marked
        self.board.update_many(marked)
        done = failed = 0
        declined: list[SpauthError] = []
        try:
            if with_progress:
                self._advance(0, len(chosen), 0)
            async for outcome in self.workspace.tokens.refresh_many([each.id for each in chosen]):
                self._take(outcome)
                done += 1
                if isinstance(outcome.problem, PassphraseNeeded):
                    declined.append(outcome.problem)
                elif outcome.problem is not None:
                    failed += 1
                if with_progress:
                    self._advance(done, len(chosen), failed)
        except SpauthError as problem:
            self.tell(problem)
        finally:
            self._end_exchange(marked)
            if with_progress and not self.is_gone:
                self.query_one(ProgressStrip).hide()
            if with_progress:
                self.app.post_message(Advanced(0, 0, 0))
        if declined:
            sentences = dict.fromkeys(each.sentence for each in declined)
            self.notify(" ".join((*sentences, declined[0].remedy)), severity="warning", markup=False, timeout=6)
        if with_progress and done > len(declined):
            words = f"{done - failed - len(declined)} refreshed" + (f", {failed} failed: press !" if failed else ".")
            self.notify(words, severity="warning" if failed else "information", markup=False, timeout=6)

    def _advance(self, done: int, total: int, failed: int) -> None:
        if not self.is_gone:
            self.query_one(ProgressStrip).show(done, total, failed)
        self.post_message(Advanced(done, total, failed))

    def _take(self, outcome: Outcome) -> None:
        authorization = outcome.authorization
        self.roster.refreshing.discard(authorization.id)
        if authorization.id not in self.roster.authorizations:
            return
        self.roster.put(authorization)
        if isinstance(outcome.problem, PassphraseNeeded):
            # Nothing was sent: what the pane says of the exchange before still holds.
            self.note_failure(authorization.id)
        elif outcome.problem is not None and not isinstance(outcome.problem, ExchangeRefused):
            self.roster.problems[authorization.id] = outcome.problem
        self.board.update_one(authorization.id)

    def _end_exchange(self, ids: Collection[AuthorizationId]) -> None:
        left_over = self.roster.refreshing.intersection(ids)
        self.roster.refreshing.difference_update(left_over)
        if self.is_gone:
            return
        self.board.update_many(left_over)
        self.count_anew(self.workspace.clock.now())

    def action_copy(self) -> None:
        """Copy the access token alone."""
        if (authorization := self.under_cursor()) is not None:
            self._copy(authorization.id, TokenForm.BARE)

    @work(group="copy-as")
    async def action_copy_as(self) -> None:
        """Ask for the form, then copy."""
        from spauth_tui.ui.dialogs.choose import Choose

        authorization = self.under_cursor()
        if authorization is None:
            return
        choices: list[tuple[str, TokenForm | str]] = [(form.value, form) for form in TokenForm]
        choices.append(("the exchange itself as a curl command, without secrets", EXCHANGE_COMMAND))
        form = await self.app.push_screen_wait(Choose("Copy as", choices))
        if isinstance(form, TokenForm):
            self._copy(authorization.id, form)
        elif form is not None:
            await self._copy_plain(form)

    async def _copy_plain(self, text: str) -> None:
        try:
            receipt = await self.workspace.copying.copy_plain(text)
        except SpauthError as problem:
            self.tell(problem)
        else:
            words = f"The command is {receipt.certainty.value}. It reads the secrets from your shell's variables."
            self.notify(words, markup=False, timeout=6)

    @work(group="copy")
    async def _copy(self, authorization_id: AuthorizationId, form: TokenForm) -> None:
        authorization = self.roster.authorizations.get(authorization_id)
        if authorization is None:
            self.notify("It was removed meanwhile: nothing was copied.", severity="warning", markup=False, timeout=5)
            return
        account = self.roster.account(authorization)

        async def copy(passphrase: Secret | None) -> Copied:
            return await self.workspace.copying.copy_access_token(
                authorization.id, account, form, passphrase=passphrase
            )

        try:
            copied = await hand_out(self, copy, guarded=authorization.guarded)
        except NothingToCopy as problem:
            self.notify(f"{problem.sentence} {problem.remedy}", severity="warning", markup=False, timeout=5)
        except SpauthError as problem:
            if problem.place is Place.SESSION:
                self.tell(problem)
        else:
            if copied is None:
                return
            self.notify(receipt_words(copied), title=account.label, markup=False, timeout=6)
            self.count_anew(self.workspace.clock.now())

    @work(group="clear-clipboard", exclusive=True)
    async def _clear_clipboard(self) -> None:
        await self.workspace.copying.clear_if_ours()

    def clear_clipboard_when_due(self, now: datetime) -> None:
        """Empty the clipboard when its time is over."""
        clears_at = self.workspace.copying.clears_at
        if clears_at is not None and now >= clears_at:
            self._clear_clipboard()

    def action_steps(self) -> None:
        """Open the checklist of the authorization under the cursor."""
        authorization = self.under_cursor()
        if authorization is not None:
            self.open_checklist(authorization.id)

    def action_details(self) -> None:
        """Open the details of the authorization under the cursor."""
        if (authorization := self.under_cursor()) is not None:
            self._open_details(authorization.id, reveal=False)

    def action_reveal(self) -> None:
        """Open the details and ask whether to show the access token."""
        if (authorization := self.under_cursor()) is not None:
            self._open_details(authorization.id, reveal=True)

    @work(group="open")
    async def _open_details(self, authorization_id: AuthorizationId, *, reveal: bool) -> None:
        from spauth_tui.ui.authorization.details import Details

        details = Details(self.workspace, authorization_id)
        if reveal:
            details.call_after_refresh(details.action_reveal)
        await self.app.push_screen_wait(details)
        self.note_failure(authorization_id)
        await self.reload(authorization_id)
