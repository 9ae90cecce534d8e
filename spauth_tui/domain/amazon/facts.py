"""What is known of Amazon and steers a decision, each with its source; and what could not be confirmed, as data."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Confidence(Enum):
    """How far a statement can be relied on."""

    OFFICIAL = "official"
    REPORTED = "reported"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement, where it comes from, and the day by which that was read; `words` are the glossary's."""

    text: str
    source: str
    confidence: Confidence
    on: date
    words: tuple[str, ...] = ()


_OFFICIAL, _REPORTED, _UNSURE = Confidence
_BUILT, _NEWS = date(2026, 11, 24), date(2026, 11, 30)
_PAGE = 'Amazon\'s page "Authorize Private Applications"'
_DOCS = "developer documentation"

FACTS: dict[str, Fact] = {
    "limit": Fact(
        "A private application has ten slots, counted for sellers and for vendors separately. Once they are used, no "
        "account can be added until one is revoked.",
        f"{_DOCS}, Application authorization limits; changelog of 2022-04-25",
        _OFFICIAL,
        _BUILT,
        ("slot", "authorization limit"),
    ),
    "portal": Fact(
        "Solution Provider Portal is replacing Developer Central, and developers of private applications are sent "
        "there.",
        "selling-partner-api-models, discussion 5361",
        _OFFICIAL,
        _NEWS,
        ("Solution Provider Portal",),
    ),
    "access-required": Fact(
        '"Access Required" on the registration page of Solution Provider Portal, or an empty page of applications, is '
        "a fault of the account that only Amazon's support can correct.",
        "selling-partner-api-models, issue 5206",
        _OFFICIAL,
        _NEWS,
        ("Solution Provider Portal",),
    ),
    "primary-user": Fact(
        "Only the primary user may authorize a Seller Central account, developers report; error SPDC8143 is what "
        "others get.",
        "reports of developers, quoting the page",
        _REPORTED,
        _BUILT,
        ("developer console",),
    ),
    "further-token": Fact(
        "Pressing Authorize app again gives one more refresh token; the earlier ones stay valid.",
        _PAGE,
        _OFFICIAL,
        _BUILT,
        ("lineage",),
    ),
    "draft": Fact(
        "A draft application can be authorized; there is no reason to publish a private one.", _PAGE, _OFFICIAL, _BUILT
    ),
    "merged": Fact(
        "A merged account has one button for each region, and each gives its own refresh token.",
        f"{_PAGE}; selling-partner-api-models, issue 4825",
        _OFFICIAL,
        _BUILT,
        ("merged account", "region"),
    ),
    "far-east": Fact(
        "Japan, Australia and Singapore are reported to need an authorization each, although they are one region.",
        "selling-partner-api-docs, issues 2384 and 3680; selling-partner-api-models, issue 546",
        _REPORTED,
        _NEWS,
        ("merged account", "region"),
    ),
    "vendor-group": Fact(
        "A vendor's refresh token is reported to belong to the vendor group that was signed in, with all its codes.",
        f"{_DOCS} of 2022-10-18 and reports of developers",
        _REPORTED,
        _BUILT,
        ("vendor group",),
    ),
    "one-endpoint": Fact(
        "Refresh tokens of all regions are exchanged at api.amazon.com.",
        f"{_PAGE}; selling-partner-api-docs, issue 972",
        _OFFICIAL,
        _BUILT,
        ("Login with Amazon", "exchange"),
    ),
    "lifetime": Fact(
        "How long an access token lives is in Login with Amazon's answer; 3,600 seconds are usual.",
        _PAGE,
        _OFFICIAL,
        _BUILT,
        ("access token",),
    ),
    "header": Fact(
        'SP-API takes the access token in the header x-amz-access-token. Amazon\'s page says "authorization header", '
        "which is another one: follow the first.",
        f"{_PAGE}; {_DOCS} on the headers of a call",
        _OFFICIAL,
        _BUILT,
        ("access token",),
    ),
    "secret-age": Fact(
        "A client secret must be replaced within 180 days, and the old one works for seven more days.",
        f"{_DOCS}, Rotating your app's LWA credentials",
        _OFFICIAL,
        _BUILT,
        ("client secret", "rotate"),
    ),
    "rotation-user": Fact(
        "Only the primary user of the account can rotate.",
        f"{_DOCS}, Rotating your app's LWA credentials",
        _OFFICIAL,
        _BUILT,
        ("rotate",),
    ),
    "rotation-keeps": Fact(
        "Rotating the client secret ends no refresh token: they belong to the client id.",
        f"{_DOCS}, LWA Credentials FAQ",
        _OFFICIAL,
        _BUILT,
        ("rotate",),
    ),
    "rotation-queue": Fact(
        "The answer to the rotation API holds no client secret. The new one comes only to an SQS queue that was "
        "registered by hand, in the developer console or in Solution Provider Portal.",
        "application-management model 2023-11-30; developer documentation, Rotate your application client secret",
        _OFFICIAL,
        _NEWS,
        ("rotate",),
    ),
    "rotation-sandbox": Fact(
        "The rotation API is not for sandbox applications.",
        f"{_DOCS}, Rotate your application client secret; selling-partner-api-models, issue 4510",
        _OFFICIAL,
        _NEWS,
        ("rotate", "sandbox"),
    ),
    "rotation-delay": Fact(
        "After a rotation SP-API is reported to say for more than 30 minutes that the client secret has expired.",
        "selling-partner-api-models, issue 4489, and others",
        _REPORTED,
        _NEWS,
        ("rotate",),
    ),
    "test-notification": Fact(
        "sendTestNotification, a grantless sandbox operation, sends a sample notification to your queue. Whether it "
        "covers those about client secrets is not known, so it does not prove that a new one would arrive.",
        "notifications model of 2026-05-27; developer documentation, sendTestNotification",
        _OFFICIAL,
        _NEWS,
        ("rotate", "grantless"),
    ),
    "grantless": Fact(
        "Grantless operations are documented for seller applications only.",
        f"{_DOCS}, Grantless operations",
        _OFFICIAL,
        _BUILT,
        ("grantless", "scope"),
    ),
    "restricted": Fact(
        "A restricted data token replaces the access token for exactly the methods and paths it was issued for.",
        "tokens model 2021-03-01; developer documentation, Tokens API",
        _OFFICIAL,
        _BUILT,
        ("restricted data token",),
    ),
    "restricted-role": Fact(
        "Without a restricted role, Amazon is reported to answer a request for a restricted data token with 400.",
        "selling-partner-api-docs, issue 702; selling-partner-api-models, issue 2877 (2021 to 2022)",
        _REPORTED,
        _NEWS,
        ("restricted data token", "role"),
    ),
    "orders-2026": Fact(
        "Orders API v2026-01-01 needs no restricted data token: roles and includedData are enough.",
        f"{_DOCS}, Access orders PII; orders model 2026-01-01",
        _OFFICIAL,
        _NEWS,
        ("restricted data token",),
    ),
    "orders-v0": Fact(
        "Orders API v0 is reported to be retired in 2027.",
        "a developer, quoting Amazon",
        _REPORTED,
        _NEWS,
        ("restricted data token",),
    ),
    "revoke": Fact(
        "A self-authorization is revoked in the developer console; Amazon documents no call for it.",
        f"{_DOCS}, Revoke authorizations; changelog of 2023-02-15",
        _OFFICIAL,
        _BUILT,
        ("revoke",),
    ),
    "exposed": Fact(
        "Amazon withdraws access to SP-API where LWA credentials were exposed in public.",
        "developer documentation, changelog, Reminder and best practices",
        _OFFICIAL,
        _NEWS,
        ("leak",),
    ),
    "practices": Fact(
        "Amazon asks for an encrypted database, nothing in client-side code, logs or URLs, backup and recovery, access "
        "control, and a process for rotation and revocation.",
        f"{_PAGE}, step 4",
        _OFFICIAL,
        _BUILT,
        ("storage practices",),
    ),
    "data-protection": Fact(
        "Amazon's Data Protection Policy has asked for more since 2025-11-25, of in-house developers too: lock-out "
        "after ten tries, key rotation, TLS 1.2, a contact for security events, logs kept for 12 months, backups in "
        "separate places. It changed again in August 2026, so read the policy itself: this list is not complete.",
        f"{_DOCS}, changelog; developer.amazonservices.com",
        _OFFICIAL,
        _NEWS,
        ("storage practices",),
    ),
    "connector": Fact(
        "Selling Partner Connector, Amazon's own MCP server, needs no refresh token: you sign in to Seller Central. "
        "It is the simpler way where only an assistant needs access.",
        "selling-partner-agentic-toolkit",
        _OFFICIAL,
        _NEWS,
        ("broker",),
    ),
    "participations-rate": Fact(
        "The test call for sellers, getMarketplaceParticipations, is allowed about once a minute, 15 times in a row.",
        "sellers model",
        _OFFICIAL,
        _BUILT,
    ),
    "sandbox-tokens": Fact(
        "Production and sandbox tokens are reported not to be interchangeable.",
        "reports of developers",
        _REPORTED,
        _BUILT,
        ("sandbox",),
    ),
    "account-400": Fact(
        '400 "Invalid request parameters" is reported for accounts that are not active yet, are suspended, or have no '
        "selling plan.",
        "selling-partner-api-docs, issue 3042",
        _REPORTED,
        _NEWS,
    ),
    "empty-list": Fact(
        "In a wrong region an empty list may come instead of a refusal, so an empty list proves nothing.",
        "selling-partner-api-docs, issue 659 (2021)",
        _UNSURE,
        _NEWS,
        ("region",),
    ),
}
"""By a name that the program uses."""

UNCONFIRMED = (
    "whether a self-authorized refresh token ever expires",
    "what exactly uses one of the ten slots",
    "what a changed password or a removed user does to an authorization",
    "how many exchanges Login with Amazon allows, and how it says that there were too many",
    "what Login with Amazon answers when it fails itself",
    "whether access tokens end at once when an authorization is revoked",
    "what cures a refusal by SP-API after a rotation",
    "whether a private application must be authorized again after it gets a role",
    "the portals' hosts for Ireland, for vendors in South Africa and for vendors in India",
    "whether an address that leads straight to Authorize app still works",
    "whether Amazon has an environment file for Postman",
    "whether Amazon's rule about desktop applications concerns a private developer's own tools",
    "whether one refresh token can be revoked alone",
    "what SP-API answers in production to a token of another region, apart from reports",
    "which roles getMarketplaceParticipations needs: Amazon's pages differ",
)
"""Looked for and not found: the program never states it as a fact."""


def said_of(word: str) -> tuple[Fact, ...]:
    """Return the facts about a term of the glossary."""
    return tuple(each for each in FACTS.values() if word in each.words)


def sourced(fact: Fact) -> str:
    """Return where a fact comes from, how reliable it is, and when that was read."""
    return f"{fact.source} ({fact.confidence.value}, {fact.on.isoformat()})"
