"""List what was removed, bring it back, or delete it for good.

Whatever is removed is gone at once for every verb and window, and is kept for 7 days; the next unlock after that
deletes it for good. NAME is its name as listed, with the kind before it if two have that name, or its id. Bringing back
keeps the guard; deleting something guarded needs the passphrase. Backups written before still have what was deleted.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.arguments import add_json

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk, OpenVault
    from spauth_tui.domain.model.removal import Removal

EXAMPLES = """\
  spauth-tui removed
  spauth-tui removed --bring-back inventory/acme
  spauth-tui removed --delete "account acme de" """

WORD = "delete"


def arguments(parser: ArgumentParser) -> None:
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--bring-back", metavar="NAME", help="bring it back as it was")
    instead.add_argument("--delete", metavar="NAME", help="delete it for good now, after asking")
    add_json(parser)


async def run(desk: Desk, options: Namespace) -> None:
    from spauth_tui.domain.views.naming import find_removal

    async with desk.unlocked() as opened:
        removals = await opened.workspace.authorizing.removing.all()
        if options.bring_back is not None:
            removal = find_removal(removals, options.bring_back)
            await opened.workspace.authorizing.removing.bring_back([removal])
            desk.console.answer(removal.name)
        elif options.delete is not None:
            removal = find_removal(removals, options.delete)
            await _delete(opened, removal)
            desk.console.answer(removal.name)
        else:
            _list(desk, removals, as_json=options.json)


async def _delete(opened: OpenVault, removal: Removal) -> None:
    opened.console.confirm_typed(f"Delete the {removal.title} for good? It cannot be brought back.", WORD)
    clearance = opened.permit()
    if clearance is None and any(each.guarded for each in removal.authorizations):
        passphrase = opened.console.ask_secret(f"The {removal.title} is guarded. Passphrase")
        clearance = await opened.workspace.guarding.prove(passphrase)
    await opened.workspace.authorizing.removing.delete(removal, clearance)


def _list(desk: Desk, removals: tuple[Removal, ...], *, as_json: bool) -> None:
    from spauth_tui.commands.runtime import answers
    from spauth_tui.domain.model.removal import KEPT_FOR
    from spauth_tui.domain.text.time import minute_words, rfc3339, span_words

    now = desk.clock.now()
    if as_json:
        described = [
            {
                "id": each.record.id,
                "kind": each.kind,
                "name": each.name,
                "removed_at": rfc3339(each.removed_at),
                "deleted_at": rfc3339(each.removed_at + KEPT_FOR),
                "guarded": any(own.guarded for own in each.authorizations),
            }
            for each in removals
        ]
        desk.console.answer(answers.as_json("removed", at=rfc3339(now), removals=described))
    elif removals:
        lines = [
            (each.name, each.kind, minute_words(each.removed_at), span_words(each.left(now)), each.record.id[:8])
            for each in removals
        ]
        desk.console.answer(answers.table(("NAME", "KIND", "REMOVED", "LEFT", "ID"), lines))
    else:
        desk.console.say("Nothing is removed.")
