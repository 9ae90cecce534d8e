"""What reading must not store, show or drop silently: pieces of credentials, what is cut, disabled or encrypted."""

# ruff: noqa: S608 - nothing runs this SQL

import pytest

from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.reading.pieces import Pieces
from spauth_tui.formats.reading.reader import read
from tests.formats.test_reading import BODY, ID, OTHER_ID, OTHER_SECRET, SECRET, TOKEN, WHOLE, drafts, said

MIXED = "Atzr|IwEBI-CANARY7qPx2LmZ9vKt4RwYb8NcHs3DfGj6Te1UaXo5IyQrE0pVhMkWzSnBgCl-uJdF_8tA2xR7vP4mK9sQ1wZ6yL3nH5bG0cD"


def left(text: str) -> list[tuple[int, str]]:
    """Return what was left out, with its line; all in the refusal if nothing was taken."""
    return [(each.line, each.why) for each in read(text).left_out]


SQL = {
    "on one line": f"INSERT INTO creds (client_id,client_secret,refresh_token,region) "
    f"VALUES ('{ID}','{SECRET}','{MIXED}','EU');",
    "with its schema and quoted names": f'INSERT INTO "shop"."creds" ("id","client_id","client_secret","refresh_token",'
    f"\"region\",\"made_at\") VALUES\n(1, '{ID}', '{SECRET}', '{MIXED}', 'eu', now());",
    "copied": f"COPY public.creds (id, client_id, client_secret, refresh_token, region) FROM stdin;\n"
    f"7\t{ID}\t{SECRET}\t{MIXED}\tEU\n\\.\n",
}


@pytest.mark.parametrize("text", SQL.values(), ids=SQL)
def test_a_row_of_sql_is_read_with_its_columns(text: str) -> None:
    (draft,) = drafts(text)
    assert (draft.client_id, draft.client_secret, draft.refresh_token) == (ID, Secret(SECRET), Secret(MIXED))
    assert (draft.region, draft.account) == (Region.EU, None)


def test_each_row_of_sql_is_an_account_and_one_that_is_deleted_is_named() -> None:
    text = (
        "INSERT INTO apps (id,client_id,client_secret) VALUES "
        f"(1,'{ID}','{SECRET}'),(2,'{OTHER_ID}','{OTHER_SECRET}');\n"
        "INSERT INTO sellers (app_id,name,refresh_token,deleted_at) VALUES\n"
        f"(2,'O''Hara; \\'Co\\' A','{TOKEN}',NULL),\n(1,'Gone','{MIXED}','2025-01-02');"
    )
    reading = read(text)
    assert [(each.draft.client_id, each.draft.account) for each in reading.found if each.draft.refresh_token] == [
        (OTHER_ID, "O'Hara; 'Co' A")
    ]
    assert (4, "its row is deleted") in left(text)


def test_a_table_without_a_line_of_names_is_read_by_its_cells() -> None:
    text = f"Lille,FR,{ID},{SECRET},{MIXED}\nOsaka,JP,{ID},{SECRET},{TOKEN}\n"
    assert said(text) == [("Lille", "EU", ("FR",)), ("Osaka", "FE", ("JP",))]


LABELS = {
    "the start of a client secret": "CANARY0345",
    "the end of a refresh token": f"store {MIXED[-12:]}",
    "small letters with separators": "_".join((MIXED[24:28], MIXED[28:32], MIXED[32:36])).casefold(),
    "seven characters": MIXED[40:47],
    "the end of a client id": ID[-10:],
}


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_a_label_with_a_piece_of_a_credential_in_it_is_none(label: str) -> None:
    assert [each.account for each in drafts(f"[{label}]\n{BODY}REFRESH_TOKEN={MIXED}\n")] == [None]
    assert [each.account for each in drafts(f"ACCOUNT={label}\n{BODY}REFRESH_TOKEN={MIXED}\n")] == [None]


@pytest.mark.parametrize("label", ["Application", "eu", "oa2-client", "store 12"])
def test_a_word_that_every_credential_begins_with_is_a_label(label: str) -> None:
    assert [each.account for each in drafts(f"ACCOUNT={label}\n{BODY}REFRESH_TOKEN={MIXED}\n")] == [label]


def test_neither_the_preview_nor_a_reason_has_a_piece_of_a_credential() -> None:
    cut = MIXED[20:34]
    text = f"{BODY}REFRESH_TOKEN={MIXED}\nREGION_{cut}=EU\n{cut}_REFRESH_TOKEN=changeme\n"
    reading = read(text)
    shown = [*(words for each in reading.found for words in each.where), *(each.words for each in reading.left_out)]
    pieces = Pieces([MIXED])
    assert not [words for words in shown if cut in words or any(map(pieces.within, words.split()))]
    with pytest.raises(FileNotUnderstood) as refused:
        read(f"{cut}_REFRESH_TOKEN=changeme\nCLIENT_SECRET={SECRET}\n# {MIXED}\n")
    assert cut not in str(refused.value)


A, B, C = MIXED[:60], MIXED[60:90], MIXED[90:]
BOTH = f"client_id = '{ID}'\nclient_secret = '{SECRET}'\n"
PUT_TOGETHER = {
    "Java": f'{BOTH}String refreshToken = "{A}"\n + "{B}" +\n "{C}";\n',
    "PHP": f"<?php return ['client_id' => '{ID}', 'client_secret' => '{SECRET}',\n"
    f"'refresh_token' => '{A}'\n. '{B}'.'{C}'];",
    "VBA": f'Const CLIENT_ID = "{ID}"\nConst CLIENT_SECRET = "{SECRET}"\n'
    f'Const REFRESH_TOKEN = "{A}" & _\n "{B}" & "{C}"\n',
    "Lua": f"{BOTH}refresh_token = '{A}' .. '{B}'\n  .. '{C}'\n",
    "Elixir": f'config :x, client_id: "{ID}", client_secret: "{SECRET}",\n refresh_token: "{A}" <>\n "{B}" <> "{C}"\n',
    "Python, in brackets": f'X = dict(client_id="{ID}", client_secret="{SECRET}",\n'
    f' refresh_token="{A}"\n "{B}"\n "{C}")',
    "Python, backslashes": f'{BOTH}refresh_token = "{A}" \\\n "{B}" \\\n "{C}"\n',
    "a prefix alone": f"client_id = '{ID}'\nclient_secret = 'amzn1.oa2-cs.v1.' + '{SECRET[16:]}'\n"
    f"refresh_token = 'Atzr|' + '{MIXED[5:]}'\n",
    "shell": f"CLIENT_ID={ID}\nCLIENT_SECRET={SECRET}\n"
    f'REFRESH_TOKEN="{A}"\nREFRESH_TOKEN+="{B}"\nREFRESH_TOKEN="$REFRESH_TOKEN{C}"\n',
    "PHP, appended": f"$client_id = '{ID}';\n$client_secret = '{SECRET}';\n"
    f"$refresh_token = '{A}';\n$refresh_token .= '{B}{C}';\n",
    "an array": f"x = {{ clientId: '{ID}', clientSecret: '{SECRET}',\n"
    f"refreshToken: [\n '{A}',\n '{B}',\n '{C}',\n].join('') }};",
    "implode": f"$a = ['client_id' => '{ID}', 'client_secret' => '{SECRET}',\n"
    f"'refresh_token' => implode('', ['{A}', '{B}', '{C}'])];",
    "join": f"{BOTH}refresh_token = ''.join(['{A}',\n '{B}{C}'])\n",
    "concat": f'X {{ client_id: "{ID}", client_secret: "{SECRET}",\n'
    f' refresh_token: concat!(\n "{A}",\n "{B}{C}"\n ) }}',
    "a heredoc": f'x = {{\n client_id = "{ID}"\n client_secret = "{SECRET}"\n'
    f" refresh_token = <<-EOT\n   {MIXED}\n EOT\n}}\n",
    "a here-string": f"@{{ ClientId = '{ID}'\nClientSecret = '{SECRET}'\nRefreshToken = @\"\n{MIXED}\n\"@ }}\n",
    "the body of a request": f"body = 'client_id={ID}&client_secret={SECRET}&refresh_token={A}' +\n"
    f" '{B}{C}&grant_type=refresh_token'\n",
}


@pytest.mark.parametrize("text", PUT_TOGETHER.values(), ids=PUT_TOGETHER)
def test_a_value_in_adjacent_literals_is_joined(text: str) -> None:
    (draft,) = drafts(text)
    assert (draft.client_id, draft.client_secret, draft.refresh_token) == (ID, Secret(SECRET), Secret(MIXED))


def test_a_joined_value_moves_no_line() -> None:
    text = f"a = {{ refresh_token: '{A}' +\n '{B}' +\n '{C}', client_id: '{ID}',\nclient_secret: '{SECRET}' }}\n"
    (found,) = read(text).found
    assert found.where[1:] == ("client secret: line 4", "refresh token: line 1, put together from pieces")


GOES_ON = {
    "a name": f'refresh_token = "{A}" + REST\n',
    "a call": f"refresh_token: '{A}' + decode('abc'),\n",
    "PHP": f"$refresh_token = '{A}' . $rest;\n",
    "a name before it": f"refresh_token = START + '{MIXED[5:]}';\n",
    "a constant": f"x = {{ refresh_token: whole }}; const whole = START + '{MIXED[5:]}';\n",
    "a template": f"refresh_token = `{A}${{rest}}`;\n",
    "a shell's variable": f'REFRESH_TOKEN="{A}$REST"\n',
    "a shell's variable after it": f'REFRESH_TOKEN="{A}"$REST\n',
    "an f-string": f'refresh_token = f"{A}{{REST}}"\n',
    "C": f'const char *refresh_token = "{A}"\n    "{B}{C}";\n',
    "literals side by side": f"refresh_token: '{A}' '{B}'\n",
    "appended elsewhere": f'REFRESH_TOKEN="{A}"\nif x; then\nREFRESH_TOKEN+="{B}"\nfi\n',
    "String.Join": f'refresh_token = String.Join("", new[] {{"{A}", "{B}"}})\n',
    "PowerShell": f"$refresh_token = ('{A}', '{B}') -join ''\n",
}


@pytest.mark.parametrize("text", GOES_ON.values(), ids=GOES_ON)
def test_a_value_that_goes_on_elsewhere_is_named_and_never_stored(text: str) -> None:
    try:
        reading = read(f"client_id = '{ID}'\nclient_secret = '{SECRET}'\n{text}")
        assert not [each for each in reading.found if each.draft.refresh_token]
        reasons = [each.words for each in reading.left_out]
    except FileNotUnderstood as refused:
        reasons = [str(refused)]
    assert any("line 3" in each for each in reasons), reasons


WHOLE_BESIDE = {
    "a diff": f'+CLIENT_ID="{ID}"\n+CLIENT_SECRET="{SECRET}"\n+REFRESH_TOKEN="{MIXED}"\n+REGION="EU"\n',
    "a table in quotes": f'"client_id","client_secret","refresh_token"\n"{ID}","{SECRET}","{MIXED}"\n',
    "prose": f'The client id is "{ID}", client secret: "{SECRET}", refresh token: "{MIXED}". Then\ngo on.\n',
    "a method": f'client_id = "{ID}"\nclient_secret = "{SECRET}"\nrefresh_token = "{MIXED}".strip()\n',
    "a line break": f"print('client_id={ID}' + '\\n' + 'client_secret={SECRET}' + '\\n'\n"
    f" + 'refresh_token={MIXED}' + '\\n')\n",
    "quotes in quotes": f'x,y\n"{{""client_id"":""{ID}"",""client_secret"":""{SECRET}"",'
    f'""refresh_token"":""{MIXED}""}}",1\n',
}


@pytest.mark.parametrize("text", WHOLE_BESIDE.values(), ids=WHOLE_BESIDE)
def test_what_only_stands_beside_something_else_is_whole(text: str) -> None:
    assert [each.refresh_token for each in drafts(text)] == [Secret(MIXED)]


DISABLED = {
    "XML": f'<add key="RefreshToken" value="{TOKEN}" />\n<!-- <add\nkey="RefreshToken" value="{MIXED}" /> -->\n',
    "Markdown": f"refresh_token: {TOKEN}\n\n<!-- refresh_token: {MIXED} -->\n",
    "a block of C": f"refresh_token = '{TOKEN}';\n/* region: 'na',\nrefresh_token = '{MIXED}'; */\n",
    "a line of C": f"refresh_token = '{TOKEN}';\n\n  // refresh_token = '{MIXED}';\n",
    "the end of a line": f"refresh_token = '{TOKEN}'\n\nretries = 3  # before: '{MIXED}'\n",
    "SQL": f"UPDATE t SET refresh_token = '{TOKEN}';\n\n--  UPDATE t SET refresh_token = '{MIXED}';\n",
    "a block of Lua": f"refresh_token = '{TOKEN}'\n--[[\nrefresh_token = '{MIXED}'\n]]\n",
    "Visual Basic": f'Const REFRESH_TOKEN = "{TOKEN}"\n\n\' Const REFRESH_TOKEN As String = "{MIXED}"\n',
    "PowerShell": f"$RefreshToken = '{TOKEN}'\n<#\n$RefreshToken = '{MIXED}'\n#>\n",
    "Jinja": f"refresh_token: {TOKEN}\n\n{{# refresh_token: {MIXED} #}}\n",
    "cmd": f"set REFRESH_TOKEN={TOKEN}\n\n@REM set REFRESH_TOKEN={MIXED}\n",
    "a docstring": f'refresh_token = "{TOKEN}"\n"""before:\nrefresh_token = "{MIXED}"\n"""\n',
    "INI": f"refresh_token = {TOKEN}\n\n;refresh_token = {MIXED}\n",
    "Bruno": f"vars {{\n  refresh_token: {TOKEN}\n  ~refresh_token: {MIXED}\n}}\n",
}


@pytest.mark.parametrize("name", DISABLED)
def test_what_is_in_a_comment_is_named_and_no_account(name: str) -> None:
    reading = read(f"client_id = '{ID}'\nclient_secret = '{SECRET}'\n{DISABLED[name]}")
    assert [each.draft.refresh_token for each in reading.found] == [Secret(TOKEN)]
    why = "switched off there" if name == "Bruno" else "in a comment"
    assert [(each.line, each.why) for each in reading.left_out] == [(5, why)]


NO_COMMENT = {
    "addresses and rhythms": f"path: /*\n"
    f"client_id: {ID}\nclient_secret: {SECRET}\nrefresh_token: {MIXED}\nat: '*/5 * * *'\n",
    "a number and a semicolon": f"no;client_id;client_secret;refresh_token\n#1;{ID};{SECRET};{MIXED}\n",
    "an empty first cell": f"name;client_id;client_secret;refresh_token\n;{ID};{SECRET};{MIXED}\n",
    "a text in three quotes": 'read_env(\n"""\n'
    f'CLIENT_ID={ID}\nCLIENT_SECRET={SECRET}\nREFRESH_TOKEN={MIXED}\n"""\n)\n',
    "JSON": '{"a": "<!--", '
    f'"client_id": "{ID}", "client_secret": "{SECRET}", "refresh_token": "{MIXED}", "b": "-->"}}',
    "a dash in prose": f"The client of Oslo -- client id: {ID}, client secret: {SECRET},\nrefresh token: {MIXED}\n",
}


@pytest.mark.parametrize("text", NO_COMMENT.values(), ids=NO_COMMENT)
def test_what_only_looks_like_a_comment_is_read(text: str) -> None:
    assert [each.refresh_token for each in drafts(text)] == [Secret(MIXED)]


def test_a_value_that_is_in_a_comment_too_is_taken() -> None:
    text = f"# REFRESH_TOKEN={MIXED}\n{BODY}REFRESH_TOKEN={MIXED}\n"
    assert ([each.refresh_token for each in drafts(text)], left(text)) == ([Secret(MIXED)], [])


NOT_OF_SPAPI = {
    "SealedSecret": (
        f"kind: Secret\nstringData:\n  client-id: {ID}\n  client-secret: {SECRET}\n  refresh-token: {TOKEN}\n---\n"
        "kind: SealedSecret\nspec:\n  encryptedData:\n    refresh-token: AgCANARYqJSWK1PiTySYZZA9rO43cGDEq9n5Jf9J0\n",
        (10, "encrypted: decrypt it first"),
    ),
    "Vault's transit": (
        f"{WHOLE}EU_REFRESH_TOKEN=vault:v1:CANARY8SDd3WHDOjf7m==\n",
        (4, "encrypted by Vault: decrypt it first"),
    ),
    "Vault's columns": (
        f"client_id      {ID}\nclient_secret  vault:v1:CANARY8SDd3WHDOjf7m==\nrefresh_token  {TOKEN}\n",
        (2, "encrypted by Vault: decrypt it first"),
    ),
    "ansible-vault": (
        f"client_id: {ID}\nclient_secret: {SECRET}\nrefresh_token: {TOKEN}\neu:\n  refresh_token: !vault |\n"
        "    $ANSIBLE_VAULT;1.1;AES256\n    6231336539666234CANARY\n",
        (5, "encrypted by ansible-vault: decrypt it first"),
    ),
    "SOPS": (
        f"client_id: {ID}\nclient_secret: {SECRET}\nrefresh_token: {TOKEN}\neu:\n"
        "  refresh_token: ENC[AES256_GCM,data:CANARYxyz,iv:a,tag:b,type:str]\n",
        (5, "encrypted: decrypt it first"),
    ),
    "n8n": (
        '[{"name": "A", "data": {\n'
        f'"lwaClientId": "{ID}",\n"lwaClientSecret": "{SECRET}",\n"lwaRefreshToken": "{TOKEN}"}}}},\n'
        '{"name": "B", "type": "amazonSpApi",\n"data": "U2FsdGVkX1CANARYabcdefghijklmnop"}]',
        (6, "encrypted: decrypt it first"),
    ),
    "a prefix of Amazon Ads": (
        f"{WHOLE}AMAZON_ADS_CLIENT_ID={OTHER_ID}\nAMAZON_ADS_CLIENT_SECRET={OTHER_SECRET}\nAMAZON_ADS_REFRESH_TOKEN={MIXED}\n",
        (6, "a login of Amazon Ads, not of SP-API"),
    ),
    "a section of Amazon Ads": (
        f"[spapi]\n{WHOLE}[advertising]\nclient_id={OTHER_ID}\nclient_secret={OTHER_SECRET}\nrefresh_token={MIXED}\n",
        (8, "a login of Amazon Ads, not of SP-API"),
    ),
    "a source of Amazon Ads": (
        f'[{{"name": "A", "client_id": "{ID}", "client_secret": "{SECRET}", "refresh_token": "{TOKEN}"}},\n'
        f'{{"sourceType": "amazon-ads", "configuration": {{"client_id": "{OTHER_ID}",\n'
        f'"client_secret": "{OTHER_SECRET}", "refresh_token": "{MIXED}"}}}}]',
        (3, "a login of Amazon Ads, not of SP-API"),
    ),
    "PowerShell's environment": (
        f"$a = @{{ ClientId='{ID}'; ClientSecret='{SECRET}'; RefreshToken='{TOKEN}' }}\n"
        f"$b = @{{ ClientId='{ID}'; ClientSecret='{SECRET}'; RefreshToken=$env:KOBE }}\n",
        (2, "a variable that the file does not define"),
    ),
    "Node's environment": (
        f"const a = {{ clientId: '{ID}', clientSecret: '{SECRET}', refreshToken: '{TOKEN}' }};\n"
        f"const b = {{ clientId: '{ID}', clientSecret: '{SECRET}', refreshToken: process.env.KOBE! }};\n",
        (2, "a variable of the environment: its value is not in the file"),
    ),
    "1Password's fields": (
        f'[{{"fields": [{{"id": "x1", "label": "client id", "value": "{ID}"}},\n'
        f'{{"id": "x2", "label": "client secret", "value": "{SECRET}"}},\n'
        f'{{"id": "x3", "label": "refresh token", "value": "{TOKEN}", "section": {{"label": "Oslo"}}}},\n'
        '{"id": "x4", "label": "refresh token", "value": "op://Eng/kobe/token", "section": {"label": "Kobe"}}]}]',
        (4, "a reference to 1Password: `op inject` or `op run` resolves it"),
    ),
}


@pytest.mark.parametrize("name", NOT_OF_SPAPI)
def test_what_is_encrypted_elsewhere_or_of_another_service_is_named(name: str) -> None:
    text, reason = NOT_OF_SPAPI[name]
    reading = read(text)
    assert [each.draft.refresh_token for each in reading.found] == [Secret(TOKEN)]
    assert reason in [(each.line, each.why) for each in reading.left_out]


def test_the_default_of_a_constant_that_reads_the_environment_is_taken() -> None:
    text = (
        f"const APP_ID = process.env.APP_ID ?? '{ID}';\nconst APP_SECRET: string = process.env.S ?? '{SECRET}';\n"
        f"const a = new X({{ refresh_token: '{TOKEN}', \n"
        "credentials: { CLIENT_ID: APP_ID, CLIENT_SECRET: APP_SECRET } });\n"
    )
    (draft,) = drafts(text)
    assert (draft.client_id, draft.client_secret) == (ID, Secret(SECRET))
