"""The configuration of Airbyte's connector for SP-API; `region` is a country code there (its specification)."""

import json
from collections.abc import Sequence
from dataclasses import replace

from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft, FileFormat

_GB = {"UK": "GB"}  # it calls the United Kingdom GB
_NOT_IN_IT = frozenset({"IE", "ZA"})  # marketplaces that its specification does not list


class _Connector(FileFormat):
    key = "airbyte"
    title = "Airbyte's connector"
    place = "config.json"
    container = "JSON"

    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write the configuration without `app_id`, the application's own id, which the vault does not contain."""
        draft = values.only(drafts, self.title)
        code = next((each for each in draft.marketplaces if each not in _NOT_IN_IT), values.home(draft).code)
        if code in _NOT_IN_IT:
            code = values.home(replace(draft, marketplaces=())).code
        held = {
            "auth_type": "oauth2.0",
            "aws_environment": (draft.environment or Environment.PRODUCTION).value.upper(),
            "region": _GB.get(code, code),
            "account_type": (draft.kind or Kind.SELLER).value.capitalize(),
            "lwa_app_id": draft.client_id,
            "lwa_client_secret": values.needed(draft.client_secret, "client secret"),
            "refresh_token": values.needed(draft.refresh_token, "refresh token"),
        }
        return Secret(json.dumps(held, indent=1) + "\n")


FORMAT = _Connector()
