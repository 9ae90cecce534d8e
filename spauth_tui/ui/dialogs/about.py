"""What each screen is, in a title and a few sentences: for the help of whoever sees it for the first time."""

from typing import Any, NamedTuple

from textual.screen import Screen


class About(NamedTuple):
    """A screen's name for people, and what is looked at and done there."""

    title: str
    words: str


_ABOUT = {
    "FirstRun": About(
        "The first run",
        "There is no vault yet. Choose a passphrase, and an encrypted vault is created on this computer; or look "
        "around the demo, which needs nothing. Nobody can recover a forgotten passphrase.",
    ),
    "Unlock": About(
        "The door",
        "The vault is locked. Type its passphrase; the key is derived from it, which takes a moment on purpose. "
        "Backups can be looked into from here, and another vault opened.",
    ),
    "VaultMissing": About(
        "The vault is not in its place",
        "Its file was moved, renamed or deleted while the program ran. Put it back and you are asked for the "
        "passphrase; or look into the backups and restore one.",
    ),
    "OfferPassphrase": About(
        "A passphrase of six words",
        "Made by chance, and shown only now: write it down. You type it again, so that it is sure to be yours.",
    ),
    "BothChanged": About(
        "Changed here and elsewhere",
        "Another window changed the same field while this form was open. Each is shown as it was, as it is now, and as "
        "you have it: keep theirs or yours.",
    ),
    "Dashboard": About(
        "The dashboard",
        "A pane for each authorization: how its access token stands, how long it lives, what is to be done next. Keys "
        "act on the pane with the heavy border, or on all that are marked. What needs you is said on the second line.",
    ),
    "Checklist": About(
        "The checklist",
        "Amazon's five steps of a self-authorization: on the left how far you are, on the right what to do now, where "
        "to click, and what can go wrong. Leave at any point; what is done is remembered.",
    ),
    "Details": About(
        "The details of one authorization",
        "Its facts, its refresh tokens from the newest to the oldest, and what happened to it. Values are never shown "
        "here, but for the access token, for ten seconds and after a question.",
    ),
    "ApplicationScreen": About(
        "One application",
        "Its slots, its client secrets with their deadlines, and its grantless access tokens. From here the client "
        "secret is rotated.",
    ),
    "MergedAccountsScreen": About(
        "A merged account, or the vendor groups of an application",
        "What belongs together, side by side: each region or group is authorized by itself. The next one that is "
        "missing can be begun from here.",
    ),
    "RestrictedScreen": About(
        "Restricted data tokens",
        "Tokens for calls that return buyers' personal data. Each is for certain paths only and lives an hour; it is "
        "forgotten when it has expired.",
    ),
    "StoragePracticesScreen": About(
        "Amazon's storage practices",
        "Six practices of Amazon's data protection policy that a vault can be measured by, with what is so here, and "
        "an inventory without secrets to hand to whoever asks.",
    ),
    "EventLogScreen": About(
        "The event log",
        "What happened in this vault and when, newest first: exchanges, refusals, everything that was handed out. It "
        "holds no secret and can be searched and exported.",
    ),
    "RecoveryScreen": About(
        "Backups",
        "The copies of the vault beside it. Look into one, restore it, or prove that the newest can be restored; a "
        "damaged vault is salvaged from here.",
    ),
    "LeakWalk": About(
        "It leaked",
        "What to do in which order when a token or client secret was seen by somebody else. Tick off what is done; you "
        "can leave and go on later.",
    ),
    "LoansScreen": About(
        "Lent by brokers",
        "The throwaway credentials that `spauth-tui broker` gave to programs on this machine. Ending one takes effect "
        "at its next request.",
    ),
    "AccountForm": About(
        "An account", "A seller or vendor in one region. A merged account is added once for each region."
    ),
    "ApplicationForm": About(
        "An application",
        "What the developer console shows of your app under LWA credentials: its client id and client secret. The "
        "secret is stored in the vault and never shown again.",
    ),
    "AuthorizeForm": About(
        "An authorization", "Which application is to act for which account. Its checklist comes next."
    ),
    "PreferencesForm": About(
        "Preferences of this vault",
        "What is kept in the vault itself: when it locks, what is seen while it is locked, how often it is backed up.",
    ),
    "RestrictedForm": About(
        "A restricted data token", "For which paths the token is to be, and which personal data it may return."
    ),
    "RotateWalk": About(
        "Rotating the client secret",
        "Rotate in the portal, paste the new secret here, prove it by an exchange. The old one works for seven days "
        "more and is fallen back to by itself.",
    ),
    "RevokeWalk": About(
        "Revoking at Amazon", "Where to click to end an authorization, and a proof afterwards that it is ended."
    ),
    "ProofDialog": About(
        "Testing an authorization",
        "An exchange at Login with Amazon, then one SP-API call that reads nothing but where the account sells. It "
        "proves token, region and role.",
    ),
    "WhyItFailed": About(
        "Why it failed", "What happened, what may be the cause, most likely first, and what to do about each."
    ),
    "ImportForm": About(
        "Import", "A file in which another client keeps credentials. Nothing is stored before you have seen what."
    ),
    "ImportPreview": About(
        "What would be imported", "What is new, changed, unchanged or refused. It is stored whole or not at all."
    ),
    "SettingsForm": About(
        "Settings",
        "How the program looks and behaves at your terminal: theme, panes, motion, keys, and what the terminal is "
        "told. Kept in config.toml, in no vault; the comma key has what belongs to the vault.",
    ),
    "ViewForm": About("A view", "A name for what the dashboard shows now: its filter, its order, its style of panes."),
    "SaveAs": About("Writing a file", "Where the file goes. It is new, and only you can read it."),
    "PickFile": About("Choosing a file", "A file that is there already."),
    "Choose": About("A choice", "Choose one by its number, or with the arrows and enter."),
    "Confirm": About("A question", "It cannot be undone, so it is asked first. Cancel has the focus."),
    "ConfirmTyped": About("A question", "It matters enough to be typed out."),
    "AskPassphrase": About("The passphrase, again", "What is wanted next is done only with the vault's passphrase."),
    "ChangePassphrase": About(
        "Another passphrase", "The vault is written anew under it. Earlier backups still open with the one before."
    ),
    "OtherVault": About("Another vault", "A name, or the path of a file. The present vault is locked first."),
    "TooSmall": About("A larger window, please", "The window is too small to show anything well."),
    "Help": About("Help", "Keys and words of the screen beneath."),
}


def about(screen: Screen[Any]) -> About:
    """Return what a screen says about itself: that of its class, or of the nearest class it is made from."""
    for kind in type(screen).__mro__:
        if kind.__name__ in _ABOUT:
            return _ABOUT[kind.__name__]
    return About(str(getattr(screen, "title_words", "") or "This screen"), "")
