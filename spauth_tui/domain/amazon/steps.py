"""The five steps of Amazon's page "Authorize Private Applications", as data."""

from dataclasses import dataclass

from spauth_tui.domain.amazon.facts import FACTS

LIMITS, PORTAL, AUTHORIZE, STORE, EXCHANGE = "limits", "portal", "authorize", "store", "exchange"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the checklist. The person ticks `by_hand` steps; evidence in the vault proves the others."""

    key: str
    title: str
    actor: str
    what: str
    why: str
    pitfalls: tuple[str, ...]
    by_hand: bool


STEPS: tuple[Step, ...] = (
    Step(
        LIMITS,
        "Review the authorization limit",
        "You",
        "Compare the authorizations shown here with the count on the developer console's own page.",
        FACTS["limit"].text,
        (
            "The count here is our own; the console is authoritative. Edit the application if its limit differs.",
            "A second refresh token for the same account is probably not a second authorization; Amazon does not say.",
        ),
        by_hand=True,
    ),
    Step(
        PORTAL,
        "Sign in to the portal",
        "You",
        "Open the portal and sign in with the account that registered the developer profile.",
        "Authorize app is only shown to a person who is signed in to the account, or to one that is merged with it.",
        (
            FACTS["portal"].text,
            FACTS["access-required"].text,
            FACTS["primary-user"].text,
            "Amazon renames these menus now and then; follow the click path if the address does not fit.",
        ),
        by_hand=True,
    ),
    Step(
        AUTHORIZE,
        "Choose Authorize app for this account",
        "You",
        "Find the application, press Authorize app in this account's row, copy the refresh token and paste it below.",
        "The refresh token proves that this account lets the application act for it. Amazon shows it once.",
        (
            FACTS["further-token"].text,
            FACTS["merged"].text,
            FACTS["draft"].text,
        ),
        by_hand=False,
    ),
    Step(
        STORE,
        "Store the refresh token securely",
        "spauth-tui",
        "Nothing to do: pasting it put it into the encrypted vault, and it was read back and compared.",
        FACTS["practices"].text,
        (
            "Delete other copies now: notes, .env files, mail, chat, the browser tab.",
            "The vault is one file: include it in your backups. Without the passphrase nobody can open it.",
        ),
        by_hand=False,
    ),
    Step(
        EXCHANGE,
        "Exchange it for an access token",
        "spauth-tui, at run time",
        "Press Exchange now: Login with Amazon answers with an access token and says how long it lives.",
        "A live exchange proves that client id, client secret and refresh token belong together.",
        (
            "Grantless operations and restricted data need other tokens; this exchange is for all the rest.",
            FACTS["header"].text,
        ),
        by_hand=False,
    ),
)

STEP_BY_KEY = {step.key: step for step in STEPS}
