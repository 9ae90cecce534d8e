"""A Postman environment. Amazon publishes none for SP-API; these are the variable names in use with its collections."""

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

    def fits(self, text: str) -> bool:
        """Say whether it is JSON with Postman's list of values."""
        held = values.json_object(text, self.title)
        return isinstance(held.get("values"), list) and (_SCOPE in held or "client_id" in _variables(held["values"]))

    def read(self, text: str) -> tuple[Draft, ...]:
        held = values.json_object(text, self.title)
        listed = held.get("values")
        variables = _variables(listed) if isinstance(listed, list) else {}
        client_id = variables.get("client_id", "").strip()
        if not client_id:
            raise values.missing("variable client_id", self.title)
        endpoint = variables.get(_ENDPOINT, "")
        sandbox = Environment.SANDBOX if "sandbox." in endpoint else Environment.PRODUCTION
        return (
            Draft(
                client_id,
                values.secret(variables.get("client_secret")),
                values.secret(variables.get("refresh_token")),
                account=values.as_text(held.get("name")),
                region=values.region(endpoint) or values.region(variables.get("region")),
                environment=sandbox if endpoint else None,
            ),
        )

    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write it; the secrets are marked as secrets, which Postman masks and does not share."""
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


def _variables(listed: Sequence[object]) -> dict[str, str]:
    return {
        each["key"]: each["value"]
        for each in listed
        if isinstance(each, dict)
        and isinstance(each.get("key"), str)
        and isinstance(each.get("value"), str)
        and each.get("enabled", True) is not False
    }


FORMAT = _Environment()
