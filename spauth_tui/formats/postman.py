"""A Postman environment: the variable names in use with SP-API's collections. One of Amazon's own was not found."""

import json
from collections.abc import Sequence

from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft, FileFormat

_SCOPE = "_postman_variable_scope"
_ENDPOINT = "endpoint"


class _Environment(FileFormat):
    key = "postman"
    title = "a Postman environment"
    place = "NAME.postman_environment.json"
    container = "JSON"

    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write the environment; secrets are marked as such, so that Postman masks and does not share them."""
        draft = values.only(drafts, self.title)
        secrets = {
            "client_id": draft.client_id,
            "client_secret": values.needed(draft.client_secret, "client secret"),
            "refresh_token": values.needed(draft.refresh_token, "refresh token"),
        }
        listed = [{"key": key, "value": value, "type": "secret", "enabled": True} for key, value in secrets.items()]
        if draft.region:
            endpoint = draft.region.endpoint(draft.environment or Environment.PRODUCTION)
            listed.append({"key": _ENDPOINT, "value": endpoint, "type": "default", "enabled": True})
        held = {"name": draft.account or "SP-API", "values": listed, _SCOPE: "environment"}
        return Secret(json.dumps(held, indent=1, ensure_ascii=False) + "\n")


FORMAT = _Environment()
