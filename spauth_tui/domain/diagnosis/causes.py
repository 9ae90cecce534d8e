"""From a failure at Login with Amazon or SP-API to what happened, the likely causes, what to do, and where.

Sources: LWA's error reference, the SP-API documentation on authorization errors, and what developers of SP-API
applications found in practice. What Amazon does not document is worded as "may" or "reported".
"""

from collections.abc import Callable
from dataclasses import dataclass

from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.diagnosis import findings as check
from spauth_tui.domain.diagnosis.explanation import Case, Cause, Explanation, Said, Verdict, in_order
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import NotUnderstood, Throttled, Unavailable, UnexpectedRedirect, Unreachable
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.authorization import Refusal
from spauth_tui.domain.model.proof import ApiRefusal
from spauth_tui.domain.model.way import Way

Check = Callable[[Case], Cause | None]


@dataclass(frozen=True, slots=True)
class _Known:
    happened: str
    remedy: str
    ways: tuple[Way, ...]
    checks: tuple[Check, ...] = ()
    causes: tuple[str, ...] = ()


_ALTERED = "A proxy may have altered the call. Test again without it."
_BUG = "Please report this as a bug in spauth-tui, with the request id."

_LWA: dict[str, _Known] = {
    "invalid_grant": _Known(
        "Amazon does not accept this refresh token.",
        "",
        (Way.AUTHORIZE,),
        (
            check.same_token_elsewhere,
            check.refresh_token_shape,
            check.worked_before,
            check.working_others,
            check.sandbox_at_lwa,
        ),
        (
            "The authorization may have been revoked in the portal.",
            "It may belong to a different application: each refresh token works with one client id only.",
        ),
    ),
    "invalid_client": _Known(
        "Amazon does not accept this client id and secret.",
        "",
        (Way.EDIT_APPLICATION, Way.ROTATE),
        (check.client_id_shape, check.client_secret_shape, check.secret_age, check.others_at_lwa),
        (
            "The client secret may have been rotated elsewhere more than seven days ago.",
            "The client id and client secret may be from different applications.",
            "Something may have been cut short or added when they were copied.",
        ),
    ),
    "unauthorized_client": _Known(
        "The refresh token belongs to another application.",
        "Authorize this application itself.",
        (Way.AUTHORIZE, Way.EDIT_APPLICATION),
        (check.same_token_elsewhere, check.client_id_shape, check.working_others, check.sandbox_at_lwa),
        ("Usually the refresh token and client id come from different applications.",),
    ),
    "invalid_scope": _Known(
        "Amazon does not know the scope that was asked for.",
        "Check the application's roles and status in the developer console.",
        (Way.EDIT_APPLICATION,),
        (),
        (
            "The application may lack a role.",
            "A sandbox application may have no scopes at all.",
            FACTS["grantless"].text,
        ),
    ),
    "invalid_request": _Known(
        "Amazon found something missing in the request.",
        f"Check the application's client id and secret. {_BUG}",
        (Way.EDIT_APPLICATION,),
        (check.client_id_shape,),
        ("A field of the application or the refresh token may be empty.",),
    ),
    "unsupported_grant_type": _Known(
        "Amazon did not understand the format of the request.",
        _BUG,
        (Way.REFRESH,),
        (),
        (
            "The request's body and its content type did not agree. This program sends form data and "
            "declares it; a proxy may have changed it on the way.",
        ),
    ),
    "access_denied": _Known(
        "Amazon denied access.",
        "Look for a notice in the portal, then ask Amazon's developer support with the request id.",
        (Way.REFRESH,),
        (check.others_at_lwa,),
        ("The account or the application may be restricted.",),
    ),
}
_LWA_OTHER = _Known(
    "Login with Amazon refused the exchange.",
    "Read Amazon's own words, then try again or ask Amazon's developer support with the request id.",
    (Way.REFRESH,),
    (),
    ("Amazon's answer does not name a cause that this program knows.",),
)

_EXPIRED = _Known(
    "SP-API says that the access token has expired.",
    "Refresh, then test again.",
    (Way.REFRESH, Way.TEST),
    (check.access_token_age,),
    ("This computer's clock may be wrong, so that the countdown was too long.",),
)
_API_DETAILS: dict[str, _Known] = {
    "access token you provided has expired": _EXPIRED,
    "security token included in the request is expired": _EXPIRED,
    "access token is missing": _Known(
        "SP-API says that the call had no access token.",
        "Test again without the proxy, if there is one.",
        (Way.TEST,),
        (),
        ("A proxy may have removed the header x-amz-access-token on the way.",),
    ),
    "lwa secret token you provided has expired": _Known(
        "SP-API says that the client secret has expired.",
        "Rotate the client secret if it has expired. If that is done already, refresh and test again; some "
        "developers report that authorizing again helped.",
        (Way.ROTATE, Way.REFRESH, Way.AUTHORIZE),
        (check.newer_secret, check.secret_age),
        (
            "SP-API has been reported to say this after a rotation, for access tokens obtained with the old secret, "
            "although Login with Amazon accepts the new one.",
            FACTS["rotation-delay"].text,
        ),
    ),
    "revoked, malformed or invalid": _Known(
        "SP-API says that the access token is revoked, malformed or invalid.",
        "Refresh and test again; if that does not help, compare sandbox and production, then authorize again.",
        (Way.REFRESH, Way.EDIT_ACCOUNT, Way.AUTHORIZE),
        (check.environment_fits, check.access_token_age),
        ("The authorization may have been revoked since the access token was issued.",),
    ),
    "region": _Known(
        "SP-API says that the marketplace does not belong to this region.",
        "",
        (Way.FIND_REGION, Way.EDIT_ACCOUNT),
        (check.region_proven,),
    ),
}
"""Of 401 and 403, by a part of Amazon's words, the first that fits."""
_ROLE_MISSING = (
    "The role may not be selected for the application, or was selected after this account was authorized: "
    "developers report that authorizing again helps then.",
)
_API_400: dict[str, _Known] = {
    "could not match input arguments": _Known(
        "The sandbox does not know the parameters of this call.",
        "Check that the account is a sandbox account on purpose: the sandbox answers only the examples of its models.",
        (Way.EDIT_ACCOUNT, Way.TEST),
        (check.environment_fits,),
    ),
    "configured with roles": _Known(
        "SP-API says that the application has no roles.",
        "Select its roles in the developer console, then test again. Developers report that authorizing again helps.",
        (Way.EDIT_APPLICATION, Way.AUTHORIZE),
        (check.role_proven,),
        _ROLE_MISSING,
    ),
    "does not have access to one or more requested data elements": _Known(
        "The application lacks the role for the personal data that was asked for.",
        "Select the role in the developer console, or leave these data elements out. Developers report that "
        "authorizing again helps after a role was added.",
        (Way.EDIT_APPLICATION, Way.AUTHORIZE),
        (),
        _ROLE_MISSING,
    ),
    "not enrolled for rotation notification": _Known(
        "Amazon rotates only for applications with a registered queue.",
        "Register an SQS queue in the developer console: Notification Preferences, application client secret expiry.",
        (Way.EDIT_APPLICATION,),
    ),
    "invalid request parameters": _Known(
        "SP-API did not accept the call's parameters.",
        "Sign in to the account's portal and look whether it is active.",
        (Way.EDIT_ACCOUNT, Way.TEST),
        (check.kind_fits, check.environment_fits),
        (FACTS["account-400"].text,),
    ),
}
"""Of 400, by a part of Amazon's words, the first that fits."""
_API_EMPTY = _Known(
    "SP-API denies access and gives no reason.",
    "Go through the causes in this order.",
    (Way.FIND_REGION, Way.EDIT_ACCOUNT, Way.AUTHORIZE),
    (
        check.same_token_elsewhere,
        check.refused_while_others_work,
        check.region_proven,
        check.far_east_store,
        check.role_proven,
        check.kind_fits,
        check.environment_fits,
    ),
    ("The selling partner account may be suspended or deactivated: sign in to its portal and look.",),
)
_API_STATUS: dict[int, _Known] = {
    429: _Known(
        "SP-API is limiting calls.",
        "Wait, then test again. A test before the documented rate allows it sends nothing.",
        (Way.TEST,),
        (),
        ("Other programs with the same application and account share the same rate.",),
    ),
    400: _Known(
        "SP-API did not accept the call.",
        "Read Amazon's own words.",
        (Way.TEST,),
        (check.kind_fits, check.environment_fits),
        ("The application's roles or the account's state may be the reason.",),
    ),
    404: _Known(
        "SP-API does not know what was called.",
        "Check the region and whether the account is a sandbox account, then test again.",
        (Way.EDIT_ACCOUNT, Way.TEST),
        (check.environment_fits,),
    ),
    413: _Known("SP-API found the call too large.", _ALTERED, (Way.TEST,)),
    415: _Known("SP-API did not accept the call's content type.", _ALTERED, (Way.TEST,)),
}
_API_NO_PATH = _Known("SP-API does not know the path that was called.", _BUG, (Way.TEST,))
_API_OTHER = _Known("SP-API is having trouble at the moment.", "Wait a few minutes, then test again.", (Way.TEST,))

_NETWORK: dict[str, tuple[str, ...]] = {
    "timeout": ("The network or a proxy may be slow or may swallow the request.",),
    "dns": ("There may be no network, or the VPN or DNS server does not know the name.",),
    "refused": ("A firewall or proxy may be in the way.",),
    "reset": ("A proxy or firewall may have cut the connection.",),
    "tls-expired": ("This computer's clock may be wrong, or a proxy shows an old certificate.",),
    "tls-name": ("A captive portal or proxy may be answering instead of Amazon.",),
    "tls-untrusted": ("A company proxy may be intercepting TLS with a certificate that this computer does not trust.",),
    "tls": ("A proxy may be interfering with TLS.",),
    "proxy": ("HTTPS_PROXY may be wrong, or the proxy asks for a password.",),
}


def in_brief(refusal: Refusal) -> tuple[str, str, Way]:
    """Return what happened, what to do, and the first next step, without looking into causes."""
    known = _LWA.get(refusal.error, _LWA_OTHER)
    return known.happened, known.remedy, known.ways[0]


def explain_refusal(refusal: Refusal, case: Case) -> Explanation:
    """Explain why Login with Amazon refused an exchange."""
    where, words = "Login with Amazon, POST /auth/o2/token", refusal.description
    said = Said(where, refusal.status, refusal.error, words, refusal.request_id, refusal.refused_at)
    return _explained(_LWA.get(refusal.error, _LWA_OTHER), case, said)


def api_in_brief(refusal: ApiRefusal) -> tuple[str, str]:
    """Return what happened at SP-API, and what to do, without looking into causes."""
    known = _api_known(refusal)
    return known.happened, known.remedy


def explain_api_refusal(refusal: ApiRefusal, case: Case) -> Explanation:
    """Explain why SP-API refused a call."""
    words = " ".join(part for part in (refusal.message, refusal.details) if part)
    said = Said(refusal.endpoint, refusal.status, refusal.code, words, refusal.request_id, refusal.refused_at)
    return _explained(_api_known(refusal), case, said)


def explain_api_problem(problem: SellingPartnerApiError, case: Case) -> Explanation:
    """Explain an answer of SP-API that the vault does not record, or one that is not Amazon's."""
    where = case.account.region.endpoint(case.account.environment)
    words = " ".join(part for part in (problem.message, problem.details) if part)
    said = Said(where, problem.status, problem.code, words, problem.request_id, case.now)
    if not problem.is_amazons or problem.status == 200:
        known = _Known(problem.sentence, problem.remedy, problem.ways)
    else:
        known = _api_known(
            ApiRefusal(
                problem.status, problem.code, problem.message, problem.details, problem.request_id, where, case.now
            )
        )
    return _explained(known, case, said)


def explain_problem(problem: SpauthError) -> Explanation:
    """Explain a failure that the vault does not record: no answer, someone else's answer, or a temporary failure."""
    causes: tuple[str, ...] = ()
    if isinstance(problem, Unreachable):
        causes = _NETWORK.get(problem.kind, ())
    elif isinstance(problem, UnexpectedRedirect | NotUnderstood):
        causes = ("A captive portal or proxy may be answering instead of Amazon.",)
    elif isinstance(problem, Throttled):
        causes = ("Other programs may exchange with the same client id at the same time.",)
    elif isinstance(problem, Unavailable):
        causes = ("The problem is on Amazon's side.",)
    is_pause = isinstance(problem, SellingPartnerApiError) and problem.is_our_pause
    ways = (Way.TEST,) if is_pause else problem.ways or (Way.REFRESH,)
    return Explanation(problem.sentence, tuple(map(Cause, causes)), problem.remedy, ways)


def _api_known(refusal: ApiRefusal) -> _Known:
    words = f"{refusal.message} {refusal.details}".lower()
    if refusal.status == 400:
        return next((known for part, known in _API_400.items() if part in words), _API_STATUS[400])
    if refusal.status not in (401, 403):
        return _API_STATUS.get(refusal.status, _API_OTHER)
    if refusal.code == "MissingAuthenticationToken":
        return _API_NO_PATH
    return next((known for part, known in _API_DETAILS.items() if part in words), _API_EMPTY)


def _explained(known: _Known, case: Case, said: Said) -> Explanation:
    found = tuple(cause for each in known.checks if (cause := each(case)) is not None)
    causes = in_order((*found, *map(Cause, known.causes)))
    region = check.region_proven(case)
    is_region = region is None or region.verdict is not Verdict.CLEARED
    ways = tuple(way for way in known.ways if way is not Way.FIND_REGION or is_region)
    return Explanation(known.happened, causes, known.remedy, ways, said)
