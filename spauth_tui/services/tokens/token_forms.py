"""The forms in which an access token is printed and copied."""

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from spauth_tui.domain.model.access_token import TokenLife
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.time import rfc3339


class TokenForm(Enum):
    """A form and its description; `token --format` takes its name in lower case."""

    BARE = "the access token alone"
    HEADER = "an HTTP header, x-amz-access-token"
    CURL = "a curl command for its endpoint"
    ENV = "shell lines: export SP_API_ACCESS_TOKEN=…"
    FISH = "fish lines: set -gx SP_API_ACCESS_TOKEN …"
    POWERSHELL = "PowerShell lines: $env:SP_API_ACCESS_TOKEN = …"
    JSON = "JSON with endpoint and expiry"


class Token(Protocol):
    """An access token of any kind: of an authorization, restricted or grantless."""

    @property
    def value(self) -> Secret:
        """The token itself."""

    @property
    def life(self) -> TokenLife:
        """When it was requested and when it expires."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call that an access token is for."""

    endpoint: str
    path: str
    method: str = "GET"


def call_of(account: Account, reached: Callable[[str], str]) -> Call:
    """Return the call that tests a token of an account; `reached` says where its endpoint is reached."""
    path = "/sellers/v1/marketplaceParticipations"
    if account.kind is Kind.VENDOR:
        path = "/vendor/orders/v1/purchaseOrders?limit=1&includeDetails=false"
    return Call(reached(account.region.endpoint(account.environment)), path)


def variables(token: Token, endpoint: str) -> dict[str, Secret]:
    """Return an access token as environment variables, with its endpoint."""
    return {
        "SP_API_ACCESS_TOKEN": token.value,
        "SP_API_ACCESS_TOKEN_EXPIRES_AT": Secret(rfc3339(token.life.expires_at)),
        "SP_API_ENDPOINT": Secret(endpoint),
    }


def written(token: Token, call: Call, form: TokenForm) -> Secret:
    """Return an access token in one of the forms; forms of several lines end with a line break."""
    value = token.value.reveal()
    plain = {name: each.reveal() for name, each in variables(token, call.endpoint).items()}
    match form:
        case TokenForm.BARE:
            text = value
        case TokenForm.HEADER:
            text = f"x-amz-access-token: {value}"
        case TokenForm.CURL:
            header, method = (
                shlex.quote(f"x-amz-access-token: {value}"),
                "" if call.method == "GET" else f"-X {call.method} ",
            )
            text = f"curl {method}-H {header} {shlex.quote(call.endpoint + call.path)}"
        case TokenForm.ENV:
            text = "".join(f"export {name}={shlex.quote(each)}\n" for name, each in plain.items())
        case TokenForm.FISH:
            text = "".join(f"set -gx {name} {_fish(each)}\n" for name, each in plain.items())
        case TokenForm.POWERSHELL:
            text = "".join(f"$env:{name} = {_powershell(each)}\n" for name, each in plain.items())
        case TokenForm.JSON:
            text = as_json(token, call.endpoint)
    return Secret(text)


def as_json(token: Token, endpoint: str) -> str:
    """Return the JSON object for programs: access_token, expires_at (RFC 3339, UTC), endpoint."""
    return json.dumps(
        {
            "access_token": token.value.reveal(),
            "expires_at": rfc3339(token.life.expires_at),
            "endpoint": endpoint,
        }
    )


def _fish(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _powershell(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
