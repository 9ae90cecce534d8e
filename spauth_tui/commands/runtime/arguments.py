"""Arguments that several verbs share, and how they are parsed."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime, timedelta

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.text.time import read_span

NAME_HELP = "application/account, or any part of it that matches only one, ignoring case"


def add_name(parser: ArgumentParser, *, many: bool = False) -> None:
    """Add NAME, or several."""
    if many:
        parser.add_argument("names", metavar="NAME", nargs="*", help=NAME_HELP)
    else:
        parser.add_argument("name", metavar="NAME", help=NAME_HELP)


def add_json(parser: ArgumentParser) -> None:
    """Add --json."""
    parser.add_argument("--json", action="store_true", help="answer as JSON (spauth-tui help json)")


def add_min_ttl(parser: ArgumentParser) -> None:
    """Add --min-ttl."""
    words = "minimum time left, such as 10m (default 60s), counted to 60s before Amazon's expiry"
    parser.add_argument("--min-ttl", type=span, default=timedelta(seconds=60), metavar="SPAN", help=words)


def refuse_names_and_all(options: Namespace) -> None:
    """Raise `InputRefused` unless either names or --all are given."""
    if bool(options.names) == options.all:
        raise InputRefused(
            "Give names or --all, not both." if options.all else "Give a name or --all.",
            f"spauth-tui {options.verb} --help shows examples.",
        )


def span(text: str) -> timedelta:
    """Parse a span of time."""
    read = read_span(text)
    if read is None:
        raise ArgumentTypeError("a span such as 90, 60s, 10m or 2h")
    return read


def day(text: str) -> datetime:
    """Parse a date that is not in the future: midnight UTC."""
    try:
        at = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise ArgumentTypeError("a date such as 2026-03-01") from None
    if at > datetime.now(UTC) + timedelta(days=1):
        raise ArgumentTypeError("a date that is not in the future")
    return at


def count(text: str) -> int:
    """Parse a number from 1 up."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise ArgumentTypeError("a whole number of at least 1")
    return int(text)
