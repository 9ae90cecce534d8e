"""For each key of the screens, the verb that does or prints the same in plain lines, or why there is none."""

from collections.abc import Mapping

from spauth_tui.domain.keyboard.keys import PLACES

_MOVES = "it only moves on the screen"
_LEAVES = "it only leaves a screen; a verb ends by itself"
_LOCKS = "a verb locks the vault when it ends"
_ANSWERS = "a verb asks on one line, and enter answers"
_NO_MARKS = "give several names: spauth-tui refresh NAME NAME"
_REVOKE = "no verb: the walk is only on the screen; then spauth-tui rm authorization NAME"
_LEAK = "no verb: the steps of a leak are only on the screen"
_ONE_TOKEN = "no verb changes an earlier refresh token"

INSTEAD: Mapping[str, str] = {
    "quit.always": _LEAVES,
    "quit": _LEAVES,
    "help.always": "spauth-tui help",
    "help.elsewhere": "spauth-tui help",
    "help": "spauth-tui help",
    "help.close": _LEAVES,
    "palette.always": "spauth-tui --help",
    "palette": "spauth-tui --help",
    "settings": "spauth-tui help settings",
    "lock.always": _LOCKS,
    "lock": _LOCKS,
    "choice.next": _MOVES,
    "choice.previous": _MOVES,
    "filter": "spauth-tui ls WORD",
    "filter.clear": "spauth-tui ls",
    "filter.done": _MOVES,
    **dict.fromkeys(("list.up", "list.down", "list.page_up", "list.page_down", "list.home", "list.end"), _MOVES),
    "list.choose": "a verb takes what you choose as an argument",
    "dialog.cancel": _ANSWERS,
    "dialog.help": "spauth-tui help",
    "form.save": _ANSWERS,
    "application": "spauth-tui inventory --wide",
    "application.leave": _LEAVES,
    "application.rotate": "spauth-tui rotate-secret APPLICATION",
    "application.edit": "spauth-tui edit application APPLICATION",
    "application.revoke": _REVOKE,
    "application.remove_old_secret": "spauth-tui rotate-secret APPLICATION --remove-old",
    "pane.refresh": "spauth-tui refresh NAME",
    "pane.copy": "spauth-tui token NAME",
    "pane.copy_as": "spauth-tui token NAME --format header",
    "pane.reveal": "spauth-tui token NAME",
    "pane.steps": "spauth-tui steps NAME",
    "pane.details": "spauth-tui ls WORD --json",
    "pane.test": "spauth-tui check NAME",
    "pane.why": "spauth-tui check NAME",
    "pane.restricted": "spauth-tui log restricted",
    "pane.export": "spauth-tui export NAME --format spauth",
    "pane.watch": "spauth-tui watch",
    "pane.guard": "spauth-tui edit authorization NAME --guard",
    "guard": "spauth-tui edit authorization NAME --guard",
    "add": "spauth-tui add authorization --application APPLICATION --account ACCOUNT",
    "edit": "spauth-tui edit account ACCOUNT",
    "remove": "spauth-tui rm authorization NAME",
    "undo": "spauth-tui removed --bring-back NAME",
    "refresh_all": "spauth-tui refresh --all",
    "merged": "spauth-tui inventory --wide",
    "leaked": _LEAK,
    "practices": "spauth-tui practices",
    "import": "spauth-tui import FILE --dry-run",
    "loans": "spauth-tui log broker",
    **dict.fromkeys(("mark", "mark.all", "mark.up", "mark.down", "mark.left", "mark.right"), _NO_MARKS),
    "style": "a style is only for the eye",
    "views": "no verb: give the words of the filter to spauth-tui ls",
    "tour": "spauth-tui help dashboard",
    "sort": "spauth-tui ls --sort expiry",
    "attention": "spauth-tui ls --needs-attention",
    "vault": "spauth-tui locate",
    "vault.back_up": "spauth-tui backup",
    "vault.recover": "spauth-tui locate backups",
    "vault.log": "spauth-tui log",
    "vault.preferences": "no verb: they are about the open dashboard, such as when it locks",
    "vault.picture": "spauth-tui ls",
    "vault.other": "spauth-tui --vault FILE ls",
    "vault.passphrase": "spauth-tui passwd",
    "vault.keyring": "no verb stores the passphrase; every verb finds it in the keyring",
    "stop": "ctrl+c ends a verb",
    **{f"move.{way}": _MOVES for way in ("up", "down", "left", "right", "page_up", "page_down", "home", "end")},
    "checklist.leave": _LEAVES,
    "checklist.next": "spauth-tui steps NAME",
    "checklist.previous": "spauth-tui steps NAME",
    "checklist.open": "spauth-tui steps NAME",
    "checklist.address": "spauth-tui steps NAME",
    **{f"checklist.step{number}": "spauth-tui steps NAME" for number in range(1, 6)},
    "practices.leave": _LEAVES,
    "practices.tick": "spauth-tui practices --tick rotation --note TEXT",
    "practices.export": "spauth-tui inventory",
    "details.leave": _LEAVES,
    "details.roll_back": _ONE_TOKEN,
    "details.mark_revoked": _ONE_TOKEN,
    "details.remove": _ONE_TOKEN,
    "details.revoke": _REVOKE,
    "log.leave": _LEAVES,
    "log.search": "spauth-tui log WORD",
    "log.export": "spauth-tui log --lines 100000 --format csv",
    "merged.leave": _LEAVES,
    "merged.previous": _MOVES,
    "merged.next": _MOVES,
    "merged.add": "spauth-tui add authorization --application APPLICATION --account ACCOUNT",
    "leak.leave": _LEAVES,
    **dict.fromkeys(("leak.tick", "leak.do", "leak.close"), _LEAK),
    "loans.leave": _LEAVES,
    "loans.end": "ctrl+c ends a broker with all that it lent",
    "recovery.leave": _LEAVES,
    "recovery.look": "spauth-tui restore FILE",
    "recovery.restore": "spauth-tui restore FILE",
    "recovery.drill": "no verb: spauth-tui restore FILE opens it and asks before it replaces anything",
    "recovery.file": "spauth-tui restore FILE",
    "recovery.rows": "spauth-tui restore --rows-only FILE",
    "recovery.salvage": "spauth-tui restore --rows-only FILE",
    "restricted.leave": _LEAVES,
    "restricted.get": "spauth-tui token NAME --restricted getOrderAddress --path /orders/v0/orders/ID/address",
    "unlock.recover": "spauth-tui restore FILE",
    "unlock.other": "spauth-tui --vault FILE ls",
    "unlock.keyring": "every verb tries the keyring first",
    "unlock.rows": "spauth-tui restore --rows-only FILE",
}
"""Key id -> a command, or a reason. Words in capitals are yours to fill in."""


def in_plain_lines() -> str:
    """Return one line for each key, place by place, without columns: a screen reader reads them as they are."""
    parts = []
    for place, keys in PLACES.items():
        lines = dict.fromkeys(f"{key.does}. {_sentence(INSTEAD[key.id])}" for key in keys)
        parts.append("\n".join((f"{place.capitalize()}:", *lines)))
    return "\n\n".join(parts)


def _sentence(text: str) -> str:
    return text if text.startswith("spauth-tui ") else f"{text[0].upper()}{text[1:]}."
