"""What happened, as kept in the vault, without secrets."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from spauth_tui.domain.model.authorization import AuthorizationId


class EventKind(Enum):
    """A kind of event, as shown."""

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"
    BROUGHT_BACK = "brought back"
    DELETED = "deleted for good"
    REFRESH_TOKEN_STORED = "refresh token stored"
    REFRESH_TOKEN_MADE_CURRENT = "rolled back to an earlier refresh token"
    REFRESH_TOKEN_REVOKED = "refresh token marked revoked"
    CLIENT_SECRET_STORED = "client secret stored"
    REFRESHED = "access token refreshed"
    REFUSED = "exchange refused"
    EXCHANGE_FAILED = "exchange failed"
    COPIED = "access token copied"
    COPY_FAILED = "nothing was copied: no clipboard took it"
    REVEALED = "access token shown"
    HANDED_OUT = "access token handed to a program"
    SECRETS_EXPORTED = "secrets exported"
    EXPORT_FAILED = "nothing was exported after all"
    IMPORTED = "imported"
    BROKER_GAVE = "broker: throwaway credential given"
    BROKER_SERVED = "broker: access token handed out"
    BROKER_REFUSED = "broker: request refused"
    BROKER_ENDED = "broker: throwaway credential ended"
    VERIFIED = "verified at SP-API"
    VERIFICATION_REFUSED = "test call refused by SP-API"
    COMPARED = "made-up tokens sent, to compare the replies"
    CLIENT_SECRET_PROVEN = "client secret accepted"
    CLIENT_SECRET_REFUSED = "client secret refused, an earlier one is used"
    CLIENT_SECRET_REMOVED = "client secret removed"
    CLIENT_SECRET_DATED = "client secret's deadline noted"
    ROTATION_ASKED = "rotation asked for at Amazon"
    GRANTLESS = "grantless access token received"
    RESTRICTED = "restricted data token received"
    RESTRICTED_FORGOTTEN = "restricted data token forgotten"
    REGION_FOUND = "region found out"
    LEAK_OPENED = "leak noted"
    LEAK_STEP = "leak: step done"
    LEAK_CLOSED = "leak dealt with"
    STEP_TICKED = "checklist step ticked"
    STEP_UNTICKED = "checklist step unticked"
    PRACTICE_TICKED = "storage practice ticked"
    PRACTICE_UNTICKED = "storage practice unticked"
    UNLOCKED = "vault unlocked"
    UNLOCK_FAILED = "wrong passphrase"
    LOCKED = "vault locked"
    PASSPHRASE_CHANGED = "passphrase changed"
    PREFERENCES_CHANGED = "preferences changed"
    BACKED_UP = "backup written"
    RESTORED = "restored from a backup"
    DRILLED = "recovery drill"
    SALVAGED = "salvaged from a damaged vault"
    ROWS_TAKEN = "only the rows taken over"
    EXPORTED = "event log exported"
    REFRESH_TOKEN_PURGED = "refresh token deleted for good"
    GUARDED = "guarded"
    UNGUARDED = "no longer guarded"
    UNREADABLE = "an entry that cannot be read completely"
    KEYRING_KEPT = "passphrase kept in the system's keyring"
    KEYRING_FORGOTTEN = "passphrase removed from the system's keyring"


@dataclass(frozen=True, slots=True)
class Event:
    """An event at a time (UTC), about one authorization or the whole vault."""

    at: datetime
    kind: EventKind
    subject: str
    """The labels it is about, for people; `detail` says more. The vault fills in those of `authorization_id`."""
    detail: str = ""
    authorization_id: AuthorizationId | None = None

    @classmethod
    def about(cls, authorization_id: AuthorizationId, at: datetime, kind: EventKind, detail: str = "") -> "Event":
        """Return an event about an authorization; the vault supplies its name."""
        return cls(at, kind, "", detail, authorization_id)
