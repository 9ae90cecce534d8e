"""Remove an application, an account, or an authorization from the vault, after asking.

Amazon's side is not touched: revoke at Amazon first, or the refresh token goes on working. Backups still hold it.
"""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.desk import Desk
from spauth_tui.commands.exit_codes import Exit
from spauth_tui.commands.fields import add_name
from spauth_tui.domain.counting import counted
from spauth_tui.domain.naming import find_account, find_application, name_of

EXAMPLES = """\
  spauth-tui rm authorization inventory/acme
  spauth-tui rm account "acme de" --yes"""

NOUNS = {
    "authorization": "one application for one account, with its tokens",
    "account": "an account with its authorizations",
    "application": "an application with its client secrets and authorizations",
}


def arguments(parser: ArgumentParser) -> None:
    """Add the three nouns."""
    nouns = parser.add_subparsers(dest="noun", metavar="application|account|authorization", required=True)
    for noun, words in NOUNS.items():
        add_name(nouns.add_parser(noun, help=words))


async def run(desk: Desk, options: Namespace) -> Exit:
    """Answer with the name of what was removed."""
    async with desk.unlocked() as opened:
        holdings, workspace = opened.holdings, opened.workspace
        if options.noun == "application":
            application = find_application(holdings, options.name)
            label, lost = application.label, len(holdings.of_application(application.id))
            desk.console.confirm(f"Remove {label} with {counted(lost, 'authorization')}?")
            await workspace.applications.remove(application)
        elif options.noun == "account":
            account = find_account(holdings, options.name)
            label, lost = account.label, sum(each.account_id == account.id for each in holdings.authorizations)
            desk.console.confirm(f"Remove {label} with {counted(lost, 'authorization')}?")
            await workspace.accounts.remove(account)
        else:
            authorization = opened.authorization(options.name)
            label, lost = name_of(authorization, holdings), len(authorization.refresh_tokens)
            desk.console.confirm(f"Remove {label} with {counted(lost, 'refresh token')}?")
            await workspace.authorizations.remove(authorization, opened.subject(authorization))
    desk.console.answer(label)
    return Exit.DONE
