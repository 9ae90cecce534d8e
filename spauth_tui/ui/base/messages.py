"""What screens ask of the app, which alone decides what is on the screen and which vault is open."""

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
    """The person wants the vault locked now, or it must be."""

    because: str = ""
    problem: SpauthError | None = None
    """What is wrong with the vault, which the unlock screen then shows with its remedy."""


@dataclass
class RestoreRequested(Message):
    """The person looked into a backup and wants it, or its rows alone, in the vault's place."""

    backup: Path
    passphrase: Secret
    rows_only: bool = False


@dataclass
class PreferencesChanged(Message):
    """The preferences of the open vault are other ones now."""

    preferences: Preferences


@dataclass
class ActionRequested(Message):
    """A click asks for one of the screen's actions, by its id; for one authorization where that is named."""

    action: str
    authorization_id: AuthorizationId | None = None


class ForTheDashboard(Message):
    """Something that is asked for on a screen above the dashboard, and done from there."""


@dataclass
class WayChosen(ForTheDashboard):
    """The person wants to go where a remedy is done, for one authorization."""

    way: Way
    authorization_id: AuthorizationId


@dataclass
class LeakActionRequested(ForTheDashboard):
    """The person wants to go where a step after a leak is done."""

    action: LeakAction
    leak: Leak


@dataclass
class ChecklistRequested(ForTheDashboard):
    """The person goes on with the checklist of an authorization."""

    authorization_id: AuthorizationId


@dataclass
class AnotherRequested(ForTheDashboard):
    """The person goes on with another account of the application, or with the next region of a merged one."""

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
