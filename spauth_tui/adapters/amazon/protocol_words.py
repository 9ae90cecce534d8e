"""Names and sentences of Amazon's own, which are in no reply a sign of what was sent."""

WORDS = """
grant_type refresh_token client_id client_secret access_token token_type bearer expires_in scope client_credentials
authorization_code redirect_uri restrictedDataToken expiresIn restrictedResources dataElements buyerInfo
shippingAddress buyerTaxInformation targetApplication request_id error_index error_description x-amzn-RequestId
x-amz-access-token x-amz-date user-agent Authorization application/x-www-form-urlencoded application/json
Atzr| Atza| Atc| Atz.sprdt| amzn1.application-oa2-client. amzn1.oa2-cs.v1. amzn1.sp.solution. amzn1.sellerapps.app.
sellingpartnerapi::notifications sellingpartnerapi::client_credential:rotation sellingpartnerapi::shipments:track
sellingpartnerapi::migration api.amazon.com sandbox.sellingpartnerapi-na.amazon.com
sellingpartnerapi-eu.amazon.com sellingpartnerapi-fe.amazon.com marketplaceParticipations purchaseOrders
invalid_grant invalid_client unauthorized_client invalid_request unsupported_grant_type invalid_scope access_denied
server_error ServerError temporarily_unavailable CONSENT_LIMIT_REACHED Unauthorized MissingAuthenticationToken
QuotaExceeded InvalidInput InvalidRequest InternalFailure ServiceUnavailable
The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission.
The request has an invalid parameter : scope
The request is missing a required parameter : refresh_token
The request is missing a required parameter : client_secret
Client authentication failed
Not authorized for requested operation
The authorization grant type is not supported by the authorization server
The authorization server met an unexpected condition
The service is temporarily unavailable
Access to requested resource is denied.
Access token is missing in the request header.
The access token you provided has expired.
The access token you provided is revoked, malformed or invalid.
The LWA secret token you provided has expired.
You exceeded your quota for the requested resource.
Request is missing or has invalid parameters
Invalid request parameters
Resource not provided.
The application isn't configured with roles
Application is not enrolled for rotation notification.
Please update application notification preference in Developer console.
"""
"""Sources: Amazon's page "Authorize Private Applications", LWA's error reference, the SP-API models, reports."""
