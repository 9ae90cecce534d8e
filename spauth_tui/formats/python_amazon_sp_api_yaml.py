"""python-amazon-sp-api's credentials.yml: a block for each account, `default` among them (its configuration guide)."""

from collections.abc import Sequence
from typing import Any

from spauth_tui.domain.errors.input import NotExportable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft, FileFormat

_DEFAULT, _VERSION = "default", "version"


class _CredentialsYaml(FileFormat):
    key = "python-amazon-sp-api-yml"
    title = "python-amazon-sp-api (credentials.yml)"
    place = "~/.config/python-sp-api/credentials.yml"
    container = "YAML"
    holds_several = True

    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write the file; a single account is the default."""
        import yaml

        held: dict[str, Any] = {_VERSION: "1.0"}
        for draft in drafts:
            name = (draft.account or _DEFAULT) if len(drafts) > 1 else _DEFAULT
            if name in held:
                raise NotExportable(
                    f"Two of the accounts would be called {clean(name, 40)} in it, and one would be lost.",
                    "Export one application at a time.",
                )
            held[name] = {
                "refresh_token": values.needed(draft.refresh_token, "refresh token"),
                "lwa_app_id": draft.client_id,
                "lwa_client_secret": values.needed(draft.client_secret, "client secret"),
            }
            # The client ignores these; they are for importing the file again.
            if draft.region:
                held[name]["region"] = draft.region.name.casefold()
            if draft.environment:
                held[name]["environment"] = draft.environment.value
        return Secret(yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=1_000_000))


FORMAT = _CredentialsYaml()
