"""How the simulator plays each scenario of `domain.diagnosis.scenarios`."""

from dataclasses import replace

from spauth_tui.demo import replies
from spauth_tui.demo.amazon import KnownAuthorization
from spauth_tui.demo.behaviour import Answer
from spauth_tui.demo.replies import SimulatedReply
from spauth_tui.demo.simulator import Given, Simulator
from spauth_tui.domain.amazon.region import Region

AT_LWA: dict[str, Given] = {
    "invalid-grant": Answer.INVALID_GRANT,
    "revoked": Answer.REVOKED,
    "invalid-client": Answer.INVALID_CLIENT,
    "unauthorized-client": Answer.UNAUTHORIZED_CLIENT,
    "invalid-scope": Answer.INVALID_SCOPE,
    "invalid-request": Answer.INVALID_REQUEST,
    "unsupported-grant-type": Answer.UNSUPPORTED_GRANT,
    "access-denied": Answer.ACCESS_DENIED,
    "unknown-error": replies.refusal(400, "never_heard_of", "Something that is not documented"),
    "lwa-throttled": Answer.THROTTLED,
    "lwa-unavailable": Answer.UNAVAILABLE,
    "lwa-redirect": Answer.REDIRECT,
    "lwa-page": Answer.HTML,
    "lwa-silent": Answer.NEVER,
    "lwa-hangs-up": Answer.HANG_UP,
}
AT_SP_API: dict[str, Given] = {
    "token-expired": replies.unauthorized("The access token you provided has expired."),
    "token-missing": replies.unauthorized("Access token is missing in the request header."),
    "token-malformed": replies.unauthorized(replies.MALFORMED),
    "secret-expired": replies.unauthorized("The LWA secret token you provided has expired."),
    "marketplace-region": replies.unauthorized("Marketplace ids are not valid for this region"),
    "denied": replies.unauthorized(""),
    "unknown-path": replies.sp_api_error(403, "MissingAuthenticationToken", "Missing Authentication Token", ""),
    "sandbox-parameters": replies.invalid_input("Could not match input arguments"),
    "no-roles": replies.invalid_input("The application isn't configured with roles."),
    "personal-data": replies.personal_data_denied(),
    "no-queue": replies.not_enrolled(),
    "account-state": replies.invalid_input("Invalid request parameters"),
    "bad-request": replies.invalid_input(""),
    "not-found": replies.sp_api_error(404, "NotFound", "The requested resource was not found.", ""),
    "too-large": replies.sp_api_error(413, "RequestTooLarge", "The request is too large.", ""),
    "media-type": replies.sp_api_error(415, "UnsupportedMediaType", "The content type is not supported.", ""),
    "throttled": replace(replies.throttled(), headers={"retry-after": "5"}),
    "unavailable": replies.sp_api_error(503, "ServiceUnavailable", "The service is unavailable.", ""),
    "no-marketplace": SimulatedReply(200, b'{"payload": []}'),
    "page": replace(replies.error(Answer.HTML), status=403),
    "silent": Answer.NEVER,
    "hangs-up": Answer.HANG_UP,
}
OF_EVERYONE = {"wrong-region": KnownAuthorization(Region.FE)}


def play(simulator: Simulator, scenario: str) -> None:
    """Have the simulator play a scenario."""
    simulator.lwa_reply, simulator.sp_api_reply = AT_LWA.get(scenario), AT_SP_API.get(scenario)
    simulator.amazon.everyone = OF_EVERYONE.get(scenario)
