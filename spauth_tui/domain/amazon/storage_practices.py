"""Amazon's six practices for storing refresh tokens: what this vault shows, and what only the person can show.

The practices: Amazon's page "Authorize Private Applications", step 4.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.client_secrets import SOON, falls_back, left_words
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.text.time import age_words, span_words

BACKUP_WITHIN = timedelta(days=30)
DRILL_WITHIN = timedelta(days=180)
LOOKED_BACK = timedelta(days=30)  # how far back copies, reveals and exports are counted
_OTHERS = 0o077


YOURS = {
    "database": "Wherever else your application keeps refresh tokens, that is an encrypted database too.",
    "code": "No client-side code, repository or log of your application holds a token.",
    "urls": "Your application never puts a token into a URL.",
    "recovery": "The backups are in a second place too, and whoever has to restore one finds the passphrase.",
    "access": "Only those parts of your application, and those people, that need tokens can get them.",
    "rotation": "It is written down who rotates the client secret and who revokes an authorization, when and how.",
}
"""By the key of a practice, in Amazon's order: what this program cannot see."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The person's word that their own part is so: when (UTC), and where it can be seen."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the practices are checked against. Modes are permission bits, None if they cannot be read."""

    holdings: Holdings
    now: datetime
    cipher: str
    vault_mode: int | None
    directory_mode: int | None
    newest_backup_at: datetime | None
    newest_drill_at: datetime | None
    lock_after: timedelta | None
    in_keyring: bool
    copied: int
    shown: int
    exported: int
    ticks: Mapping[str, Tick] = field(default_factory=dict)
    """By the key of a practice."""
    goes_elsewhere: bool = False
    """Whether tokens are sent to a simulator instead of Amazon."""


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice. `action` names what fixes it: backups, preferences, application; or nothing."""

    key: str
    title: str
    is_shown: bool
    """Whether this program's part is met; `evidence` says why."""
    evidence: tuple[str, ...]
    tick: Tick | None
    remedy: str = ""
    action: str = ""
    ways: tuple[Way, ...] = ()
    """The next steps that `remedy` needs besides `action`."""

    @property
    def is_met(self) -> bool:
        """Whether both parts are met."""
        return self.is_shown and self.tick is not None

    @property
    def yours(self) -> str:
        """What only the person can show."""
        return YOURS[self.key]

    @property
    def state(self) -> str:
        """`met`, `not met`, or `yours` if only the person's part is missing."""
        return "met" if self.is_met else "yours" if self.is_shown else "not met"


def practices(facts: Facts) -> tuple[Practice, ...]:
    """Return the six practices in Amazon's order."""
    tokens = sum(len(each.refresh_tokens) for each in facts.holdings.authorizations)
    in_cipher = f"{counted(tokens, 'refresh token')} in {facts.cipher}: every page encrypted and authenticated."
    no_log = "This program writes no log files; its event log in the vault holds no token."
    left = (
        f"In the last {LOOKED_BACK.days} days: copied {counted(facts.copied, 'time')}, shown "
        f"{counted(facts.shown, 'time')}, exported {counted(facts.exported, 'time')}. "
        "What was copied out is yours to look after."
    )
    where = "the simulator that --lwa-url names" if facts.goes_elsewhere else "Amazon's own hosts alone"
    sent = f"Tokens are sent in a form's body or in a header, to {where}, and no redirect is followed."
    return (
        Practice("database", "An encrypted database", True, (in_cipher,), facts.ticks.get("database")),
        Practice("code", "Never in client-side code or logs", True, (no_log, left), facts.ticks.get("code")),
        Practice("urls", "Never in URLs", True, (sent,), facts.ticks.get("urls")),
        _recovery(facts),
        _access(facts),
        _rotation(facts),
    )


def _recovery(facts: Facts) -> Practice:
    backup, drill, now = facts.newest_backup_at, facts.newest_drill_at, facts.now
    has_backup = backup is not None and now - backup <= BACKUP_WITHIN
    has_drill = drill is not None and now - drill <= DRILL_WITHIN
    evidence = (
        f"Last backup {age_words(backup, now)}." if backup else "No backup was written yet.",
        f"Last recovery drill {age_words(drill, now)}." if drill else "Recovery has never been tried.",
    )
    wanted, ways = [], []
    if not has_backup:
        wanted.append(f"Write a backup at least every {BACKUP_WITHIN.days} days.")
        ways.append(Way.BACK_UP)
    if not has_drill:
        wanted.append(f"Try a recovery every {DRILL_WITHIN.days} days.")
        ways.append(Way.DRILL)
    return Practice(
        "recovery",
        "Backup and recovery",
        not wanted,
        evidence,
        facts.ticks.get("recovery"),
        " ".join(wanted),
        "backups",
        tuple(ways),
    )


def _access(facts: Facts) -> Practice:
    closed = all(mode is not None and not mode & _OTHERS for mode in (facts.vault_mode, facts.directory_mode))
    locks = facts.lock_after is not None
    production = [
        each
        for each in facts.holdings.authorizations
        if facts.holdings.account_of(each).environment is Environment.PRODUCTION
    ]
    guarded = sum(each.guarded for each in production)
    evidence = [
        "The file and its directory are open to you alone." if closed else "Others can read the file or its directory.",
        f"Locks after {span_words(facts.lock_after)} without a key." if facts.lock_after else "Never locks by itself.",
        f"{guarded} of {counted(len(production), 'production authorization')} guarded, so that a token leaves only "
        "with the passphrase.",
    ]
    if facts.in_keyring:
        evidence.append("The system's keyring keeps the passphrase: whoever is signed in as you can unlock.")
    wanted = []
    if not closed:
        wanted.append("Take the rights of group and others away from the vault and its directory.")
    if not locks:
        wanted.append("Switch the idle lock on.")
    is_guarded = guarded == len(production)
    if not is_guarded:
        wanted.append("Guard every production authorization.")
    return Practice(
        "access",
        "Access only for the parts that need it",
        not wanted,
        tuple(evidence),
        facts.ticks.get("access"),
        " ".join(wanted),
        "" if locks else "preferences",
        () if is_guarded else (Way.GUARD,),
    )


def _rotation(facts: Facts) -> Practice:
    holdings, now = facts.holdings, facts.now
    evidence, wanted, ways = [], [], []
    for application in holdings.applications:
        if application.client_secret is not None:
            words, remedy, way = _deadline(application, application.client_secret.expires_at, now)
            evidence.append(f"{application.label}: {words}")
            wanted.extend([remedy] if remedy else [])
            ways.extend([way] if way else [])
    evidence.extend(_oldest_token(holdings, now))
    lives = [each.access_token.asked_at for each in holdings.authorizations if each.access_token is not None]
    if lives:
        evidence.append(f"Refresh tokens last proven good {age_words(max(lives), now)}.")
    for each in holdings.leaks:
        evidence.append(f"Leak not dealt with: {each.leaked.value} of {each.subject}.")
        wanted.append("Finish the leak's steps.")
    return Practice(
        "rotation",
        "A process for rotation and revocation",
        not wanted,
        tuple(evidence),
        facts.ticks.get("rotation"),
        " ".join(dict.fromkeys(wanted)),
        "application",
        (*dict.fromkeys(ways), *((Way.LEAK,) if holdings.leaks else ())),
    )


def _deadline(application: Application, expires_at: datetime | None, now: datetime) -> tuple[str, str, Way | None]:
    """Return what is known of the newest client secret's end, and what to do; nothing if it is in order."""
    rotate = f"Rotate {application.label}'s client secret."
    if expires_at is None:
        remedy = f"Note when {application.label}'s client secret was made."
        return "the client secret's deadline is not known.", remedy, Way.DATE_SECRET
    if expires_at <= now:
        return "the client secret is past its 180 days.", rotate, Way.ROTATE
    words = f"client secret, {left_words(expires_at - now)}."
    if falls_back(application):
        return (
            f"{words} Login with Amazon refuses it.",
            f"Replace {application.label}'s newest client secret.",
            Way.ROTATE,
        )
    return (words, rotate, Way.ROTATE) if expires_at - now <= SOON else (words, "", None)


def _oldest_token(holdings: Holdings, now: datetime) -> Iterable[str]:
    current = [
        (token.created_at, each)
        for each in holdings.authorizations
        if (token := each.current_refresh_token) is not None
    ]
    if current:
        created_at, oldest = min(current, key=lambda each: each[0])
        yield (
            f"Oldest refresh token in use: {holdings.subject(oldest)}, stored {age_words(created_at, now)}. "
            "Whether self-authorized ones expire is not known."
        )
