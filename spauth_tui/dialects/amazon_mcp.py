"""The environment of Amazon's MCP servers and code recipes, with the addresses that they call."""

from collections.abc import Mapping
from dataclasses import dataclass

from spauth_tui.dialects.draft import Draft
from spauth_tui.dialects.env_lines import EnvLines, Names
from spauth_tui.domain.region import Environment
from spauth_tui.domain.secret import Secret
from spauth_tui.domain.token_endpoint import TOKEN_ADDRESS

_BASE = "SP_API_BASE_URL"


@dataclass(frozen=True)
class _WithAddresses(EnvLines):
    def variables(self, draft: Draft) -> Mapping[str, Secret]:
        """Return the variables of one account, its endpoint and the token endpoint among them."""
        found = dict(super().variables(draft))
        if draft.region:
            found[_BASE] = Secret(draft.region.endpoint(draft.environment or Environment.PRODUCTION))
        return {**found, "SP_API_OAUTH_URL": Secret(TOKEN_ADDRESS)}

    def _environment(self, text: str | None) -> Environment | None:
        if not text:
            return None
        return Environment.SANDBOX if "://sandbox." in text else Environment.PRODUCTION


DIALECT = _WithAddresses(
    "amazon-mcp",
    "Amazon's MCP servers",
    ".env, or env in the MCP client's settings",
    Names(
        ("SP_API_CLIENT_ID",),
        ("SP_API_CLIENT_SECRET",),
        ("SP_API_REFRESH_TOKEN",),
        region=("SP_API_REGION", _BASE),
        environment=(_BASE,),
    ),
)
