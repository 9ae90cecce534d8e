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

BINDINGS = [
    Binding("r", "refresh", "Refresh", tooltip="Exchange for a new access token", id="pane.refresh"),
    Binding("c", "copy", "Copy", tooltip="Copy the access token", id="pane.copy"),
    Binding("s", "steps", "Steps", tooltip="Open the checklist", id="pane.steps"),
    Binding("enter", "details", "Details", tooltip="Refresh tokens, history", id="pane.details"),
    Binding("a", "add", "Add", tooltip="Add an authorization, application or account", id="add"),
    Binding("slash", "filter", "Filter", tooltip="Narrow what is shown", key_display="/", id="filter"),
    Binding("R", "refresh_all", "Refresh all", tooltip="Refresh all that need it", id="refresh_all"),
    Binding("question_mark,f1", "help", "Help", tooltip="Keys and words", key_display="?", id="help"),
    Binding("y", "copy_as", "Copy as", tooltip="Copy as header, curl, …", show=False, id="pane.copy_as"),
    Binding("v", "reveal", "Show the token", tooltip="Show it for 10 s", show=False, id="pane.reveal"),
    Binding("e", "edit", "Edit", tooltip="Edit account or application", show=False, id="edit"),
    Binding("x,delete", "remove", "Remove", tooltip="Remove, after asking", show=False, id="remove"),
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
    Binding("L,ctrl+l", "lock", "Lock", tooltip="Lock the vault now", show=False, id="lock"),
    Binding("escape", "stop", "Stop", tooltip="Stop refreshing, or clear the filter", show=False, id="stop"),
    Binding("q,ctrl+q", "app.quit", "Quit", tooltip="Close the vault and leave", id="quit"),
    *(Binding(keys, f"move('{where}')", words, show=False, id=f"move.{where}") for keys, where, words in _MOVES),
]
