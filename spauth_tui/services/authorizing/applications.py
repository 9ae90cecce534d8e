"""What a person does with applications."""

from dataclasses import dataclass, replace
from datetime import datetime

from spauth_tui.domain.amazon.shapes import Shape, is_sendable, shape_of
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.application import (
    CLIENT_SECRET_LIFETIME,
    DEFAULT_AUTHORIZATION_LIMIT,
    Application,
    ApplicationId,
    ClientSecret,
    ClientSecretId,
    ClientSecretRecord,
    Kind,
)
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.clean import join_pasted, masked
from spauth_tui.domain.vault.merging import merged
from spauth_tui.services.authorizing.labels import accept_label, refuse_duplicate
from spauth_tui.services.authorizing.pasted import accept_client_secret
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Transaction, Vault


@dataclass(frozen=True, slots=True)
class ApplicationDraft:
    """The form's content. `rotated_at` is when the client secret was created, if the person knows."""

    label: str
    client_id: str
    client_secret: Secret
    kind: Kind
    authorization_limit: str = str(DEFAULT_AUTHORIZATION_LIMIT)
    rotated_at: datetime | None = None
    slots_elsewhere: str = "0"  # slots used by accounts outside this vault
    keep_unusual: bool = False  # whether to store a client secret that looks cut

    @property
    def accepted_secret(self) -> Secret | None:
        """The client secret as it is sent, None if there is none; raises `InputRefused`."""
        return accept_client_secret(self.client_secret, keep_unusual=self.keep_unusual) if self.client_secret else None


class Applications:
    """Adds and edits applications."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock

    async def add(self, draft: ApplicationDraft) -> Application:
        """Store a new application with its client secret; raises `InputRefused` naming the field.

        If one with this client id was removed, that one comes back with all it had, and gets what was given.
        """
        now = self._clock.now()
        application = _filled(Application(ApplicationId(new_id()), "", "", draft.kind, created_at=now), draft)
        secret = draft.accepted_secret
        async with self._vault.batch() as batch:
            if gone := await _removed_twin(batch, application.client_id):
                event = Event(now, EventKind.BROUGHT_BACK, gone.label, "application")
                await batch.bring_back(gone, event)
                application = await batch.application(gone.id)
                if secret is not None and await _has(batch, application, secret):
                    secret = None
                await self._change(batch, application, draft, secret)
                return await batch.application(gone.id)
            _refuse_twin(application, await batch.holdings())
            event = Event(now, EventKind.CREATED, application.label, "application")
            await batch.add(application, event)
            if secret is not None:
                await self._store_secret(batch, application, secret, draft.rotated_at)
        return await self._vault.application(application.id)

    async def edit(self, shown: Application, draft: ApplicationDraft) -> Application:
        """Store the fields that differ from what was shown, but no empty client secret. Raises as `Accounts.edit`."""
        secret = draft.accepted_secret
        async with self._vault.batch() as batch:
            await self._change(batch, shown, draft, secret)
        return await self._vault.application(shown.id)

    async def _change(
        self, batch: Transaction, shown: Application, draft: ApplicationDraft, secret: Secret | None
    ) -> None:
        wanted, holdings = _filled(shown, draft), await batch.holdings()
        current = holdings.application_by_id[shown.id]
        together = merged(current, shown, wanted)
        _refuse_twin(together, holdings)
        if together.kind is not current.kind and holdings.of_application(shown.id):
            raise InputRefused(
                "Seller or vendor cannot be changed while the application has authorizations.",
                "Remove them first, or add another application.",
                field="kind",
            )
        if together != current:
            event = Event(self._clock.now(), EventKind.CHANGED, together.label, "application")
            await batch.change(shown, wanted, event)
        if secret is not None:
            await self._store_secret(batch, together, secret, draft.rotated_at)

    async def _store_secret(
        self, batch: Transaction, application: Application, value: Secret, rotated_at: datetime | None
    ) -> None:
        now = self._clock.now()
        expires_at = rotated_at + CLIENT_SECRET_LIFETIME if rotated_at else None
        record = ClientSecretRecord(ClientSecretId(new_id()), now, expires_at)
        event = Event(now, EventKind.CLIENT_SECRET_STORED, application.label)
        await batch.keep(application.id, ClientSecret(record, value), event)


def _filled(application: Application, draft: ApplicationDraft) -> Application:
    return replace(
        application,
        label=accept_label(draft.label),
        client_id=accept_client_id(draft.client_id),
        kind=draft.kind,
        authorization_limit=accept_limit(draft.authorization_limit),
        slots_elsewhere=accept_elsewhere(draft.slots_elsewhere),
    )


async def _removed_twin(batch: Transaction, client_id: str) -> Application | None:
    """Return the application that was removed and has the client id, if none that is there has it."""
    if any(each.client_id == client_id for each in (await batch.holdings()).applications):
        return None
    removed = (each.record for each in (await batch.removed()).removals)
    return next((each for each in removed if isinstance(each, Application) and each.client_id == client_id), None)


async def _has(batch: Transaction, application: Application, secret: Secret) -> bool:
    for each in application.client_secrets:
        if (await batch.client(application.id, each.id)).client_secret == secret:
            return True
    return False


def _refuse_twin(application: Application, holdings: Holdings) -> None:
    others = [each.label for each in holdings.applications if each.id != application.id]
    refuse_duplicate(application.label, others, "application")


def accept_client_id(text: str) -> str:
    """Return a client id; raises `InputRefused` if it is clearly something else."""
    client_id = join_pasted(text)
    if not client_id:
        raise InputRefused(
            "The client id is missing.", "Find it in the developer console: LWA credentials, View.", field="client_id"
        )
    shape = shape_of(client_id)
    if shape not in (Shape.CLIENT_ID, Shape.UNKNOWN):
        raise InputRefused(
            f"That looks like {shape.value}, not a client id.",
            "The client id is in the developer console under LWA credentials, View.",
            field="client_id",
        )
    if masked(client_id) != client_id:
        raise InputRefused(
            "A secret is in that, and client ids are shown.", "Copy the client id alone.", field="client_id"
        )
    if not is_sendable(client_id) or len(client_id) > 100:
        raise InputRefused("A client id has at most 100 plain characters.", "Copy all of it again.", field="client_id")
    return client_id


def accept_elsewhere(text: str) -> int:
    """Return how many slots are used outside this vault, 0 to 1,000; raises `InputRefused` otherwise."""
    return _number(
        text.strip() or "0",
        0,
        "The slots used elsewhere are a whole number from 0 to 1,000.",
        "Take the console's count minus the accounts in this vault; leave it empty for none.",
        "slots_elsewhere",
    )


def accept_limit(text: str) -> int:
    """Return the number of slots, 1 to 1,000; raises `InputRefused` otherwise."""
    sentence = "The number of slots is a whole number from 1 to 1,000."
    return _number(text, 1, sentence, "Amazon's default for a private application is 10.", "authorization_limit")


def _number(text: str, lowest: int, sentence: str, remedy: str, field: str) -> int:
    stripped = text.strip()
    if not (stripped.isascii() and stripped.isdigit() and lowest <= int(stripped[:9]) <= 1000):
        raise InputRefused(sentence, remedy, field=field)
    return int(stripped)
