"""The command line: the bare command opens the dashboard, a verb runs without a screen."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from spauth_tui.commands.registry import GROUPS, Verb
from spauth_tui.domain.errors.input import ConfigurationRefused, InputRefused
from spauth_tui.domain.text.clean import harmless, masked
from spauth_tui.domain.text.nearest import meant
from spauth_tui.startup import crash_guard

if TYPE_CHECKING:
    from spauth_tui.services.ports.clock import Clock
    from spauth_tui.startup.hardening import Inherited

_WRONG_VERB = re.compile(r"argument VERB: invalid choice: '([^']{1,40})'")
_WRONG_CHOICE = re.compile(r"argument ([^:]{1,60}): invalid choice: '([^']{0,60})' \(choose from (.*)\)", re.DOTALL)
_MOST_LISTED = 12
_LISTS = {"--scenario": "spauth-tui simulator --scenarios", "--format": "spauth-tui help formats"}
_TITLES = {"use": "use tokens", "keep": "manage records", "care": "maintain the vault"}


def parser() -> "_Parser":
    """Return the parser of the command line."""
    root = _Parser(
        prog="spauth-tui",
        usage="spauth-tui [FLAGS] [VERB ...]",
        description="Store, test and use the tokens of your private Amazon SP-API applications.\n"
        "Without a verb it opens the dashboard.",
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    root.add_argument("--version", action="store_true", help="print the version and exit")
    _add_flags(root, None)
    verbs = root.add_subparsers(dest="verb", metavar="VERB", help=argparse.SUPPRESS, required=False)
    for group in GROUPS.values():
        for verb in group:
            verbs.add_parser(verb.name, verb=verb, prog=f"spauth-tui {verb.name}", description=verb.summary)
    _add_demo(verbs.add_parser("demo", description="Look around on sample data: no account, no network, no vault."))
    return root


def _epilog() -> str:
    lines = ["verbs:", f"  {'demo':<14} look around on sample data", ""]
    for key, group in GROUPS.items():
        lines.append(f"verbs to {_TITLES[key]}:")
        lines.extend(f"  {verb.name:<14} {verb.summary}" for verb in group)
        lines.append("")
    lines.append("spauth-tui VERB --help explains a verb; spauth-tui help lists topics such as exit-codes.")
    lines.append("A flag overrides its environment variable, which overrides config.toml: spauth-tui help settings.")
    return "\n".join(lines)


class _Parser(argparse.ArgumentParser):
    """A parser that imports its verb only when that verb is used, and never repeats a secret in its error messages."""

    def __init__(self, *args: Any, verb: Verb | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("allow_abbrev", False)
        self.arguments: list[argparse.Action] = []
        self.children: dict[str, Any] = {}
        self.given: Sequence[str] = ()
        super().__init__(*args, **kwargs)
        self._verb: Verb | None = verb

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:
        self.arguments.append(action := super().add_argument(*args, **kwargs))
        return action

    def add_argument_group(self, *args: Any, **kwargs: Any) -> Any:
        return self._noting(super().add_argument_group(*args, **kwargs))

    def add_mutually_exclusive_group(self, **kwargs: Any) -> Any:
        return self._noting(super().add_mutually_exclusive_group(**kwargs))

    def _noting(self, group: Any) -> Any:
        add = group.add_argument
        group.add_argument = lambda *args, **kwargs: self.arguments.append(add(*args, **kwargs))
        return group

    def add_subparsers(self, **kwargs: Any) -> Any:
        children = super().add_subparsers(**kwargs)
        self.children = children.choices
        return children

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self.given = args or ()
        self.fill()
        return super().parse_known_args(args, namespace)

    def fill(self) -> None:
        """Add the verb's own arguments, once."""
        verb, self._verb = self._verb, None
        if verb is not None:
            module = verb.load()
            self.description = module.__doc__
            self.epilog = f"examples:\n{module.EXAMPLES}"
            self.formatter_class = argparse.RawDescriptionHelpFormatter
            module.arguments(self)
            for each in (self, *self.children.values()):
                _add_flags(each.add_argument_group("everywhere"), argparse.SUPPRESS)
            self.set_defaults(module=module)

    def print_help(self, file: Any = None) -> None:
        # argparse passes over what cannot be written.
        sys.stdout.write(self.format_help())
        sys.stdout.flush()

    def error(self, message: str) -> NoReturn:
        if wrong := _WRONG_VERB.match(message):
            message = f"there is no verb {wrong[1]}.{meant(wrong[1], self.children)} --help lists them"
        elif refused := _WRONG_CHOICE.match(message):
            name, word, choices = refused[1], refused[2], re.findall(r"[^\s',]+", refused[3])
            listed = f" Choose from {', '.join(choices)}." if len(choices) <= _MOST_LISTED else ""
            hint = meant(word, choices) or listed or f" {_LISTS.get(name, f'{self.prog} --help')} lists them."
            message = f"argument {name}: there is no {word}.{hint}".rstrip(".")
        elif message.startswith("unrecognized arguments: ") and (
            verb := next((each for each in self.given if each in self.children), None)
        ):
            if verb == "exec":
                message += ". Put -- before the command: spauth-tui exec NAME -- COMMAND"
            self.children[verb].error(message)
        sys.stderr.write(f"{self.format_usage()}{self.prog}: error: {harmless(masked(message))}\n")
        sys.stderr.flush()
        raise SystemExit(2)


def _add_flags(to: Any, default: Any) -> None:
    to.add_argument("--vault", metavar="PATH", default=default, help="the vault's file (default: your data directory)")
    to.add_argument(
        "--lwa-url",
        metavar="URL",
        default=default,
        help="a simulator of Login with Amazon on a loopback address; any other host is rejected",
    )
    to.add_argument(
        "--passphrase-fd", type=int, metavar="N", default=default, help="unlock with the first line of descriptor N"
    )
    to.add_argument(
        "--passphrase-command",
        metavar="COMMAND",
        default=default,
        help="unlock with the first line that this command prints",
    )
    yes_default = False if default is None else default
    to.add_argument("--yes", action="store_true", default=yes_default, help="answer yes to every question")


def _add_demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--accounts", type=_count, metavar="N", help="create N authorizations, to try out a large vault")
    demo.add_argument("--screenshot", type=Path, metavar="FILE.svg", help="write a picture of the dashboard and exit")
    demo.add_argument(
        "--size", type=_size, default=(120, 40), metavar="WxH", help="the picture's size (default 120x40)"
    )
    demo.add_argument(
        "--screen",
        choices=("dashboard", "checklist", "details", "rotation"),
        default="dashboard",
        help="what the picture shows (default dashboard)",
    )


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


def run(arguments: Sequence[str], clock: "Clock | None" = None, inherited: "Inherited | None" = None) -> int:
    """Do what the command line asks for; return the exit code. `clock` replaces the system clock for verbs.

    `inherited` is what hardening changed, for the programs that verbs start.
    """
    ours, command = _parted(arguments)
    reader = parser()
    try:
        options = reader.parse_args(ours)
        options.command = command
        options.verb_help = lambda verb: reader.parse_args([verb, "--help"])
        options.completed = lambda: _completed(reader)
        return _do(options, clock, inherited)
    except (ConfigurationRefused, InputRefused) as refused:
        from spauth_tui.commands.runtime.console import fitting

        sys.stderr.write(f"{fitting(f'spauth-tui: {harmless(str(refused))}', sys.stderr)}\n")
        return 2
    except SystemExit as ended:
        # As argparse ends: with its help, or with what is wrong with the arguments.
        return int(ended.code or 0)
    except BrokenPipeError:
        return 18
    except OSError as error:
        # What a verb writes has its own answers; this is the help, the version, or a terminal that went away.
        sys.stderr.write(f"spauth-tui: Reading or writing failed ({type(error).__name__}).\n")
        return 18
    except Exception as error:  # noqa: BLE001 - a fault is reported without its message, which may hold anything
        crash_guard.report(error)
        return crash_guard.UNEXPECTED


def _completed(reader: _Parser) -> Any:
    from spauth_tui.commands.runtime.completion_scripts import completed

    return completed(reader)


def _parted(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split our own arguments from the command after `--`, whose flags are not ours."""
    given = list(arguments)
    at = given.index("--") if "--" in given else 0
    if "exec" not in given[:at]:
        return given, []
    return given[:at], given[at + 1 :]


def _do(options: argparse.Namespace, clock: "Clock | None", inherited: "Inherited | None") -> int:
    if options.version:
        from importlib.metadata import version

        sys.stdout.write(f"spauth-tui {version('spauth-tui')}\n")
        return 0
    if options.verb == "demo":
        from spauth_tui.bootstrap import demo

        if options.screenshot is not None:
            return demo.picture(options.screenshot, options.screen, options.size, accounts=options.accounts)
        return demo.demo(accounts=options.accounts)
    from spauth_tui.adapters.config.settings import Flags, Settings

    flags = Flags(options.vault, options.lwa_url, options.passphrase_fd, options.passphrase_command)
    if options.verb is None:
        from spauth_tui.bootstrap.dashboard import dashboard

        return dashboard(Settings(flags))
    from spauth_tui.bootstrap.headless import headless

    return headless(Settings(flags), options, clock, inherited)
