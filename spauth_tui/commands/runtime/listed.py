"""An authorization as `ls` lists it, as a line for people or fields for programs, without secrets."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from spauth_tui.domain.amazon.checklist import next_step
from spauth_tui.domain.text.time import clock_face, date_words, rfc3339, span_words
from spauth_tui.domain.views.naming import name_of
from spauth_tui.domain.views.status import is_denied, status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from spauth_tui.domain.model.authorization import Authorization
    from spauth_tui.domain.model.snapshot import Holdings

HEAD = ("NAME", "REGION", "STATE", "LEFT", "REFRESH TOKEN", "CLIENT SECRET")


def described(
    authorization: Authorization, holdings: Holdings, now: datetime, reached: Callable[[str], str]
) -> dict[str, Any]:
    """Return an authorization as programs see it; `reached` says where its endpoint is reached."""
    application = holdings.application_by_id[authorization.application_id]
    account = holdings.account_by_id[authorization.account_id]
    life, current, secret = authorization.access_token, authorization.current_refresh_token, application.client_secret
    step = next_step(authorization)
    return {
        "name": name_of(authorization, holdings),
        "application": application.label,
        "account": account.label,
        "kind": account.kind.value,
        "region": account.region.name,
        "environment": account.environment.value,
        "endpoint": reached(account.region.endpoint(account.environment)),
        "marketplaces": list(account.marketplaces),
        "state": status_of(authorization, now).value,
        "denied_by_sp_api": is_denied(authorization),
        "expires_at": rfc3339(life.expires_at) if life else None,
        "seconds_left": int(life.remaining(now).total_seconds()) if life else 0,
        "refresh_token_stored_at": rfc3339(current.created_at) if current else None,
        "refresh_token_fingerprint": current.fingerprint if current else None,
        "client_secret_ends_at": rfc3339(secret.expires_at) if secret and secret.expires_at else None,
        "guarded": authorization.guarded,
        "next_step": step.key if step else None,
    }


def line(authorization: Authorization, holdings: Holdings, now: datetime) -> tuple[str, ...]:
    """Return an authorization's cells, in the order of `HEAD`."""
    account = holdings.account_by_id[authorization.account_id]
    secret = holdings.application_by_id[authorization.application_id].client_secret
    life, current = authorization.access_token, authorization.current_refresh_token
    region = account.region.name if account.environment.value == "production" else f"{account.region.name} sandbox"
    return (
        name_of(authorization, holdings),
        region,
        f"{status_of(authorization, now).value}{', denied' if is_denied(authorization) else ''}",
        clock_face(life.remaining(now)) if life else "-",
        span_words(now - current.created_at) if current else "-",
        date_words(secret.expires_at) if secret and secret.expires_at else "-",
    )
