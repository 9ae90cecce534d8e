"""What screens request from the app, which alone decides what is on the screen and which vault is open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.way import Way

if TYPE_CHECKING:
    from spauth_tui.domain.amazon.leak_steps import LeakAction
    from spauth_tui.domain.model.account import AccountId
    from spauth_tui.domain.model.application import ApplicationId
    from spauth_tui.domain.model.authorization import AuthorizationId
    from spauth_tui.domain.model.leak import Leak
    from spauth_tui.domain.model.preferences import Preferences
    from spauth_tui.services.vault_care.unlocking import Unlocking
    from spauth_tui.services.workspace import Workspace

DEMO_WANTED = "demo"
"""What the app returns when the person chose to look around the demo."""


@dataclass
class LockRequested(Message):
    """The vault has to be locked now."""

    because: str = ""
    problem: SpauthError | None = None
    """What is wrong with the vault; the unlock screen shows it with its remedy."""


@dataclass
class RestoreRequested(Message):
    """The person looked into a backup and wants to replace the vault with it, or with only its rows."""

    backup: Path
    passphrase: Secret
    rows_only: bool = False


@dataclass
class PreferencesChanged(Message):
    """The open vault's preferences have changed."""

    preferences: Preferences


@dataclass
class ActionRequested(Message):
    """A click requests one of the screen's actions by its id, for one authorization if given."""

    action: str
    authorization_id: AuthorizationId | None = None


class ForTheDashboard(Message):
    """A request from a screen above the dashboard, carried out by the dashboard."""


@dataclass
class WayChosen(ForTheDashboard):
    """The person chose a next step after a failure, for one authorization."""

    way: Way
    authorization_id: AuthorizationId


@dataclass
class LeakActionRequested(ForTheDashboard):
    """The person wants to carry out a step after a leak."""

    action: LeakAction
    leak: Leak


@dataclass
class ChecklistRequested(ForTheDashboard):
    """The person wants to continue the checklist of an authorization."""

    authorization_id: AuthorizationId


@dataclass
class AnotherRequested(ForTheDashboard):
    """The person wants to continue with another account of the application, or the next region of a merged one."""

    application_id: ApplicationId
    merged_with: AccountId | None


@dataclass
class OtherVaultRequested(Message):
    """The person wants to open another vault."""

    unlocking: Unlocking


@dataclass
class VaultOpened(Message):
    """A vault was unlocked, or created (`is_new`)."""

    workspace: Workspace
    is_new: bool
