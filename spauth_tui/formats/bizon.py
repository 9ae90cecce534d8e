"""The environment of @sp-api-sdk/auth."""

from spauth_tui.formats.env_lines import EnvLines, Names

FORMAT = EnvLines(
    "sp-api-sdk", "@sp-api-sdk/auth", ".env", Names("LWA_CLIENT_ID", "LWA_CLIENT_SECRET", "LWA_REFRESH_TOKEN")
)
