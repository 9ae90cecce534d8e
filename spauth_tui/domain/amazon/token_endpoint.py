"""Login with Amazon's token endpoint, and the exchange as a command for the shell."""

TOKEN_ADDRESS = "https://api.amazon.com/auth/o2/token"
"""The one token endpoint, for every region. Source: Amazon's page "Authorize Private Applications"."""

EXCHANGE_COMMAND = f"""\
curl --config - <<END
url = "{TOKEN_ADDRESS}"
data-urlencode = "grant_type=refresh_token"
data-urlencode = "refresh_token=$SP_API_REFRESH_TOKEN"
data-urlencode = "client_id=$SP_API_CLIENT_ID"
data-urlencode = "client_secret=$SP_API_CLIENT_SECRET"
END
"""
"""The exchange as form data that curl encodes, so that body and content type agree; no secret is in argv."""
