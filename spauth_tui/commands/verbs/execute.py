"""Run a command with an access token in its environment. The vault is locked again before the command starts.

The command gets SP_API_ACCESS_TOKEN, SP_API_ACCESS_TOKEN_EXPIRES_AT (RFC 3339), SP_API_ENDPOINT and
SPAUTH_AUTHORIZATION; spauth-tui exits with its exit code. --sdk adds an SDK's own variables: client id, client secret
and refresh token, which stay valid after the command ends. --stdin and --file put nothing in the environment: the
command reads JSON (with --sdk, that SDK's file) on standard input, or from a file whose path replaces {}. On Linux that
is /dev/fd/N, which every process that inherits the descriptor can read, and which disappears with the last of them;
elsewhere the file is removed when the command ends. A command that has a token in its environment cannot run spauth-tui
exec again.
"""

from __future__ import annotations

import os
import stat
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.arguments import add_min_ttl, add_name
from spauth_tui.commands.runtime.console import Console
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.views.naming import name_of
from spauth_tui.formats.registry import FORMATS

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk, OpenVault
    from spauth_tui.domain.model.authorization import Authorization
    from spauth_tui.services.tokens.guarding import Permit

EXAMPLES = """\
  spauth-tui exec acme -- ./nightly-report
  spauth-tui exec acme --sdk python-amazon-sp-api -- python orders.py
  spauth-tui exec acme --file -- ./tool --token-file {}"""

MARK = "SPAUTH_AUTHORIZATION"
"""The name of the authorization, for the command. If it is set already, this runs inside another exec."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "spauth-tui exec [FLAGS] NAME -- COMMAND ..."
    add_name(parser)
    add_min_ttl(parser)
    parser.add_argument("--sdk", choices=FORMATS, metavar="FORMAT", help="also pass this SDK's own variables")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--stdin", action="store_true", help="pass the token on standard input instead")
    instead.add_argument("--file", action="store_true", help="hand it over in a file instead, at {} in the command")


def refuse(options: Namespace, _console: Console, environment: Mapping[str, str]) -> None:
    """Raise `InputRefused` without a command, inside another exec, or if --file comes without {}."""
    if not options.command:
        raise InputRefused("You gave no command to run.", "Write it after --, as in: spauth-tui exec NAME -- COMMAND.")
    if MARK in environment:
        raise InputRefused(
            "This is already running inside spauth-tui exec.", "Run it outside, or use what is in the environment."
        )
    if options.passphrase_fd == 0 and _is_file(0) and not options.stdin:
        raise InputRefused(
            "The command would find the passphrase at the start of its standard input, which is a file.",
            "Pass it on another descriptor, as in: --passphrase-fd 3 3< FILE.",
        )
    if options.file and not any("{}" in word for word in options.command):
        raise InputRefused("--file needs {} in the command, where the file's path goes.", "Write it there.")


def _is_file(descriptor: int) -> bool:
    try:
        return stat.S_ISREG(os.fstat(descriptor).st_mode)
    except OSError:
        return False


async def run(desk: Desk, options: Namespace) -> int:
    """Return the command's own exit code."""
    programs = desk.programs()
    programs.look_for(options.command[0])
    async with desk.unlocked_for(options.name, lambda workspace: workspace.handing_out) as (opened, authorization):
        # What is read here belongs to one application, which shares its client secret.
        shared = opened.holdings.authorizations if options.sdk else (authorization,)
        clearance = await opened.clearance_for(*shared)
        way = "--stdin" if options.stdin else "--file" if options.file else ""
        file_format = FORMATS[options.sdk] if options.sdk else None
        exporting, where = opened.workspace.exporting, f"exec --sdk {options.sdk} {way}".rstrip()
        if file_format is not None and way:
            whole = await exporting.as_text(file_format, (authorization,), where, clearance)
        else:
            async with AsyncExitStack() as export:
                of_sdk: Mapping[str, Secret] = {}
                if file_format is not None:
                    lent = exporting.as_variables(file_format, authorization, where, clearance)
                    of_sdk = _reached(await export.enter_async_context(lent), opened.workspace.reached)
                handed, whole = await _token(opened, authorization, options, way, clearance)
                if file_format is not None:
                    # Someone may have guarded its client secret while Amazon was asked.
                    await opened.workspace.guarding.admit_application(authorization.application_id, clearance)
            handed = {**of_sdk, **handed}
    desk.console.show_typing()
    if options.stdin:
        return await programs.run(options.command, {}, on_stdin=whole)
    if options.file:
        return await programs.run(options.command, {}, in_file=whole)
    return await programs.run(options.command, handed)


def _reached(of_sdk: Mapping[str, Secret], reached: Callable[[str], str]) -> Mapping[str, Secret]:
    """Return an SDK's variables with each endpoint where it is reached."""
    ends = {each.endpoint(environment) for each in Region for environment in Environment}
    reached_at = {Secret(each): Secret(reached(each)) for each in ends}
    return {name: reached_at.get(value, value) for name, value in of_sdk.items()}


async def _token(
    opened: OpenVault, authorization: Authorization, options: Namespace, way: str, clearance: Permit | None
) -> tuple[Mapping[str, Secret], Secret]:
    """Return the access token as variables and as JSON."""
    from spauth_tui.services.tokens.token_forms import TokenForm, call_of, variables, written

    account = opened.holdings.account_by_id[authorization.account_id]
    token = await opened.workspace.handing_out.access_token(
        authorization,
        f"exec, {way or 'environment'}",
        at_least=options.min_ttl,
        clearance=clearance,
    )
    name = Secret(name_of(authorization, opened.holdings))
    call = call_of(account, opened.workspace.reached)
    return {**variables(token, call.endpoint), MARK: name}, written(token, call, TokenForm.JSON)
