"""The command line: which vault, which address, demo or not."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from spauth_tui.domain.errors import ConfigurationRefused

EPILOG = """\
environment: SPAUTH_VAULT, SPAUTH_LWA_URL and SPAUTH_PASSPHRASE_COMMAND stand for their flags; a flag wins over
its own variable, and only one source of a passphrase may be named.
exit codes: 0 done, 1 unexpected, 2 usage or no terminal, 129 hung up, 143 terminated.
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    root = argparse.ArgumentParser(
        prog="spauth-tui",
        description="Keep, prove and use the tokens of your private Amazon SP-API applications. "
        "Without a command it opens the dashboard.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="store_true", help="print the version and exit")
    root.add_argument("--vault", metavar="PATH", help="the vault's file (default: your data directory)")
    root.add_argument(
        "--lwa-url",
        metavar="URL",
        help="a simulator of Login with Amazon on a loopback address; every other host is refused",
    )
    root.add_argument(
        "--passphrase-fd", type=int, metavar="N", help="unlock with the first line of this open file descriptor"
    )
    root.add_argument(
        "--passphrase-command", metavar="COMMAND", help="unlock with the first line that this command prints"
    )
    commands = root.add_subparsers(dest="command", metavar="COMMAND")
    demo = commands.add_parser("demo", help="look around on sample data: no account, no network, no vault of yours")
    demo.add_argument("--accounts", type=_count, metavar="N", help="make N authorizations, to try out scale")
    demo.add_argument("--screenshot", type=Path, metavar="FILE.svg", help="write a picture of the dashboard and exit")
    demo.add_argument(
        "--size", type=_size, default=(120, 40), metavar="WxH", help="the picture's size (default 120x40)"
    )
    demo.add_argument(
        "--screen",
        choices=("dashboard", "checklist", "details"),
        default="dashboard",
        help="what the picture shows (default dashboard)",
    )
    return root


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError("a number from 1 to 100,000")
    return number


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 20 <= int(width) <= 400 and 10 <= int(height) <= 200):
        raise argparse.ArgumentTypeError("WIDTHxHEIGHT, such as 120x40")
    return int(width), int(height)


def run(arguments: Sequence[str]) -> int:
    """Do what the command line asks for; return the exit code."""
    import spauth_tui.bootstrap as bootstrap

    options = parser().parse_args(arguments)
    try:
        if options.version:
            sys.stdout.write(f"spauth-tui {bootstrap.version()}\n")
            return 0
        if options.command == "demo":
            if options.screenshot is not None:
                return bootstrap.picture(options.screenshot, options.screen, options.size, accounts=options.accounts)
            return bootstrap.demo(accounts=options.accounts)
        return bootstrap.dashboard(
            vault=options.vault,
            lwa_url=options.lwa_url,
            passphrase_fd=options.passphrase_fd,
            passphrase_command=options.passphrase_command,
        )
    except ConfigurationRefused as refused:
        sys.stderr.write(f"spauth-tui: {refused}\n")
        return 2
