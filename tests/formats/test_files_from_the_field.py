"""Files that people really have, found in public reports and rebuilt with invented values: what each is read as."""

from pathlib import Path
from typing import Any

import pytest

from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.formats.reading.decoding import decoded
from spauth_tui.formats.reading.reader import Reading, read

FILES = Path(__file__).parent / "files"
TOKEN_LENGTHS = {347, 312, 310}
"""Of the whole refresh tokens in the files: none is cut."""


def reading(name: str) -> Reading:
    return read(decoded((FILES / name).read_bytes()))


def account(**said: Any) -> dict[str, Any]:
    """Return what one account is read as; what is not named is not said."""
    return {"account": None, "kind": None, "region": None, "environment": None, "marketplaces": ()} | said


ONE = [account()]
ACCOUNTS: dict[str, list[dict[str, Any]]] = {
    "airbyte-connection-configuration.json": [
        account(account="Amazon DE", kind="VENDOR", region="EU", environment="PRODUCTION", marketplaces=("DE",))
    ],
    "appsettings-fika.json": [account(region="EU", marketplaces=("DE",))],
    "beside-a-private-key.env": ONE,
    "compose-environment.yml": ONE,
    "credentials-half-empty-block.yml": [account(account="default")],
    "credentials-merge-keys.yml": [
        account(account="default"),
        account(account="uk", region="EU", marketplaces=("UK",)),
    ],
    "direnv.envrc": ONE,
    "kubernetes-secret-data.yml": ONE,
    "latin-1-comment.env": ONE,
    "lwa-request-body.json": ONE,
    "marketplace-list.env": [account(region="EU", marketplaces=("DE", "UK"))],
    "mcp-lwa-names.json": [account(region="EU", marketplaces=("UK",))],
    "names-small-letters.env": [account(region="EU", marketplaces=("TR",))],
    "names-sp-api-lwa.env": [account(region="NA", marketplaces=("US",))],
    "names-spapi-lwa.env": [
        account(region="FE", environment="PRODUCTION", marketplaces=("JP",)),
        account(account="eu", region="EU", environment="PRODUCTION"),
    ],
    "node-constructor.js": [account(region="EU")],
    "old-and-backup-suffixes.env": ONE,
    "other-line-interpolates.env": ONE,
    "own-exec-sdk-names.env": [account(region="EU", environment="PRODUCTION")],
    "php-array.php": [account(region="EU", environment="PRODUCTION")],
    "postman-camel-case.json": [account(account="SP-API prod", region="FE", environment="PRODUCTION")],
    "powershell-profile.ps1": ONE,
    "python-dict-call.py.txt": [account(region="EU", marketplaces=("DE",))],
    "region-by-endpoint.env": [account(region="EU", environment="PRODUCTION")],
    "secrets-manager-value.json": ONE,
    "sections.ini": [account(account="default"), account(account="eu", region="EU")],
    "settings.toml": [account(region="EU")],
    "spapiconfig-constants.py.txt": [account(region="EU")],
    "token-percent-encoded.env": ONE,
    "token-wrapped-over-lines.env": ONE,
    "tokens-by-region-suffix.env": [
        account(account="na", region="NA"),
        account(account="eu", region="EU"),
        account(account="fe", region="FE"),
    ],
    "utf-16.env": ONE,
    "value-refers-to-later-line.env": ONE,
}
REFUSED = {
    "airbyte-masked.json": "lwa_app_id: masked",
    "placeholders-shaped.env": "SP_API_REFRESH_TOKEN: a placeholder",
    "placeholders-words.env": "LWA_APP_ID: a placeholder",
    "postman-empty-values.json": "refresh_token: empty: Postman exports only initial values",
    "secret-is-1password-reference.env": "LWA_CLIENT_SECRET: a reference to 1Password",
    "value-is-1password-reference.env": "LWA_APP_ID: a reference to 1Password: `op inject` or `op run` resolves it",
    "value-is-shell-variable.env": "SP_API_REFRESH_TOKEN: a variable that the file does not define",
}


def test_every_file_has_its_answer() -> None:
    assert {each.name for each in FILES.iterdir()} == set(ACCOUNTS) | set(REFUSED)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_each_account_is_read_with_what_the_file_says_of_it(name: str) -> None:
    def named(value: object) -> object:
        return getattr(value, "name", value)

    drafts = [each.draft for each in reading(name).found]
    assert [{said: named(getattr(draft, said)) for said in account()} for draft in drafts] == ACCOUNTS[name]


@pytest.mark.parametrize("name", ACCOUNTS)
def test_each_account_has_its_three_values_whole(name: str) -> None:
    drafts = [each.draft for each in reading(name).found]
    assert {each.client_id for each in drafts} == {"amzn1.application-oa2-client.0a1b2c3d4e5f60718293a4b5c6d7e8f9"}
    assert {len(each.client_secret.reveal()) for each in drafts if each.client_secret} == {80}
    assert all(each.client_secret for each in drafts)
    lengths = [len(each.refresh_token.reveal()) for each in drafts if each.refresh_token]
    assert len(lengths) == len(drafts)
    assert set(lengths) <= TOKEN_LENGTHS


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_values_is_refused_with_the_reason_and_the_line(name: str) -> None:
    with pytest.raises(FileNotUnderstood) as caught:
        reading(name)
    assert REFUSED[name] in str(caught.value)
    assert "line 1, " in str(caught.value)
    assert "it was not clear" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("credentials-half-empty-block.yml", "line 7, refresh_token: its client id is empty"),
        ("old-and-backup-suffixes.env", "line 3, LWA_CLIENT_SECRET_OLD: not a client secret by its shape"),
        ("old-and-backup-suffixes.env", "line 5, SP_API_REFRESH_TOKEN_OLD: its name says that it is an earlier one"),
        ("old-and-backup-suffixes.env", "line 6, SP_API_REFRESH_TOKEN_BACKUP: its name says that it is an earlier one"),
        ("own-exec-sdk-names.env", "line 4, SP_API_ACCESS_TOKEN: access tokens are not imported"),
    ],
)
def test_what_is_not_taken_is_named(name: str, left_out: str) -> None:
    assert any(each.words.startswith(left_out) for each in reading(name).left_out)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("kubernetes-secret-data.yml", "refresh token: line 8, decoded from base64"),
        ("token-percent-encoded.env", "refresh token: line 3, percent-decoded"),
        ("token-wrapped-over-lines.env", "refresh token: line 3, joined from several lines"),
        ("value-refers-to-later-line.env", "refresh token: line 4, put together from another line"),
        ("names-spapi-lwa.env", "region FE: by SPAPI_ENDPOINT, line 7"),
        ("sections.ini", "client secret: line 3"),
    ],
)
def test_where_each_value_is_and_how_it_was_made_out_is_said(name: str, where: str) -> None:
    assert where in reading(name).found[0].where
