"""The dashboard's keys. Ids name what a key does, so that keymaps, footer, help and README agree."""

from textual.binding import Binding

_MOVES = (
    ("up,k", "up", "Up"),
    ("down,j", "down", "Down"),
    ("left,h,shift+tab", "left", "Previous pane"),
    ("right,l,tab", "right", "Next pane"),
    ("pageup,ctrl+b", "page_up", "A page up"),
    ("pagedown,ctrl+f", "page_down", "A page down"),
    ("home,g", "home", "First pane"),
    ("end,G", "end", "Last pane"),
)

_MARKING = (
    ("shift+up", "up", "Mark upwards"),
    ("shift+down", "down", "Mark downwards"),
    ("shift+left", "left", "Mark the previous"),
    ("shift+right", "right", "Mark the next"),
)

BINDINGS = [
    Binding("r", "refresh", "Refresh", tooltip="Exchange for a new access token", id="pane.refresh"),
    Binding("c", "copy", "Copy", tooltip="Copy the access token", id="pane.copy"),
    Binding("s", "steps", "Steps", tooltip="Open the checklist", id="pane.steps"),
    Binding("enter", "details", "Details", tooltip="Refresh tokens, history", id="pane.details"),
    Binding("a", "add", "Add", tooltip="Add an authorization, application or account", id="add"),
    Binding("slash", "filter", "Filter", tooltip="Narrow what is shown", key_display="/", id="filter"),
    Binding("R", "refresh_all", "Refresh all", tooltip="Refresh all that need it", id="refresh_all"),
    Binding("question_mark,f1", "app.help", "Help", tooltip="Keys and words", key_display="?", id="help"),
    Binding("y", "copy_as", "Copy as", tooltip="Copy as header, curl, …", show=False, id="pane.copy_as"),
    Binding("v", "reveal", "Show the token", tooltip="Show it for 10 s", show=False, id="pane.reveal"),
    Binding("e", "edit", "Edit", tooltip="Edit account or application", show=False, id="edit"),
    Binding("x,delete", "remove", "Remove", tooltip="Remove, after asking", show=False, id="remove"),
    Binding("t", "test", "Test", tooltip="The exchange, then one SP-API call", show=False, id="pane.test"),
    Binding("f", "why", "Find out why", tooltip="Why it failed, and what to do", show=False, id="pane.why"),
    Binding("A", "application", "Application", tooltip="Slots, secrets, grantless", show=False, id="application"),
    Binding("S", "rotate", "Rotate the secret", tooltip="The guided rotation", show=False, id="application.rotate"),
    Binding("M", "merged", "Merged account", tooltip="Regions or vendor groups side by side", show=False, id="merged"),
    Binding("D", "restricted", "Restricted data", tooltip="Restricted data tokens", show=False, id="pane.restricted"),
    Binding("I", "leaked", "It leaked", tooltip="What to do, step by step", show=False, id="leaked"),
    Binding("C", "practices", "Compliance", tooltip="Amazon's six practices", show=False, id="practices"),
    Binding("i", "import", "Import", tooltip="Take in another client's file", show=False, id="import"),
    Binding("X", "export", "Export", tooltip="Write another client's file", show=False, id="pane.export"),
    Binding("H", "loans", "Lent by brokers", tooltip="Throwaway credentials, and ending them", show=False, id="loans"),
    Binding("space", "mark", "Mark", tooltip="Mark this one, go to the next", show=False, id="mark"),
    Binding(
        "asterisk", "mark_all", "Mark all", tooltip="All that is shown", key_display="*", show=False, id="mark.all"
    ),
    Binding("U", "guard", "Guard", tooltip="Ask for the passphrase before a token goes out", show=False, id="guard"),
    Binding("z", "pane_style", "Compact or table", tooltip="Panes, compact panes, a table", show=False, id="style"),
    Binding(
        "apostrophe", "views", "Views", tooltip="Kept filters, orders, styles", key_display="'", show=False, id="views"
    ),
    Binding("f3", "tour", "Take the tour", tooltip="Five keys, one after another", show=False, id="tour"),
    Binding("w", "watch", "Watch", tooltip="Notify me before it expires", show=False, id="pane.watch"),
    Binding("o", "sort", "Sort", tooltip="By application, expiry or attention", show=False, id="sort"),
    Binding(
        "exclamation_mark",
        "attention",
        "What needs attention",
        tooltip="Sort by attention and go to the first",
        key_display="!",
        show=False,
        id="attention",
    ),
    Binding("b", "back_up", "Back up", tooltip="Write an encrypted backup", show=False, id="vault.back_up"),
    Binding("V", "vault", "Vault", tooltip="Backups, passphrase, log, preferences …", show=False, id="vault"),
    Binding("B", "recover", "Backups", tooltip="Look inside, restore, drill", show=False, id="vault.recover"),
    Binding("E", "log", "Event log", tooltip="What happened, and when", show=False, id="vault.log"),
    Binding(
        "comma",
        "preferences",
        "Preferences",
        tooltip="Idle lock, backups …",
        key_display=",",
        show=False,
        id="vault.preferences",
    ),
    Binding("P", "picture", "Save a picture", tooltip="An SVG without names", show=False, id="vault.picture"),
    Binding("O", "other_vault", "Another vault", tooltip="Lock this one first", show=False, id="vault.other"),
    Binding(
        "K",
        "change_passphrase",
        "Change the passphrase",
        tooltip="Encrypt the vault anew",
        show=False,
        id="vault.passphrase",
    ),
    Binding("Y", "keyring", "Keyring", tooltip="Unlock by the system's keyring", show=False, id="vault.keyring"),
    Binding("escape", "stop", "Stop", tooltip="Stop refreshing, clear the filter, unmark", show=False, id="stop"),
    Binding("q,ctrl+q", "app.quit", "Quit", tooltip="Close the vault and leave", id="quit"),
    *(Binding(keys, f"move('{where}')", words, show=False, id=f"move.{where}") for keys, where, words in _MOVES),
    *(Binding(keys, f"mark_on('{where}')", words, show=False, id=f"mark.{where}") for keys, where, words in _MARKING),
]
