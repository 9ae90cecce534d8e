"""Change an application, an account, or an authorization. Fields without a flag stay as they are.

A new client secret is read from standard input or typed without echo; the old one is kept as well, as in a rotation.
"""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime import record_fields
from spauth_tui.commands.runtime.arguments import add_name
from spauth_tui.commands.runtime.context import Desk, OpenVault
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.pasting import command
from spauth_tui.domain.views.naming import find_account, find_application, find_authorization, name_of
from spauth_tui.services.authorizing.accounts import AccountDraft
from spauth_tui.services.authorizing.applications import ApplicationDraft

EXAMPLES = """\
  spauth-tui edit account "acme de" --marketplaces DE,FR,IT
  spauth-tui edit application inventory --limit 25
  spauth-tui edit authorization inventory/acme --guard"""


def arguments(parser: ArgumentParser) -> None:
    nouns = parser.add_subparsers(dest="noun", metavar="application|account|authorization", required=True)
    application = nouns.add_parser("application", help="an application's fields or client secret")
    add_name(application)
    record_fields.add_application_fields(application, wanted=False)
    application.add_argument("--client-secret", action="store_true", help="read a new client secret")
    account = nouns.add_parser("account", help="an account's fields")
    add_name(account)
    record_fields.add_account_fields(account, wanted=False)
    authorization = nouns.add_parser("authorization", help="whether its tokens are guarded")
    add_name(authorization)
    guard = authorization.add_mutually_exclusive_group(required=True)
    guard.add_argument("--guard", action="store_true", help="ask for the passphrase before a token is handed out")
    guard.add_argument("--unguard", action="store_true", help="stop asking for the passphrase")


async def run(desk: Desk, options: Namespace) -> None:
    """Print the name of what was changed."""
    draft = ApplicationDraft if options.noun == "application" else AccountDraft
    if options.noun != "authorization" and not record_fields.given(options, draft):
        raise InputRefused(
            "You gave nothing to change.", f"{command('spauth-tui', 'edit', options.noun, '--help')} lists the flags."
        )
    async with desk.unlocked() as opened:
        edit = {"application": _application, "account": _account, "authorization": _authorization}[options.noun]
        desk.console.answer(await edit(opened, options))


async def _application(opened: OpenVault, options: Namespace) -> str:
    application = find_application(opened.holdings, options.name)
    secret = opened.console.read_one_secret("Client secret") if options.client_secret else Secret("")
    if options.rotated_at and not secret:
        raise InputRefused("--rotated-on needs a new client secret.", "Give --client-secret too, or use rotate-secret.")
    draft = record_fields.application_draft(options, secret, application)
    return (await opened.workspace.authorizing.applications.edit(application, draft)).label


async def _account(opened: OpenVault, options: Namespace) -> str:
    account = find_account(opened.holdings, options.name)
    draft = record_fields.account_draft(options, account)
    if draft.region is not account.region and account.marketplaces and options.marketplaces is None:
        gone = ", ".join(account.marketplaces)
        opened.console.say(f"{gone}: not in {draft.region.value}, so removed. Set others with --marketplaces.")
    return (await opened.workspace.authorizing.accounts.edit(account, draft)).label


async def _authorization(opened: OpenVault, options: Namespace) -> str:
    authorization = find_authorization(opened.holdings, options.name)
    guarding = opened.workspace.guarding
    if options.guard:
        await guarding.guard(authorization)
    else:
        await guarding.unguard(authorization, opened.permit() or opened.console.ask_secret("Passphrase"))
    return name_of(authorization, opened.holdings)
