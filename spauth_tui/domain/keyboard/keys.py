"""Every key of the screens as plain data: screens, help, palette, footer, keymaps and `help keys` take it from here."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple


class Key(NamedTuple):
    """What one or more keys do in one place."""

    id: str
    """The name for `[keys]` in config.toml."""
    keys: str
    """The default keys, separated by commas."""
    name: str
    tip: str = ""
    """A longer explanation."""
    in_footer: bool = True

    @property
    def does(self) -> str:
        """What it does, in words."""
        return f"{self.name}: {self.tip}" if self.tip else self.name


Quiet = partial(Key, in_footer=False)
"""A key that help and palette list, but not the footer."""

PLACES: Mapping[str, tuple[Key, ...]] = {
    "everywhere": (
        Quiet("quit.always", "ctrl+q", "Quit"),
        Key("help.always", "f1", "Help"),
        Quiet("help.elsewhere", "question_mark", "Help"),
        Quiet("palette.always", "ctrl+p", "Every action"),
        Quiet("palette", "colon", "Every action", "By its name"),
        Quiet("settings", "f2", "Settings", "Theme, panes, keys …"),
        Quiet("lock.always", "ctrl+l", "Lock", "Lock the vault now"),
    ),
    "every screen": (Quiet("lock", "L,ctrl+l", "Lock", "Lock the vault now"),),
    "choices": (
        Quiet("choice.next", "right,down,space", "Next choice"),
        Quiet("choice.previous", "left,up", "Previous choice"),
    ),
    "filter": (
        Key("filter.clear", "escape", "Clear the filter"),
        Key("filter.done", "enter,down", "To the panes"),
    ),
    "lists": (
        Quiet("list.up", "up", "Up"),
        Quiet("list.down", "down", "Down"),
        Quiet("list.page_up", "pageup", "A page up"),
        Quiet("list.page_down", "pagedown", "A page down"),
        Quiet("list.home", "home", "To the top"),
        Quiet("list.end", "end", "To the end"),
        Quiet("list.choose", "enter", "Choose"),
    ),
    "dialogs": (
        Key("dialog.cancel", "escape", "Cancel"),
        Quiet("dialog.help", "question_mark", "Help"),
    ),
    "forms": (
        Quiet("form.save", "enter,ctrl+s", "Save"),
        Key("dialog.cancel", "escape", "Cancel"),
        Quiet("dialog.help", "question_mark", "Help"),
    ),
    "help": (Key("help.close", "escape,question_mark,f1,q", "Close"),),
    "application": (
        Key("application.leave", "escape,q", "Dashboard"),
        Key("application.rotate", "S", "Rotate", "Rotate the client secret, step by step"),
        Key("application.edit", "e", "Edit", "Edit the application"),
        Key("application.revoke", "x", "Revoke one", "Free a slot: revoke an account"),
        Key("application.remove_old_secret", "d", "Old secret", "Remove the old client secret"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "dashboard": (
        Key("pane.refresh", "r", "Refresh", "Exchange for a new access token"),
        Key("pane.copy", "c", "Copy", "Copy the access token"),
        Key("pane.steps", "s", "Steps", "Open the checklist"),
        Key("pane.details", "enter", "Details", "Refresh tokens, history"),
        Key("add", "a", "Add", "Add an authorization, application or account"),
        Key("filter", "slash", "Filter", "Narrow what is shown"),
        Key("refresh_all", "R", "Refresh all", "Refresh all that need it"),
        Key("help", "question_mark,f1", "Help", "Keys and words"),
        Quiet("pane.copy_as", "y", "Copy as", "Copy as header, curl, …"),
        Quiet("pane.reveal", "v", "Show the token", "Show it for 10 s"),
        Quiet("edit", "e", "Edit", "Edit account or application"),
        Quiet("remove", "x,delete", "Remove", "It can be brought back for 7 days"),
        Quiet("undo", "u", "Undo", "Bring back what was just removed"),
        Quiet("pane.test", "t", "Test", "The exchange, then one SP-API call"),
        Quiet("pane.why", "f", "Find out why", "Why it failed, and what to do"),
        Quiet("application", "A", "Application", "Slots, secrets, grantless"),
        Quiet("application.rotate", "S", "Rotate the secret", "The guided rotation"),
        Quiet("merged", "M", "Merged account", "Regions or vendor groups side by side"),
        Quiet("pane.restricted", "D", "Restricted data", "Restricted data tokens"),
        Quiet("leaked", "I", "It leaked", "What to do, step by step"),
        Quiet("practices", "C", "Storage practices", "Amazon's six: shown here, and yours"),
        Quiet("import", "i", "Import", "Take in another client's file"),
        Quiet("pane.export", "X", "Export", "Write another client's file"),
        Quiet("loans", "H", "Lent by brokers", "Throwaway credentials, and ending them"),
        Quiet("mark", "space", "Mark", "Mark this one, go to the next"),
        Quiet("mark.all", "asterisk", "Mark all", "All that is shown"),
        Quiet("guard", "U", "Guard", "Ask for the passphrase before a token goes out"),
        Quiet("style", "z", "Compact or table", "Panes, compact panes, a table"),
        Quiet("views", "apostrophe", "Views", "Saved filters, orders, styles"),
        Quiet("tour", "f3", "Take the tour", "Five keys, one after another"),
        Quiet("pane.watch", "w", "Watch", "Notify me before it expires"),
        Quiet("sort", "o", "Sort", "By application, expiry or attention"),
        Quiet("attention", "exclamation_mark", "What needs attention", "Sort by attention and go to the first"),
        Quiet("vault.back_up", "b", "Back up", "Write an encrypted backup"),
        Quiet("vault", "V", "Vault", "Backups, passphrase, log, preferences …"),
        Quiet("vault.recover", "B", "Backups", "Look inside, restore, drill"),
        Quiet("vault.log", "E", "Event log", "What happened, and when"),
        Quiet("vault.preferences", "comma", "Preferences", "Idle lock, backups …"),
        Quiet("vault.picture", "P", "Save a picture", "An SVG without names"),
        Quiet("vault.other", "O", "Another vault", "Lock this one first"),
        Quiet("vault.passphrase", "K", "Change the passphrase", "Encrypt the vault anew"),
        Quiet("vault.keyring", "Y", "Keyring", "Unlock by the system's keyring"),
        Quiet("stop", "escape", "Stop", "Stop refreshing, clear the filter, unmark"),
        Key("quit", "q,ctrl+q", "Quit", "Close the vault and leave"),
        Quiet("move.up", "up,k", "Up"),
        Quiet("move.down", "down,j", "Down"),
        Quiet("move.left", "left,h,shift+tab", "Previous pane"),
        Quiet("move.right", "right,l,tab", "Next pane"),
        Quiet("move.page_up", "pageup,ctrl+b", "A page up"),
        Quiet("move.page_down", "pagedown,ctrl+f", "A page down"),
        Quiet("move.home", "home,g", "First pane"),
        Quiet("move.end", "end,G", "Last pane"),
        Quiet("mark.up", "shift+up", "Mark upwards"),
        Quiet("mark.down", "shift+down", "Mark downwards"),
        Quiet("mark.left", "shift+left", "Mark the previous"),
        Quiet("mark.right", "shift+right", "Mark the next"),
    ),
    "checklist": (
        Key("checklist.leave", "escape,q", "Dashboard"),
        Key("checklist.next", "n,down", "Next", "Next step"),
        Key("checklist.previous", "p,up", "Previous", "Previous step"),
        Key("checklist.open", "o", "Open", "Open the portal in the browser"),
        Key("checklist.address", "y", "Address", "Copy its address"),
        Key("help", "question_mark,f1", "Help"),
        *(Quiet(f"checklist.step{number}", str(number), f"Step {number}") for number in range(1, 6)),
    ),
    "storage practices": (
        Key("practices.leave", "escape,q", "Dashboard"),
        Key("practices.tick", "space", "Tick", "Note that your own part is so, or take that back"),
        Key("practices.export", "x", "Inventory", "Write the inventory, without secrets"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "details": (
        Key("details.leave", "escape,q", "Dashboard"),
        Key("pane.refresh", "r", "Refresh", "Exchange for a new access token"),
        Key("pane.copy", "c", "Copy", "Copy the access token"),
        Key("pane.reveal", "v", "Show", "Show the access token for 10 seconds"),
        Key("pane.steps", "s", "Steps", "Open the checklist"),
        Key("details.roll_back", "b", "Roll back", "Use the chosen refresh token again"),
        Quiet("details.mark_revoked", "m", "Revoked", "Mark it as revoked at Amazon"),
        Key("pane.guard", "g", "Guard", "Ask for the passphrase before a token is handed out"),
        Key("pane.test", "t", "Test", "The exchange, then one SP-API call"),
        Quiet("pane.why", "f", "Why", "Why it failed, and what to do"),
        Quiet("pane.restricted", "D", "Restricted data tokens"),
        Quiet("merged", "M", "Merged account, vendor groups"),
        Quiet("leaked", "I", "It leaked"),
        Quiet("details.revoke", "w", "Revoke", "The walk for revoking at Amazon"),
        Quiet("details.remove", "x,delete", "Remove", "Remove the chosen refresh token"),
        Quiet("undo", "u", "Undo", "Bring back what was just removed"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "event log": (
        Key("log.leave", "escape,q", "Dashboard"),
        Key("log.search", "slash", "Search"),
        Key("log.export", "x", "Export", "Write every event to a file, without secrets"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "merged account": (
        Key("merged.leave", "escape,q", "Dashboard"),
        Quiet("merged.previous", "left,h", "Previous"),
        Quiet("merged.next", "right,l", "Next"),
        Key("merged.add", "a", "Authorize the next", "The next region, or another group"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "first run": (Key("unlock.recover", "ctrl+r", "Restore a backup"),),
    "vault missing": (Key("unlock.recover", "ctrl+r", "Backups"),),
    "leak": (
        Key("leak.leave", "escape,q", "Leave"),
        Key("leak.tick", "space", "Done", "Tick the step off, or take the tick back"),
        Key("leak.do", "d", "Do it", "Go where the step is done"),
        Key("leak.close", "x", "Dealt with", "Close the leak"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "lent by brokers": (
        Key("loans.leave", "escape,q", "Dashboard"),
        Key("loans.end", "x,delete", "End it", "The SDK gets no further access token"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "backups": (
        Key("recovery.leave", "escape,q", "Back"),
        Key("recovery.look", "l", "Look inside", "Open it, check it, say what it holds"),
        Key("recovery.restore", "r", "Restore", "Put it in the vault's place, after asking"),
        Key("recovery.drill", "d", "Drill", "Prove that the newest backup opens"),
        Key("recovery.file", "f", "Another file", "A backup that lies elsewhere"),
        Key("recovery.rows", "t", "Take the rows", "Take the rows alone of a backup"),
        Key("recovery.salvage", "s", "Salvage", "Save what a damaged vault still gives"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "restricted data": (
        Key("restricted.leave", "escape,q", "Back"),
        Key("restricted.get", "a", "New", "Get a restricted data token for chosen operations"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "unlock": (
        Key("unlock.recover", "ctrl+r", "Backups", "Look inside, restore, salvage"),
        Key("unlock.other", "ctrl+o", "Another vault"),
        Key("unlock.keyring", "ctrl+g", "Unlock by keyring"),
        Key("unlock.rows", "ctrl+t", "Take the rows", "Take the rows alone of an altered vault"),
    ),
}
"""Place -> its keys."""

EVERYWHERE = ("everywhere", "every screen")
FIXED = ("quit.always", "palette.always", "help.always", "lock.always")
"""Ids whose keys never change: quit, every action, help, and lock."""
WITH_LISTS = (
    "details",
    "storage practices",
    "event log",
    "leak",
    "lent by brokers",
    "backups",
    "help",
    "dialogs",
    "forms",
)
"""Places where a list or a sheet may have the focus."""


def together() -> Iterator[tuple[str, ...]]:
    """Yield the places whose keys are active at the same time: a screen, and what has the focus on it."""
    focused = {"forms": ("choices",), "dashboard": ("filter",)}
    for place in PLACES:
        within = focused.get(place, ()) + (("lists",) if place in WITH_LISTS else ())
        for each in within or (place,):
            yield tuple(dict.fromkeys((*EVERYWHERE, place, each)))


def all_keys() -> dict[str, Key]:
    """Return the first key of each id."""
    found: dict[str, Key] = {}
    for keys in PLACES.values():
        for key in keys:
            found.setdefault(key.id, key)
    return found
