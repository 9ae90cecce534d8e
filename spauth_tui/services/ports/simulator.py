"""The simulator beside Amazon."""

from typing import Protocol

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.diagnosis.conformance import Heard, Outline
from spauth_tui.domain.model.application import Kind


class Believed(Protocol):
    """What the simulator answers, and what Amazon answered instead."""

    def outlines(self) -> list[Outline]:
        """Return a list that gets the outline of every further reply."""

    async def beliefs(self, kind: Kind, region: Region, environment: Environment) -> tuple[Heard, ...]:
        """Return how the simulator answers the calls; it is sent made-up credentials only."""
