"""What arguments that several verbs share take, and what they refuse."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import pytest

from spauth_tui.cli import parser
from spauth_tui.commands.runtime import arguments as fields

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)


def at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the computer's clock show `now`: an argument is read before there is a clock of ours."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(now.timestamp(), tz)

    monkeypatch.setattr(fields, "datetime", Clock)


@pytest.mark.parametrize("passed", [timedelta(0), timedelta(hours=12), timedelta(hours=23, minutes=59)])
def test_tomorrow_is_taken_since_it_has_begun_somewhere(passed: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    at(MIDNIGHT + passed, monkeypatch)
    assert fields.day("2026-03-02") == MIDNIGHT + timedelta(days=1)


@pytest.mark.parametrize("passed", [timedelta(0), timedelta(hours=12), timedelta(hours=23, minutes=59)])
def test_the_day_after_tomorrow_is_refused(passed: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    at(MIDNIGHT + passed, monkeypatch)
    with pytest.raises(ArgumentTypeError, match="a date that is not in the future"):
        fields.day("2026-03-03")


@pytest.mark.parametrize("text", ["", "2026-02-30", "01.03.2026", "2026-03-01T12:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="a date such as 2026-03-01"):
        fields.day(text)


def test_the_log_has_its_200_newest_lines_where_no_number_is_given() -> None:
    assert parser().parse_args(["log"]).lines == 200
