"""What `spauth-tui help json` says: every JSON answer, field by field."""

JSON_ANSWERS = """\
Every --json answer is one object with "format" (spauth-tui VERB) and "version" (1). Fields may be added to a version;
none is removed or changes its meaning without a new one. Instants are RFC 3339 in UTC; null is "there is none".
expires_at of an access token is Amazon's; seconds_left is the time left, which ends 60 seconds before it.

ls       at, authorizations[]: name, application, account, kind (seller, vendor), region (NA, EU, FE), environment
         (production, sandbox), endpoint, marketplaces[], state (live, expiring soon, expired, refused, revoked,
         ready, no refresh token), expires_at, seconds_left, refresh_token_stored_at,
         refresh_token_fingerprint, client_secret_ends_at, guarded, next_step (limits, portal, authorize, store,
         exchange)
refresh  authorizations[]: name, refreshed, expires_at, problem, exit_code
check    name, passed, exit_code; if the call was accepted: endpoint, request_id, marketplaces[] (id, country_code,
         store_name, participating, suspended_listings), foreign_regions[]; else: happened, causes[] (verdict: found,
         possible, ruled out; words), remedies[], status, code, amazons_words, request_id
steps    name, portal, steps[]: key, title, done, by_hand
import   dialect, stored, entries[]: name, fate (new, changed, unchanged, refused), words[], assumed[]
broker   token_endpoint, credentials[]: name, client_id, client_secret, refresh_token (throwaway, all three)
doctor   findings[]: what, verdict (fine, note, found), words, remedy; facts{}

Without "format" and "version", to fit other programs: token --format json (access_token, expires_at, endpoint), which
is also what exec --stdin and --file hand over; log --format json; inventory --format json has its own format."""
