"""The environment of Amazon's MCP servers and code recipes, with the addresses they call."""

from collections.abc import Mapping

from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.env_lines import EnvLines, Names


class _WithAddresses(EnvLines):
    def variables(self, draft: Draft) -> Mapping[str, Secret]:
        """Return the variables of one account, including its endpoint and the token endpoint."""
        found = dict(super().variables(draft))
        found.pop("SP_API_ENDPOINT", None)
        if draft.region:
            found["SP_API_BASE_URL"] = Secret(draft.region.endpoint(draft.environment or Environment.PRODUCTION))
        return {**found, "SP_API_OAUTH_URL": Secret(TOKEN_ADDRESS)}


FORMAT = _WithAddresses(
    "amazon-mcp",
    "Amazon's MCP servers",
    ".env, or env in the MCP client's settings",
    Names("SP_API_CLIENT_ID", "SP_API_CLIENT_SECRET", "SP_API_REFRESH_TOKEN", region="SP_API_REGION"),
)
