"""Every key of the screens as plain data, for `help keys` and for checking keymaps.

The screens have their own bindings; a test checks that both agree.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Key(NamedTuple):
    """What one or more keys do in one place."""

    id: str
    """The name for `[keys]` in config.toml."""
    keys: str
    """The default keys, separated by commas."""
    name: str
    tip: str = ""
    """More about it."""

    @property
    def does(self) -> str:
        """What it does, in words."""
        return f"{self.name}: {self.tip}" if self.tip else self.name


PLACES: Mapping[str, tuple[Key, ...]] = {
    "everywhere": (
        Key("quit.always", "ctrl+q", "Quit"),
        Key("help.always", "f1", "Help"),
        Key("help.elsewhere", "question_mark", "Help"),
        Key("palette.always", "ctrl+p", "Every action"),
        Key("palette", "colon", "Every action", "By its name"),
        Key("settings", "f2", "Settings", "Theme, panes, keys …"),
        Key("lock.always", "ctrl+l", "Lock", "Lock the vault now"),
    ),
    "every screen": (Key("lock", "L,ctrl+l", "Lock", "Lock the vault now"),),
    "choices": (
        Key("choice.next", "right,down,space", "Next choice"),
        Key("choice.previous", "left,up", "Previous choice"),
    ),
    "filter": (
        Key("filter.clear", "escape", "Clear the filter"),
        Key("filter.done", "enter,down", "To the panes"),
    ),
    "lists": (
        Key("list.up", "up", "Up"),
        Key("list.down", "down", "Down"),
        Key("list.page_up", "pageup", "A page up"),
        Key("list.page_down", "pagedown", "A page down"),
        Key("list.home", "home", "To the top"),
        Key("list.end", "end", "To the end"),
        Key("list.choose", "enter", "Choose"),
    ),
    "dialogs": (
        Key("dialog.cancel", "escape", "Cancel"),
        Key("dialog.help", "question_mark", "Help"),
    ),
    "forms": (
        Key("form.save", "enter,ctrl+s", "Save"),
        Key("dialog.cancel", "escape", "Cancel"),
        Key("dialog.help", "question_mark", "Help"),
    ),
    "help": (Key("help.close", "escape,question_mark,f1,q", "Close"),),
    "application": (
        Key("application.leave", "escape,q", "Dashboard"),
        Key("application.rotate", "S", "Rotate", "Rotate the client secret, step by step"),
        Key("application.edit", "e", "Edit", "Edit the application"),
        Key("application.revoke", "x", "Revoke one", "Free a slot: revoke an account"),
        Key("application.let_go", "d", "Old secret", "Remove the old client secret"),
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
        Key("pane.copy_as", "y", "Copy as", "Copy as header, curl, …"),
        Key("pane.reveal", "v", "Show the token", "Show it for 10 s"),
        Key("edit", "e", "Edit", "Edit account or application"),
        Key("remove", "x,delete", "Remove", "Remove, after asking"),
        Key("pane.test", "t", "Test", "The exchange, then one SP-API call"),
        Key("pane.why", "f", "Find out why", "Why it failed, and what to do"),
        Key("application", "A", "Application", "Slots, secrets, grantless"),
        Key("application.rotate", "S", "Rotate the secret", "The guided rotation"),
        Key("merged", "M", "Merged account", "Regions or vendor groups side by side"),
        Key("pane.restricted", "D", "Restricted data", "Restricted data tokens"),
        Key("leaked", "I", "It leaked", "What to do, step by step"),
        Key("practices", "C", "Compliance", "Amazon's six practices"),
        Key("import", "i", "Import", "Take in another client's file"),
        Key("pane.export", "X", "Export", "Write another client's file"),
        Key("loans", "H", "Lent by brokers", "Throwaway credentials, and ending them"),
        Key("mark", "space", "Mark", "Mark this one, go to the next"),
        Key("mark.all", "asterisk", "Mark all", "All that is shown"),
        Key("guard", "U", "Guard", "Ask for the passphrase before a token goes out"),
        Key("style", "z", "Compact or table", "Panes, compact panes, a table"),
        Key("views", "apostrophe", "Views", "Kept filters, orders, styles"),
        Key("tour", "f3", "Take the tour", "Five keys, one after another"),
        Key("pane.watch", "w", "Watch", "Notify me before it expires"),
        Key("sort", "o", "Sort", "By application, expiry or attention"),
        Key("attention", "exclamation_mark", "What needs attention", "Sort by attention and go to the first"),
        Key("vault.back_up", "b", "Back up", "Write an encrypted backup"),
        Key("vault", "V", "Vault", "Backups, passphrase, log, preferences …"),
        Key("vault.recover", "B", "Backups", "Look inside, restore, drill"),
        Key("vault.log", "E", "Event log", "What happened, and when"),
        Key("vault.preferences", "comma", "Preferences", "Idle lock, backups …"),
        Key("vault.picture", "P", "Save a picture", "An SVG without names"),
        Key("vault.other", "O", "Another vault", "Lock this one first"),
        Key("vault.passphrase", "K", "Change the passphrase", "Encrypt the vault anew"),
        Key("vault.keyring", "Y", "Keyring", "Unlock by the system's keyring"),
        Key("stop", "escape", "Stop", "Stop refreshing, clear the filter, unmark"),
        Key("quit", "q,ctrl+q", "Quit", "Close the vault and leave"),
        Key("move.up", "up,k", "Up"),
        Key("move.down", "down,j", "Down"),
        Key("move.left", "left,h,shift+tab", "Previous pane"),
        Key("move.right", "right,l,tab", "Next pane"),
        Key("move.page_up", "pageup,ctrl+b", "A page up"),
        Key("move.page_down", "pagedown,ctrl+f", "A page down"),
        Key("move.home", "home,g", "First pane"),
        Key("move.end", "end,G", "Last pane"),
        Key("mark.up", "shift+up", "Mark upwards"),
        Key("mark.down", "shift+down", "Mark downwards"),
        Key("mark.left", "shift+left", "Mark the previous"),
        Key("mark.right", "shift+right", "Mark the next"),
    ),
    "checklist": (
        Key("checklist.leave", "escape,q", "Dashboard"),
        Key("checklist.next", "n,down", "Next", "Next step"),
        Key("checklist.previous", "p,up", "Previous", "Previous step"),
        Key("checklist.open", "o", "Open", "Open the portal in the browser"),
        Key("checklist.address", "y", "Address", "Copy its address"),
        Key("help", "question_mark,f1", "Help"),
        Key("checklist.step1", "1", "Step 1"),
        Key("checklist.step2", "2", "Step 2"),
        Key("checklist.step3", "3", "Step 3"),
        Key("checklist.step4", "4", "Step 4"),
        Key("checklist.step5", "5", "Step 5"),
    ),
    "storage practices": (
        Key("practices.leave", "escape,q", "Dashboard"),
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
        Key("details.mark_revoked", "m", "Revoked", "Mark it as revoked at Amazon"),
        Key("pane.guard", "g", "Guard", "Ask for the passphrase before a token is handed out"),
        Key("pane.test", "t", "Test", "The exchange, then one SP-API call"),
        Key("pane.why", "f", "Why", "Why it failed, and what to do"),
        Key("pane.restricted", "D", "Restricted data tokens"),
        Key("merged", "M", "Merged account, vendor groups"),
        Key("leaked", "I", "It leaked"),
        Key("details.revoke", "w", "Revoke", "The walk for revoking at Amazon"),
        Key("details.purge", "p", "Purge", "Delete the chosen refresh token for good"),
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
        Key("merged.previous", "left,h", "Previous"),
        Key("merged.next", "right,l", "Next"),
        Key("merged.add", "a", "Authorize the next", "The next region, or another group"),
        Key("help", "question_mark,f1", "Help"),
    ),
    "first run": (Key("door.recover", "ctrl+r", "Restore a backup"),),
    "vault missing": (Key("door.recover", "ctrl+r", "Backups"),),
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
    "door": (
        Key("door.recover", "ctrl+r", "Backups", "Look inside, restore, salvage"),
        Key("door.other", "ctrl+o", "Another vault"),
        Key("door.keyring", "ctrl+g", "Unlock by keyring"),
        Key("door.rows", "ctrl+t", "Take the rows", "Take the rows alone of an altered vault"),
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
