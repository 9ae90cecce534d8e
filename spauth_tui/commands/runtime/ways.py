"""What to do about a failure, as commands; the screens say keys instead."""

from collections.abc import Mapping, Sequence

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.pasting import filled

COMMANDS: Mapping[Way, str] = {
    Way.REFRESH: "spauth-tui refresh NAME",
    Way.TEST: "spauth-tui check NAME",
    Way.EXPLAIN: "spauth-tui check NAME",
    Way.STEPS: "spauth-tui steps NAME",
    Way.AUTHORIZE: "spauth-tui steps NAME --refresh-token",
    Way.KEEP_UNUSUAL: "add --keep-unusual",
    Way.EDIT_APPLICATION: "spauth-tui edit application APPLICATION",
    Way.EDIT_ACCOUNT: "spauth-tui edit account ACCOUNT",
    Way.DATE_SECRET: "spauth-tui edit application APPLICATION --rotated-on DATE",
    Way.ROTATE: "spauth-tui rotate-secret APPLICATION",
    Way.FREE_SLOT: "spauth-tui rm authorization OTHER",
    Way.FIND_REGION: "press f in the dashboard (spauth-tui)",
    Way.SHOW: "spauth-tui token NAME",
    Way.GIVE_PASSPHRASE: "at a terminal, or with --passphrase-fd or --passphrase-command",
    Way.NEW_VAULT: "spauth-tui init",
    Way.OTHER_VAULT: "add --vault FILE",
    Way.BACK_UP: "spauth-tui backup",
    Way.DRILL: "open the backups in the dashboard (spauth-tui)",
    Way.RESTORE: "spauth-tui restore BACKUP",
    Way.SALVAGE: "spauth-tui restore --rows-only FILE",
    Way.TAKE_ROWS: "spauth-tui restore --rows-only FILE",
    Way.GUARD: "spauth-tui edit authorization NAME --guard",
    Way.LEAK: "open the dashboard (spauth-tui)",
    Way.SIMULATE: "spauth-tui simulator",
    Way.LIST: "spauth-tui ls",
    Way.FORMATS: "spauth-tui help formats",
}
"""The words in capitals stand for names."""
_TARGETS = ("NAME", "APPLICATION", "ACCOUNT", "FILE")


def words_for(problem: SpauthError, name: str = "") -> str:
    """Return what happened and what to do; `name` is the authorization's for the commands."""
    names = dict.fromkeys(_TARGETS, problem.target) if problem.target else {"NAME": name}
    return f"{problem}{ways_words(problem.ways, names)}"


def ways_words(ways: Sequence[Way], names: Mapping[str, str]) -> str:
    """Return what to append about the ways: a single one continues the same line; several get a line each."""
    if len(ways) == 1:
        return f" To{way_words(ways[0], names)[2:]}"
    return "".join(f"\n  {way_words(way, names)}" for way in ways)


def way_words(way: Way, names: Mapping[str, str]) -> str:
    """Return one way as a command to paste, with these names filled in."""
    return f"to {way.value}: {filled(COMMANDS[way], names)}"
