"""What an entry is: by the shape of its text and the words of its name, whatever their case and prefix."""

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from urllib.parse import unquote

from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.amazon.shapes import Shape, shape_of
from spauth_tui.formats.reading.places import ENVIRONMENTS
from spauth_tui.formats.reading.shapes import SHAPES, pretence
from spauth_tui.formats.reading.tree import Entry


class Role(Enum):
    """What a value is for."""

    CLIENT_ID = auto()
    CLIENT_SECRET = auto()
    REFRESH_TOKEN = auto()
    ACCESS_TOKEN = auto()
    APPLICATION_ID = auto()
    ENDPOINT = auto()
    MARKETPLACE = auto()
    REGION = auto()
    ENVIRONMENT = auto()
    KIND = auto()
    LABEL = auto()


CREDENTIALS = {Role.CLIENT_ID: "client id", Role.CLIENT_SECRET: "client secret", Role.REFRESH_TOKEN: "refresh token"}
_OF_SHAPE = {
    Shape.CLIENT_ID: Role.CLIENT_ID,
    Shape.CLIENT_SECRET: Role.CLIENT_SECRET,
    Shape.REFRESH_TOKEN: Role.REFRESH_TOKEN,
    Shape.ACCESS_TOKEN: Role.ACCESS_TOKEN,
    Shape.APPLICATION_ID: Role.APPLICATION_ID,
}
_NAMED = tuple(
    (role, re.compile(rf"(?:^|_)({pattern})(?=_|$)|({pattern})$"))
    for role, pattern in (
        (Role.REFRESH_TOKEN, r"refresh_?token"),
        (Role.ACCESS_TOKEN, r"access_?token"),
        (Role.CLIENT_SECRET, r"(?:client|app(?:lication)?|lwa)_?secret(?:_?key)?"),
        (Role.CLIENT_ID, r"(?:client|app(?:lication)?)_?(?:id|identifier)"),
        (Role.MARKETPLACE, r"market_?places?(?:_?ids?|_?codes?)?|country(?:_?code)?"),
        (Role.ENDPOINT, r"endpoint|base_?ur[il]|api_?ur[il]|host"),
        (Role.REGION, r"region(?:_?code|_?name)?"),
        (Role.ENVIRONMENT, r"(?:is_?|use_?)?(?:sandbox|live|production)(?:_?mode)?|environment|env|stage|mode"),
        (Role.KIND, r"account_?type|kind|partner_?type|type"),
        (
            Role.LABEL,
            r"(?:account_?|seller_?|store_?|shop_?|profile_?)?(?:name|label|title)|account|store|seller|shop|brand|merchant",
        ),
    )
)
_USUAL_WORD = re.compile(
    r"token|secret|id|market|country|endpoint|ur[il]|host|region|sandbox|env|stage|type|kind|name|label|title|account"
    r"|store|seller|shop|brand|merchant|mode|live|production",
    re.IGNORECASE,
)
"""One of these is in each name above."""
_USUAL_VALUE = re.compile(r"amzn1\.|At[zc]|U2FsdGVkX1")
_GENERIC = re.compile(
    r"lwa|sp|api|spapi|amazon|amz|amzn|selling|partner|sellingpartner|app|my|the|default|oauth|oauth2|auth|"
    r"login|with|awscurrent|credentials|credential|config|settings|aws|react|vite|next|public|env|key|value|string"
)
_UNUSUAL = re.compile(r"[\w\-|+/.=~]{20,2048}")
_CIPHERS = ("AQICAH", "AYADe", "gAAAA", "eyJ", "ENC", "-----")
"""How ciphertexts of KMS, Fernet and the like begin, and tokens of others."""
_PIECE = re.compile(r"[\w\-+/|]+={0,2}")
STALE = re.compile(r"old|backup|bak|(?:aws)?previous|prev|former|last|deprecated|expired|legacy|revoked|unused|retired")
_OF_ROLES = re.compile(r"refresh|token|client|id|secret|app|application|access")
_ABOUT = re.compile(
    r"expires|expiry|expiration|expire|created|updated|issued|rotated|date|at|in|file|path|url|uri|hash|"
    r"sha256|fingerprint|arn|version|type|length|status|prefix|regex|pattern|description|note|comment|"
    r"enabled|encrypted"
)
_FILES = re.compile(r"file|path|arn|ur[li]")
_BODIES = {Role.CLIENT_ID: 32, Role.CLIENT_SECRET: 64}
"""How many hexadecimal digits Amazon gives them."""
_SHORT = 8


@dataclass(frozen=True)
class Fact:
    """An entry that means something: its role, and the words of its name that tell it from others of its role."""

    role: Role
    entry: Entry
    text: str = field(repr=False)
    words: frozenset[str] = frozenset()
    refused: str = ""
    note: str = ""

    @property
    def is_stale(self) -> bool:
        """Whether its name says that it is an earlier one."""
        return any(map(STALE.fullmatch, self.words))

    @cached_property
    def key(self) -> frozenset[str]:
        """The words by which it belongs to one account."""
        return frozenset(each for each in self.words if not STALE.fullmatch(each))

    @property
    def how(self) -> str:
        """How its text was made out, for people; empty for one that is there as it is."""
        body = self.text.rpartition("." if self.role is not Role.REFRESH_TOKEN else "|")[2]
        usual = _BODIES.get(self.role)
        is_odd = usual is not None and re.fullmatch(r"[0-9a-f]+", body) and len(body) != usual
        notes = [self.note, f"of an unusual length, {len(body)}" if is_odd or len(body) < _SHORT else ""]
        return "".join(f", {each}" for each in notes if each)

    @property
    def where(self) -> str:
        """Where it is, for people."""
        return f"line {self.entry.line}" if self.entry.line else self.entry.shown


def recognised(entry: Entry) -> Fact | None:
    """Return what an entry is; None if it has nothing to do with SP-API."""
    if not _USUAL_WORD.search(entry.name) and not _USUAL_VALUE.search(entry.text):
        return None
    name = _squeezed(entry.name)
    text, note = _cleaned(entry.text)
    role = _OF_SHAPE.get(shape_of(text))
    if role is Role.CLIENT_SECRET and not text.startswith("amzn1."):
        role = None  # 64 hex digits are a client secret only where the name says so
    named, before, after = _named(name)
    if named in {Role.ENDPOINT, Role.MARKETPLACE, Role.REGION} and role is not None:
        named, before, after = None, name, ""
    note = note or entry.note
    if role is None and text.startswith("U2FsdGVkX1"):
        return Fact(Role.REFRESH_TOKEN, entry, text, refused=pretence(text))  # n8n encrypts whole credentials so
    ends = after.split("_")
    if any(map(_ABOUT.fullmatch, ends)) and named in (*CREDENTIALS, Role.ACCESS_TOKEN) and role is None:
        if named in CREDENTIALS and any(map(_FILES.fullmatch, ends)) and text:
            return Fact(named, entry, text, _key(before, ""), "a reference to a file: its value is not here", note)
        return None
    if role is None and named is None:
        return None
    if role in {Role.APPLICATION_ID, Role.ACCESS_TOKEN} and named in {Role.CLIENT_SECRET, Role.REFRESH_TOKEN}:
        return Fact(
            named, entry, text, _key(before, after), f"{shape_of(text).value}, not a {CREDENTIALS[named]}", note
        )
    if role is None and named in CREDENTIALS:
        return _by_name_alone(named, entry, text, _key(before, after), note)
    words = _key(before, after) if role is None or role is named else _key(_without_role(name), "", _OF_ROLES)
    refused = entry.refused or (pretence(text) if role in CREDENTIALS else "")
    return Fact(role or named, entry, text, words, refused, note)  # type: ignore[arg-type]


def _by_name_alone(role: Role, entry: Entry, text: str, words: frozenset[str], note: str) -> Fact | None:
    """Judge a value whose name says what it is and whose shape does not."""
    reason = entry.refused or pretence(text)
    if not reason:
        shape = shape_of(text)
        if role is Role.CLIENT_SECRET and shape is Shape.CLIENT_SECRET:
            pass
        elif role is Role.CLIENT_ID:
            return (
                None
                if "google" in entry.name.casefold() or "@" in text
                else Fact(role, entry, text, words, "not a client id by its shape", note)
            )
        elif not _UNUSUAL.fullmatch(text) or text.startswith(_CIPHERS):
            reason = f"not a {CREDENTIALS[role]} by its shape"
        else:
            note = note or "of an unusual shape"
    return Fact(role, entry, text, words, reason, note)


def is_credential(name: str) -> bool:
    """Whether a name says that its value is a client id, a client secret or a refresh token."""
    return _named(_squeezed(name))[0] in CREDENTIALS


def _squeezed(name: str) -> str:
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"[^A-Za-z0-9]+", "_", parted).strip("_").casefold()


def _named(name: str) -> tuple[Role | None, str, str]:
    """Return the role that a name tells of, and what stands before and after its words."""
    for role, pattern in _NAMED:
        if match := pattern.search(name):
            begin, end = match.span(1) if match[1] else match.span(2)
            return role, name[:begin].strip("_"), name[end:].strip("_")
    return None, name, ""


def _without_role(name: str) -> str:
    role, before, after = _named(name)
    return name if role is Role.ENVIRONMENT else f"{before}_{after}"


def _key(before: str, after: str, besides: re.Pattern[str] = _GENERIC) -> frozenset[str]:
    words = (*before.split("_"), *after.split("_"))
    return frozenset(each for each in words if each and not _GENERIC.fullmatch(each) and not besides.fullmatch(each))


def _cleaned(text: str) -> tuple[str, str]:
    """Return a value as it is sent, and what was done for that."""
    stripped = text.strip().strip("\"'`").strip()
    note = ""
    if re.match(r"Atz[ra]%7C", stripped, re.IGNORECASE) or (stripped.startswith("amzn1.") and "%" in stripped):
        stripped, note = unquote(stripped), "percent-decoded"
    if (match := SHAPES.match(stripped)) and (rest := stripped[match.end() :]):
        pieces = rest.split()
        if rest[0].isspace() and all(map(_PIECE.fullmatch, pieces)) and all(len(each) > 15 for each in pieces[:-1]):
            if len(pieces) > 1 or len(pieces[0]) > 15:
                return "".join((match.group(), *pieces)), "joined from several lines"
        elif rest.lstrip()[:1] in {"#", "/"} or rest[0] in "\"'`,;&)}]<":
            return match.group(), note
    return stripped, note


def environment_of(fact: Fact) -> Environment | None:
    """Read `SANDBOX`, `production`, and `true` of a name that says either; None for what says nothing."""
    name, held = _squeezed(fact.entry.name), fact.text.strip().casefold()
    is_sandbox = "sandbox" in name
    if is_sandbox or re.search(r"(?:^|_)(?:live|production)(?:_mode)?$", name):
        if held in {"true", "1", "yes", "y", "on"}:
            return Environment.SANDBOX if is_sandbox else Environment.PRODUCTION
        if held in {"false", "0", "no", "n", "off"}:
            return Environment.PRODUCTION if is_sandbox else Environment.SANDBOX
    if held == "test" and re.search(r"(?:^|_)(?:environment|mode)$", name):
        return Environment.SANDBOX
    return ENVIRONMENTS.get(held.rpartition(".")[2])
