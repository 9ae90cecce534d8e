"""The verbs: name, summary, and module, imported only when used."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Coroutine
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk


class VerbModule(Protocol):
    """The module of a verb. Its docstring is what `--help` shows.

    It may have a `refuse(options, console, environment)`, which raises `InputRefused` for arguments that do not go
    together, before anybody is asked for a passphrase. At its top it imports only what its arguments need.
    """

    __doc__: str | None
    EXAMPLES: str

    def arguments(self, parser: ArgumentParser) -> None:
        """Add the verb's own arguments."""

    def run(self, desk: Desk, options: Namespace, /) -> Coroutine[Any, Any, int | None]:
        """Do it; return the exit code. Raises `SpauthError`s."""


class Verb(NamedTuple):
    """A verb; `summary` is its line in the list of verbs."""

    name: str
    module: str
    summary: str
    unlocks_first: bool = False
    """Whether it unlocks first: the key is derived while the program is still being imported."""
    tolerates_bad_settings: bool = False
    """Whether it works even if config.toml cannot be used."""
    waits: bool = True
    """Whether it waits for anything, such as the vault."""

    def load(self) -> VerbModule:
        """Import it."""
        return cast("VerbModule", import_module(f"spauth_tui.commands.verbs.{self.module}"))


_unlocking = partial(Verb, unlocks_first=True)
_at_once = partial(Verb, waits=False, tolerates_bad_settings=True)
GROUPS: dict[str, tuple[Verb, ...]] = {
    "use": (
        _unlocking("ls", "list_authorizations", "list applications and accounts with the state of their access tokens"),
        _unlocking("token", "print_token", "print an access token, exchanging only if needed"),
        _unlocking("exec", "execute", "run a command with an access token"),
        _unlocking("refresh", "refresh", "exchange refresh tokens for new access tokens"),
        _unlocking("check", "check", "test an authorization: the exchange, then one SP-API test call"),
        _unlocking("wait", "wait_for_token", "wait until an access token lives long enough"),
        _unlocking("time", "time_left", "print how much time an access token has left"),
        _unlocking("watch", "watch", "print changes of state as lines"),
        _unlocking("broker", "broker", "lend access tokens to SDKs over loopback, without the real secrets"),
    ),
    "keep": (
        Verb("init", "init", "create a vault"),
        Verb("add", "add", "add an application, an account or an authorization"),
        Verb("edit", "edit", "change an application, account or authorization"),
        Verb("rm", "remove", "remove an application, account or authorization"),
        _unlocking("removed", "removed", "list what was removed, bring it back, or delete it for good"),
        _unlocking("steps", "steps", "show the checklist, tick its steps, store a refresh token"),
        _unlocking(
            "rotate-secret", "rotate_secret", "replace a client secret: store the new one, test it, remove the old one"
        ),
        Verb("import", "import_file", "import credentials from another client's file"),
        _unlocking("export", "export", "write credentials in another client's format"),
    ),
    "care": (
        _unlocking("backup", "backup", "write an encrypted copy and verify it"),
        Verb("restore", "restore", "restore a backup in place of the vault"),
        _unlocking("passwd", "passwd", "change the passphrase"),
        _unlocking("log", "log", "print the event log"),
        _unlocking(
            "inventory", "inventory", "print the inventory that Amazon's storage practices require, without secrets"
        ),
        _unlocking("practices", "practices", "check Amazon's six storage practices, and note your own part of each"),
        Verb("doctor", "doctor", "check the vault, the system and the network", tolerates_bad_settings=True),
        Verb("report", "report", "print a text to post: versions, and the kinds of Amazon's answers"),
        Verb(
            "simulator", "simulator", "simulate Amazon on this machine, to try things out", tolerates_bad_settings=True
        ),
        _at_once("locate", "locate", "print where everything is"),
        _at_once("completion", "completion", "print the completion script of a shell"),
        _at_once("help", "help", "explain exit codes, names, JSON answers, formats and more"),
    ),
}
VERBS: dict[str, Verb] = {verb.name: verb for group in GROUPS.values() for verb in group}
