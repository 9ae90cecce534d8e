"""What the right side of the checklist shows for each step, built anew whenever the authorization changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, RadioButton, RadioSet, Static

from spauth_tui.domain.amazon.checklist import evidence, is_done, is_finished
from spauth_tui.domain.amazon.portal import REVOKE_PATH, chosen_portal, portals_for
from spauth_tui.domain.amazon.steps import AUTHORIZE, EXCHANGE, LIMITS, PORTAL, STEPS, STORE, Step
from spauth_tui.domain.diagnosis.causes import explain_api_refusal, explain_refusal
from spauth_tui.domain.diagnosis.explanation import Case
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.time import clock_face, minute_words
from spauth_tui.services.testing.verifying import Verified
from spauth_tui.ui.authorization.test_call import proof_words, told_words
from spauth_tui.ui.base.theme import BAR_EMPTY, BAR_FULL
from spauth_tui.ui.widgets.explanation_words import explanation_words, said_words
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.working_sign import WorkingSign

PRACTICES = (
    "encrypted database",
    "never in client-side code, logs or URLs",
    "backup and recovery",
    "access only for the parts that need it",
    "a process for rotation and revocation",
)


@dataclass(frozen=True, slots=True)
class View:
    """What the panels are built from."""

    application: Application
    account: Account
    authorization: Authorization
    slots_used: int
    now: datetime
    holdings: Holdings
    verified: Verified | None = None
    has_next_region: bool = False
    copy_key: str = ""
    """The key that copies an access token on the dashboard."""

    @property
    def case(self) -> Case:
        """What refusals are checked against."""
        return Case(self.authorization, self.holdings, self.now)


def panel(step: Step, view: View) -> Iterable[Widget]:
    """Yield the widgets of one step: what, why, who; its own part; what can go wrong."""
    number = STEPS.index(step) + 1
    yield Static(f"Step {number} of {len(STEPS)}: {step.title}", classes="title", markup=False)
    yield Static(Content(step.what))
    yield Static(
        Content.styled("Who: ", "bold") + Content(step.actor) + Content.styled("   Why: ", "bold") + Content(step.why),
        classes="muted",
    )
    yield from _PARTS[step.key](view)
    yield ProblemLine()
    yield WorkingSign()
    if not (step.key == EXCHANGE and is_finished(view.authorization)):
        wrong = Content("\n").join(Content(f"· {each}") for each in step.pitfalls)
        yield Static(Content.styled("Good to know\n", "bold") + wrong, classes="muted")


def _actions(*buttons: Button) -> Horizontal:
    return Horizontal(*buttons, classes="actions")


def _button(words: str, identity: str, *, main: bool = False) -> Button:
    return Button(words, id=identity, variant="primary" if main else "default", compact=True)


def _tick(view: View, step: Step) -> Iterable[Widget]:
    if is_done(step, view.authorization):
        yield Static(Content(f"✓ Done: {evidence(step, view.authorization)}."), classes="good")
        buttons = [_button("Go on", "next", main=True)]
        if step.key in view.authorization.ticks and view.authorization.current_refresh_token is None:
            buttons.append(_button("Not done after all", "untick"))
        yield _actions(*buttons)
    else:
        yield _actions(_button("I have done this", "tick", main=True))


def _limits(view: View) -> Iterable[Widget]:
    used, limit = view.slots_used, view.application.authorization_limit
    width = min(40, limit)
    full = min(width, round(used * width / limit))
    token = "$text-error" if used >= limit else "$text-success"
    meter = Content.styled(BAR_FULL * full, token) + Content.styled(BAR_EMPTY * (width - full), "$foreground 30%")
    yield Static(
        meter
        + Content(f"  {used} of {limit} self-authorizations of {view.application.label}")
        + Content.styled("\ncounted here; the console is authoritative", "$foreground 60%")
    )
    if used >= limit and view.authorization.current_refresh_token is None:
        yield Static(
            Content.styled("The limit is reached: no account can be added now. ", "bold $text-error")
            + Content("To make room, revoke one that is no longer needed:\n")
            + _path(REVOKE_PATH)
        )
        yield _actions(_button("Revoke one", "revoke-one", main=True))
        return
    yield from _tick(view, STEPS[0])


def _path(parts: Iterable[str]) -> Content:
    arrow = Content.styled(" → ", "$text-accent")
    return arrow.join(Content(part) for part in parts)


def _portal(view: View) -> Iterable[Widget]:
    yield from _where(view, choice=True)
    yield from _tick(view, STEPS[1])


def _where(view: View, *, choice: bool) -> Iterable[Widget]:
    portal = chosen_portal(view.account, view.authorization.portal)
    if choice:
        yield RadioSet(
            *(RadioButton(Content(each.name), value=each.key == portal.key) for each in portals_for(view.account)),
            id="portal",
        )
    yield Static(Content.styled("Click path  ", "bold") + _path((portal.name, *portal.click_path)))
    yield Static(Content.styled("Address     ", "bold") + Content(portal.address))
    if portal.hint:
        yield Static(Content(portal.hint), classes="muted")
    yield _actions(_button("Open in browser", "open"), _button("Copy the address", "copy-address"))


def _authorize(view: View) -> Iterable[Widget]:
    yield from _where(view, choice=False)
    current = view.authorization.current_refresh_token
    if current is not None:
        words = (
            f"✓ A refresh token is stored since {minute_words(current.created_at)}, fingerprint {current.fingerprint}."
        )
        yield Static(Content(words), classes="good")
        yield Static(
            Content("Pasting a further one makes it the current one; Amazon keeps the earlier ones valid."),
            classes="muted",
        )
    yield Static(Content.styled(f"Refresh token of {view.account.label} ({view.account.region.name})", "bold"))
    yield SecretInput("paste it here: Atzr|…", id="refresh-token")
    yield Static("", id="paste-hint", classes="muted")
    buttons = [_button("Store it", "store", main=True)]
    if current is not None:
        buttons.append(_button("Go on", "next"))
    yield _actions(*buttons)


def _store(view: View) -> Iterable[Widget]:
    current = view.authorization.current_refresh_token
    if current is None:
        yield Static(Content("Nothing is stored yet. Step 3 comes first."), classes="muted")
        yield _actions(_button("To step 3", "to-authorize", main=True))
        return
    yield Static(
        Content(
            f"✓ Stored {minute_words(current.created_at)}, read back and compared.\n"
            f"  {current.length} characters, fingerprint {current.fingerprint}"
        ),
        classes="good",
    )
    yield Static(
        Content.styled("Amazon's storage practices\n", "bold")
        + Content("\n").join(Content(f"· {practice}") for practice in PRACTICES),
        classes="muted",
    )
    yield _actions(_button("Go on", "next", main=True), _button("Read it back again", "read-back"))


def _exchange(view: View) -> Iterable[Widget]:
    authorization = view.authorization
    if authorization.current_refresh_token is None:
        yield Static(Content("There is no refresh token to exchange. Step 3 comes first."), classes="muted")
        yield _actions(_button("To step 3", "to-authorize", main=True))
        return
    if authorization.refusal is not None:
        yield from _refused(view)
    elif authorization.is_proven and authorization.access_token is not None:
        left = authorization.access_token.remaining(view.now)
        words = f"✓ Login with Amazon answered. The access token lives {clock_face(left)} more."
        if not left:
            words = "✓ Login with Amazon has answered before. The access token has expired; exchange again."
        yield Static(Content(words), classes="good", id="lives")
    if view.verified is not None:
        yield Static(proof_words(view.verified.proof, view.verified.foreign))
        if view.verified.differs:
            yield Static(Content.styled(told_words(view.verified), "$text-warning"))
            yield _actions(_button("Keep what SP-API says", "marketplaces"))
    elif authorization.api_refusal is not None:
        told = explain_api_refusal(authorization.api_refusal, view.case)
        yield Static(explanation_words(told))
        yield Static(said_words(told), classes="muted")
        yield _actions(_button("Copy for support", "support"))
    buttons = [_button("Exchange now", "exchange", main=not authorization.is_proven)]
    if authorization.access_token is not None:
        buttons.append(_button("Test at SP-API", "verify"))
    yield _actions(*buttons)
    if is_finished(authorization) and authorization.refusal is None:
        further = f"The countdown runs on the dashboard: press {view.copy_key} there to copy the access token."
        yield Static(Content.styled("All five steps are done. ", "bold $text-success") + Content(further))
        ways = [_button("To the dashboard", "leave", main=True), _button("Authorize another account", "another")]
        if view.has_next_region:
            ways.append(_button("Authorize the next region", "region"))
        yield _actions(*ways)


def _refused(view: View) -> Iterable[Widget]:
    refusal = view.authorization.refusal
    assert refusal is not None
    told = explain_refusal(refusal, view.case)
    yield Static(explanation_words(told))
    yield Static(said_words(told), classes="muted")
    redo = [_button("Authorize again", "to-authorize")] if Way.AUTHORIZE in told.ways else []
    yield _actions(*redo, _button("Copy for support", "support"))


_PARTS = {LIMITS: _limits, PORTAL: _portal, AUTHORIZE: _authorize, STORE: _store, EXCHANGE: _exchange}
