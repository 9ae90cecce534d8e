"""Credentials are read by their shapes, whatever is around them."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.reading.reader import read

ID, OTHER_ID = (f"amzn1.application-oa2-client.{digit}123456789abcdef0123456789abcdef" for digit in "0f")
SECRET, OTHER_SECRET = (f"amzn1.oa2-cs.v1.CANARY{digit}3456789abcdef0123456789abcdef" for digit in "0f")
TOKEN, OTHER_TOKEN, THIRD_TOKEN = (f"Atzr|IwEBI-CANARY-{digit}-{'A1b2-_' * 40}" for digit in "abc")
BODY = f"LWA_APP_ID={ID}\nLWA_CLIENT_SECRET={SECRET}\n"
WHOLE = f"{BODY}SP_API_REFRESH_TOKEN={TOKEN}\n"


def drafts(text: str) -> list[Draft]:
    return [each.draft for each in read(text).found]


def said(text: str) -> list[tuple[object, ...]]:
    """Return label, region and marketplaces of each account."""
    return [(each.account, each.region and each.region.name, each.marketplaces) for each in drafts(text)]


ONE_ACCOUNT = {
    "fish": f"set -gx LWA_APP_ID {ID}\nset -gx LWA_CLIENT_SECRET '{SECRET}'\nset -gx REFRESH_TOKEN \"{TOKEN}\"\n",
    "cmd": f'@echo off\nsetx LWA_APP_ID "{ID}"\nsetx LWA_CLIENT_SECRET "{SECRET}"\nset SP_API_REFRESH_TOKEN={TOKEN}\n',
    "systemd": f'[Service]\nEnvironment="LWA_APP_ID={ID}"\nEnvironment=LWA_CLIENT_SECRET={SECRET}\n'
    f'Environment="SP_API_REFRESH_TOKEN={TOKEN}"\nExecStart=/usr/bin/x\n',
    "properties": f"spapi.clientId={ID}\nspapi.clientSecret={SECRET}\nspapi.refreshToken={TOKEN}\n",
    "Dockerfile": f'FROM x\nENV LWA_APP_ID={ID}\nENV LWA_CLIENT_SECRET {SECRET}\nENV SP_API_REFRESH_TOKEN="{TOKEN}"\n',
    "compose list": f"services:\n a:\n  environment:\n  - LWA_APP_ID={ID}\n  - LWA_CLIENT_SECRET={SECRET}\n"
    f'  - "SP_API_REFRESH_TOKEN={TOKEN}"\n',
    "env list": f"env:\n- name: LWA_APP_ID\n  value: {ID}\n- name: LWA_CLIENT_SECRET\n  value: {SECRET}\n"
    f"- name: SP_API_REFRESH_TOKEN\n  value: {TOKEN}\n",
    "env file in stringData": f"kind: Secret\nstringData:\n  .env: |\n    LWA_APP_ID={ID}\n"
    f"    LWA_CLIENT_SECRET={SECRET}\n    SP_API_REFRESH_TOKEN={TOKEN}\n",
    "SecretString": json.dumps(
        {"SecretString": json.dumps({"client_id": ID, "client_secret": SECRET, "refresh_token": TOKEN})}
    ),
    "JSON with comments": f'{{\n // mine\n "clientId": "{ID}",\n "clientSecret": "{SECRET}", /* x */\n'
    f' "refreshToken": "{TOKEN}",\n}}\n',
    "C#": f'new Credential() {{ ClientId = "{ID}", ClientSecret = "{SECRET}", RefreshToken = "{TOKEN}" }};',
    "Go": f'cfg := sp.Config{{\n ClientID: "{ID}",\n ClientSecret: "{SECRET}",\n RefreshToken: "{TOKEN}",\n}}\n',
    "Laravel": f"<?php return [ 'client_id' => env('A', '{ID}'), 'client_secret' => env('B', '{SECRET}'),\n"
    f"'refresh_token' => '{TOKEN}' ];",
    "curl": f"curl -d 'grant_type=refresh_token&refresh_token={TOKEN}&client_id={ID}&client_secret={SECRET}' x",
    "prose": f"client id: {ID}\nThe secret: `{SECRET}`\nRefresh token: {TOKEN}\n",
    "Python, in parts": f'c = {{"lwa_app_id": "{ID}", "lwa_client_secret": "{SECRET}",\n'
    f' "refresh_token": ("{TOKEN[:40]}"\n "{TOKEN[40:]}")}}\n',
    "JavaScript constants": f"const id = '{ID}', secret = '{SECRET}';\n"
    f"const sp = new X({{refresh_token: '{TOKEN}', credentials: {{CLIENT_ID: id, CLIENT_SECRET: secret}}}});\n",
    "a suffix of the expiry": f"{WHOLE}SP_API_REFRESH_TOKEN_EXPIRES_AT=2027-01-01\n",
    "a session secret beside it": f"{WHOLE}SESSION_SECRET={'0fa1' * 16}\n",
    "another client id beside it": f"GOOGLE_CLIENT_ID=1.example.com\nGOOGLE_CLIENT_SECRET=GOCSPX-CANARY\n{WHOLE}",
}


@pytest.mark.parametrize("text", ONE_ACCOUNT.values(), ids=ONE_ACCOUNT)
def test_one_account_is_read_from(text: str) -> None:
    (draft,) = drafts(text)
    assert (draft.client_id, draft.client_secret, draft.refresh_token) == (ID, Secret(SECRET), Secret(TOKEN))


SEVERAL: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "a list under an application": (
        json.dumps(
            {
                "app": {"clientId": ID, "clientSecret": SECRET},
                "accounts": [
                    {"name": "Acme US", "marketplace": "US", "refreshToken": TOKEN},
                    {"name": "Acme DE", "marketplaceIds": ["A1PA6795UKMFR9", "FR"], "refreshToken": OTHER_TOKEN},
                ],
            }
        ),
        [("Acme US", "NA", ("US",)), ("Acme DE", "EU", ("DE", "FR"))],
    ),
    "JSON lines": (
        "".join(
            json.dumps(
                {"account": name, "client_id": ID, "client_secret": SECRET, "refresh_token": token, "region": region}
            )
            + "\n"
            for name, token, region in (("A", TOKEN, "eu"), ("B", OTHER_TOKEN, "fe"))
        ),
        [("A", "EU", ()), ("B", "FE", ())],
    ),
    "constructors": (
        f"const id = '{ID}'; const secret = '{SECRET}';\n"
        + "".join(
            f"const {region} = new X({{region: '{region}', refresh_token: '{token}',\n"
            f"  credentials: {{CLIENT_ID: id, CLIENT_SECRET: secret}}}});\n"
            for region, token in (("eu", TOKEN), ("na", OTHER_TOKEN))
        ),
        [("eu", "EU", ()), ("na", "NA", ())],
    ),
    "tfvars": (
        f'lwa_client_id = "{ID}"\nlwa_client_secret = "{SECRET}"\n'
        f'refresh_tokens = {{\n na = "{TOKEN}"\n eu = "{OTHER_TOKEN}"\n}}\n',
        [("na", "NA", ()), ("eu", "EU", ())],
    ),
    "prefixes": (
        f"DE_LWA_CLIENT_ID={ID}\nDE_LWA_CLIENT_SECRET={SECRET}\nDE_REFRESH_TOKEN={TOKEN}\n"
        f"JP_LWA_CLIENT_ID={OTHER_ID}\nJP_LWA_CLIENT_SECRET={OTHER_SECRET}\nJP_REFRESH_TOKEN={OTHER_TOKEN}\n",
        [("de", "EU", ("DE",)), ("jp", "FE", ("JP",))],
    ),
    "numbers and names": (
        f"{BODY}TOKEN_1={TOKEN}\nSP_API_REFRESH_TOKEN_ACME_UK={OTHER_TOKEN}\n",
        [("1", None, ()), ("acme_uk", "EU", ("UK",))],
    ),
    "a table": (
        f"name,client_id,client_secret,refresh_token,region\nAcme,{ID},{SECRET},{TOKEN},eu\nBeta,{ID},{SECRET},{OTHER_TOKEN},na\n",
        [("Acme", "EU", ()), ("Beta", "NA", ())],
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_several_accounts_are_told_apart_in(name: str) -> None:
    text, accounts = SEVERAL[name]
    assert said(text) == accounts
    assert all(each.client_secret for each in drafts(text))


def test_each_prefix_has_its_own_application() -> None:
    text, _ = SEVERAL["prefixes"]
    assert [(each.client_id, each.client_secret) for each in drafts(text)] == [
        (ID, Secret(SECRET)),
        (OTHER_ID, Secret(OTHER_SECRET)),
    ]


@pytest.mark.parametrize(
    ("line", "region"),
    [
        ("SP_API_REGION=na", Region.NA),
        ("SPAPI_REGION=EU", Region.EU),
        ("REGION=Far East", Region.FE),
        ("AWS_REGION=us-west-2", Region.FE),
        ("AWS_REGION=eu-central-1", Region.EU),
        ("AWS_REGION=ap-northeast-1", Region.FE),
        ("SP_API_REGION=nowhere", None),
        ("SP_API_REGION=FarEast", Region.FE),
        ("SELLING_REGION=SellingRegion.FarEast", Region.FE),
        ("REGION=Region::FarEast", Region.FE),
        ("REGION=SPAPI_FE", Region.FE),
        ("REGION=EMEA", Region.EU),
        ("REGION=apac", Region.FE),
        ("MARKETPLACE=Europe", Region.EU),
        ("MARKETPLACE=FarEast", Region.FE),
        ("MARKETPLACE=MarketPlace.UnitedArabEmirates", Region.EU),
        ("MARKETPLACE=de_DE", Region.EU),
        ("COUNTRY=JPN", Region.FE),
        ("COUNTRY=Deutschland", Region.EU),
        ("HOST=sellercentral.amazon.co.jp", Region.FE),
        ("MARKETPLACE=GB", Region.EU),
        ("MARKETPLACE=amazon.co.jp", Region.FE),
        ("MARKETPLACE=Marketplaces.BR", Region.NA),
        ("COUNTRY_CODE=ae", Region.EU),
        ("marketplaceIds=ATVPDKIKX0DER;A2EUQ1WTGCTBG2", Region.NA),
        ("BASE_URL=https://sandbox.sellingpartnerapi-fe.amazon.com/", Region.FE),
        ("BASE_URL=https://example.com", None),
    ],
)
def test_a_region_is_read_in_every_way_it_is_written(line: str, region: Region | None) -> None:
    (draft,) = drafts(f"{WHOLE}{line}\n")
    assert draft.region is region


@pytest.mark.parametrize(
    ("lines", "region"),
    [
        ("AWS_REGION=us-east-1\nMARKETPLACE_ID=A1PA6795UKMFR9\n", Region.EU),
        ("SP_API_ENDPOINT=https://sellingpartnerapi-fe.amazon.com\nAWS_REGION=us-east-1\n", Region.FE),
    ],
)
def test_the_region_of_ones_own_servers_does_not_win(lines: str, region: Region) -> None:
    (draft,) = drafts(WHOLE + lines)
    assert draft.region is region


def test_an_account_whose_region_the_file_contradicts_is_refused_with_both_lines() -> None:
    with pytest.raises(FileNotUnderstood, match="EU by MARKETPLACE_ID, line 5; NA by SP_API_REGION, line 4"):
        read(f"{WHOLE}SP_API_REGION=na\nMARKETPLACE_ID=A1PA6795UKMFR9\n")


@pytest.mark.parametrize(
    ("line", "environment"),
    [
        ("AWS_ENV=SANDBOX", Environment.SANDBOX),
        ("SPAPI_SANDBOX=true", Environment.SANDBOX),
        ("USE_SANDBOX=0", Environment.PRODUCTION),
        ("ENVIRONMENT=production", Environment.PRODUCTION),
        ("APP_ENV=local", None),
        ("NODE_ENV=test", None),
        ("MODE=sandbox", Environment.SANDBOX),
        ("ENVIRONMENT=test", Environment.SANDBOX),
        ("PRODUCTION=false", Environment.SANDBOX),
        ("LIVE=false", Environment.SANDBOX),
        ("IS_SANDBOX=Y", Environment.SANDBOX),
        ("ENDPOINT=https://sandbox.sellingpartnerapi-na.amazon.com", Environment.SANDBOX),
    ],
)
def test_an_environment_is_read_in_every_way_it_is_written(line: str, environment: Environment | None) -> None:
    (draft,) = drafts(f"{WHOLE}{line}\n")
    assert draft.environment is environment


def test_seller_and_vendor_in_the_names_of_tokens_are_kinds() -> None:
    made = drafts(f"{BODY}SELLER_REFRESH_TOKEN={TOKEN}\nVENDOR_REFRESH_TOKEN={OTHER_TOKEN}\n")
    assert [each.kind for each in made] == [Kind.SELLER, Kind.VENDOR]


def test_a_client_secret_of_64_digits_is_one_where_its_name_says_so() -> None:
    (draft,) = drafts(f"CLIENT_ID={ID}\nCLIENT_SECRET={'0fa1' * 16}\nREFRESH_TOKEN={TOKEN}\n")
    assert draft.client_secret == Secret("0fa1" * 16)


def test_an_application_alone_is_read() -> None:
    (draft,) = drafts(BODY)
    assert (draft.client_id, draft.client_secret, draft.refresh_token) == (ID, Secret(SECRET), None)


LEFT_OUT = {
    "two client secrets": (
        f"{WHOLE}SP_API_CLIENT_SECRET={OTHER_SECRET}\n",
        "line 2, LWA_CLIENT_SECRET: the file has two client secrets for one client id: leave one in it",
    ),
    "a comment": (
        f"# OLD={OTHER_TOKEN}\n{WHOLE}",
        "line 1, a refresh token: in a comment",
    ),
    "a file": (
        f"{WHOLE}ACME_REFRESH_TOKEN_FILE=/run/secrets/acme\n",
        "line 4, ACME_REFRESH_TOKEN_FILE: a reference to a file: its value is not here",
    ),
    "a token cut short": (f"{WHOLE}ACME_REFRESH_TOKEN=Atzr|IwEBCANARY...\n", "line 4, ACME_REFRESH_TOKEN: cut short"),
    "a placeholder": (f"{WHOLE}ACME_REFRESH_TOKEN=<your token>\n", "line 4, ACME_REFRESH_TOKEN: a placeholder"),
    "a switched off variable": (
        json.dumps(
            {
                "values": [
                    {"key": "client_id", "value": ID, "enabled": True},
                    {"key": "client_secret", "value": SECRET, "enabled": True},
                    {"key": "refresh_token", "value": TOKEN, "enabled": False},
                ]
            }
        ),
        "",
    ),
    "what code works out": (
        f'import os\nc = {{"lwa_app_id": "{ID}", "lwa_client_secret": os.environ["S"], "refresh_token": "{TOKEN}"}}\n',
        "line 2, lwa_client_secret: known only when the code runs",
    ),
}


@pytest.mark.parametrize("name", [name for name in LEFT_OUT if LEFT_OUT[name][1]])
def test_what_is_not_taken_is_named_with_its_line_and_the_reason(name: str) -> None:
    text, words = LEFT_OUT[name]
    assert words in [each.words for each in read(text).left_out]


def test_a_variable_that_postman_switched_off_is_named() -> None:
    with pytest.raises(FileNotUnderstood, match="refresh_token: switched off there"):
        read(LEFT_OUT["a switched off variable"][0])


def test_of_two_client_secrets_none_is_taken() -> None:
    (draft,) = drafts(LEFT_OUT["two client secrets"][0])
    assert draft.client_secret is None


def test_no_reason_holds_a_value() -> None:
    for text, _ in LEFT_OUT.values():
        try:
            words = str(read(text))
        except FileNotUnderstood as refused:
            words = str(refused)
        assert "CANARY" not in words


def test_code_is_read_and_never_run() -> None:
    (draft,) = drafts(f'import os; os.abort()\nspapi.SPAPIConfig("{ID}", "{SECRET}", "{TOKEN}", "EU")\n')
    assert (draft.region, draft.refresh_token) == (Region.EU, Secret(TOKEN))


def _in_json(held: dict[str, Any]) -> dict[str, Any]:
    return {"text": json.dumps(held)}


def _in_object(held: dict[str, Any]) -> dict[str, Any]:
    return {"settings": held, "version": 1, "other": [True, None, 2.5]}


def _in_list(held: dict[str, Any]) -> dict[str, Any]:
    return {"entries": ["x", [held], {}]}


def _in_base64(held: dict[str, Any]) -> dict[str, Any]:
    return {"data": base64.b64encode(json.dumps(held).encode()).decode()}


nests = st.lists(st.sampled_from([_in_json, _in_object, _in_list, _in_base64]), max_size=5)


@given(nests=nests, together=st.booleans())
def test_any_nest_of_containers_around_the_same_values_reads_the_same(
    nests: list[Callable[[dict[str, Any]], dict[str, Any]]], together: bool
) -> None:
    held: dict[str, Any] = {"client_id": ID, "client_secret": SECRET, "refresh_token": TOKEN, "region": "eu"}
    if together:
        held = {"app": {"client_id": ID, "client_secret": SECRET}, "seller": {"refresh_token": TOKEN, "region": "eu"}}
    for nest in nests:
        held = nest(held)
    (draft,) = drafts(json.dumps(held))
    assert (draft.client_id, draft.client_secret, draft.refresh_token, draft.region) == (
        ID,
        Secret(SECRET),
        Secret(TOKEN),
        Region.EU,
    )


values = st.sampled_from([ID, OTHER_ID, SECRET, OTHER_SECRET, TOKEN, OTHER_TOKEN, THIRD_TOKEN])
names = st.text("ABab_. -", max_size=8)


@given(lines=st.lists(st.tuples(names, st.sampled_from(["=", ": ", " ", "=>", ' = "', "'"]), values), max_size=9))
def test_no_credential_vanishes(lines: list[tuple[str, str, str]]) -> None:
    text = "\n".join(f"{name}{between}{value}" for name, between, value in lines)
    try:
        found = read(text)
    except FileNotUnderstood as refused:
        assert not lines or "line" in str(refused) or not refused.sentence.startswith("Nothing")
        return
    taken = {
        value
        for each in found.found
        for value in (each.draft.client_id, each.draft.client_secret, each.draft.refresh_token)
    }
    told = {each.line for each in found.left_out}
    for number, (_, _, value) in enumerate(lines, 1):
        assert (
            value in taken
            or Secret(value) in taken
            or number in told
            or any(value == other and at in told for at, (_, _, other) in enumerate(lines, 1))
        )


HOSTILE = [
    "",
    "{" * 5000,
    "[" * 100_000,
    "- " * 5000,
    '{"values": [1, null, {"key": 1}]}',
    "SPAPIConfig(" + "(" * 3000,
    "a: &a [*a]\nlwa_app_id: x",
    "x: !!python/object/apply:os.system ['true']\nlwa_app_id: y",
    "a: &a {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1 or ''}, *a{n - 1 or ''}]}}\n" for n in range(1, 25)),
    "LWA_APP_ID=",
    "=x\nLWA_APP_ID='unclosed",
    "$A=$B\n$B=$A\nLWA_APP_ID=$A",
    "buy milk",
    '"' * 10_000,
    "Atzr|" * 20_000,
    "client_id=" * 20_000,
    '{"a":"' + "a" * 24 + " " * 100_000 + '!"}',
    "/* " * 120_000,
    "a0: &a0 []\n"
    + "".join(f"a{n}: &a{n} {{" + ", ".join(f"k{k}: *a{n - 1}" for k in range(10)) + "}\n" for n in range(1, 8)),
    "".join(f"A{n}=" + f"$A{n + 1} " * 60 + "\n" for n in range(6)),
    "x = " + "a." * 1500 + "a",
    "client_id = 0x" + "f" * 5000,
    "a,b,c\r1,\r2,3\n",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_refused_in_words(text: str) -> None:
    with pytest.raises(FileNotUnderstood):
        read(text)


@given(text=st.text(max_size=400))
def test_no_text_raises_anything_but_its_own_refusal(text: str) -> None:
    try:
        read(text)
    except FileNotUnderstood as refused:
        assert refused.remedy


LONG = f"Atzr|IwEBI{'CANARY-a1B2c3_D4' * 18}"
WRAPPED_AT_70 = "\n".join(LONG[at : at + 70] for at in range(0, len(LONG), 70))
TOKEN_OF_ITS_OWN = {
    "the next line is an empty variable": f"{BODY}REFRESH_TOKEN={LONG}\nAWS_ENV=\n",
    "the next line is a word": f"{BODY}REFRESH_TOKEN={LONG}\ndone\n",
    "the next line is a name": f"{BODY}REFRESH_TOKEN={LONG}\nSP_API_DEFAULT_MARKETPLACE\n",
    "it is wrapped at 70": f"{BODY}REFRESH_TOKEN={WRAPPED_AT_70}\nAnna\n",
    "it is wrapped in a mail": f"client id: {ID}\nsecret: {SECRET}\ntoken: {WRAPPED_AT_70}\n\nAnna\n",
    "it is folded in YAML": f"lwa_app_id: {ID}\nlwa_client_secret: {SECRET}\nrefresh_token: >-\n  "
    + WRAPPED_AT_70.replace("\n", "\n  ")
    + "\n",
    "its line goes on after a backslash": f"clientId={ID}\nclientSecret={SECRET}\n"
    f"refreshToken={LONG[:90]}\\\n    {LONG[90:]}\n",
    "it is put together in JavaScript": f"new X({{clientId: '{ID}', clientSecret: '{SECRET}',\n"
    f" refreshToken: '{LONG[:50]}' +\n  '{LONG[50:]}'}});\n",
    "its bar is escaped": f"| id | secret | token |\n| {ID} | {SECRET} | {LONG.replace('|', chr(92) + '|')} |\n",
    "cmd escapes its bar": f"set LWA_APP_ID={ID}\nset LWA_CLIENT_SECRET={SECRET}\n"
    f"set TOKEN={LONG.replace('|', '^|')}\n",
    "the lines end as on an old Macintosh": f"{BODY}REFRESH_TOKEN={LONG}\n".replace("\n", "\r"),
}


@pytest.mark.parametrize("text", TOKEN_OF_ITS_OWN.values(), ids=TOKEN_OF_ITS_OWN)
def test_the_whole_token_is_taken_and_nothing_else(text: str) -> None:
    (draft,) = drafts(text)
    assert (draft.client_id, draft.client_secret, draft.refresh_token) == (ID, Secret(SECRET), Secret(LONG))


@pytest.mark.parametrize(
    "value",
    [
        "ENV.fetch('MX_TOKEN')",
        "ENC[AES256_GCM,data:c0NUFpFBaUc2Qk9sQ0FOQVJZ,type:str]",
        "AQICAHhCANARYqwertyuiopasdfghjklzxcvbnm1234567890",
        TOKEN.removeprefix("Atzr|"),
    ],
)
def test_what_only_has_the_name_of_a_token_is_not_stored(value: str) -> None:
    text = f"{BODY}SP_API_REFRESH_TOKEN={value}\n# {TOKEN}\n"
    try:
        assert [each.refresh_token for each in drafts(text)] == [None]
    except FileNotUnderstood as refused:
        assert "SP_API_REFRESH_TOKEN" in str(refused)


def test_what_is_said_of_one_account_is_not_said_of_another() -> None:
    text = (
        f"new Credential {{ Id = x, ClientId = '{ID}', ClientSecret = '{SECRET}', RefreshToken = '{TOKEN}', "
        f"MarketPlace = MarketPlace.Germany }};\n"
        f"new Credential {{ ClientId = '{OTHER_ID}', ClientSecret = '{OTHER_SECRET}', RefreshToken = '{OTHER_TOKEN}', "
        f"MarketPlace = MarketPlace.Japan, Environment = Environments.Sandbox }};\n"
    )
    assert [(each.region, each.environment) for each in drafts(text)] == [
        (Region.EU, None),
        (Region.FE, Environment.SANDBOX),
    ]


def test_what_is_said_of_an_account_by_its_own_name_wins_over_what_is_said_of_all() -> None:
    text = f"{WHOLE}SP_API_MARKETPLACE=US\nREFRESH_TOKEN_TEA={OTHER_TOKEN}\nSP_API_MARKETPLACE_TEA=UK\n"
    assert said(text) == [(None, "NA", ("US",)), ("tea", "EU", ("UK",))]


def test_blocks_of_the_same_order_are_told_apart_by_their_number() -> None:
    blocks = ((ID, SECRET, TOKEN), (OTHER_ID, OTHER_SECRET, OTHER_TOKEN))
    text = "\n\n".join(f"client id: {one}\nclient secret: {two}\nrefresh token: {three}" for one, two, three in blocks)
    made = [(each.client_id, each.client_secret, each.refresh_token) for each in drafts(text)]
    assert made == [(one, Secret(two), Secret(three)) for one, two, three in blocks]


def test_a_half_block_gives_nobody_elses_client_id_a_token() -> None:
    text = f"client id: {ID}\nclient secret: {SECRET}\n\nclient secret: {OTHER_SECRET}\nrefresh token: {OTHER_TOKEN}\n"
    assert [each.client_secret for each in drafts(text)] == [None]


def test_base64_beside_credentials_is_decoded_too() -> None:
    held = {"LWA_APP_ID": ID, "LWA_CLIENT_SECRET": SECRET, "REFRESH_TOKEN": TOKEN, "SP_API_REGION": "eu"}
    data = "".join(f"  {name}: {base64.b64encode(text.encode()).decode()}\n" for name, text in held.items())
    (draft,) = drafts(f"kind: Secret\ndata:\n{data}")
    assert draft.region is Region.EU


def test_two_thousand_spaces_take_no_time() -> None:
    (draft,) = drafts(f'{WHOLE}NOTE="{" " * 2000}"\n')
    assert draft.refresh_token == Secret(TOKEN)


@pytest.mark.parametrize("text", [f"{ID},{SECRET},{TOKEN},Atza|IwEBCANARY-access\n", f"{SECRET}: {TOKEN}\n{ID}\n"])
def test_a_value_is_no_name_for_another(text: str) -> None:
    try:
        words = str(read(text))
    except FileNotUnderstood as refused:
        words = str(refused)
    assert "CANARY" not in words


def test_values_that_run_together_are_both_seen() -> None:
    assert [each.client_id for each in drafts(f"{ID}{OTHER_ID}\n")] == [ID, OTHER_ID]


def test_a_client_secret_beside_two_client_ids_is_no_ones() -> None:
    found = read(f"A: {ID}\nB: {OTHER_ID}\nC: {SECRET}\n")
    assert [each.draft.client_secret for each in found.found] == [None, None]
    assert [each.why for each in found.left_out] == ["more than one client id is beside it"]


def test_a_client_secret_belongs_to_the_client_id_that_is_named_like_it() -> None:
    made = drafts(f"TEA_CLIENT_ID={ID}\nTEA_CLIENT_SECRET={SECRET}\nPOT_CLIENT_ID={OTHER_ID}\n")
    assert [each.client_secret for each in made] == [Secret(SECRET), None]


@pytest.mark.parametrize("beginning", ["Atzr|IwEBI", "amzn1.oa2-cs.v1."])
def test_many_beginnings_in_a_row_take_no_time(beginning: str) -> None:
    began = time.process_time()
    (draft,) = drafts(f"{WHOLE}NOTE={beginning * 20_000}\n")
    assert draft.refresh_token == Secret(TOKEN)
    assert time.process_time() - began < 1


def _many(count: int) -> dict[str, str]:
    tokens = [f"Atzr|IwEBI-CANARY{number:06d}-{'A1b2-_' * 20}" for number in range(count)]
    return {
        "lines": BODY + "".join(f"REFRESH_TOKEN_A{number}={token}\n" for number, token in enumerate(tokens)),
        "JSON": json.dumps([{"client_id": ID, "client_secret": SECRET, "refresh_token": token} for token in tokens]),
        "Python": "".join(f"f(client_id='{ID}', client_secret='{SECRET}', refresh_token='{t}')\n" for t in tokens),
    }


@pytest.mark.parametrize("name", _many(0))
def test_five_hundred_accounts_are_read_within_a_second(name: str) -> None:
    began = time.process_time()
    assert len(drafts(_many(500)[name])) == 500
    assert time.process_time() - began < 1


TOO_MUCH = {
    "more than 1 MiB": "x" * 1_100_000,
    "more than 10,000 lines": "A=b\n" * 10_001,
    "more than 5,000 credentials": f"{ID} " * 5_001,
    "too many values": json.dumps([{"a": 1}] * 10_001),
}


@pytest.mark.parametrize("words", TOO_MUCH)
def test_what_is_too_much_for_credentials_is_refused_by_its_bound(words: str) -> None:
    with pytest.raises(FileNotUnderstood, match=words):
        read(TOO_MUCH[words])


def test_a_name_of_thousands_of_parts_is_no_toml() -> None:
    began = time.process_time()
    (draft,) = drafts(f"{WHOLE}{'a.' * 30_000}a = 1\n")
    assert draft.refresh_token == Secret(TOKEN)
    assert time.process_time() - began < 1


FIRST = {"client_id": ID, "client_secret": SECRET}
SECOND = {"client_id": OTHER_ID, "client_secret": OTHER_SECRET}
BY_ID: dict[str, Any] = {
    "application": {
        "applications": [{"id": "first", **FIRST}, {"id": "second", **SECOND}],
        "accounts": [
            {"application": name, "refresh_token": token} for name, token in (("second", TOKEN), ("first", OTHER_TOKEN))
        ],
    },
    "app_id": {
        "apps": {"first": FIRST, "second": SECOND},
        "stores": [
            {"app_id": name, "refresh_token": token} for name, token in (("second", TOKEN), ("first", OTHER_TOKEN))
        ],
    },
}


@pytest.mark.parametrize("name", BY_ID)
def test_a_row_that_names_its_application_by_an_id_belongs_to_it(name: str) -> None:
    found = read(json.dumps(BY_ID[name], indent=1))
    made = [(each.draft.client_id, each.draft.client_secret, each.draft.refresh_token) for each in found.found]
    assert made == [(OTHER_ID, Secret(OTHER_SECRET), Secret(TOKEN)), (ID, Secret(SECRET), Secret(OTHER_TOKEN))]
    assert not found.left_out


def test_a_row_that_names_an_application_that_is_not_there_belongs_to_none() -> None:
    held = {"apps": {"a1": FIRST, "b2": SECOND}, "stores": [{"app_id": "c3", "refresh_token": TOKEN}]}
    assert [each.refresh_token for each in drafts(json.dumps(held))] == [None, None]


def test_a_token_that_ends_with_padding_does_not_go_on_in_the_next_line() -> None:
    (draft,) = drafts(f"{BODY}REFRESH_TOKEN={TOKEN}=\nAKIACANARYCANARY0001\n")
    assert draft.refresh_token == Secret(f"{TOKEN}=")


def test_a_client_secret_whose_refresh_token_is_refused_is_named_too() -> None:
    with pytest.raises(FileNotUnderstood, match="LWA_CLIENT_SECRET: REFRESH_TOKEN beside it is not a value"):
        read(f"{BODY}REFRESH_TOKEN=<your token>\n")


def test_a_number_that_is_no_id_of_an_application_names_none() -> None:
    held = {"apps": [{"id": 1, **FIRST}, {"id": 2, **SECOND}], "stores": [{"app_version": 1, "refresh_token": TOKEN}]}
    assert [each.refresh_token for each in drafts(json.dumps(held))] == [None, None]


NOW_AND_BEFORE: dict[str, Any] = {
    "by name": {
        stage: {"SecretString": json.dumps({**FIRST, "client_secret": secret, "refresh_token": token})}
        for stage, secret, token in (("AWSPREVIOUS", OTHER_SECRET, OTHER_TOKEN), ("AWSCURRENT", SECRET, TOKEN))
    },
    "by stage": [
        {
            "VersionStages": [stage],
            "SecretString": json.dumps({**FIRST, "client_secret": secret, "refresh_token": token}),
        }
        for stage, secret, token in (("AWSPREVIOUS", OTHER_SECRET, OTHER_TOKEN), ("AWSCURRENT", SECRET, TOKEN))
    ],
}


@pytest.mark.parametrize("name", NOW_AND_BEFORE)
def test_what_aws_keeps_as_previous_is_not_taken_for_current(name: str) -> None:
    found = read(json.dumps(NOW_AND_BEFORE[name]))
    (draft,) = (each.draft for each in found.found)
    assert (draft.client_secret, draft.refresh_token) == (Secret(SECRET), Secret(TOKEN))
    assert {each.why for each in found.left_out} == {"its name says that it is an earlier one"}


def notebook(*cells: str) -> str:
    held = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": each.splitlines(keepends=True)} for each in cells
    ]
    return json.dumps({"cells": held, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_the_cells_of_a_notebook_are_read_together() -> None:
    text = notebook(
        f"!pip install x\n%env LWA_APP_ID={ID}\nsecret = '{SECRET}'",
        f"import os\nos.environ['SP_API_REFRESH_TOKEN'] = '{TOKEN}'",
        "creds = dict(lwa_app_id=LWA_APP_ID, lwa_client_secret=secret)\nOrders(creds, marketplace=Marketplaces.DE)",
    )
    found = read(text)
    (draft,) = (each.draft for each in found.found)
    assert (draft.client_id, draft.client_secret, draft.refresh_token) == (ID, Secret(SECRET), Secret(TOKEN))
    assert found.found[0].where[0] == f"client id: line {text[: text.index(ID)].count(chr(10)) + 1}"


COMMANDS = {
    "of Docker": f"docker run -e APP_ID={ID} -e CLIENT_SECRET={SECRET} -e 'TOKEN={TOKEN}' -e SP_API_REGION=eu x\n",
    "over lines": f"docker run \\\n -e LWA_APP_ID={ID} \\\n -e LWA_CLIENT_SECRET={SECRET} \\\n -e 'TOKEN={TOKEN}' \\\n"
    " -e SP_API_REGION=eu \\\n x\n",
    "with flags": f"x --client-id {ID} --client-secret {SECRET} --refresh-token '{TOKEN}' --region eu\n",
    "after variables": f"LWA_APP_ID={ID} LWA_CLIENT_SECRET={SECRET} TOKEN='{TOKEN}' MARKETPLACE=DE python x.py\n",
    "as a list": json.dumps(
        {"args": ["--client-id", ID, f"--client-secret={SECRET}", "--token", TOKEN, "--region", "eu"]}
    ),
}


@pytest.mark.parametrize("text", COMMANDS.values(), ids=COMMANDS)
def test_the_region_in_a_command_line_is_read(text: str) -> None:
    (draft,) = drafts(text)
    assert (draft.client_secret, draft.refresh_token, draft.region) == (Secret(SECRET), Secret(TOKEN), Region.EU)


DEFAULTS = {
    "Python": f"import os\nc = dict(lwa_app_id=os.getenv('A', '{ID}'),\n"
    f" lwa_client_secret=os.environ.get('B') or '{SECRET}',\n"
    f" refresh_token=os.environ.get('T', '{TOKEN}'))\nregion = os.getenv('R', default='eu')\n",
    "JavaScript": f"new X({{ client_id: process.env.A || '{ID}', client_secret: process.env.B ?? '{SECRET}',\n"
    f" refresh_token: process.env['T'] || '{TOKEN}', region: process.env.R || 'eu' }});\n",
    "PHP": f"<?php $c = ['client_id' => getenv('A') ?: '{ID}', 'client_secret' => $_ENV['B'] ?? '{SECRET}',\n"
    f" 'refresh_token' => env('T', '{TOKEN}'), 'region' => env('R', 'eu')];\n",
    "C#": f'new C {{ ClientId = Environment.GetEnvironmentVariable("A") ?? "{ID}", ClientSecret = "{SECRET}",\n'
    f' RefreshToken = "{TOKEN}", Region = Environment.GetEnvironmentVariable("R") ?? "eu" }};\n',
    "Ruby": f"c = {{ client_id: ENV.fetch('A', '{ID}'), client_secret: ENV['B'] || '{SECRET}',\n"
    f" refresh_token: '{TOKEN}', region: ENV['R'] || 'eu' }}\n",
}


@pytest.mark.parametrize("text", DEFAULTS.values(), ids=DEFAULTS)
def test_the_default_of_a_variable_in_code_is_read(text: str) -> None:
    (draft,) = drafts(text)
    assert (draft.client_id, draft.client_secret, draft.refresh_token) == (ID, Secret(SECRET), Secret(TOKEN))
    assert draft.region is Region.EU


@pytest.mark.parametrize("sandbox", [0, 1])
def test_a_flag_of_one_of_two_objects_with_one_name_is_not_the_others(sandbox: int) -> None:
    values = ((ID, SECRET, TOKEN), (OTHER_ID, OTHER_SECRET, OTHER_TOKEN))
    text = "".join(
        f'c = new Credential();\nc.ClientId = "{one}";\nc.ClientSecret = "{two}";\nc.RefreshToken = "{three}";\n'
        + ("c.Environment = Environments.Sandbox;\n" if number == sandbox else "")
        for number, (one, two, three) in enumerate(values)
    )
    assert [each.environment is Environment.SANDBOX for each in drafts(text)] == [sandbox == 0, sandbox == 1]


@pytest.mark.parametrize("lead", ["$env:", "set -e ", "export ", "$"])
def test_a_line_of_repeated_leads_takes_no_time(lead: str) -> None:
    began = time.process_time()
    (draft,) = drafts(f"{WHOLE}{lead * 100}\n")
    assert draft.refresh_token == Secret(TOKEN)
    assert time.process_time() - began < 1


PAIRED = {
    "JavaScript": f"const clientId = '{ID}', clientSecret = '{SECRET}';\n"
    f"const a = new X({{ clientId: clientId, clientSecret: clientSecret, refreshToken: '{TOKEN}' }});\n"
    f"const b = new X({{ clientId: '{OTHER_ID}', clientSecret: '{OTHER_SECRET}', refreshToken: '{OTHER_TOKEN}' }});\n",
    "PHP": f"<?php\n$clientId = '{ID}';\n$clientSecret = '{SECRET}';\n"
    f"$a = make(clientId: $clientId, clientSecret: $clientSecret, refreshToken: '{TOKEN}');\n"
    f"$b = make(clientId: '{OTHER_ID}', clientSecret: '{OTHER_SECRET}', refreshToken: '{OTHER_TOKEN}');\n",
    "Python, assigned twice": f"id = '{ID}'\nsecret = '{SECRET}'\n"
    f"a = X(client_id=id, client_secret=secret, refresh_token='{TOKEN}')\n"
    f"id = '{OTHER_ID}'\nsecret = '{OTHER_SECRET}'\n"
    f"b = X(client_id=id, client_secret=secret, refresh_token='{OTHER_TOKEN}')\n",
    "functions": "".join(
        f"function {name}() {{\n const id = '{client}';\n const secret = '{secret}';\n"
        f" return new X({{ clientId: id, clientSecret: secret, refreshToken: '{token}' }});\n}}\n"
        for name, client, secret, token in (("a", ID, SECRET, TOKEN), ("b", OTHER_ID, OTHER_SECRET, OTHER_TOKEN))
    ),
}


@pytest.mark.parametrize("name", PAIRED)
def test_a_variable_is_that_of_its_own_block(name: str) -> None:
    assert {(each.client_id, each.client_secret, each.refresh_token) for each in drafts(PAIRED[name])} == {
        (ID, Secret(SECRET), Secret(TOKEN)),
        (OTHER_ID, Secret(OTHER_SECRET), Secret(OTHER_TOKEN)),
    }


def test_a_variable_that_may_be_one_of_several_is_refused() -> None:
    text = "".join(f"function {name}() {{ const id = '{client}'; }}\n" for name, client in (("a", ID), ("b", OTHER_ID)))
    left = read(f"{text}const x = {{ clientId: id, clientSecret: '{SECRET}', refreshToken: '{TOKEN}' }};\n").left_out
    assert any("a name that has several values in the file" in each.words for each in left)


def test_a_command_and_a_heading_of_a_terminal_begin_a_block() -> None:
    text = "".join(
        f"$ show -a {name}\n=== {name} Vars\nCLIENT_ID: {client}\nCLIENT_SECRET: {secret}\n"
        f"REFRESH_TOKEN_EU: {token}\n{more}\n"
        for name, client, secret, token, more in (
            ("one", ID, SECRET, TOKEN, ""),
            ("two", OTHER_ID, OTHER_SECRET, OTHER_TOKEN, "SANDBOX: true\n"),
        )
    )
    assert [(each.account, each.client_id, each.environment) for each in drafts(text)] == [
        ("one eu", ID, None),
        ("two eu", OTHER_ID, Environment.SANDBOX),
    ]


def test_tokens_of_the_same_region_in_several_rows_are_named_like_their_rows() -> None:
    rows = "".join(f"{brand},{ID},{SECRET},{token}\n" for brand, token in (("Oak", TOKEN), ("Elm", OTHER_TOKEN)))
    assert said(f"brand,client_id,client_secret,refresh_token_eu\n{rows}") == [
        ("Oak eu", "EU", ()),
        ("Elm eu", "EU", ()),
    ]
