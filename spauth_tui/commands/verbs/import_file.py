"""Import credentials from another client's file, after showing what is new, changed and refused.

The format is detected, or named with --format (spauth-tui help formats lists them); - reads standard input. It stores
everything or nothing, and a backup is written first; earlier refresh tokens and client secrets are kept. Anything the
file does not say comes from the flags, then from the vault; otherwise a default is assumed and reported.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from spauth_tui.commands.runtime.answers import as_json
from spauth_tui.commands.runtime.arguments import add_json
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.commands.runtime.exit_codes import Exit
from spauth_tui.commands.runtime.record_fields import ENVIRONMENTS, KINDS, REGIONS
from spauth_tui.domain.text.pasting import command
from spauth_tui.formats.registry import FORMATS
from spauth_tui.services.import_export.importing import Preview

EXAMPLES = """\
  spauth-tui import .env --application Inventory --account "Acme US" --region na
  spauth-tui import ~/.config/python-sp-api/credentials.yml --dry-run
  spauth-tui import team.spauth.json --yes"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file, or - for standard input")
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", help="its format (default: detected)")
    parser.add_argument("--dry-run", action="store_true", help="show what would be stored, and store nothing")
    parser.add_argument("--application", metavar="LABEL", help="the application that everything in the file belongs to")
    parser.add_argument("--account", metavar="LABEL", help="the account")
    parser.add_argument("--kind", choices=KINDS, help="seller or vendor (default seller)")
    parser.add_argument(
        "--region", type=str.casefold, choices=REGIONS, help="of accounts whose region the file does not say"
    )
    parser.add_argument("--environment", choices=ENVIRONMENTS, help="likewise, production or sandbox")
    parser.add_argument("--keep-unusual", action="store_true", help="store what looks cut short as it is")
    add_json(parser)


async def run(desk: Desk, options: Namespace) -> Exit:
    from spauth_tui.services.import_export.import_line import ImportOutcome, Overrides

    given = Overrides(
        options.application,
        options.account,
        KINDS[options.kind] if options.kind else None,
        REGIONS[options.region] if options.region else None,
        ENVIRONMENTS[options.environment] if options.environment else None,
    )
    async with desk.unlocked() as opened:
        importing, from_input = opened.workspace.importing, options.file == "-"
        if from_input:
            text, source = desk.console.read_input(), "standard input"
        else:
            path = Path(options.file)
            text, source = await opened.workspace.files.read(path), path.name
        preview = await importing.preview(text, source, given, options.format)
        if not options.json:
            _show(desk, preview)
        refused = preview.count(ImportOutcome.REFUSED)
        if options.dry_run or (refused and options.json):
            if options.json:
                desk.console.answer(_described(preview, stored=False))
            return Exit.USAGE if refused else Exit.DONE
        if options.json and desk.console.can_ask:
            desk.console.say(f"{preview.source}: read as {preview.container}: {preview.words}.")
        stores = preview.count(ImportOutcome.NEW) + preview.count(ImportOutcome.CHANGED)
        if stores and not refused and (options.keep_unusual or not preview.looks_cut):
            desk.console.confirm("Store this?")
        backup = await importing.store(preview, keep_unusual=options.keep_unusual)
        if options.json:
            desk.console.answer(_described(preview, stored=backup is not None))
    if backup is not None:
        desk.console.say(f"Stored. A backup of the vault as it was: {backup}")
        if not from_input:
            desk.console.say(f"{source} still holds the secrets in plain text: delete it once nothing needs it.")
        if new := next((each.name for each in preview.lines if each.outcome is ImportOutcome.NEW), None):
            desk.console.say(f"Next: {command('spauth-tui', 'check', new)}")
    else:
        desk.console.say(f"Nothing to store: {preview.why_nothing}.")
    return Exit.DONE


def _show(desk: Desk, preview: Preview) -> None:
    from spauth_tui.services.import_export.import_line import assumption_words

    desk.console.say(f"{preview.source}: read as {preview.container}")
    for line in preview.lines:
        desk.console.answer(
            f"{line.outcome.value}: {line.name}" + (f" ({', '.join(line.words)})" if line.words else "")
        )
        if line.where:
            desk.console.say(f"  {'; '.join(line.where)}")
        for words in line.cut:
            desk.console.say(f"  {line.name}: looks cut: {words}")
        for words in line.kept:
            desk.console.say(f"  {line.name}: differs: {words}")
        if line.assumed:
            desk.console.say(f"  {line.name}: {assumption_words(line.assumed)}")
    for each in preview.left_out:
        desk.console.say(f"left out: {each.words}")


def _described(preview: Preview, *, stored: bool) -> str:
    entries = [
        {
            "name": each.name,
            "outcome": each.outcome.value,
            "words": list(each.words),
            "assumed": list(each.assumed),
            "kept": list(each.kept),
            "looks_cut": list(each.cut),
            "where": list(each.where),
        }
        for each in preview.lines
    ]
    left_out = [{"what": each.what, "line": each.line or None, "why": each.why} for each in preview.left_out]
    return as_json("import", read_as=preview.container, stored=stored, entries=entries, left_out=left_out)
