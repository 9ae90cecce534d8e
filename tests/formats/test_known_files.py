"""Files as the clients' own documentation shows them."""

import json

import pytest

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.registry import FORMATS, detect

ID = "amzn1.application-oa2-client.x"

FILES = {
    "python-amazon-sp-api": f"export LWA_APP_ID={ID}\nLWA_CLIENT_SECRET=CANARY-s\nSP_API_REFRESH_TOKEN=Atzr|CANARY\n",
    "python-amazon-sp-api-yml": (
        f"version: '1.0'\n\ndefault:\n  refresh_token: Atzr|CANARY\n  lwa_app_id: {ID}\n  lwa_client_secret: CANARY-s\n"
    ),
    "amazon-sp-api": f"SELLING_PARTNER_APP_CLIENT_ID={ID}\nSELLING_PARTNER_APP_CLIENT_SECRET=CANARY-s\n",
    "amazon-mcp": f"SP_API_CLIENT_ID={ID}\nSP_API_CLIENT_SECRET=CANARY-s\nSP_API_REFRESH_TOKEN=Atzr|CANARY\n",
    "sp-api-sdk": f"LWA_CLIENT_ID={ID}\nLWA_CLIENT_SECRET=CANARY-s\nLWA_REFRESH_TOKEN=Atzr|CANARY\n",
    "env": f"SPAPI_CLIENT_ID={ID}\nSPAPI_CLIENT_SECRET=CANARY-s\nSPAPI_REFRESH_TOKEN=Atzr|CANARY\n",
    "amzn-sp-api": f'config = SPAPIConfig("{ID}", "CANARY-s", "Atzr|CANARY", region="EU")\n',
    "postman": f'{{"name": "Acme", "values": [{{"key": "client_id", "value": "{ID}", "enabled": true}}]}}',
    "airbyte": f'{{"lwa_app_id": "{ID}", "region": "DE", "account_type": "Vendor", "aws_environment": "SANDBOX"}}',
}


@pytest.mark.parametrize("key", FILES)
def test_each_is_recognised_and_gives_the_client_id(key: str) -> None:
    file_format = detect(FILES[key])
    assert file_format.key == key
    assert file_format.read(FILES[key])[0].client_id == ID


def test_a_suffixed_name_wins_over_the_bare_one() -> None:
    text = (
        f"LWA_APP_ID={ID}\nLWA_CLIENT_SECRET=CANARY-s\nLWA_CLIENT_SECRET_ACME=CANARY-a\nSP_API_REFRESH_TOKEN_ACME=t\n"
    )
    (draft,) = FORMATS["python-amazon-sp-api"].read(text)
    assert draft.account == "acme"
    assert draft.client_secret is not None
    assert draft.client_secret.reveal() == "CANARY-a"


def test_two_applications_told_apart_by_suffix() -> None:
    text = "LWA_APP_ID_A=a\nLWA_CLIENT_SECRET_A=s\nLWA_APP_ID_B=b\nLWA_CLIENT_SECRET_B=t\nSP_API_REFRESH_TOKEN=Atzr|x\n"
    drafts = FORMATS["python-amazon-sp-api"].read(text)
    assert [(each.client_id, each.account) for each in drafts] == [("a", "a"), ("b", "b")]


def test_airbyte_tells_kind_region_and_environment() -> None:
    (draft,) = FORMATS["airbyte"].read(FILES["airbyte"])
    assert (draft.kind, draft.region, draft.environment) == (Kind.VENDOR, Region.EU, Environment.SANDBOX)


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("na", Region.NA),
        ("EU", Region.EU),
        ("us-west-2", Region.FE),
        ("DE", Region.EU),
        ("GB", Region.EU),
        ("Far East", Region.FE),
        ("https://sellingpartnerapi-fe.amazon.com", Region.FE),
        ("nowhere", None),
    ],
)
def test_a_region_is_read_in_every_way_it_is_written(written: str, region: Region | None) -> None:
    (draft,) = FORMATS["env"].read(f"CLIENT_ID={ID}\nREFRESH_TOKEN=t\nSP_API_REGION={written}\n")
    assert draft.region is region


def test_a_secret_of_digits_alone_stays_a_text_in_yaml() -> None:
    text = f"acme:\n  lwa_app_id: {ID}\n  lwa_client_secret: 0123456789e5\n  refresh_token: 1.50\n"
    (draft,) = FORMATS["python-amazon-sp-api-yml"].read(text)
    assert draft.client_secret is not None
    assert draft.client_secret.reveal() == "0123456789e5"


def test_a_broken_line_is_named_by_its_number_and_not_by_its_content() -> None:
    with pytest.raises(FileNotUnderstood, match="Line 2") as caught:
        FORMATS["env"].read(f"CLIENT_ID={ID}\nCANARY oops ' what\n")
    assert "CANARY" not in str(caught.value)


def test_a_snippet_is_read_and_never_run() -> None:
    text = f'import os; os.abort()\nspapi.SPAPIConfig(client_id="{ID}", client_secret=os.environ["X"])\n'
    (draft,) = FORMATS["amzn-sp-api"].read(text)
    assert draft.client_secret is None


def test_a_variable_that_postman_switched_off_is_passed_over() -> None:
    text = FILES["postman"].replace(
        '"enabled": true}', '"enabled": true}, {"key": "refresh_token", "value": "t", "enabled": false}'
    )
    assert FORMATS["postman"].read(text)[0].refresh_token is None


def test_our_own_form_of_a_later_version_is_refused_in_words() -> None:
    with pytest.raises(FileNotUnderstood, match="newer"):
        FORMATS["spauth"].read('{"format": "spauth-tui credentials", "version": 2, "authorizations": []}')


def test_the_settings_of_an_mcp_client_are_read() -> None:
    held = {"SP_API_CLIENT_ID": "CANARY-id", "SP_API_CLIENT_SECRET": "CANARY-s", "SP_API_REFRESH_TOKEN": "CANARY-r"}
    text = json.dumps({"mcpServers": {"other": {"command": "x"}, "sp": {"command": "node", "env": held}}})
    (draft,) = detect(text).read(text)
    assert (detect(text).key, draft.client_id) == ("amazon-mcp", "CANARY-id")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"LWA_CLIENT_ID={ID}\nSPAPI_CLIENT_ID=other\nSPAPI_REFRESH_TOKEN=Atzr|CANARY\n", "different values"),
        (f"LWA_CLIENT_ID={ID}\nLWA_CLIENT_SECRET=${{MINE}}\n", "Line 2 refers to another variable"),
    ],
)
def test_what_would_be_guessed_is_refused(text: str, words: str) -> None:
    with pytest.raises(FileNotUnderstood, match=words):
        FORMATS["env"].read(text)


def test_a_suffixed_family_is_taken_whole() -> None:
    text = (
        "LWA_CLIENT_ID=bare\nLWA_CLIENT_SECRET=CANARY-bare\n"
        "SP_API_CLIENT_ID_ACME=own\nSP_API_CLIENT_SECRET_ACME=CANARY-own\nSP_API_REFRESH_TOKEN_ACME=Atzr|CANARY\n"
    )
    (draft,) = [each for each in FORMATS["env"].read(text) if each.account == "acme"]
    assert (draft.client_id, draft.client_secret) == ("own", Secret("CANARY-own"))


@pytest.mark.parametrize(
    "text",
    [
        f"SELLING_PARTNER_APP_CLIENT_ID={ID}\nSELLING_PARTNER_APP_CLIENT_SECRET=CANARY\nREFRESH_TOKEN=Atzr|CANARY\n",
        f"SP_API_CLIENT_ID={ID}\nSP_API_CLIENT_SECRET=CANARY\nSP_API_REFRESH_TOKEN_ACME=Atzr|CANARY\n",
        f"SP_API_CLIENT_ID={ID}\nSP_API_CLIENT_SECRET=CANARY\nLWA_REFRESH_TOKEN=Atzr|CANARY\n",
    ],
)
def test_no_form_is_chosen_that_leaves_a_refresh_token_out(text: str) -> None:
    assert [each.refresh_token for each in detect(text).read(text)] == [Secret("Atzr|CANARY")]


def test_a_date_beside_a_token_is_no_account() -> None:
    text = f"LWA_CLIENT_ID={ID}\nLWA_REFRESH_TOKEN=Atzr|CANARY\nLWA_REFRESH_TOKEN_EXPIRES_AT=2027-01-01\n"
    assert len(FORMATS["env"].read(text)) == 1
