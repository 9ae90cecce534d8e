"""What screens ask of the app, which alone decides what is on the screen and which vault is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.way import Way

if TYPE_CHECKING:
    from spauth_tui.domain.amazon.leak_steps import Deed
    from spauth_tui.domain.model.account import AccountId
    from spauth_tui.domain.model.application import ApplicationId
    from spauth_tui.domain.model.authorization import AuthorizationId
    from spauth_tui.domain.model.incident import Incident
    from spauth_tui.domain.model.preferences import Preferences
    from spauth_tui.services.vault_care.unlocking import Unlocking
    from spauth_tui.services.workspace import Workspace

DEMO_WANTED = "demo"
"""What the app returns when the person chose to look around the demo."""


class LockRequested(Message):
    """The person wants the vault locked now, or it must be."""

    def __init__(self, because: str = "", problem: SpauthError | None = None) -> None:
        self.because = because
        self.problem = problem
        """What is wrong with the vault, which the unlock screen then shows with its remedy."""
        super().__init__()


class RestoreRequested(Message):
    """The person looked into a backup and wants it, or its rows alone, in the vault's place."""

    def __init__(self, backup: Path, passphrase: Secret, *, rows_only: bool = False) -> None:
        self.backup, self.passphrase, self.rows_only = backup, passphrase, rows_only
        super().__init__()


class PreferencesChanged(Message):
    """The preferences of the open vault are other ones now."""

    def __init__(self, preferences: Preferences) -> None:
        self.preferences = preferences
        super().__init__()


class ActionWanted(Message):
    """A click asks for one of the screen's actions, by its id; for one authorization where that is named."""

    def __init__(self, action: str, authorization_id: AuthorizationId | None = None) -> None:
        self.action, self.authorization_id = action, authorization_id
        super().__init__()


class ForTheDashboard(Message):
    """Something that is asked for on a screen above the dashboard, and done from there."""


class WayChosen(ForTheDashboard):
    """The person wants to go where a remedy is done, for one authorization."""

    def __init__(self, way: Way, authorization_id: AuthorizationId) -> None:
        self.way, self.authorization_id = way, authorization_id
        super().__init__()


class DeedWanted(ForTheDashboard):
    """The person wants to go where a step after a leak is done."""

    def __init__(self, deed: Deed, incident: Incident) -> None:
        self.deed, self.incident = deed, incident
        super().__init__()


class ChecklistRequested(ForTheDashboard):
    """The person goes on with the checklist of an authorization."""

    def __init__(self, authorization_id: AuthorizationId) -> None:
        self.authorization_id = authorization_id
        super().__init__()


class AnotherRequested(ForTheDashboard):
    """The person goes on with another account of the application, or with the next region of a merged one."""

    def __init__(self, application_id: ApplicationId, merged_with: AccountId | None) -> None:
        self.application_id, self.merged_with = application_id, merged_with
        super().__init__()


class DoorRequested(Message):
    """The person wants to open another vault."""

    def __init__(self, unlocking: Unlocking) -> None:
        self.unlocking = unlocking
        super().__init__()


class VaultOpened(Message):
    """A vault was unlocked, or created (`is_new`)."""

    def __init__(self, workspace: Workspace, *, is_new: bool) -> None:
        self.workspace, self.is_new = workspace, is_new
        super().__init__()
