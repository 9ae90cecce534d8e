"""Run a command with an access token in its environment. The vault is locked again before the command starts.

The command gets SP_API_ACCESS_TOKEN, SP_API_ACCESS_TOKEN_EXPIRES_AT (RFC 3339), SP_API_ENDPOINT and
SPAUTH_AUTHORIZATION; its exit code is ours. --sdk hands over an SDK's own names in addition: client id, client secret
and refresh token, which outlive the command. --stdin and --file put nothing in the environment: the command reads JSON
(with --sdk that SDK's file) on standard input, or from a file whose path takes the place of {}; it is removed then.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from spauth_tui.commands.console import Console, usage
from spauth_tui.commands.fields import add_name, span
from spauth_tui.dialects.registry import DIALECTS
from spauth_tui.domain.errors import NotExportable
from spauth_tui.domain.naming import name_of
from spauth_tui.domain.secret import Secret

if TYPE_CHECKING:
    from spauth_tui.commands.desk import Desk, Opened
    from spauth_tui.domain.authorization import Authorization

EXAMPLES = """\
  spauth-tui exec acme -- ./nightly-report
  spauth-tui exec acme --sdk python-amazon-sp-api -- python orders.py
  spauth-tui exec acme --file -- ./tool --token-file {}"""

MARK = "SPAUTH_AUTHORIZATION"
"""The name of the authorization, for the command; who finds it set runs inside another exec."""


def arguments(parser: ArgumentParser) -> None:
    """Add the verb's own arguments."""
    parser.usage = "spauth-tui exec [FLAGS] NAME -- COMMAND ..."
    add_name(parser)
    parser.add_argument(
        "--min-ttl",
        type=span,
        default=timedelta(seconds=60),
        metavar="SPAN",
        help="how long it must live (default 60s)",
    )
    parser.add_argument("--sdk", choices=DIALECTS, metavar="DIALECT", help="hand over this SDK's own names too")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--stdin", action="store_true", help="hand it over on standard input instead")
    instead.add_argument("--file", action="store_true", help="hand it over in a file instead, at {} in the command")


def refuse(options: Namespace, _console: Console, environment: Mapping[str, str]) -> None:
    """Raise `InputRefused` where there is no command, inside another exec, or where the file has no place."""
    if not options.command:
        raise usage("There is no command to run.", "Write it after --, as in: spauth-tui exec NAME -- COMMAND.")
    if MARK in environment:
        raise usage("This already runs inside spauth-tui exec.", "Run it outside, or use what is in the environment.")
    if options.file and not any("{}" in word for word in options.command):
        raise usage("--file needs {} in the command, where the file's path goes.", "Write it there.")


async def run(desk: Desk, options: Namespace) -> int:
    """Return the command's own exit code."""
    from spauth_tui.services.token_forms import TokenForm, variables, written

    programs = desk.programs()
    async with desk.unlocked() as opened:
        authorization = opened.authorization(options.name)
        account = opened.holdings.account_by_id[authorization.account_id]
        passphrase = opened.passphrase_for(authorization)
        subject = opened.subject(authorization)
        token = await opened.workspace.handing_out.access_token(
            authorization, subject, _recipient(options), at_least=options.min_ttl, passphrase=passphrase
        )
        name = name_of(authorization, opened.holdings)
        handed = {**variables(token, account), MARK: Secret(name)}
        whole = written(token, account, TokenForm.JSON)
        if options.sdk:
            sdk_variables, whole = await _for_sdk(opened, authorization, options, passphrase)
            handed.update(sdk_variables)
    if options.stdin:
        return await programs.run(options.command, {}, on_stdin=whole)
    if options.file:
        return await programs.run(options.command, {}, in_file=whole)
    return await programs.run(options.command, handed)


def _recipient(options: Namespace) -> str:
    way = "--stdin" if options.stdin else "--file" if options.file else "environment"
    return f"exec, {way}"


async def _for_sdk(
    opened: Opened, authorization: Authorization, options: Namespace, passphrase: Secret | None
) -> tuple[Mapping[str, Secret], Secret]:
    """Return the SDK's variables and its file; raises `NotExportable` for one that reads no variables."""
    dialect = DIALECTS[options.sdk]
    drafts = await opened.workspace.exporting.collect((authorization,), f"exec --sdk {dialect.key}", passphrase)
    if options.stdin or options.file:
        return {}, dialect.write(drafts)
    names = dialect.variables(drafts[0])
    if names is None:
        raise NotExportable(f"{dialect.title} reads no environment variables.", "Use --file or --stdin.")
    return names, Secret("")
