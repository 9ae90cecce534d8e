"""The text of the details: facts, one line for each refresh token, history."""

from datetime import datetime
from typing import Any

from textual.app import App
from textual.content import Content

from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord, RefreshTokenState
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.time import age_words, clock_face, minute_words
from spauth_tui.domain.views.status import is_denied, status_of
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.base.status_colours import DENIED, LOOKS

_LOOKS = {
    RefreshTokenState.CURRENT: ("●", "$text-success"),
    RefreshTokenState.SUPERSEDED: ("○", "$dim"),
    RefreshTokenState.REVOKED: ("×", "$text-error"),
}


def facts(authorization: Authorization, holdings: Holdings, now: datetime, app: App[Any]) -> Content:
    """Return the facts about an authorization, one per line."""
    account, application = holdings.account_of(authorization), holdings.application_of(authorization)
    merged = [each.label for each in holdings.accounts if each.is_merged_with(account)]
    life, refusal = authorization.access_token, authorization.refusal
    current, proof, denied = authorization.current_refresh_token, authorization.proof, authorization.api_refusal
    access, refresh, worked, said = "none yet", "none yet", "not proven yet", ""
    tested = f"not yet: press {own_key('pane.test', app)}"
    if life is not None:
        access = f"{clock_face(life.remaining(now))} left, asked for {age_words(life.asked_at, now)}"
        if authorization.is_proven:
            worked = f"last worked {age_words(life.asked_at, now)}"
    if current is not None:
        refresh = f"stored {age_words(current.created_at, now)}, {worked}; Amazon publishes no expiry"
    if proof is not None:
        tested = f"SP-API accepted it {age_words(proof.proven_at, now)}"
    if denied is not None:
        said = f"{denied.status} {denied.message} {denied.details}: press {own_key('pane.why', app)}"
    rows = [
        ("Access token", access),
        ("Refresh token", refresh),
        ("Tested", tested),
        ("SP-API said", said),
        ("Application", f"{application.label}, {application.kind.value}, client id {application.client_id}"),
        ("Account", f"{account.label}, {account.kind.value}, {account.environment.value}"),
        ("Region", f"{account.region.name} {account.region.value}"),
        ("Endpoint", account.region.endpoint(account.environment)),
        ("Marketplaces", " ".join(account.marketplaces) or "not known; Test at SP-API names them"),
        ("Merged with", ", ".join(merged)),
        ("Vendor group", account.vendor_group),
        ("Amazon said", f"{refusal.error}: {refusal.description}" if refusal else ""),
        ("Request id", refusal.request_id if refusal else ""),
        ("Guarded", "the passphrase is asked for before a token leaves" if authorization.guarded else ""),
        ("Notes", account.notes),
    ]
    state = Content.styled(f"{'State':<15}", "$dim") + LOOKS[status_of(authorization, now)].words()
    if is_denied(authorization):
        state += Content("  ") + DENIED.words()
    lines = (Content.styled(f"{name:<15}", "$dim") + Content(value) for name, value in rows if value)
    return Content("\n").join((state, *lines))


def token_line(authorization: Authorization, token: RefreshTokenRecord) -> Content:
    """Describe a refresh token, never with its value."""
    state = authorization.state_of(token)
    words = f"stored {minute_words(token.created_at)}  fingerprint {token.fingerprint}  {token.length} characters"
    note = f"  {token.note}" if token.note else ""
    glyph, style = _LOOKS[state]
    return Content.styled(f"{glyph} {state.value:<34}", style) + Content(words + note)


def history_lines(history: tuple[Event, ...]) -> Content:
    """Return the newest events, one per line."""
    if not history:
        return Content("Nothing yet. Exchanges, copies and changes of this authorization will stand here.")
    return Content("\n").join(
        Content.styled(f"{minute_words(event.at)}  ", "$dim")
        + Content(event.kind.value)
        + Content.styled(f"  {event.detail}" if event.detail else "", "$dim")
        for event in history[:50]
    )
