"""What each screen is, in a title and a few sentences, for someone who sees it for the first time."""

from typing import Any

from textual.screen import Screen

_TITLES = {
    "FirstRun": "The first run",
    "Unlock": "Unlocking the vault",
    "VaultMissing": "The vault is missing",
    "Dashboard": "The dashboard",
    "Details": "The details of one authorization",
    "ApplicationScreen": "One application",
    "MergedAccountsScreen": "A merged account, or the vendor groups of an application",
    "RestrictedScreen": "Restricted data tokens",
    "StoragePracticesScreen": "Amazon's storage practices",
    "EventLogScreen": "The event log",
    "RecoveryScreen": "Backups",
    "LeakGuide": "It leaked",
    "LoansScreen": "Lent by brokers",
}
"""For the screens that have no `title_words`."""
_ABOUT = {
    "FirstRun": (
        "There is no vault yet. Choose a passphrase, and an encrypted vault is created on this computer; or look "
        "around the demo, which needs nothing. Nobody can recover a forgotten passphrase."
    ),
    "Unlock": (
        "The vault is locked. Type its passphrase; the key is derived from it, which takes a moment on purpose. "
        "Backups can be looked into from here, and another vault opened."
    ),
    "VaultMissing": (
        "Its file was moved, renamed or deleted while the program ran. Put it back and you are asked for the "
        "passphrase; or look into the backups and restore one."
    ),
    "OfferPassphrase": (
        "Made by chance, and shown only now: write it down. You type it again, so that it is sure to be yours."
    ),
    "BothChanged": (
        "Another window changed the same field while this form was open. Each is shown as it was, as it is now, and as "
        "you have it: keep theirs or yours."
    ),
    "Dashboard": (
        "A pane for each authorization: the state of its access token, how long that is valid, and what to do next. "
        "Keys act on the pane with the heavy border, or on all marked panes. The second line says what needs you."
    ),
    "Checklist": (
        "Amazon's five steps of a self-authorization: on the left how far you are, on the right what to do now, where "
        "to click, and what can go wrong. Leave at any point; what is done is remembered."
    ),
    "Details": (
        "Its facts, its refresh tokens from the newest to the oldest, and what happened to it. Values are never shown "
        "here, but for the access token, for ten seconds and after a question."
    ),
    "ApplicationScreen": (
        "Its slots, its client secrets with their deadlines, and its grantless access tokens. From here the client "
        "secret is rotated."
    ),
    "MergedAccountsScreen": (
        "What belongs together, side by side: each region or group is authorized by itself. The next one that is "
        "missing can be begun from here."
    ),
    "RestrictedScreen": (
        "Tokens for calls that return buyers' personal data. Each is for certain paths only, and is "
        "forgotten when it has expired."
    ),
    "StoragePracticesScreen": (
        "The six practices of Amazon's page on authorizing private applications: what this program shows of each, and "
        "what only you can show for your own application. With an inventory without secrets for whoever asks."
    ),
    "EventLogScreen": (
        "What happened in this vault and when, newest first: exchanges, refusals, everything that was handed out. It "
        "holds no secret and can be searched and exported."
    ),
    "RecoveryScreen": (
        "The copies of the vault beside it. Look into one, restore it, or prove that the newest can be restored; a "
        "damaged vault is salvaged from here."
    ),
    "LeakGuide": (
        "What to do in which order when a token or client secret was seen by somebody else. Tick off what is done; you "
        "can leave and go on later."
    ),
    "LoansScreen": (
        "The throwaway credentials that `spauth-tui broker` gave to programs on this machine. Ending one takes effect "
        "at its next request."
    ),
    "AccountForm": "A seller or vendor in one region. A merged account is added once for each region.",
    "ApplicationForm": (
        "What the developer console shows of your app under LWA credentials: its client id and client secret. The "
        "secret is stored in the vault and never shown again."
    ),
    "AuthorizeForm": "Which application is to act for which account. Its checklist comes next.",
    "PreferencesForm": (
        "What is kept in the vault itself: when it locks, what is seen while it is locked, how often it is backed up."
    ),
    "RestrictedForm": "For which paths the token is to be, and which personal data it may return.",
    "TickForm": "Your word that your own part of a practice is so, with today's date and where that can be seen.",
    "RotationGuide": (
        "Rotate in the portal, paste the new secret here, prove it by an exchange. The old one works for seven days "
        "more and is fallen back to by itself."
    ),
    "RevokeGuide": "Where to click to end an authorization, and a proof afterwards that it is ended.",
    "ProofDialog": (
        "An exchange at Login with Amazon, then one SP-API call that reads nothing but where the account sells. It "
        "proves token, region and role."
    ),
    "WhyItFailed": "What happened, what may be the cause, most likely first, and what to do about each.",
    "ImportForm": "A file in which another client keeps credentials. You see what would be stored first.",
    "ImportPreview": "What is new, changed, unchanged or refused. It is stored whole or not at all.",
    "SettingsForm": (
        "How the program looks and behaves at your terminal: theme, panes, motion, keys, title, notices "
        "and progress. Kept in config.toml, not in the vault; the comma key opens the vault's own."
    ),
    "ViewForm": "A name for what the dashboard shows now: its filter, its order, its style of panes.",
    "SaveAs": "Where the file goes. It is new, and only you can read it.",
    "PickFile": "A file that is there already.",
    "Choose": "Choose one by its number, or with the arrows and enter.",
    "Confirm": "It cannot be undone, so you are asked first. Cancel has the focus.",
    "ConfirmTyped": "It matters enough to be typed out.",
    "AskPassphrase": "What comes next needs the vault's passphrase.",
    "ChangePassphrase": "The vault is encrypted again with it. Earlier backups still open with the one before.",
    "OtherVault": "A name, or the path of a file. The present vault is locked first.",
    "TooSmall": "The window is too small to show anything well.",
    "Help": "Keys and words of the screen beneath.",
}


def about(screen: Screen[Any]) -> tuple[str, str]:
    """Return a screen's title and its explanation, or that of a base class."""
    kinds = [kind.__name__ for kind in type(screen).__mro__]
    title = str(getattr(screen, "title_words", "")) or next(filter(None, map(_TITLES.get, kinds)), "This screen")
    return title, next(filter(None, map(_ABOUT.get, kinds)), "")
