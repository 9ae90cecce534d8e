"""Explains a failure: what happened, the causes as far as they could be checked, and what to do."""

from collections.abc import Iterable
from typing import Any

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.button import ButtonVariant

from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.diagnosis.causes import explain_api_refusal, explain_problem, explain_refusal
from spauth_tui.domain.diagnosis.explanation import Case, Explanation, support_words
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.way import Way
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.base.messages import WayChosen
from spauth_tui.ui.dialogs.dialog import Dialog
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.explanation_words import explanation_words, said_words

WAY_PREFIX = "way-"
REGION_PREFIX = "region-"


def explanation_of(case: Case, problem: SpauthError | None) -> Explanation | None:
    """Explain LWA's refusal, SP-API's, or what has just failed; None if nothing has."""
    authorization = case.authorization
    if authorization.refusal is not None:
        return explain_refusal(authorization.refusal, case)
    if problem is not None:
        return explain_problem(problem)
    if authorization.api_refusal is not None:
        return explain_api_refusal(authorization.api_refusal, case)
    return None


def way_buttons(explanation: Explanation) -> list[Button]:
    """Return a button for each next step, the first as the main button."""
    return [way_button(way, variant="default" if number else "primary") for number, way in enumerate(explanation.ways)]


def way_button(way: Way, *, variant: ButtonVariant = "default") -> Button:
    """Return the button for a next step."""
    words = Content(f"{way.value[0].upper()}{way.value[1:]}")
    return Button(words, id=f"{WAY_PREFIX}{way.name}", variant=variant)


def region_button(found: Region) -> Button:
    """Return the button that stores the region that was found in the account."""
    words = Content(f"Set the region to {found.name}")
    return Button(words, id=f"{REGION_PREFIX}{found.name}", variant="primary")


async def copy_for_support(screen: Screen[Any], workspace: Workspace, explanation: Explanation, case: Case) -> None:
    """Copy what Amazon's support asks for, and say so; raises `ClipboardUnavailable`."""
    receipt = await workspace.copying.copy_plain(support_words(explanation, case))
    words = f"What support asks for is {receipt.certainty.value}. No secret is in it."
    screen.notify(words, markup=False, timeout=6)


class WhyItFailed(Dialog[Way]):
    """Explains one failure; buttons lead to where it is fixed, and copy what Amazon's support asks for."""

    title_words = "Why it failed"
    first_focus = f"#body Button, #{WAY_PREFIX}REFRESH, #cancel"
    hint = "tab moves · enter presses · esc leaves"

    def __init__(self, workspace: Workspace, case: Case, explanation: Explanation, found: Region | None = None) -> None:
        super().__init__()
        self._workspace, self._case, self._explanation, self._found = workspace, case, explanation, found

    def body(self) -> Iterable[Widget]:
        yield Static(Content(self._case.holdings.subject(self._case.authorization)), classes="hint")
        yield Static(explanation_words(self._explanation))
        if self._found is not None:
            words = f"The refresh token was found to belong to {self._found.value} ({self._found.name})."
            yield Static(Content.styled(words, "bold $text-warning"))
            yield Horizontal(region_button(self._found), classes="ways")
        yield Horizontal(*way_buttons(self._explanation), classes="ways")
        yield Static(said_words(self._explanation), classes="hint")

    def buttons(self) -> Iterable[Button]:
        yield Button("Copy for support", id="support")
        yield Button("Close", id="cancel")

    def pressed(self, button_id: str) -> None:
        if button_id == "support":
            self._copy()
        elif button_id.startswith(REGION_PREFIX):
            self._set_region(Region[button_id.removeprefix(REGION_PREFIX)])
        else:
            way = Way[button_id.removeprefix(WAY_PREFIX)]
            self.app.post_message(WayChosen(way, self._case.authorization.id))
            self.dismiss(way)

    @work(group="set", exclusive=True)
    async def _set_region(self, region: Region) -> None:
        with self.telling():
            account = await self._workspace.authorizing.accounts.set_region(self._case.account, region)
            how = f"Press {own_key('pane.test', self.app)} to prove it."
            self.notify(f"{account.label} is now kept in {region.value}. {how}", markup=False, timeout=6)
            self.dismiss(None)

    @work(group="copy", exclusive=True)
    async def _copy(self) -> None:
        with self.telling():
            await copy_for_support(self, self._workspace, self._explanation, self._case)
