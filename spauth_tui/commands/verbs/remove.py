"""Remove an application, an account, or an authorization from the vault.

It can be brought back for 7 days (spauth-tui removed), and is then deleted for good; backups still have it. Nothing
changes at Amazon: revoke the authorization there first, or its refresh tokens keep working. This asks first if a
refresh token in it is not proven revoked. Anything guarded, or with a guarded authorization, is removed only with the
passphrase.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.arguments import add_name
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.text.pasting import command
from spauth_tui.domain.views.naming import find_account, find_application, find_authorization, name_of

EXAMPLES = """\
  spauth-tui rm authorization inventory/acme
  spauth-tui rm account "acme de" --yes"""

NOUNS = {
    "authorization": "one application for one account, with its tokens",
    "account": "an account with its authorizations",
    "application": "an application with its client secrets and authorizations",
}


def arguments(parser: ArgumentParser) -> None:
    nouns = parser.add_subparsers(dest="noun", metavar="application|account|authorization", required=True)
    for noun, words in NOUNS.items():
        add_name(nouns.add_parser(noun, help=words))


async def run(desk: Desk, options: Namespace) -> None:
    """Print the name of what was removed."""
    async with desk.unlocked() as opened:
        holdings, workspace = opened.holdings, opened.workspace
        record: Application | Account | Authorization
        if options.noun == "authorization":
            record = find_authorization(holdings, options.name)
            theirs = [record]
            label, lost = name_of(record, holdings), counted(len(record.refresh_tokens), "refresh token")
        else:
            record = (find_application if options.noun == "application" else find_account)(holdings, options.name)
            theirs = [each for each in holdings.authorizations if record.id in {each.application_id, each.account_id}]
            label, lost = record.label, counted(len(theirs), "authorization")
        removing = workspace.authorizing.removing
        if live := await removing.unproven([record]):
            desk.console.say(f"Not proven revoked, so Amazon may still take it: {counted(live, 'refresh token')}.")
            desk.console.confirm(f"Remove {label} with {lost}?")
        await removing.remove([record], await opened.clearance_for(*theirs))
    desk.console.say(f"For 7 days: {command('spauth-tui', 'removed', '--bring-back', f'{options.noun} {label}')}")
    desk.console.answer(label)
