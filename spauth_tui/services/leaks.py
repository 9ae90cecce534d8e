"""Noting a leak and what is done about it; each step goes into the log."""

from dataclasses import replace

from spauth_tui.domain.application import Application
from spauth_tui.domain.authorization import Authorization
from spauth_tui.domain.errors import InputRefused
from spauth_tui.domain.event import Event, EventKind
from spauth_tui.domain.incident import Incident, IncidentId, Leaked
from spauth_tui.domain.leak_steps import next_step, steps_of
from spauth_tui.services.identifiers import new_id
from spauth_tui.services.ports import Clock, Vault


class Leaks:
    """Opens, ticks off and closes leaks."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    async def open(
        self, leaked: Leaked, application: Application, authorization: Authorization | None, subject: str
    ) -> Incident:
        """Note a leak; one that is noted already for the same thing is gone on with."""
        identity = authorization.id if authorization is not None and leaked is not Leaked.CLIENT_SECRET else None
        for each in (await self._vault.holdings()).incidents:
            if (each.leaked, each.application_id, each.authorization_id) == (leaked, application.id, identity):
                return each
        incident = Incident(
            IncidentId(new_id()),
            self._clock.now(),
            leaked,
            subject if identity else application.label,
            application.id,
            identity,
        )
        await self._save(incident, EventKind.LEAK_OPENED, leaked.value)
        return incident

    async def tick(self, incident: Incident, step_key: str, *, done: bool) -> Incident:
        """Tick or untick a step."""
        step = next(each for each in steps_of(incident) if each.key == step_key)
        ticks = incident.done | {step_key} if done else incident.done - {step_key}
        changed = replace(incident, done=ticks)
        await self._save(changed, EventKind.LEAK_STEP, step.title if done else f"undone: {step.title}")
        return changed

    async def close(self, incident: Incident, *, anyway: bool = False) -> Incident:
        """Note that it is dealt with; raises `InputRefused` while a step is not done, unless `anyway`."""
        left = next_step(incident)
        if left is not None and not anyway:
            raise InputRefused("Not every step is done.", f"Go on with: {left.title}.")
        closed = replace(incident, closed_at=self._clock.now())
        await self._save(closed, EventKind.LEAK_CLOSED, incident.leaked.value)
        return closed

    async def _save(self, incident: Incident, kind: EventKind, detail: str) -> None:
        event = Event(self._clock.now(), kind, incident.subject, detail, incident.authorization_id)
        await self._vault.save_incident(incident, event)
