"""Environment files in general: every name that some client of SP-API uses, with or without a suffix for the account.

Sources of the names: the documentation of Peddler, amazon-spapi, amazon-php and FikaAmazonAPI, and Amazon's samples.
"""

from spauth_tui.formats.env_lines import EnvLines, Names

FORMAT = EnvLines(
    "env",
    "an environment file in general",
    ".env",
    Names(
        (
            "LWA_CLIENT_ID",
            "LWA_APP_ID",
            "SP_API_CLIENT_ID",
            "SPAPI_CLIENT_ID",
            "SELLING_PARTNER_APP_CLIENT_ID",
            "AMAZON_LWA_CLIENT_ID",
            "AMAZON_CLIENT_ID",
            "CLIENT_ID",
            "ClientId",
        ),
        (
            "LWA_CLIENT_SECRET",
            "SP_API_CLIENT_SECRET",
            "SPAPI_CLIENT_SECRET",
            "SELLING_PARTNER_APP_CLIENT_SECRET",
            "AMAZON_LWA_CLIENT_SECRET",
            "AMAZON_CLIENT_SECRET",
            "CLIENT_SECRET",
            "ClientSecret",
        ),
        (
            "LWA_REFRESH_TOKEN",
            "SP_API_REFRESH_TOKEN",
            "SPAPI_REFRESH_TOKEN",
            "SELLER_REFRESH_TOKEN",
            "AMAZON_LWA_REFRESH_TOKEN",
            "AMAZON_REFRESH_TOKEN",
            "REFRESH_TOKEN",
            "RefreshToken",
        ),
        region=("SP_API_REGION", "SPAPI_REGION", "AMAZON_SP_API_REGION", "REGION", "RegionCode"),
        marketplace=(
            "SP_API_MARKETPLACE",
            "SP_API_DEFAULT_MARKETPLACE",
            "SPAPI_MARKETPLACE_ID",
            "SP_API_MARKETPLACE_ID",
            "AMAZON_MARKETPLACE_ID",
            "MARKETPLACE_ID",
            "MarketPlaceID",
        ),
        environment=("SP_API_ENVIRONMENT", "AWS_ENV", "SPAPI_SANDBOX", "SP_API_SANDBOX"),
    ),
    takes_suffixes=True,
)
