"""The environment of Amazon's MCP servers and code recipes, with the addresses that they call."""

from collections.abc import Mapping

from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.env_lines import EnvLines, Names, parsed

_BASE = "SP_API_BASE_URL"


class _WithAddresses(EnvLines):
    def fits(self, text: str) -> bool:
        """Say whether its names stand there, as lines or in the settings of an MCP client."""
        return any(map(self._accounts, _environments(text))) or (super().fits(text) and not _has_others(text))

    def read(self, text: str) -> tuple[Draft, ...]:
        """Read lines, or the `env` of each server in an MCP client's settings that has the names."""
        of_servers = [each for each in _environments(text) if self._accounts(each)]
        return tuple(self._draft(each, "") for each in of_servers) or super().read(text)

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


def _has_others(text: str) -> bool:
    """Say whether names of another client stand there, or of several accounts: this form would leave them out."""
    return any(name.startswith(("LWA_", "SPAPI_", "SP_API_REFRESH_TOKEN_")) for name in parsed(text))


def _environments(text: str) -> list[dict[str, str]]:
    """Return the `env` of every server in an MCP client's settings; none for anything else."""
    try:
        servers = values.json_object(text, "an MCP client").get("mcpServers")
    except FileNotUnderstood:
        return []
    found = (
        [each.get("env") for each in servers.values() if isinstance(each, dict)] if isinstance(servers, dict) else []
    )
    return [
        {str(name): each for name, each in env.items() if isinstance(each, str)}
        for env in found
        if isinstance(env, dict)
    ]


FORMAT = _WithAddresses(
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
