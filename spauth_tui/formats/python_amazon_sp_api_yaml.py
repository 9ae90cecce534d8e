"""python-amazon-sp-api's credentials.yml: a block for each account, `default` among them (its configuration guide)."""

from collections.abc import Sequence
from typing import Any

from spauth_tui.domain.errors.input import FileNotUnderstood, NotExportable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft, FileFormat

_DEFAULT, _VERSION = "default", "version"


class _CredentialsYaml(FileFormat):
    key = "python-amazon-sp-api-yml"
    title = "python-amazon-sp-api (credentials.yml)"
    place = "~/.config/python-sp-api/credentials.yml"
    holds_several = True

    def fits(self, text: str) -> bool:
        """Say whether a block holds `lwa_app_id`; JSON, which is YAML too, is some other form."""
        is_json = text.lstrip("\ufeff \t\r\n").startswith(("{", "["))
        return not is_json and "lwa_app_id" in text and bool(_blocks(text))

    def read(self, text: str) -> tuple[Draft, ...]:
        blocks = _blocks(text)
        if not blocks:
            raise values.missing("block with lwa_app_id", self.title)
        return tuple(
            Draft(
                block["lwa_app_id"].strip(),
                values.secret(values.as_text(block.get("lwa_client_secret"))),
                values.secret(values.as_text(block.get("refresh_token"))),
                account=None if name == _DEFAULT else name,
            )
            for name, block in blocks.items()
        )

    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write it; one account is the default."""
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
        return Secret(yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=1_000_000))


def _blocks(text: str) -> dict[str, dict[str, Any]]:
    import yaml

    try:
        # Every scalar a text: a secret of digits is no number. An alias cannot make it larger than it is.
        held = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes texts, lists and maps alone
    except (yaml.YAMLError, RecursionError, ValueError):
        raise FileNotUnderstood("This is not valid YAML.", "Correct the file; nothing was imported.") from None
    if not isinstance(held, dict):
        return {}
    return {
        str(name): block
        for name, block in held.items()
        if isinstance(block, dict) and isinstance(block.get("lwa_app_id"), str) and block["lwa_app_id"].strip()
    }


FORMAT = _CredentialsYaml()
