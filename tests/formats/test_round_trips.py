"""Every form: what is written is recognised and read back, whatever the values are."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import FileNotUnderstood, NotExportable
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.draft import Draft, FileFormat
from spauth_tui.formats.registry import FORMATS, detect
from tests import builders

each_format = pytest.mark.parametrize("file_format", FORMATS.values(), ids=lambda file_format: file_format.key)
DRAFT = Draft(
    builders.CLIENT_ID,
    Secret(builders.CLIENT_SECRET),
    Secret(builders.REFRESH_TOKEN),
    "Inventory",
    "Acme DE",
    Kind.SELLER,
    Region.EU,
    Environment.PRODUCTION,
    ("DE", "FR"),
)
OTHER = Draft(
    builders.CLIENT_ID,
    Secret(builders.CLIENT_SECRET),
    Secret(f"{builders.REFRESH_TOKEN}-us"),
    "Inventory",
    "Acme US",
    Kind.SELLER,
    Region.NA,
    Environment.PRODUCTION,
    ("US",),
)
tokens = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=80)
labels = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)


def credentials(draft: Draft) -> tuple[object, ...]:
    return draft.client_id, draft.client_secret, draft.refresh_token


@each_format
def test_what_is_written_is_recognised_as_this_form(file_format: FileFormat) -> None:
    assert detect(file_format.write((DRAFT,)).reveal()).key == file_format.key


@each_format
def test_what_is_written_is_read_back(file_format: FileFormat) -> None:
    (read,) = file_format.read(file_format.write((DRAFT,)).reveal())
    expected = credentials(DRAFT) if file_format.holds_refresh_token else (*credentials(DRAFT)[:2], None)
    assert credentials(read) == expected
    assert read.region in (Region.EU, None)


@each_format
def test_several_are_read_back_where_they_can_be_held(file_format: FileFormat) -> None:
    if not file_format.holds_several:
        with pytest.raises(NotExportable):
            file_format.write((DRAFT, OTHER))
        return
    read = file_format.read(file_format.write((DRAFT, OTHER)).reveal())
    assert {each.refresh_token for each in read} == {DRAFT.refresh_token, OTHER.refresh_token}
    assert len({each.account for each in read}) == 2


@each_format
@given(client_id=tokens, client_secret=tokens, refresh_token=tokens, account=labels)
def test_any_credentials_come_back_or_are_refused_by_name(
    file_format: FileFormat, client_id: str, client_secret: str, refresh_token: str, account: str
) -> None:
    draft = Draft(
        client_id, Secret(client_secret), Secret(refresh_token), account=account, kind=Kind.SELLER, region=Region.EU
    )
    try:
        text = file_format.write((draft,)).reveal()
    except NotExportable as refused:
        # The refusal never shows the value.
        assert "holds" in refused.sentence
        return
    (read,) = file_format.read(text)
    expected = credentials(draft) if file_format.holds_refresh_token else (*credentials(draft)[:2], None)
    assert credentials(read) == expected


@each_format
@given(text=st.text(max_size=400))
def test_no_text_raises_anything_but_its_own_refusal(file_format: FileFormat, text: str) -> None:
    file_format.recognises(text)
    with contextlib.suppress(FileNotUnderstood):
        file_format.read(text)


NASTY = [
    "",
    "\ufeff",
    "\x00",
    "{" * 5000,
    "[" * 100_000,
    "- " * 5000,
    '{"values": [1, null, {"key": 1}]}',
    '{"lwa_app_id": 7}',
    '{"format": "spauth-tui credentials", "version": 1, "authorizations": [[]]}',
    "SPAPIConfig(" + "(" * 3000,
    "SPAPIConfig(client_id=open('/etc/passwd').read())",
    "a: &a [*a]\nlwa_app_id: x",
    "x: !!python/object/apply:os.system ['true']\nlwa_app_id: y",
    "default:\n  lwa_app_id: [1]",
    "LWA_APP_ID=",
    "=x\nLWA_APP_ID='unclosed",
]


@each_format
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_hostile_texts_are_refused_in_words(file_format: FileFormat, text: str) -> None:
    file_format.recognises(text)
    with pytest.raises(FileNotUnderstood):
        file_format.read(text)


@pytest.mark.parametrize(
    "file_format", [each for each in FORMATS.values() if each.key != "spauth"], ids=lambda each: each.key
)
def test_a_refusal_to_write_what_is_missing_names_it(file_format: FileFormat) -> None:
    with pytest.raises(NotExportable, match="client secret"):
        file_format.write((Draft(builders.CLIENT_ID, None, Secret(builders.REFRESH_TOKEN)),))


def test_our_own_form_loses_nothing() -> None:
    draft = Draft(
        builders.CLIENT_ID,
        Secret(builders.CLIENT_SECRET),
        Secret(builders.REFRESH_TOKEN),
        "Inventory – 在庫",
        "Acme “DE”",
        Kind.VENDOR,
        Region.FE,
        Environment.SANDBOX,
        ("JP",),
        datetime(2026, 7, 1, tzinfo=UTC),
        25,
        3,
        "Acme worldwide",
        "group",
        "notes\nof two lines",
        "authorized by Kim",
        True,
    )
    own = FORMATS["spauth"]
    assert own.read(own.write((draft, DRAFT)).reveal()) == (draft, DRAFT)


def test_what_no_form_knows_is_refused() -> None:
    with pytest.raises(FileNotUnderstood):
        detect("buy milk")


def _draft(account: str, token: str = "", **more: Any) -> Draft:
    value = Secret(token or f"Atzr|CANARY-{account}")
    return Draft("amzn1.application-oa2-client.x", Secret("CANARY-s"), value, account=account, **more)


WHOLE = {
    "airbyte": '"region": "DE"|"aws_environment": "SANDBOX"|"account_type": "Vendor"',
    "amazon-mcp": "SP_API_REGION=eu|SP_API_BASE_URL=https://sandbox.sellingpartnerapi-eu.amazon.com|"
    "SP_API_OAUTH_URL=https://api.amazon.com/auth/o2/token",
    "python-amazon-sp-api": "SP_API_DEFAULT_MARKETPLACE=DE|AWS_ENV=SANDBOX|LWA_APP_ID=|"
    "LWA_CLIENT_SECRET=|SP_API_REFRESH_TOKEN=",
    "amazon-sp-api": "SELLING_PARTNER_APP_CLIENT_ID=|SELLING_PARTNER_APP_CLIENT_SECRET=",
    "sp-api-sdk": "LWA_CLIENT_ID=|LWA_CLIENT_SECRET=|LWA_REFRESH_TOKEN=",
    "postman": '"type": "secret"|"_postman_variable_scope": "environment"',
    "env": "SP_API_REGION=eu|SP_API_MARKETPLACE=DE|SP_API_ENVIRONMENT=SANDBOX",
    "python-amazon-sp-api-yml": "default:|lwa_app_id:|lwa_client_secret:|refresh_token:",
}


@pytest.mark.parametrize("key", WHOLE)
def test_the_keys_are_those_that_the_client_reads(key: str) -> None:
    draft = _draft("DE", kind=Kind.VENDOR, region=Region.EU, environment=Environment.SANDBOX, marketplaces=("DE",))
    text = FORMATS[key].write([draft]).reveal()
    assert [wanted for wanted in WHOLE[key].split("|") if wanted not in text] == []


def test_amazons_own_sdk_knows_no_other_sandbox_than_north_americas() -> None:
    north_america, europe = (
        _draft("Acme", region=region, environment=Environment.SANDBOX) for region in (Region.NA, Region.EU)
    )
    assert "region='SANDBOX'" in FORMATS["amzn-sp-api"].write([north_america]).reveal()
    with pytest.raises(NotExportable):
        FORMATS["amzn-sp-api"].write([europe])


def test_amazons_own_sdk_takes_the_sandbox_where_no_region_is_named() -> None:
    (draft,) = FORMATS["amzn-sp-api"].read("SPAPIConfig(client_id='a', client_secret='CANARY', refresh_token='b')")
    assert draft.environment is Environment.SANDBOX


def test_no_two_accounts_share_a_suffix() -> None:
    drafts = [_draft("A 3", "Atzr|CANARY1"), _draft("A", "Atzr|CANARY2"), _draft("a!", "Atzr|CANARY3")]
    read = FORMATS["env"].read(FORMATS["env"].write(drafts).reveal())
    assert {each.refresh_token for each in read} == {each.refresh_token for each in drafts}


@pytest.mark.parametrize("labels", [("Acme", "Acme"), ("version", "Acme")])
def test_no_block_takes_the_place_of_another(labels: tuple[str, str]) -> None:
    with pytest.raises(NotExportable):
        FORMATS["python-amazon-sp-api-yml"].write([_draft(label) for label in labels])


def test_what_a_client_reads_without_a_suffix_alone_is_written_so() -> None:
    same = [_draft("DE", region=Region.EU, marketplaces=("DE",)), _draft("FR", region=Region.EU, marketplaces=("DE",))]
    assert "\nSP_API_DEFAULT_MARKETPLACE=DE\n" in FORMATS["python-amazon-sp-api"].write(same).reveal()
    other = [same[0], _draft("US", region=Region.NA, marketplaces=("US",))]
    assert "MARKETPLACE" not in FORMATS["python-amazon-sp-api"].write(other).reveal()


def test_two_environments_do_not_go_into_one_file_that_knows_one() -> None:
    mixed = [_draft("A", environment=Environment.SANDBOX), _draft("B", environment=Environment.PRODUCTION)]
    with pytest.raises(NotExportable):
        FORMATS["python-amazon-sp-api"].write(mixed)


@pytest.mark.parametrize("code", ["IE", "ZA"])
def test_a_marketplace_that_airbyte_does_not_list_is_not_written(code: str) -> None:
    text = FORMATS["airbyte"].write([_draft("X", region=Region.EU, marketplaces=(code,))]).reveal()
    assert f'"{code}"' not in text


def test_a_value_that_readers_would_expand_is_refused() -> None:
    with pytest.raises(NotExportable):
        FORMATS["env"].write([_draft("A", "Atzr|CANARY${HOME}")])
