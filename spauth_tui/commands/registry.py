"""The verbs: which there are, what each does in a line, and where it is; none is imported before it is wanted."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Coroutine

    from spauth_tui.commands.runtime.context import Desk
    from spauth_tui.commands.runtime.exit_codes import Exit


class VerbModule(Protocol):
    """What the module of a verb holds; its docstring is the description that `--help` shows.

    It may also hold `refuse(options, console, environment)`, which raises `InputRefused` for arguments that do not go
    together, before anybody is asked for a passphrase. At its top it imports no more than its arguments need.
    """

    __doc__: str | None
    EXAMPLES: str

    def arguments(self, parser: ArgumentParser) -> None:
        """Add the verb's own arguments."""
        ...

    def run(self, desk: Desk, options: Namespace, /) -> Coroutine[Any, Any, Exit | int]:
        """Do it; return the exit code. Raises `SpauthError`s."""
        ...


class Verb(NamedTuple):
    """One verb. `summary` is its line in the list of verbs."""

    name: str
    module: str
    summary: str
    unlocks_first: bool = False
    """Whether unlocking is the first thing it does: its key is derived while the program is still being imported."""
    bears_bad_settings: bool = False
    """Whether it works though config.toml cannot be used."""
    waits: bool = True
    """Whether it waits for anything, be it the vault."""

    def load(self) -> VerbModule:
        """Import it."""
        return cast("VerbModule", import_module(f"spauth_tui.commands.verbs.{self.module}"))


GROUPS: dict[str, tuple[Verb, ...]] = {
    "use": (
        Verb(
            "ls",
            "list_authorizations",
            "applications and accounts, and how their access tokens stand",
            unlocks_first=True,
        ),
        Verb("token", "print_token", "print an access token, exchanging only when there is need", unlocks_first=True),
        Verb("exec", "execute", "run a command with an access token", unlocks_first=True),
        Verb("refresh", "refresh", "exchange refresh tokens for new access tokens", unlocks_first=True),
        Verb("check", "check", "test an authorization: the exchange, then one SP-API call", unlocks_first=True),
        Verb("wait", "wait_for_token", "wait until an access token lives long enough", unlocks_first=True),
        Verb("time", "time_left", "print how long an access token still lives", unlocks_first=True),
        Verb("watch", "watch", "print changes of state as lines", unlocks_first=True),
        Verb(
            "broker", "broker", "lend access tokens to SDKs over loopback, without the real secrets", unlocks_first=True
        ),
    ),
    "keep": (
        Verb("init", "init", "create a vault"),
        Verb("add", "add", "add an application, an account or an authorization"),
        Verb("edit", "edit", "change one of them"),
        Verb("rm", "remove", "remove one of them"),
        Verb("steps", "steps", "show the checklist, tick its steps, store a refresh token", unlocks_first=True),
        Verb(
            "rotate-secret",
            "rotate_secret",
            "take in a new client secret, prove it, let the old one go",
            unlocks_first=True,
        ),
        Verb("import", "import_file", "take in credentials from another client's file"),
        Verb("export", "export", "write credentials in another client's form", unlocks_first=True),
    ),
    "care": (
        Verb("backup", "backup", "write an encrypted copy and prove it", unlocks_first=True),
        Verb("restore", "restore", "put a backup in the vault's place"),
        Verb("passwd", "passwd", "change the passphrase", unlocks_first=True),
        Verb("log", "log", "print the event log", unlocks_first=True),
        Verb(
            "inventory",
            "inventory",
            "print the list of authorizations that Amazon asks for, without secrets",
            unlocks_first=True,
        ),
        Verb("doctor", "doctor", "look for what is wrong with vault, system and network", bears_bad_settings=True),
        Verb("locate", "locate", "print where everything lies", waits=False, bears_bad_settings=True),
        Verb("completion", "completion", "print the completion of a shell", waits=False, bears_bad_settings=True),
        Verb("help", "help", "explain exit codes, names, JSON answers, forms", waits=False, bears_bad_settings=True),
    ),
}
VERBS: dict[str, Verb] = {verb.name: verb for group in GROUPS.values() for verb in group}
