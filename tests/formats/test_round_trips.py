"""Every format: what is written is read back, region and environment included."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import NotExportable
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import own_json
from spauth_tui.formats.draft import Draft, FileFormat
from spauth_tui.formats.reading.reader import read
from spauth_tui.formats.registry import FORMATS
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
bodies = st.text("abcXYZ019_-", min_size=8, max_size=60).filter(lambda text: len(set(text)) > 2)
labels = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)


def drafts(text: str) -> list[Draft]:
    return [each.draft for each in read(text).found]


def credentials(draft: Draft) -> tuple[object, ...]:
    return draft.client_id, draft.client_secret, draft.refresh_token


def expected(draft: Draft, file_format: FileFormat) -> tuple[object, ...]:
    return credentials(draft) if file_format.holds_refresh_token else (*credentials(draft)[:2], None)


@each_format
@pytest.mark.parametrize("draft", [DRAFT, OTHER], ids=["EU", "NA"])
def test_what_is_written_is_read_back(file_format: FileFormat, draft: Draft) -> None:
    (found,) = drafts(file_format.write((draft,)).reveal())
    assert credentials(found) == expected(draft, file_format)


with_region = pytest.mark.parametrize(
    "file_format", [each for each in FORMATS.values() if each.holds_refresh_token], ids=lambda each: each.key
)


@with_region
@pytest.mark.parametrize("region", Region)
@pytest.mark.parametrize("environment", Environment)
def test_region_and_environment_come_back(file_format: FileFormat, region: Region, environment: Environment) -> None:
    draft = replace(DRAFT, region=region, environment=environment, marketplaces=())
    try:
        text = file_format.write((draft,)).reveal()
    except NotExportable:
        assert (file_format.key, environment) == ("amzn-sp-api", Environment.SANDBOX)
        return
    (found,) = drafts(text)
    assert (found.region, found.environment or Environment.PRODUCTION) == (region, environment)


@with_region
def test_the_variables_of_an_sdk_come_back(file_format: FileFormat) -> None:
    variables = file_format.variables(DRAFT)
    if variables is None:
        return
    (found,) = drafts("".join(f"{name}={value.reveal()}\n" for name, value in variables.items()))
    assert (*credentials(found), found.region) == (*credentials(DRAFT), Region.EU)


@each_format
def test_several_are_read_back_where_they_can_be_held(file_format: FileFormat) -> None:
    if not file_format.holds_several:
        with pytest.raises(NotExportable):
            file_format.write((DRAFT, OTHER))
        return
    found = drafts(file_format.write((DRAFT, OTHER)).reveal())
    assert [(each.refresh_token, each.region) for each in found] == [
        (DRAFT.refresh_token, Region.EU),
        (OTHER.refresh_token, Region.NA),
    ]
    assert len({each.account for each in found}) == 2


@each_format
@given(client_id=bodies, client_secret=bodies, refresh_token=bodies, account=labels)
def test_any_credentials_come_back_or_are_refused_by_name(
    file_format: FileFormat, client_id: str, client_secret: str, refresh_token: str, account: str
) -> None:
    draft = Draft(
        f"amzn1.application-oa2-client.{client_id}",
        Secret(f"amzn1.oa2-cs.v1.{client_secret}"),
        Secret(f"Atzr|{refresh_token}"),
        account=account,
        kind=Kind.SELLER,
        region=Region.EU,
    )
    try:
        text = file_format.write((draft,)).reveal()
    except NotExportable as refused:
        # The refusal never shows the value.
        assert "holds" in refused.sentence
        return
    (found,) = drafts(text)
    assert credentials(found) == expected(draft, file_format)


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
    assert own_json.FORMAT.read(own_json.FORMAT.write((draft, DRAFT)).reveal()) == (draft, DRAFT)


def _draft(account: str, token: str = "", **more: Any) -> Draft:
    value = Secret(token or f"Atzr|CANARY-token-of-{account}")
    return Draft(builders.CLIENT_ID, Secret(builders.CLIENT_SECRET), value, account=account, **more)


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


def test_no_two_accounts_share_a_suffix() -> None:
    written = [_draft(label, f"Atzr|CANARY-token-{number}") for number, label in enumerate(("A 3", "A", "a!"))]
    found = drafts(FORMATS["env"].write(written).reveal())
    assert {each.refresh_token for each in found} == {each.refresh_token for each in written}


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
