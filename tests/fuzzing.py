"""Invents inputs for whatever reads texts from outside, for as long as you like, from a seed.

A read fails if it raises an error that is not ours, takes more than a second of processor time, keeps a secret that was
sent, or loses a value that looks like a credential: one that is neither taken nor named.
"""

import argparse
import json
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from spauth_tui.adapters.amazon.echoes import Echoes
from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import read_grant
from spauth_tui.adapters.amazon.reply import Reply
from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient
from spauth_tui.adapters.config.appearance_file import _changed
from spauth_tui.adapters.config.settings import MOST_BYTES, Settings
from spauth_tui.demo.replies import new_secret_notification
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.keyboard.keymap import keymap
from spauth_tui.domain.model.appearance import Progress
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.reading.decoding import decoded
from spauth_tui.formats.reading.reader import Reading, read
from spauth_tui.services.authorizing.pasted import read_rotation
from tests import builders
from tests.fakes import NOW, FakeClock
from tests.formats.test_reading import HOSTILE, ONE_ACCOUNT, SEVERAL

LONGEST = 1.0
"""Seconds of processor time that one read may take."""
ROUND = 100
FILES = Path(__file__).parent / "formats" / "files"
CREDENTIAL = re.compile(
    r"amzn1\.application-oa2-client\.[0-9A-Za-z]{32}\b|amzn1\.oa2-cs\.v1\.[0-9A-Za-z]{64}\b|Atzr\|[\w\-+/=]{80,}",
    re.ASCII,
)
SENT = (
    Secret("Atzr|IwEBIC4NARY" + "q7Zp-_x2" * 20),
    Secret("amzn1.oa2-cs.v1." + "c4a9" * 16),
    Secret("Atza|" + "Vw3k" * 60),
)
PIECES = (
    *("amzn1.application-oa2-client." + sha256(each).hexdigest()[:32] for each in (b"1", b"2")),
    *("amzn1.oa2-cs.v1." + sha256(each).hexdigest() for each in (b"3", b"4")),
    *("Atzr|IwEBI" + sha256(each).hexdigest() * 5 for each in (b"5", b"6", b"7")),
    *(sha256(b"8").hexdigest(), "Atza|IwEBI" + "g6H7" * 30, "Atzr%7CIwEBI" + "i8J9" * 30, "amzn1.sp.solution.1"),
    *("Atzr|", "amzn1.oa2-cs.v1."),
    *("client_id", "clientSecret", "refresh_token", "LWA_APP_ID", "REFRESH_TOKEN_EU", "OLD_REFRESH_TOKEN", "region"),
    *("marketplace", "DE", "eu", "sandbox", "true", "env", "app", "name", "value", "key", "data", "kind", "default"),
    *("=", ": ", " = ", "=>", "|", "\n", "\n\n", "\n  ", "\n- ", ",", ";", " ", "\t", '"', "'", "`", "\\", "\\\n"),
    *("{", "}", "[", "]", "(", ")", "<", ">", "<<: *a", "&a ", "*a", "#", "//", "/*", "*/", "--", "...", "…", "***"),
    *("$", "${A}", "$A", "A=$A", "%A%", "op://a/b", "export ", "set ", "$env:", "ENV ", "dict(", "SPAPIConfig("),
    *("\r", "---\n", "!x ", "[a]\n", "null", "0x", "1e999", "\ufeff", "\u2028", "é", "\ud7ff", "\x1b[2J", "\x00"),
    *("payload", "newClientSecret", "eventTime", "2026-11-29T22:09:17Z", "clientId", "errors", "access_token", "-1"),
)  # fmt: skip

piece = st.one_of(st.sampled_from(PIECES), st.text(max_size=6), st.from_regex(r"[A-Za-z_.\-]{1,12}", fullmatch=True))
share = st.integers(0, 1_000)
change = st.tuples(st.sampled_from(["cut", "put", "twice", "move", "many", "line", "splice"]), share, share, piece)
bulk = st.sampled_from([1, 1, 1, 2, 10, 100, 1_000, 10_000, 50_000])


class TooSlow(BaseException):
    """Raised in the middle of a read that takes too long; no reader catches it."""


class Lost(Exception):
    """A value that is neither taken nor named, or a secret that was kept."""


class Fuzzed(NamedTuple):
    """What is read, what it is tried on, and how inputs are written."""

    attempt: Callable[[bytes], object]
    samples: tuple[str, ...]


def changed(text: str, changes: list[tuple[str, int, int, str]], other: str) -> str:
    """Return a text with these changes, each at a share of its length."""
    for kind, first, second, new in changes:
        begin, end = sorted((len(text) * first // 1_000, len(text) * second // 1_000))
        lines = text.split("\n")
        at = len(lines) * first // 1_001
        match kind:
            case "cut":
                text = text[:begin] + text[begin + second % 40 :]
            case "put":
                text = text[:begin] + new + text[begin:]
            case "twice":
                text = text[:end] + text[begin:end] + text[end:]
            case "move":
                text = text[:begin] + text[end:] + text[begin:end]
            case "many":
                text = text[:begin] + new * (second * 3) + text[begin:]
            case "line":
                text = "\n".join([*lines[:at], *lines[at + 1 :], lines[at]])
            case "splice":
                text = text[:begin] + other[len(other) * second // 1_000 :]
    return text[:1_500_000]


def mutations(samples: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    sample = st.sampled_from(samples)
    made = st.builds(changed, sample, st.lists(change, max_size=6), sample)
    return made.map(lambda text: text.encode("utf-8", "replace"))


leaves = st.one_of(st.sampled_from(PIECES), st.text(max_size=5), st.booleans(), st.none(), st.integers())
names = st.one_of(st.sampled_from(PIECES), st.text("abAB_.- 1", max_size=8))


def _within(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    as_text = st.one_of(inner.map(json.dumps), inner.map(_as_lines))
    return st.one_of(st.lists(inner, max_size=5), st.dictionaries(names, inner, max_size=6), as_text)


def _as_lines(held: object) -> str:
    items = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else [("a", held)]
    return "".join(f"{name}={each}\n" for name, each in items)


def _as_yaml(held: object) -> str:
    return yaml.safe_dump(held, allow_unicode=True)


def _as_python(held: object) -> str:
    return f"x = {held!r}"


nests = (
    st.recursive(leaves, _within, max_leaves=25)
    .flatmap(lambda held: st.sampled_from([write(held) for write in (json.dumps, _as_yaml, _as_lines, _as_python)]))
    .map(lambda text: text.encode("utf-8", "replace"))
)
structured = st.builds(
    lambda before, again, count, after: ("".join(before) + again * count + "".join(after))[:1_500_000].encode(
        "utf-8", "replace"
    ),
    st.lists(piece, max_size=30), st.lists(piece, max_size=3).map("".join), bulk, st.lists(piece, max_size=10),
)  # fmt: skip


def inputs(samples: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """Return all kinds of inputs: changed samples, nests of containers, random structured text, random bytes."""
    return st.one_of(mutations(samples), mutations(samples), nests, structured, st.binary(max_size=500))


def read_file(held: bytes) -> None:
    text = decoded(held)
    written = text.replace("\r\n", "\n").replace("\r", "\n")
    within = list(CREDENTIAL.finditer(written))
    try:
        reading = read(text)
    except FileNotUnderstood as refused:
        if within and refused.sentence == FileNotUnderstood().sentence:
            raise Lost(within[0].group()) from None
        raise
    known = set(_accounted(reading))
    told = {each.line for each in reading.left_out}
    places: dict[str, set[int]] = {}
    for each in within:
        places.setdefault(each.group(), set()).add(written.count("\n", 0, each.start()) + 1)
    for value, lines in places.items():
        if not any(value in one or one in value for one in known) and not lines & told:
            raise Lost(value)


def _accounted(reading: Reading) -> Iterator[str]:
    for draft in (each.draft for each in reading.found):
        secrets = (draft.client_secret, draft.refresh_token)
        yield from (draft.client_id, *(each.reveal() for each in secrets if each is not None))
    yield from (each.text for each in reading.left_out if len(each.text) > 20)


def read_paste(held: bytes) -> None:
    text = held.decode("utf-8", "replace")
    found = read_rotation(Secret(text))
    if not isinstance(found, Secret):
        for client_id in {each.client_id for each in found.new_secrets} | {each.client_id for each in found.deadlines}:
            found.of(client_id)


def _reply(held: bytes) -> Reply:
    """Make a reply of a status, headers and a body, each in lines of the input."""
    first, _, body = held.partition(b"\n\n")
    status, *lines = first.decode("utf-8", "replace").split("\n")
    headers = {name.strip().lower(): each.strip() for name, _, each in (line.partition(":") for line in lines)}
    digits = status.strip()[:3]
    number = int(digits) if digits.isascii() and digits.isdigit() else 200
    return Reply(max(number, 100), headers, body, Echoes(SENT, ("amzn1.application-oa2-client." + "9" * 32,)))


def read_lwa(held: bytes) -> None:
    reply = _reply(held)
    reply.asked_to_wait(NOW)
    try:
        read_grant(reply)
    except SpauthError as error:
        _accept_words(error)


class _Answering:
    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    async def send(self, *_: object, **__: object) -> Reply:
        return self._reply


def read_sp_api(held: bytes) -> None:
    client = SellingPartnerApiClient(cast("HttpClient", _Answering(_reply(held))), FakeClock())
    token = SENT[2]
    for call in (
        client.verify(token, Kind.SELLER, Region.EU, Environment.PRODUCTION),
        client.verify(token, Kind.VENDOR, Region.EU, Environment.SANDBOX),
        client.rotate_client_secret(token, Region.NA),
        client.restricted_data_token(token, [], Region.FE),
    ):
        try:
            _accept_words(_done(call))
        except SpauthError as error:
            _accept_words(error)


def _done(call: Coroutine[Any, Any, object]) -> object:
    try:
        call.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("it waits for something")


def _accept_words(held: object) -> None:
    words = f"{held} {held!r} {vars(held) if hasattr(held, '__dict__') else ''}"
    for each in SENT:
        body = each.reveal()
        if any(body[at : at + 16] in words for at in range(16, len(body) - 16)):
            raise Lost("a secret that was sent is in what is kept")


def read_config(held: bytes) -> None:
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory) / "config.toml"
        place.write_bytes(held)
        own = Settings(environment={"SPAUTH_CONFIG": str(place)})
        look = own.appearance().appearance
        for call in (own.vault, own.token_address, lambda: own.environment):
            with suppress(SpauthError):
                call()
    for each in keymap(look.keymap, look.keys).wrong:
        each.encode()
    if len(held) <= MOST_BYTES:
        _changed(held, replace(look, theme=f"{look.theme}x", motion=not look.motion, progress=Progress.OFF))


NEW_SECRET = new_secret_notification(builders.CLIENT_ID, "amzn1.sp.solution.demo", "amzn1.oa2-cs.v1." + "6" * 64, NOW)
LATE = builders.expiry_notification(NOW)
_DATE = "Tue, 01 Dec 2026 12:00:00 GMT"
_PARTICIPATION = {
    "marketplace": {"id": "A1PA6795UKMFR9", "countryCode": "DE", "name": "Amazon.de", "domainName": "www.amazon.de"},
    "storeName": "Store",
    "participation": {"isParticipating": True, "hasSuspendedListings": False},
}
_ECHO = f"Bad form: refresh_token={SENT[0].reveal()}&client_secret={SENT[1].reveal()} {SENT[2].reveal()}"


def _written(status: int, body: object, **headers: str) -> str:
    lines = "".join(f"\n{name.replace('_', '-')}: {each}" for name, each in headers.items())
    return f"{status}{lines}\n\n{body if isinstance(body, str) else json.dumps(body)}"


def _errors(status: int, code: str, message: str, details: str = "", **headers: str) -> str:
    return _written(status, {"errors": [{"code": code, "message": message, "details": details}] * 2}, **headers)


READERS: Mapping[str, Fuzzed] = {
    "files": Fuzzed(
        read_file,
        (
            *(decoded(each.read_bytes()) for each in sorted(FILES.iterdir()) if each.is_file()),
            *ONE_ACCOUNT.values(),
            *(text for text, _ in SEVERAL.values()),
            *(each for each in HOSTILE if len(each) < 5_000),
        ),
    ),
    "notifications": Fuzzed(
        read_paste,
        (
            NEW_SECRET,
            LATE,
            f"{LATE}\n{NEW_SECRET}",
            json.dumps({"Messages": [{"Body": LATE}, {"Body": json.dumps({"Message": NEW_SECRET})}]}),
            json.dumps({"detail": json.loads(NEW_SECRET)}),
            json.dumps(json.dumps(NEW_SECRET)),
            json.dumps({"Records": [{"Sns": {"Message": NEW_SECRET}}]}, indent=2),
            "amzn1.oa2-cs.v1." + "7" * 64,
        ),
    ),
    "lwa": Fuzzed(
        read_lwa,
        (
            _written(200, {"access_token": "Atza|new", "token_type": "bearer", "expires_in": 3600}, date=_DATE),
            _written(400, {"error": "invalid_grant", "error_description": _ECHO, "request_id": "r"}),
            _written(401, {"error": "invalid_client", "error_description": "x"}, x_amzn_requestid="0-1"),
            _written(429, "", retry_after="17"),
            _written(503, "<html>", retry_after=_DATE, content_type="text/html"),
            _written(302, "", location="https://example.com"),
        ),
    ),
    "sp-api": Fuzzed(
        read_sp_api,
        (
            _written(200, {"payload": [_PARTICIPATION] * 2}, x_amzn_requestid="0-1"),
            _written(200, {"payload": []}),
            _written(200, {"restrictedDataToken": "Atz.sprdt|new", "expiresIn": 3600}),
            _written(204, "", x_amz_rid="r"),
            _errors(403, "Unauthorized", "Access to requested resource is denied.", "The access token is revoked"),
            _errors(429, "QuotaExceeded", "You exceeded your quota", retry_after="17"),
            _errors(400, "InvalidInput", _ECHO, "Could not match input arguments"),
            _written(403, {"message": "Forbidden", "code": "Unauthorized", "request_id": "r"}),
            _written(403, "<html>no</html>", content_type="text/html; charset=x"),
        ),
    ),
    "config": Fuzzed(
        read_config,
        (
            'vault = "~/a.vault"\nlwa_url = "http://127.0.0.1:8/"\npassphrase_command = "pass"\n',
            'theme = "nord"\npanes = "compact"\nkeymap = "vim"\n\n# mine\n[keys]\nrefresh = "r"\n"a.b" = "ctrl+x"\n',
            'clipboard_command = "xclip"\nthem = "x"\n[keys]\ncopy = 7\nlock.x = "l"\n',
            'motion = true\ntitle = false\nnotify = "bell"\ntext = """\n[keys]\n"""\n',
        ),
    ),
}  # fmt: skip


@contextmanager
def limited() -> Iterator[None]:
    """End what takes more processor time than a read may, other programs' apart."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def play(fuzzed: Fuzzed, number: int, counted: list[bytes], *, is_shrunk: bool = False) -> None:
    """Play one round; raises what went wrong, after `counted` has got the inputs."""

    @seed(number)
    @settings(
        max_examples=ROUND,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if is_shrunk else (Phase.generate,),
        report_multiple_bugs=False,
        print_blob=False,
        verbosity=Verbosity.quiet,
    )
    @given(inputs(fuzzed.samples))
    def one(held: bytes) -> None:
        counted.append(held)
        began = time.process_time()
        try:
            with limited(), suppress(SpauthError):
                fuzzed.attempt(held)
        except TooSlow:
            raise AssertionError(f"too slow: {time.process_time() - began:.1f} s for {len(held)} bytes") from None

    one()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=f"{', '.join(READERS)}; all by default")
    parser.add_argument("--minutes", type=float, default=1, help="for each reader")
    parser.add_argument("--seed", type=int, default=None, help="plays the same again")
    parser.add_argument("--keep", type=Path, help="a directory for inputs that fail")
    given_ = parser.parse_args()
    first = given_.seed if given_.seed is not None else random.SystemRandom().randrange(10**6)
    failed = 0
    for name in given_.readers or READERS:
        ends, number, tried = time.monotonic() + given_.minutes * 60, first * 1_000_000, 0
        while time.monotonic() < ends:
            number += 1
            counted: list[bytes] = []
            try:
                play(READERS[name], number, counted)
            except Exception as problem:  # noqa: BLE001 - each is a finding
                failed += 1
                tried += len(counted)
                if "too slow" not in str(problem):
                    with suppress(Exception):
                        play(READERS[name], number, counted, is_shrunk=True)
                where = "".join(traceback.format_exception(problem)[-8:])
                sys.stdout.write(f"{name}, round {number}: {where}\n{counted[-1][:600]!r}\n\n")
                if given_.keep is not None:
                    (given_.keep / f"{name}-{number}").write_bytes(counted[-1])
            else:
                tried += len(counted)
            sys.stdout.flush()
        sys.stdout.write(f"{name}: {tried:,} inputs in {given_.minutes:g} minutes from seed {first}, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
