"""The terms on the screens, each explained in a sentence or two.

Sources: Amazon's SP-API developer guide ("Authorizing Selling Partner API applications", "Self-authorization",
"Grantless operations", "Tokens API", "Rotating your app's LWA credentials"); the program's own terms are defined here.
"""

import re
from functools import cache

GLOSSARY = {
    "access token": (
        "What a refresh token is exchanged for at Login with Amazon, which says how long it lives. It goes with every "
        "call."
    ),
    "account": "A seller or vendor account in one region. A merged account is one account for each of its regions.",
    "application": "Your SP-API app as the developer console lists it, with its client id and client secret.",
    "authorization": "One application allowed to act for one account: one pane. Its proof is a refresh token.",
    "authorization limit": (
        "How many self-authorizations Amazon allows a private application: ten. The console's count is authoritative."
    ),
    "broker": "`spauth-tui broker`: lends access tokens to programs on this machine, without the real secrets.",
    "client id": (
        "How Login with Amazon knows an application: amzn1.application-oa2-client. The app id is something else."
    ),
    "client secret": (
        "The password of an application at Login with Amazon. It expires after 180 days; rotate it before."
    ),
    "developer console": "The page in Solution Provider Portal or Seller Central that lists your applications.",
    "drill": "A rehearsal: the newest backup is opened and read completely, but not restored.",
    "endpoint": "The address that calls are sent to. Each region has its own, and the sandbox another.",
    "exchange": (
        "Sending a refresh token with client id and client secret to Login with Amazon; an access token comes back."
    ),
    "file format": "How another client keeps credentials, such as a .env of python-amazon-sp-api.",
    "fingerprint": (
        "Eight digits computed from a token with a key of this vault: enough to tell two apart, useless elsewhere."
    ),
    "grantless": (
        "An operation that acts for no account, such as making a notification destination. It needs no refresh token."
    ),
    "guarded": "A token of this authorization is handed out only after you type the vault's passphrase again.",
    "keyring": "Where your system keeps passwords, encrypted. It can keep the vault's passphrase if you like.",
    "leak": "Someone who should not have it saw a token or client secret. `I` leads you through what to do.",
    "lineage": (
        "The refresh tokens of one authorization, newest first. Earlier ones still work until they are revoked."
    ),
    "LWA": "Login with Amazon, the service that exchanges refresh tokens for access tokens.",
    "Login with Amazon": "The service, LWA for short, that exchanges refresh tokens for access tokens.",
    "marketplace": "One country's Amazon store. A token works for all marketplaces of its region.",
    "merged account": (
        "One seller with accounts in several regions. Each region is authorized separately, with its own refresh token."
    ),
    "refresh token": "What Authorize app shows once. No expiry of it is known; revoking ends it. The vault keeps it.",
    "region": "North America, Europe or Far East. A token works only at its region's endpoint.",
    "restricted data token": (
        "It replaces the access token for personal data, on its own paths only. Orders API v2026-01-01 needs none."
    ),
    "revoke": "To end an authorization at Amazon. The vault cannot do that for you: you do it in the portal.",
    "role": "A group of SP-API operations that Amazon granted to your application. Without it a call is denied.",
    "rotate": "To replace the client secret. The old one works for seven more days, so nothing has to break.",
    "salvage": "To save what can still be read of a damaged vault into a new one.",
    "sandbox": "Amazon's test endpoints, with canned answers. Production and sandbox tokens are not interchangeable.",
    "scope": "What a grantless access token is for: notifications, rotating the client secret, or tracking shipments.",
    "self-authorization": (
        "You authorize your own private application for an account, by Authorize app, without an OAuth website."
    ),
    "selling partner account": "Amazon's word for a seller or vendor account; here just account.",
    "slot": "One of the ten self-authorizations that a private application may have. Revoking an account frees it.",
    "Solution Provider Portal": "Amazon's site for developers: applications, their credentials, and Authorize app.",
    "storage practices": "Amazon's six rules for keeping refresh tokens: an encrypted database, and five more.",
    "vault": "The encrypted file on this computer that holds everything. Only your passphrase opens it.",
    "vendor group": "Several vendor codes under one sign-in. A token belongs to the group that was signed in.",
}
"""Each term and its meaning."""

_ALSO = {
    "grantless operation": "grantless",
    "rotation": "rotate",
    "rotating": "rotate",
    "salvaged": "salvage",
    "revoked": "revoke",
    "revoking": "revoke",
    "guard": "guarded",
    "leaked": "leak",
    "restricted data": "restricted data token",
    "merged": "merged account",
}
"""Other forms of these terms."""


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted((*GLOSSARY, *_ALSO), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, words))})s?\b", re.IGNORECASE)


@cache
def _written() -> dict[str, str]:
    return {word.casefold(): word for word in GLOSSARY} | {form.casefold(): word for form, word in _ALSO.items()}


def words_in(text: str) -> tuple[str, ...]:
    """Return the glossary terms in a text, each once, in order."""
    found = (_written()[match[1].casefold()] for match in _pattern().finditer(text))
    return tuple(dict.fromkeys(found))


def meanings(text: str, most: int = 3) -> str:
    """Explain the first glossary terms of a text, one per line; empty if there are none."""
    return "\n".join(f"{word}: {GLOSSARY[word]}" for word in words_in(text)[:most])
