"""Write credentials in another client's format. Refresh token and client secret leave the vault in plain text.

With --output it writes a new file that only you can read; without it, to standard output, which must not be a terminal
unless you give --to-terminal. It asks for confirmation first, and the export is logged. NAME may be an application's
full label if the format holds several accounts.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from spauth_tui.commands.runtime.arguments import add_name, refuse_names_and_all
from spauth_tui.commands.runtime.console import Console
from spauth_tui.commands.runtime.context import Desk, OpenVault
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.errors.vault import BackupExists
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.views.naming import name_of
from spauth_tui.formats.registry import FORMATS

EXAMPLES = """\
  spauth-tui export acme --format python-amazon-sp-api --output .env
  spauth-tui export inventory --format spauth --output inventory.spauth.json
  spauth-tui export acme --format postman | jq -r .name"""

_STANDARD_OUTPUT = (None, "", "-")


def arguments(parser: ArgumentParser) -> None:
    add_name(parser, many=True)
    parser.add_argument("--all", action="store_true", help="every authorization that has a refresh token")
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", required=True, help="spauth-tui help formats")
    parser.add_argument("--output", metavar="FILE", help="a new file; - is standard output")
    parser.add_argument("--to-terminal", action="store_true", help="show the secrets on the terminal")


def refuse(options: Namespace, console: Console, _environment: Mapping[str, str]) -> None:
    """Raise `InputRefused` unless either names or --all are given, or if secrets would show on a terminal."""
    refuse_names_and_all(options)
    if options.output in _STANDARD_OUTPUT and console.shows_answers_to_a_person and not options.to_terminal:
        raise InputRefused(
            "Standard output is a terminal, where the secrets would stay in the scrollback.",
            "Give --output FILE, or --to-terminal if that is what you want.",
        )


async def run(desk: Desk, options: Namespace) -> None:
    """Print the file's path, or with the credentials."""
    file_format = FORMATS[options.format]
    if options.output not in _STANDARD_OUTPUT:
        _refuse_existing(options.output)
    async with desk.unlocked() as opened:
        chosen = _chosen(opened, options)
        names = ", ".join(name_of(each, opened.holdings) for each in chosen[:5]) + (", …" if len(chosen) > 5 else "")
        what = "client secret and refresh token" if file_format.holds_refresh_token else "client secret"
        desk.console.say(
            f"{what.capitalize()} of {counted(len(chosen), 'authorization')} ({names}) will leave the vault in plain "
            f"text: {file_format.title}."
        )
        desk.console.confirm("Continue?")
        # The client secret of one that is guarded may leave with another authorization of its application.
        shared = {each.application_id for each in chosen}
        holders = [each for each in opened.holdings.authorizations if each.application_id in shared]
        clearance = await opened.clearance_for(*holders)
        exporting = opened.workspace.exporting
        if options.output in _STANDARD_OUTPUT:
            where = f"{file_format.key}, to standard output"
            desk.console.answer_secret(await exporting.as_text(file_format, chosen, where, clearance))
            return
        path = await exporting.to_file(file_format, chosen, options.output, clearance)
    desk.console.answer_paths(str(path))
    desk.console.say(f"Only you can read it. {file_format.title}: usually at {file_format.place}.")
    if not file_format.holds_refresh_token:
        desk.console.say("This format has no place for the refresh token: pass it in your code.")


def _refuse_existing(output: str) -> None:
    from spauth_tui.services.vault_care.backups import accept_target

    if os.path.lexists(accept_target(output)):
        raise BackupExists


def _chosen(opened: OpenVault, options: Namespace) -> tuple[Authorization, ...]:
    if options.all:
        with_token = (each for each in opened.holdings.authorizations if each.current_refresh_token)
        chosen = tuple(sorted(with_token, key=lambda each: name_of(each, opened.holdings).casefold()))
    else:
        chosen = opened.named(options.names)
    if not chosen:
        raise InputRefused("There is nothing to export.", "spauth-tui ls shows what there is.")
    return chosen
