"""python-amazon-sp-api's environment variables, each with an optional suffix for the account (its credential provider).

`LWA_APP_ID` is the client id. The sandbox is chosen by `AWS_ENV`.
"""

from spauth_tui.formats.env_lines import EnvLines, Names

FORMAT = EnvLines(
    "python-amazon-sp-api",
    "python-amazon-sp-api (environment)",
    ".env",
    Names(
        "LWA_APP_ID",
        "LWA_CLIENT_SECRET",
        "SP_API_REFRESH_TOKEN",
        marketplace="SP_API_DEFAULT_MARKETPLACE",
        environment="AWS_ENV",
    ),
    takes_suffixes=True,
    bare=("SP_API_DEFAULT_MARKETPLACE", "AWS_ENV"),
)
