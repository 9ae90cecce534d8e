"""Environment files in general, in the names that most clients of SP-API know."""

from spauth_tui.formats.env_lines import EnvLines, Names

FORMAT = EnvLines(
    "env",
    "an environment file in general",
    ".env",
    Names(
        "LWA_CLIENT_ID",
        "LWA_CLIENT_SECRET",
        "LWA_REFRESH_TOKEN",
        region="SP_API_REGION",
        marketplace="SP_API_MARKETPLACE",
        environment="SP_API_ENVIRONMENT",
    ),
    takes_suffixes=True,
)
