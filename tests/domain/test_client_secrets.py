"""Deadlines of client secrets, and which of them is exchanged with."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from spauth_tui.domain.model.application import Application, ClientSecretId, ClientSecretRecord
from spauth_tui.domain.model.client_secrets import Level, exchange_order, level_of, removable, secret_words
from tests import builders
from tests.fakes import NOW

DAY = timedelta(days=1)


def secret(
    identity: str, left: timedelta | None = 100 * DAY, proven: bool = False, refused_at: datetime | None = None
) -> ClientSecretRecord:
    expires_at = None if left is None else NOW + left
    return ClientSecretRecord(ClientSecretId(identity), NOW, expires_at, NOW if proven else None, refused_at)


def having(*secrets: ClientSecretRecord) -> Application:
    return builders.application(client_secrets=secrets)


@pytest.mark.parametrize(
    ("left", "level"),
    [
        (91 * DAY, Level.FINE),
        (90 * DAY, Level.NOTICED),
        (31 * DAY, Level.NOTICED),
        (30 * DAY, Level.SOON),
        (8 * DAY, Level.SOON),
        (7 * DAY, Level.URGENT),
        (timedelta(seconds=1), Level.URGENT),
        (timedelta(0), Level.OVER),
        (None, Level.UNKNOWN),
    ],
)
def test_a_deadline_is_spoken_of_more_loudly_as_it_comes(left: timedelta | None, level: Level) -> None:
    assert level_of(having(secret("s", left)), NOW) is level


def test_the_newest_client_secret_is_tried_first() -> None:
    order = exchange_order(having(secret("new"), secret("old", 4 * DAY)), NOW)
    assert [each.id for each in order] == ["new", "old"]


def test_a_client_secret_that_was_just_refused_is_tried_last() -> None:
    order = exchange_order(having(secret("new", refused_at=NOW), secret("old", 4 * DAY)), NOW + timedelta(minutes=9))
    assert [each.id for each in order] == ["old", "new"]


def test_after_ten_minutes_the_new_one_is_tried_first_again() -> None:
    order = exchange_order(having(secret("new", refused_at=NOW), secret("old", 4 * DAY)), NOW + timedelta(minutes=10))
    assert [each.id for each in order] == ["new", "old"]


def test_an_old_client_secret_past_its_time_is_not_tried() -> None:
    order = exchange_order(having(secret("new"), secret("old", timedelta(0))), NOW)
    assert [each.id for each in order] == ["new"]


def test_the_newest_is_tried_whatever_its_date() -> None:
    assert exchange_order(having(secret("new", -DAY)), NOW)


def test_the_old_one_may_go_once_the_new_one_is_proven() -> None:
    application = having(secret("new", proven=True), secret("old", 4 * DAY))
    assert [each.id for each in removable(application, NOW)] == ["old"]


def test_the_old_one_stays_while_the_new_one_is_refused() -> None:
    assert removable(having(secret("new", proven=True, refused_at=NOW), secret("old", 4 * DAY)), NOW) == ()


def test_the_old_one_may_go_when_its_time_is_over() -> None:
    assert removable(having(secret("new"), secret("old", -DAY)), NOW)


@pytest.mark.parametrize(
    ("application", "words"),
    [
        (having(), "no client secret"),
        (having(secret("new", 178 * DAY), secret("old", 5 * DAY)), "secret: 178 days left, the old one: 5 days left"),
        (having(secret("new", 1 * DAY)), "secret: 1 day left"),
        (having(secret("new", None, proven=True), secret("old")), "secret: date unknown, the old one can go"),
        (
            having(secret("new", 178 * DAY, refused_at=NOW), secret("old")),
            "secret: 178 days left, refused: the old one is used",
        ),
    ],
)
def test_the_heading_says_how_the_client_secrets_stand(application: Application, words: str) -> None:
    assert secret_words(application, NOW) == words


def test_a_secret_with_less_than_a_day_is_not_said_to_have_a_day() -> None:
    assert secret_words(having(replace(secret("s"), expires_at=NOW + timedelta(hours=23))), NOW).endswith(
        "less than a day left"
    )
