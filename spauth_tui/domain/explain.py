"""From Login with Amazon's error to what happened, the likely causes, what to do and which step to redo.

Sources: LWA's error reference, and what developers of SP-API applications found in practice. What Amazon does not
document is worded as "may".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from spauth_tui.domain.account import Account
from spauth_tui.domain.application import Application
from spauth_tui.domain.authorization import Authorization, Refusal
from spauth_tui.domain.region import Environment
from spauth_tui.domain.shapes import Shape, shape_of
from spauth_tui.domain.steps import AUTHORIZE


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person is told about a refusal. `step` is the checklist step to redo, None if none would help."""

    happened: str
    causes: tuple[str, ...]
    remedy: str
    step: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    happened: str
    causes: tuple[str, ...]
    remedy: str
    step: str | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    application: Application
    account: Account
    authorization: Authorization
    now: datetime


_BUG = "Please report it as a fault of spauth-tui, with the request id."

_TABLE: dict[str, _Told] = {
    "invalid_grant": _Told(
        "Amazon does not accept this refresh token.",
        (
            "The authorization was revoked in the portal.",
            "The refresh token was cut short or changed when it was copied.",
            "It belongs to another application than this one.",
        ),
        "Press Steps, authorize again and paste the new refresh token.",
        AUTHORIZE,
    ),
    "invalid_client": _Told(
        "Amazon does not accept client id and secret.",
        (
            "The client secret was rotated, or its 180 days are over.",
            "The client id and the client secret are from different applications.",
            "Something was cut short or added when they were copied.",
        ),
        "Press e and paste both again.",
    ),
    "unauthorized_client": _Told(
        "The refresh token belongs to another application.",
        (
            "Most often: refresh token and client id come from different applications.",
            "The application may have lost its authorization for this account.",
        ),
        "Press Steps and authorize this very application.",
        AUTHORIZE,
    ),
    "invalid_scope": _Told(
        "Amazon does not know the scope that was asked for.",
        ("The application lacks a role.", "A sandbox application may have no scopes at all."),
        "Check the application's roles in the developer console.",
    ),
    "invalid_request": _Told(
        "Amazon found something missing in the request.",
        ("A field of the application or the refresh token is empty.",),
        f"Check the application's client id and secret. {_BUG}",
    ),
    "unsupported_grant_type": _Told(
        "Amazon did not understand the request's form.",
        ("The request's body and its content type did not agree.",),
        _BUG,
    ),
    "access_denied": _Told(
        "Amazon denied access.",
        ("The account or the application may be restricted.",),
        "Look for a notice in the portal, then ask Amazon's developer support with the request id.",
    ),
}


def explain(
    refusal: Refusal, application: Application, account: Account, authorization: Authorization, now: datetime
) -> Explanation:
    """Explain a refusal; what could be checked here and now stands first among the causes."""
    told = _TABLE.get(refusal.error)
    if told is None:
        return Explanation(
            f"Login with Amazon refused the exchange with status {refusal.status}.",
            ("Amazon gives no cause that is known here.",),
            "Read Amazon's own words, then press Refresh or ask Amazon's developer support with the request id.",
            None,
        )
    case = _Case(application, account, authorization, now)
    found = tuple(words for check in _CHECKS.get(refusal.error, ()) if (words := check(case)))
    return Explanation(told.happened, (*found, *told.causes), told.remedy, told.step)


def _application_id_as_client_id(case: _Case) -> str | None:
    if shape_of(case.application.client_id) is Shape.APPLICATION_ID:
        return "The client id of this application is an application id; the two are easily mixed up."
    return None


def _odd_client_id(case: _Case) -> str | None:
    if shape_of(case.application.client_id) is Shape.UNKNOWN:
        return "The client id does not look like one: they begin with amzn1.application-oa2-client."
    return None


def _secret_past_its_time(case: _Case) -> str | None:
    secret = case.application.client_secret
    if secret and secret.expires_at and secret.expires_at <= case.now:
        return "By the date you gave, this client secret is past its 180 days."
    return None


def _worked_before(case: _Case) -> str | None:
    if case.authorization.is_proven:
        return "This refresh token has worked before, so it was most likely revoked since."
    return None


def _sandbox(case: _Case) -> str | None:
    if case.account.environment is Environment.SANDBOX:
        return "This is a sandbox account: its refresh token must come from a sandbox application."
    return None


_CHECKS: dict[str, tuple[Callable[[_Case], str | None], ...]] = {
    "invalid_grant": (_worked_before, _sandbox),
    "invalid_client": (_application_id_as_client_id, _odd_client_id, _secret_past_its_time),
    "unauthorized_client": (_application_id_as_client_id, _sandbox),
    "invalid_scope": (_sandbox,),
}
