"""Every form: what is written is recognised and read back, whatever the values are."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.dialects.draft import Dialect, Draft
from spauth_tui.dialects.registry import DIALECTS, detect
from spauth_tui.domain.application import Kind
from spauth_tui.domain.errors import FileNotUnderstood, NotExportable
from spauth_tui.domain.region import Environment, Region
from spauth_tui.domain.secret import Secret
from tests import builders

each_dialect = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=lambda dialect: dialect.key)
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


@each_dialect
def test_what_is_written_is_recognised_as_this_form(dialect: Dialect) -> None:
    assert detect(dialect.write((DRAFT,)).reveal()).key == dialect.key


@each_dialect
def test_what_is_written_is_read_back(dialect: Dialect) -> None:
    (read,) = dialect.read(dialect.write((DRAFT,)).reveal())
    expected = credentials(DRAFT) if dialect.holds_refresh_token else (*credentials(DRAFT)[:2], None)
    assert credentials(read) == expected
    assert read.region in (Region.EU, None)


@each_dialect
def test_several_are_read_back_where_they_can_be_held(dialect: Dialect) -> None:
    if not dialect.holds_several:
        with pytest.raises(NotExportable):
            dialect.write((DRAFT, OTHER))
        return
    read = dialect.read(dialect.write((DRAFT, OTHER)).reveal())
    assert {each.refresh_token for each in read} == {DRAFT.refresh_token, OTHER.refresh_token}
    assert len({each.account for each in read}) == 2


@each_dialect
@given(client_id=tokens, client_secret=tokens, refresh_token=tokens, account=labels)
def test_any_credentials_come_back_or_are_refused_by_name(
    dialect: Dialect, client_id: str, client_secret: str, refresh_token: str, account: str
) -> None:
    draft = Draft(
        client_id, Secret(client_secret), Secret(refresh_token), account=account, kind=Kind.SELLER, region=Region.EU
    )
    try:
        text = dialect.write((draft,)).reveal()
    except NotExportable as refused:
        # The refusal never shows the value.
        assert "holds" in refused.sentence
        return
    (read,) = dialect.read(text)
    expected = credentials(draft) if dialect.holds_refresh_token else (*credentials(draft)[:2], None)
    assert credentials(read) == expected


@each_dialect
@given(text=st.text(max_size=400))
def test_no_text_raises_anything_but_its_own_refusal(dialect: Dialect, text: str) -> None:
    dialect.recognises(text)
    try:
        dialect.read(text)
    except FileNotUnderstood:
        pass


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


@each_dialect
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_hostile_texts_are_refused_in_words(dialect: Dialect, text: str) -> None:
    dialect.recognises(text)
    with pytest.raises(FileNotUnderstood):
        dialect.read(text)


@pytest.mark.parametrize(
    "dialect", [each for each in DIALECTS.values() if each.key != "spauth"], ids=lambda each: each.key
)
def test_a_refusal_to_write_what_is_missing_names_it(dialect: Dialect) -> None:
    with pytest.raises(NotExportable, match="client secret"):
        dialect.write((Draft(builders.CLIENT_ID, None, Secret(builders.REFRESH_TOKEN)),))


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
    own = DIALECTS["spauth"]
    assert own.read(own.write((draft, DRAFT)).reveal()) == (draft, DRAFT)


def test_what_no_form_knows_is_refused() -> None:
    with pytest.raises(FileNotUnderstood):
        detect("buy milk")
