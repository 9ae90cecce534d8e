"""What reading must not store, show or drop silently: pieces of credentials, what is cut, disabled or encrypted."""

# ruff: noqa: S608 - nothing runs this SQL

import pytest

from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.reading.pieces import Pieces
from spauth_tui.formats.reading.reader import read
from tests.formats.test_reading import BODY, ID, OTHER_ID, OTHER_SECRET, SECRET, TOKEN, drafts, said

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
