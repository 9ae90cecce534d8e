"""A region or an environment is assumed only where nothing in the file speaks of another one."""

import time

import pytest

from spauth_tui.domain.amazon.region import Region
from spauth_tui.formats.reading.reader import read
from spauth_tui.formats.reading.result import Found
from tests.formats.test_reading import BODY, ID, OTHER_TOKEN, SECRET, TOKEN, WHOLE


def found(text: str) -> list[Found]:
    return list(read(text).found)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("SP_API_REGION=nowhere", "SP_API_REGION, line 4, says nowhere, which is not known here"),
        ("COUNTRY=Atlantis", "COUNTRY, line 4, says Atlantis, which is not known here"),
        ("AWS_REGION=me-south-1", "AWS_REGION, line 4, says me-south-1, which is not known here"),
        ("# our shops in Europe", "line 4 says Europe, and it is not clear of which account"),
        ("; emea only", "line 4 says emea, "),
        ("# far-east", "line 4 says far-east, "),
        ("DATABASE=x.ap-south-1.example.com", "line 4 says ap-south-1, "),
        ("NOTE=see https://sellercentral-europe.amazon.com", "line 4 says europe, "),
        ("SHOP=https://www.amazon.co.jp/s", "line 4 says co.jp, "),
        ("IDS=A1PA6795UKMFR9", "line 4 says A1PA6795UKMFR9, "),
        ("QUEUE=orders_uk", "line 4 says uk, "),
        ("run=sync --shop acmeEU", "line 4 says EU, "),
        ("LANG=de_DE.UTF-8", "line 4 says de, "),
    ],
)
def test_no_region_is_assumed_where_a_line_speaks_of_another(line: str, why: str) -> None:
    (only,) = found(f"{WHOLE}{line}\n")
    assert only.draft.region is None
    assert only.unclear_region.startswith(why)


@pytest.mark.parametrize(
    "line",
    ["# for us", "BUCKET=us-east-1", "expires_in=3600", "# it is in de facto use", "PL=perl.pl", "ES_HOST=x", "#"],
)
def test_what_is_no_other_region_makes_nothing_unclear(line: str) -> None:
    (only,) = found(f"{WHOLE}{line}\n")
    assert (only.draft.region, only.unclear_region, only.unclear_environment) == (None, "", "")


@pytest.mark.parametrize("line", ["# the sandbox is elsewhere", "URL=https://sandbox.example.com", "run --sandbox"])
def test_production_is_not_assumed_where_a_line_speaks_of_the_sandbox(line: str) -> None:
    (only,) = found(f"{WHOLE}{line}\n")
    assert only.unclear_environment.startswith("line 4 says sandbox, ")


@pytest.mark.parametrize(
    "line", ["SANDBOX=false", "SANDBOX=", "ENDPOINT=https://sandbox.sellingpartnerapi-na.amazon.com"]
)
def test_what_an_account_has_used_makes_nothing_unclear(line: str) -> None:
    (only,) = found(f"{WHOLE}{line}\n")
    assert only.unclear_environment == ""


def test_what_another_account_has_used_makes_nothing_unclear() -> None:
    text = f"{BODY}REFRESH_TOKEN_EU={TOKEN}\nEU_ENDPOINT=https://sellingpartnerapi-eu.amazon.com\n"
    assert [each.unclear_region for each in found(f"{text}REFRESH_TOKEN_ACME={OTHER_TOKEN}\n")] == ["", ""]


def test_a_heading_above_another_account_makes_nothing_unclear() -> None:
    text = f"[app]\n{BODY}\n[acme]\nREFRESH_TOKEN={TOKEN}\n\n# Europe\n[acme.uk]\nREFRESH_TOKEN={OTHER_TOKEN}\n"
    assert [(each.draft.account, each.unclear_region) for each in found(text)] == [("acme", ""), ("acme.uk", "")]


def test_a_region_that_is_not_known_is_refused_even_where_a_name_says_another() -> None:
    (only,) = found(f"{BODY}REFRESH_TOKEN_US={TOKEN}\nREGION=Atlantis\n")
    assert only.draft.region is None
    assert "says Atlantis" in only.unclear_region


def test_a_name_that_says_two_regions_says_none() -> None:
    (only,) = found(f"{BODY}REFRESH_TOKEN_EU_US={TOKEN}\n")
    assert only.draft.region is None
    assert "EU" in only.unclear_region


def test_long_lines_of_words_take_no_time() -> None:
    began = time.process_time()
    found(f"{WHOLE}# {'eu-west far_' * 40_000}\n")
    assert time.process_time() - began < 5


def test_what_is_said_beside_a_reference_may_be_about_the_value_that_it_names() -> None:
    text = f"{BODY}REFRESH_TOKEN_EU={{{{ vault_acme }}}}\nACME={TOKEN}\n"
    (only,) = found(text)
    assert "says EU" in only.unclear_region


def test_a_line_in_a_list_with_a_reference_is_not_taken_for_another_accounts() -> None:
    text = (
        f"{BODY.replace('=', ': ')}sellers:\n- name: a\n  region: eu\n  refresh_token: '{{{{ acme }}}}'\n"
        f"- name: b\n  region: na\n  refresh_token: '{OTHER_TOKEN}'\nacme: '{TOKEN}'\n"
    )
    assert [each.unclear_region[:14] for each in found(text) if each.draft.account != "b"] == ["line 5 says eu"]


def test_the_only_region_in_the_line_of_a_refresh_token_is_its_own() -> None:
    rows = f"x('oak', 'EU', '{TOKEN}')\nx('elm', 'JP', '{OTHER_TOKEN}')\n"
    assert [each.draft.region for each in found(BODY + rows)] == [Region.EU, Region.FE]


def test_two_regions_in_the_line_of_a_refresh_token_are_none() -> None:
    assert [each.draft.region for each in found(f"{BODY}x('JP', 'EU', 'oak', '{TOKEN}')\n")] == [None]


def test_a_row_of_several_lines_is_not_taken_for_another_rows_line() -> None:
    rows = f'"one\ntwo",{ID},{SECRET},{TOKEN},amazon.com\nx,{ID},{SECRET},{OTHER_TOKEN},amazon.de\n'
    assert [each.draft.region for each in found(f"n,client_id,client_secret,refresh_token,note\n{rows}")] == [
        Region.NA,
        Region.EU,
    ]
