"""Tests one authorization: the exchange, then one SP-API call; shows what it proved, or why it failed."""

from collections.abc import Awaitable, Iterable
from datetime import datetime, timedelta

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.diagnosis.causes import explain_api_problem
from spauth_tui.domain.diagnosis.explanation import Case, Explanation
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.proof import Proof
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.time import age_words, clock_face
from spauth_tui.services.testing.verifying import Verified
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.why_it_failed import (
    REGION_PREFIX,
    WAY_PREFIX,
    copy_for_support,
    explanation_of,
    region_button,
    way_button,
    way_buttons,
)
from spauth_tui.ui.base.messages import WayChosen
from spauth_tui.ui.dialogs.dialog import Dialog, aside
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.explanation_words import explanation_words, said_words
from spauth_tui.ui.widgets.spinner import Spinner


class ProofDialog(Dialog[bool]):
    """Tests, or looks for the region, when it opens, and again only on request.

    Returns whether the last test was accepted.
    """

    title_words = "Test this authorization"
    first_focus = "#again"
    hint = "tab moves · enter presses · esc leaves"

    def __init__(
        self, workspace: Workspace, holdings: Holdings, authorization_id: AuthorizationId, *, find_region: bool = False
    ) -> None:
        super().__init__()
        self._begins_with = self._find_region if find_region else self._test
        self._workspace, self._holdings, self._authorization_id = workspace, holdings, authorization_id
        self._is_proven = False
        self._next_at: datetime | None = None
        self._explanation: Explanation | None = None
        self._verified: Verified | None = None

    def body(self) -> Iterable[Widget]:
        yield aside(self._holdings.subject(self._case.authorization))
        yield Spinner()
        yield Static(id="result")
        yield Horizontal(id="ways", classes="ways")
        yield Static(id="said", classes="hint")
        yield Static(id="next-call", classes="hint")

    def buttons(self) -> Iterable[Button]:
        yield Button("Copy for support", id="support")
        yield Button("Test again", id="again", variant="primary")
        yield Button("Close", id="cancel")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#support").display = False
        self._begins_with()
        self.set_interval(1, self._say_next_call)

    @property
    def _case(self) -> Case:
        holdings = self._holdings
        return Case(holdings.authorization_by_id[self._authorization_id], holdings, self._workspace.clock.now())

    def leave(self) -> None:
        """Leave, and return whether the last test was accepted."""
        self.dismiss(self._is_proven)

    def pressed(self, button_id: str) -> None:
        if button_id in ("again", f"{WAY_PREFIX}{Way.TEST.name}"):
            self._test()
        elif button_id == "support":
            self._copy()
        elif button_id == "named":
            self._set_marketplaces()
        elif button_id.startswith(REGION_PREFIX):
            self._set_region(Region[button_id.removeprefix(REGION_PREFIX)])
        elif button_id == f"{WAY_PREFIX}{Way.FIND_REGION.name}":
            self._find_region()
        else:
            self.app.post_message(WayChosen(Way[button_id.removeprefix(WAY_PREFIX)], self._authorization_id))
            self.dismiss(False)

    @work(group="test", exclusive=True)
    async def _test(self) -> None:
        await self._clear("Exchanging at Login with Amazon, then calling SP-API once")
        found: Verified | SpauthError
        try:
            found = await self._workspace.testing.verifying.verify(self._case.authorization, self._case.account)
        except SpauthError as problem:
            found = problem
        self.query_one(Spinner).stop()
        self._holdings = await self._workspace.holdings()
        self._is_proven = isinstance(found, Verified)
        await (self._show_proof(found) if isinstance(found, Verified) else self._show_problem(found))
        await self._count_down()

    async def _show_proof(self, verified: Verified) -> None:
        words = proof_words(verified.proof, verified.foreign)
        if verified.differs:
            words = words + Content("\n") + Content.styled(marketplaces_words(verified), "$text-warning")
            self._verified = verified
            choice = Content(f"Set the marketplaces to {' '.join(verified.named)}")
            await self._offer([Button(choice, id="named")])
        self.query_one("#result", Static).update(Content("√ Login with Amazon gave an access token\n") + words)
        if verified.foreign:
            await self._offer([way_button(Way.EDIT_ACCOUNT)])

    async def _show_problem(self, problem: SpauthError) -> None:
        if isinstance(problem, SellingPartnerApiError) and problem.status:
            explanation: Explanation | None = explain_api_problem(problem, self._case)
        elif isinstance(problem, SellingPartnerApiError):
            explanation = None
        else:
            explanation = explanation_of(self._case, None)
        if explanation is None:
            self.tell(problem)
            return
        self.query_one("#result", Static).update(explanation_words(explanation))
        self.query_one("#said", Static).update(said_words(explanation))
        self._explanation = explanation
        found = await self._workspace.testing.verifying.found_region(self._case.authorization, self._case.account)
        if found is not None:
            await self._offer([region_button(found)])
        await self._offer(way_buttons(explanation))
        self.query_one("#support").display = True

    @work(group="set", exclusive=True)
    async def _set_marketplaces(self) -> None:
        assert self._verified is not None
        accounts, named = self._workspace.authorizing.accounts, self._verified.named
        await self._set(accounts.set_marketplaces(self._verified.account, named), f"marketplaces {' '.join(named)}")

    @work(group="set", exclusive=True)
    async def _set_region(self, region: Region) -> None:
        await self._set(
            self._workspace.authorizing.accounts.set_region(self._case.account, region), f"region {region.name}"
        )

    async def _set(self, change: Awaitable[Account], words: str) -> None:
        with self.telling():
            account = await change
            self._holdings = await self._workspace.holdings()
            await self.query_one("#ways").remove_children()
            self.query_one("#support").display = False
            done = f"{account.label} is now kept with {words}. Test again to prove it."
            self.query_one("#result", Static).update(Content.styled(done, "$text-success"))
            self.query_one("#again").focus()

    @work(group="copy", exclusive=True)
    async def _copy(self) -> None:
        assert self._explanation is not None
        with self.telling():
            await copy_for_support(self, self._workspace, self._explanation, self._case)

    @work(group="test", exclusive=True)
    async def _find_region(self) -> None:
        await self._clear("Trying the other regions, one call each")
        account = self._case.account
        try:
            found = await self._workspace.testing.verifying.find_region(self._case.authorization, account)
        except SpauthError as problem:
            self.tell(problem)
            found = account.region
        finally:
            self.query_one(Spinner).stop()
        result = self.query_one("#result", Static)
        if found is None:
            words = (
                "No other region accepts it either, so the region is not the cause. Go on with the next one: seller or "
                "vendor, the application's roles, sandbox or production."
            )
            result.update(Content.styled(words, "$text-warning"))
            await self._offer([Button("Why it failed", id="again")])
        elif found is not account.region:
            words = (
                f"Found: this refresh token belongs to {found.value} ({found.name}), and the account is stored under "
                f"{account.region.value} ({account.region.name}). Set the region, or authorize it in its own."
            )
            result.update(Content.styled(words, "bold $text-warning"))
            await self._offer([region_button(found)])
            await self._offer([way_button(Way.EDIT_ACCOUNT), way_button(Way.AUTHORIZE)])
        await self._count_down()

    async def _clear(self, doing: str) -> None:
        self.forget_problem()
        self.query_one("#result", Static).update("")
        self.query_one("#said", Static).update("")
        await self.query_one("#ways").remove_children()
        self.query_one("#support").display = False
        self.query_one(Spinner).start(doing)

    async def _offer(self, buttons: list[Button]) -> None:
        await self.query_one("#ways", Horizontal).mount_all(buttons)

    async def _count_down(self) -> None:
        wait = await self._workspace.testing.verifying.wait(self._case.authorization, self._case.account)
        self._next_at = self._workspace.clock.now() + wait
        self._say_next_call()

    def _say_next_call(self) -> None:
        if self._next_at is None:
            return
        left = self._next_at - self._workspace.clock.now()
        proof = self._case.authorization.proof
        words = "A test call is allowed now."
        if left > timedelta(0):
            words = f"Next test call allowed in {clock_face(left)}."
        if proof is not None:
            words += f" Last proven good {age_words(proof.proven_at, self._workspace.clock.now())}."
        self.query_one("#next-call", Static).update(Content(words))


def proof_words(proof: Proof, foreign: tuple[Region, ...] = ()) -> Content:
    """Describe what the call proved; `foreign` lists regions that should not appear."""
    lines = [Content.styled(f"√ SP-API accepted it at {proof.endpoint}", "$text-success")]
    for each in proof.participations:
        state = "takes part" if each.is_participating else "does not take part"
        suspended = ", listings suspended" if each.has_suspended_listings else ""
        store = Content(f"  {each.code}  {each.store_name}  ")
        state = state if each.is_store else f"not one of Amazon's stores: {each.marketplace_id}"
        lines.append(store + Content.styled(f"{state}{suspended}", "$dim"))
    for region in foreign:
        words = f"But these marketplaces belong to {region.value}: the account is stored under the wrong region."
        lines.append(Content.styled(words, "bold $text-warning"))
    return Content("\n").join(lines)


def marketplaces_words(verified: Verified) -> str:
    """Say which marketplaces SP-API named, and which are stored; nothing is replaced without asking."""
    kept = " ".join(verified.account.marketplaces)
    here = f"stored here: {kept or 'none'}"
    return f"SP-API says {' '.join(verified.named)}; {here}."
