"""Notes a leak and what is done about it; each step is logged."""

from dataclasses import replace

from spauth_tui.domain.amazon.leak_steps import LEAK_STEPS, next_step
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.incident import Incident, IncidentId, Leaked
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault


class Leaks:
    """Notes leaks, ticks off their steps, closes them."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock

    async def open(self, leaked: Leaked, application: Application, authorization: Authorization | None) -> Incident:
        """Note a leak; if one is open for the same thing, that is continued."""
        identity = authorization.id if authorization is not None and leaked is not Leaked.CLIENT_SECRET else None
        async with self._vault.batch() as batch:
            held = await batch.holdings()
            for each in held.incidents:
                if (each.leaked, each.application_id, each.authorization_id) == (leaked, application.id, identity):
                    return each
            subject = held.subject(authorization) if authorization and identity else application.label
            incident = Incident(IncidentId(new_id()), self._clock.now(), leaked, subject, application.id, identity)
            await batch.add(incident, self._event(incident, EventKind.LEAK_OPENED, leaked.value))
        return incident

    async def tick(self, incident: Incident, step_key: str, *, done: bool) -> Incident:
        """Tick or untick a step."""
        step = next(each for each in LEAK_STEPS[incident.leaked] if each.key == step_key)
        ticks = incident.done | {step_key} if done else incident.done - {step_key}
        event = self._event(incident, EventKind.LEAK_STEP, step.title if done else f"undone: {step.title}")
        return await self._vault.change(incident, replace(incident, done=ticks), event)

    async def close(self, incident: Incident, *, anyway: bool = False) -> Incident:
        """Close it; raises `InputRefused` while a step is not done, unless `anyway`."""
        left = next_step(incident)
        if left is not None and not anyway:
            raise InputRefused("Not every step is done.", f"Next: {left.title}.")
        event = self._event(incident, EventKind.LEAK_CLOSED, incident.leaked.value)
        return await self._vault.change(incident, replace(incident, closed_at=self._clock.now()), event)

    def _event(self, incident: Incident, kind: EventKind, detail: str) -> Event:
        return Event(self._clock.now(), kind, incident.subject, detail, incident.authorization_id)
