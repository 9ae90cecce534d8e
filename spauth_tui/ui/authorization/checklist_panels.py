"""What the right side of the checklist shows for each step, rebuilt whenever the authorization changes."""

from collections.abc import Iterable
from datetime import timedelta

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import RadioSet, Static

from spauth_tui.domain.amazon.checklist import evidence, is_done, is_finished
from spauth_tui.domain.amazon.portal import REVOKE_PATH, portals_for
from spauth_tui.domain.amazon.steps import AUTHORIZE, EXCHANGE, LIMITS, PORTAL, STEP_BY_KEY, STEPS, STORE, Step
from spauth_tui.domain.diagnosis.causes import explain_api_refusal, explain_refusal
from spauth_tui.domain.diagnosis.explanation import Explanation
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.time import clock_face, minute_words
from spauth_tui.ui.authorization.progress import Progress
from spauth_tui.ui.authorization.test_call import marketplaces_words, proof_words
from spauth_tui.ui.base.status_colours import BAR_EMPTY, BAR_FULL
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.choice_row import Choice
from spauth_tui.ui.widgets.explanation_words import explanation_words, said_words
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.spinner import Spinner

PRACTICES = (
    "encrypted database",
    "never in client-side code, logs or URLs",
    "backup and recovery",
    "access only for the parts that need it",
    "a process for rotation and revocation",
)


def panel(step: Step, progress: Progress, copy_key: str) -> Iterable[Widget]:
    """Yield the widgets of one step: what, why, who; its own part; what can go wrong.

    `copy_key` copies an access token on the dashboard.
    """
    number = STEPS.index(step) + 1
    yield Static(f"Step {number} of {len(STEPS)}: {step.title}", classes="title", markup=False)
    yield Static(Content(step.what))
    who, why = Content.styled("Who: ", "bold") + Content(step.actor), Content.styled("   Why: ", "bold")
    yield Static(who + why + Content(step.why), classes="muted")
    yield from _exchange(progress, copy_key) if step.key == EXCHANGE else _PARTS[step.key](progress)
    yield ProblemLine()
    yield Spinner()
    if not (step.key == EXCHANGE and is_finished(progress.case.authorization)):
        yield _listed("Good to know", step.pitfalls)


def lives_words(left: timedelta) -> str:
    """Say how much time the access token has left, or that it has expired."""
    if not left:
        return "√ Login with Amazon has answered before. The access token has expired; exchange again."
    return f"√ Login with Amazon answered. The access token lives {clock_face(left)} more."


def _actions(*buttons: Button) -> Horizontal:
    return Horizontal(*buttons, classes="actions")


def _button(words: str, identity: str, *, main: bool = False) -> Button:
    return Button(words, id=identity, variant="primary" if main else "default")


def _listed(title: str, lines: Iterable[str]) -> Static:
    words = Content("\n").join(Content(f"· {each}") for each in lines)
    return Static(Content.styled(f"{title}\n", "bold") + words, classes="muted")


def _tick(progress: Progress, step: Step) -> Iterable[Widget]:
    authorization = progress.case.authorization
    if not is_done(step, authorization):
        yield _actions(_button("I have done this", "tick", main=True))
        return
    yield Static(Content(f"√ Done: {evidence(step, authorization)}."), classes="good")
    undo = step.key in authorization.ticks and authorization.current_refresh_token is None
    yield _actions(_button("Go on", "next", main=True), *([_button("Not done after all", "untick")] if undo else []))


def _limits(progress: Progress) -> Iterable[Widget]:
    application = progress.case.application
    used, limit = progress.holdings.slots_used(application.id), application.authorization_limit
    width = min(40, limit)
    full = min(width, round(used * width / limit))
    token = "$text-error" if used >= limit else "$text-success"
    meter = Content.styled(BAR_FULL * full, token) + Content.styled(BAR_EMPTY * (width - full), "$rule")
    yield Static(
        meter
        + Content(f"  {used} of {limit} slots of {application.label}")
        + Content.styled("\ncounted here; the console is authoritative", "$dim")
    )
    if used >= limit and progress.case.authorization.current_refresh_token is None:
        yield Static(
            Content.styled("The limit is reached: no account can be added now. ", "bold $text-error")
            + Content("To make room, revoke one that is no longer needed:\n")
            + _path(REVOKE_PATH)
        )
        yield _actions(_button("Revoke one", "revoke-one", main=True))
        return
    yield from _tick(progress, STEP_BY_KEY[LIMITS])


def _path(parts: Iterable[str]) -> Content:
    return Content.styled(" → ", "$dim").join(map(Content, parts))


def _portal(progress: Progress) -> Iterable[Widget]:
    choices = (Choice(each.name, holds=each == progress.portal) for each in portals_for(progress.case.account))
    yield RadioSet(*choices, id="portal")
    yield from _where(progress)
    yield from _tick(progress, STEP_BY_KEY[PORTAL])


def _where(progress: Progress) -> Iterable[Widget]:
    portal = progress.portal
    yield Static(Content.styled("Click path  ", "bold") + _path((portal.name, *portal.click_path)))
    yield Static(Content.styled("Address     ", "bold") + Content(portal.address))
    if portal.hint:
        yield Static(Content(portal.hint), classes="muted")
    yield _actions(_button("Open in browser", "open"), _button("Copy the address", "copy-address"))


def _authorize(progress: Progress) -> Iterable[Widget]:
    yield from _where(progress)
    current, account = progress.case.authorization.current_refresh_token, progress.case.account
    if current is not None:
        stored = f"stored since {minute_words(current.created_at)}, fingerprint {current.fingerprint}"
        yield Static(Content(f"√ A refresh token is {stored}."), classes="good")
        further = "Pasting a further one makes it the current one; Amazon keeps the earlier ones valid."
        yield Static(Content(further), classes="muted")
    yield Static(Content.styled(f"Refresh token of {account.label} ({account.region.name})", "bold"))
    yield SecretInput("paste it here: Atzr|…", id="refresh-token")
    yield Static("", id="paste-hint", classes="muted")
    yield _actions(_button("Store it", "store", main=True), *([_button("Go on", "next")] if current else []))


def _missing(words: str) -> Iterable[Widget]:
    yield Static(Content(f"{words} Step 3 comes first."), classes="muted")
    yield _actions(_button("To step 3", "to-authorize", main=True))


def _store(progress: Progress) -> Iterable[Widget]:
    current = progress.case.authorization.current_refresh_token
    if current is None:
        yield from _missing("Nothing is stored yet.")
        return
    stored = f"√ Stored {minute_words(current.created_at)}, read back and compared."
    known = f"\n  {current.length} characters, fingerprint {current.fingerprint}"
    yield Static(Content(stored + known), classes="good")
    yield _listed("Amazon's storage practices", PRACTICES)
    yield _actions(_button("Go on", "next", main=True), _button("Read it back again", "read-back"))


def _exchange(progress: Progress, copy_key: str) -> Iterable[Widget]:
    authorization, verified = progress.case.authorization, progress.verified
    if authorization.current_refresh_token is None:
        yield from _missing("There is no refresh token to exchange.")
        return
    if authorization.refusal is not None:
        refused = explain_refusal(authorization.refusal, progress.case)
        yield from _explained(refused, ways=refused.ways)
    elif authorization.is_proven and authorization.access_token is not None:
        left = authorization.access_token.remaining(progress.case.now)
        yield Static(Content(lives_words(left)), classes="good", id="lives")
    if verified is not None:
        yield Static(proof_words(verified.proof, verified.foreign))
        if verified.differs:
            yield Static(Content.styled(marketplaces_words(verified), "$text-warning"))
            yield _actions(_button("Keep what SP-API says", "marketplaces"))
    elif authorization.api_refusal is not None:
        yield from _explained(explain_api_refusal(authorization.api_refusal, progress.case))
    buttons = [_button("Exchange now", "exchange", main=not authorization.is_proven)]
    if authorization.access_token is not None:
        buttons.append(_button("Test at SP-API", "verify"))
    yield _actions(*buttons)
    if is_finished(authorization) and authorization.refusal is None:
        further = f"The countdown runs on the dashboard: press {copy_key} there to copy the access token."
        yield Static(Content.styled("All five steps are done. ", "bold $text-success") + Content(further))
        ways = [_button("To the dashboard", "leave", main=True), _button("Authorize another account", "another")]
        if progress.has_next_region:
            ways.append(_button("Authorize the next region", "region"))
        yield _actions(*ways)


def _explained(explanation: Explanation, *, ways: tuple[Way, ...] = ()) -> Iterable[Widget]:
    yield Static(explanation_words(explanation))
    yield Static(said_words(explanation), classes="muted")
    redo = [_button("Authorize again", "to-authorize")] if Way.AUTHORIZE in ways else []
    yield _actions(*redo, _button("Copy for support", "support"))


_PARTS = {LIMITS: _limits, PORTAL: _portal, AUTHORIZE: _authorize, STORE: _store}
