"""The simulated Amazon for other programs: on a port of this machine, with sample credentials of its own."""

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from errno import EADDRINUSE
from hashlib import sha512

from spauth_tui.demo.amazon import KnownAuthorization, KnownClient
from spauth_tui.demo.behaviour import Answer
from spauth_tui.demo.replies import SimulatedReply
from spauth_tui.demo.scenarios import play
from spauth_tui.demo.simulator import LWA_PATH, Given, Request, Simulator
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.model.grantless import SCOPES
from spauth_tui.domain.model.secret import Secret

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_HOSTS = {each.endpoint(environment).removeprefix("https://") for each in Region for environment in Environment}
_WORD_OR_VERSION = re.compile(r"[a-z][A-Za-z]{0,39}|v\d{1,2}|\d{4}-\d\d-\d\d")
_SAID = {"refresh_token", "client_credentials", "authorization_code", *(each.text for each in SCOPES)}
_FIELDS = ("grant_type", "scope", "client_id", "client_secret", "refresh_token")
_BEGINNINGS = re.compile(r"Atz[ar]\||Atc\||Atz\.sprdt\||amzn1\.oa2-cs\.|amzn1\.application-oa2-client\.")


@asynccontextmanager
async def serving(port: int, scenario: str, heard: Callable[[str], None]) -> AsyncIterator[tuple[str, Secret]]:
    """Yield the address without a path, and the sample credentials as lines of a `.env`.

    `heard` gets a line without secrets for each request. Raises `ConfigurationRefused` if the port cannot be used.
    """
    try:
        simulator = Simulator("SIMULATED", port)
    except OSError as error:
        why = "in use by another program" if error.errno == EADDRINUSE else "not available"
        raise ConfigurationRefused(f"Port {port} is {why}.", "Choose another; --port 0 takes any free one.") from None
    simulator.heard = lambda request, given: heard(received(request, given))
    lines = taught_sample(simulator)
    play(simulator, scenario)
    async with simulator:
        yield simulator.origin, lines


def taught_sample(simulator: Simulator) -> Secret:
    """Teach the simulator two accounts of one application, the same every time; return their credentials."""
    digits = sha512(b"spauth-tui simulator").hexdigest()
    client_id, client_secret = f"amzn1.application-oa2-client.{digits[:32]}", f"amzn1.oa2-cs.v1.{digits[32:96]}"
    simulator.amazon.clients[client_id] = KnownClient({client_secret: None})
    lines = []
    for name, region, marketplace in (("ACME", Region.NA, "US"), ("GLOBEX", Region.EU, "DE")):
        refresh_token = f"Atzr|SIMULATED-{name}-{sha512(name.encode()).hexdigest() * 2}"
        simulator.amazon.authorizations[refresh_token] = KnownAuthorization(
            region, client_id=client_id, store_name=name.title()
        )
        lines += [
            f"LWA_APP_ID_{name}={client_id}",
            f"LWA_CLIENT_SECRET_{name}={client_secret}",
            f"SP_API_REFRESH_TOKEN_{name}='{refresh_token}'",
            f"SP_API_DEFAULT_MARKETPLACE_{name}={marketplace}",
        ]
    return Secret("\n".join(lines))


def received(request: Request, given: Given) -> str:
    """Return a line about a request that repeats only words of Amazon's: no value, name or id that was sent."""
    method = request.method if request.method in _METHODS else "…"
    words = [method, _path(request.path)]
    if request.host:
        words.insert(1, request.host if request.host in _HOSTS else "another host")
    if request.form:
        words += [f"{name}={_value(request.form[name])}" for name in _FIELDS if name in request.form]
    elif request.body:
        words.append(f"{len(request.body)} bytes")
    others = len(request.form.keys() - set(_FIELDS)) + len(request.query)
    if others:
        words.append(f"and {others} more {'value' if others == 1 else 'values'}")
    token = request.headers.get("x-amz-access-token", "")
    if token:
        words.append(f"x-amz-access-token={_value(token)}")
    return f"{' '.join(words)} -> {_outcome(given)}"


def _path(path: str) -> str:
    if path == LWA_PATH:
        return path
    return "/".join(each if not each or _WORD_OR_VERSION.fullmatch(each) else "…" for each in path.split("/")[:12])


def _value(text: str) -> str:
    """Return a value if it is one of Amazon's words, else a mask after the beginning that says what it is."""
    beginning = _BEGINNINGS.match(text)
    return text if text in _SAID else f"{beginning[0] if beginning else ''}…" if text else "nothing"


def _outcome(given: Given) -> str:
    if isinstance(given, Answer):
        return given.value
    return " ".join(filter(None, (str(given.status), _code(given))))


def _code(reply: SimulatedReply) -> str:
    """Return the error's name, which is our own."""
    held = json.loads(reply.body) if reply.body.startswith(b"{") else {}
    return str(held.get("error") or next((each["code"] for each in held.get("errors", ())), ""))
