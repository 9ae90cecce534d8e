"""Records leaks and what is done about them; each step is logged."""

from dataclasses import replace

from spauth_tui.domain.amazon.leak_steps import LEAK_STEPS, next_step
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.leak import Leak, Leaked, LeakId
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault


class Leaks:
    """Records leaks, ticks off their steps, closes them."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock

    async def open(self, leaked: Leaked, application: Application, authorization: Authorization | None) -> Leak:
        """Record a leak; if one is open for the same thing, that one is continued."""
        identity = authorization.id if authorization is not None and leaked is not Leaked.CLIENT_SECRET else None
        async with self._vault.batch() as batch:
            held = await batch.holdings()
            for each in held.leaks:
                if (each.leaked, each.application_id, each.authorization_id) == (leaked, application.id, identity):
                    return each
            subject = held.subject(authorization) if authorization and identity else application.label
            leak = Leak(LeakId(new_id()), self._clock.now(), leaked, subject, application.id, identity)
            await batch.add(leak, self._event(leak, EventKind.LEAK_OPENED, leaked.value))
        return leak

    async def tick(self, leak: Leak, step_key: str, *, done: bool) -> Leak:
        """Tick or untick a step."""
        step = next(each for each in LEAK_STEPS[leak.leaked] if each.key == step_key)
        ticks = leak.done | {step_key} if done else leak.done - {step_key}
        event = self._event(leak, EventKind.LEAK_STEP, step.title if done else f"undone: {step.title}")
        return await self._vault.change(leak, replace(leak, done=ticks), event)

    async def close(self, leak: Leak, *, anyway: bool = False) -> Leak:
        """Close a leak; raises `InputRefused` while a step is not done, unless `anyway`."""
        left = next_step(leak)
        if left is not None and not anyway:
            raise InputRefused("Not every step is done.", f"Next: {left.title}.")
        event = self._event(leak, EventKind.LEAK_CLOSED, leak.leaked.value)
        return await self._vault.change(leak, replace(leak, closed_at=self._clock.now()), event)

    def _event(self, leak: Leak, kind: EventKind, detail: str) -> Event:
        return Event(self._clock.now(), kind, leak.subject, detail, leak.authorization_id)
