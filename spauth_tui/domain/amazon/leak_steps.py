"""What to do when something leaked: ordered steps for each kind, as data.

Sources: Amazon's page "Authorize Private Applications" (earlier refresh tokens stay valid), the developer documentation
on revoking authorizations and on rotating client secrets. What Amazon does not document is worded as such.
"""

from dataclasses import dataclass
from enum import Enum

from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.model.leak import Leak, Leaked


class LeakAction(Enum):
    """Where the program leads for a step, as on its button."""

    REVOKE = "Revoke at Amazon"
    AUTHORIZE = "Authorize again"
    ROTATE = "Rotate the client secret"
    REFRESH = "Get another one"
    DETAILS = "Look at its tokens"
    LOG = "Look at the log"


@dataclass(frozen=True, slots=True)
class LeakStep:
    """One step. `action` leads to where it is done; None if that is outside the program."""

    key: str
    title: str
    what: str
    action: LeakAction | None = None


_FIND = LeakStep(
    "find",
    "Remove the leaked copy",
    "Delete it wherever it is: repository and its history, chat, mail, ticket, log, screen recording. Assume that it "
    "has been read already.",
)
_ELSEWHERE = LeakStep(
    "elsewhere",
    "Replace it everywhere else",
    "Other programs, servers, CI and colleagues that use it need the new one. The dashboard copies what they need.",
)
_MISUSE = LeakStep(
    "misuse",
    "Look for misuse",
    "Look in the portal for orders, reports or settings that none of you touched, and here for exchanges and "
    "copies that were not yours.",
    LeakAction.LOG,
)

LEAK_STEPS: dict[Leaked, tuple[LeakStep, ...]] = {
    Leaked.ACCESS_TOKEN: (
        _FIND,
        LeakStep(
            "wait",
            "Let it run out, or revoke",
            "Its countdown ends when Amazon said that it expires. No way to revoke it alone is documented. If that is "
            "too late, revoke the authorization: whether its access tokens die at once is not documented, so assume "
            "that they live on.",
            LeakAction.REVOKE,
        ),
        LeakStep(
            "source",
            "Make sure that nothing else leaked",
            "A refresh token or client secret in the same place is a bigger leak: note it separately, with its own "
            "steps.",
        ),
        LeakStep("replace", "Get another one", "A new access token does not end the leaked one.", LeakAction.REFRESH),
        _MISUSE,
    ),
    Leaked.REFRESH_TOKEN: (
        LeakStep(
            "revoke",
            "Revoke the authorization in the portal",
            "Amazon documents no call for it and no way to end one refresh token alone. Revoking ends this account's "
            "authorization: assume that all its refresh tokens die. The walk proves it by an exchange that must fail.",
            LeakAction.REVOKE,
        ),
        LeakStep(
            "authorize",
            "Authorize again and store the new refresh token",
            "Do not authorize again in place of revoking: pressing Authorize app leaves the leaked one valid.",
            LeakAction.AUTHORIZE,
        ),
        _FIND,
        _ELSEWHERE,
        LeakStep(
            "purge",
            "Remove the leaked one here",
            "It is marked as revoked in this vault. Remove it in the details; after 7 days it is deleted for good, at "
            "once in the list of what is removed. Backups written before still hold it.",
            LeakAction.DETAILS,
        ),
        _MISUSE,
    ),
    Leaked.CLIENT_SECRET: (
        LeakStep(
            "rotate",
            "Rotate the client secret at once",
            f"Amazon asks for that. {FACTS['exposed'].text} The old one works for seven days more, and nothing is "
            "known that ends it sooner.",
            LeakAction.ROTATE,
        ),
        LeakStep(
            "tokens",
            "Ask whether refresh tokens leaked with it",
            "With a refresh token, client id and client secret open its account; without one, grantless operations "
            "alone. If a refresh token leaked too, revoke its authorization now and do not wait out the seven days.",
        ),
        _FIND,
        _ELSEWHERE,
        LeakStep(
            "remove",
            "Remove the old one here",
            "Once nothing uses it any more, or when its seven days are over. Backups written before still hold it.",
            LeakAction.ROTATE,
        ),
        _MISUSE,
    ),
}


def next_step(leak: Leak) -> LeakStep | None:
    """Return the first step that is not done; None if all are."""
    return next((step for step in LEAK_STEPS[leak.leaked] if step.key not in leak.done), None)
