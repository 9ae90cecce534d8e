"""What a credential file says about one authorization, and what every format can do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Draft:
    """One authorization in a file, or only an application; None is what the file does not say."""

    client_id: str
    client_secret: Secret | None = None
    refresh_token: Secret | None = None
    application: str | None = None
    account: str | None = None
    kind: Kind | None = None
    region: Region | None = None
    environment: Environment | None = None
    marketplaces: tuple[str, ...] = ()
    client_secret_ends_at: datetime | None = None
    authorization_limit: int | None = None
    slots_elsewhere: int | None = None
    merged_name: str | None = None
    vendor_group: str | None = None
    notes: str | None = None
    refresh_token_note: str | None = None
    guarded: bool | None = None


class FileFormat(ABC):
    """One credential file format."""

    key: str  # what --format takes
    title: str  # its name for people
    place: str  # where such a file is usually found
    container: str  # what it is read as: "JSON", "lines"
    holds_several = False  # whether one file may contain several authorizations
    holds_refresh_token = True  # whether it has a place for the refresh token

    @abstractmethod
    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Return the file's text; raises `NotExportable` for what the format cannot express."""

    def variables(self, draft: Draft) -> Mapping[str, Secret] | None:
        """Return the environment variables that the client reads; None if it reads none."""
        return None
