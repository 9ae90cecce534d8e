"""How SP-API refuses: `{"errors": [{"code", "message", "details"}]}` and headers, turned into one error."""

from datetime import datetime

from spauth_tui.adapters.amazon.reply import Reply
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.way import Way

_WORDS = {
    400: ("SP-API did not accept the call (400).", "Read Amazon's own words."),
    403: ("SP-API refused the token (403).", ""),
    429: ("SP-API is asking for fewer calls (429).", "Wait."),
}


def request_id_of(reply: Reply) -> str:
    """Return what to quote to Amazon's support; empty if there is none."""
    return reply.header("x-amzn-requestid")


def not_understood(reply: Reply) -> SellingPartnerApiError:
    """Return the error for an answer that does not follow Amazon's model."""
    return SellingPartnerApiError(
        "Amazon's reply was not understood.",
        "A proxy may have answered in Amazon's place. Check the network.",
        ways=(Way.TEST,),
        status=reply.status,
        request_id=request_id_of(reply),
    )


def refusal_of(reply: Reply, now: datetime) -> SellingPartnerApiError:
    """Return the error for an answer that is not a success."""
    errors = reply.as_json()["errors"]
    first = next(errors.items(1), errors)
    sentence, remedy = _WORDS.get(reply.status, (f"SP-API answered with status {reply.status}.", "Wait a few minutes."))
    return SellingPartnerApiError(
        sentence,
        remedy,
        ways=(Way.EXPLAIN if reply.status in (400, 403) else Way.TEST,),
        status=reply.status,
        code=first["code"].words(),
        message=first["message"].words(),
        details=first["details"].words(),
        request_id=request_id_of(reply),
        wait=reply.asked_to_wait(now) if reply.status == 429 else None,
    )
