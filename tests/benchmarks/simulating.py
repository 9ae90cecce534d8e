"""The simulated Amazon in a process of its own, so that its processor time is nobody else's.

`python -m tests.benchmarks.simulating SECONDS [CERTIFICATE]` prints its address, answers everybody after so many
seconds, over TLS if it is given a certificate with its key, and ends with its standard input.
"""

import asyncio
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from spauth_tui.demo.simulator import Request
from tests.simulator import Behaviour, Simulator

REPOSITORY = Path(__file__).parents[2]


class _EveryoneAlike(dict[str, Behaviour]):
    """One behaviour for whatever refresh token."""

    def __init__(self, delay: float) -> None:
        super().__init__()
        self._behaviour = Behaviour(delay=delay)

    def get(self, key: str, default: object = None) -> Behaviour:
        """Return it."""
        return self._behaviour


class _Forgetful(list[Request]):
    """Keeps no request: there are tens of thousands, and nobody looks at them."""

    def append(self, request: Request) -> None:
        """Forget it."""


class _OverTls(Simulator):
    """Answers over TLS, as Amazon does."""

    def __init__(self, plan: dict[str, Behaviour], marker: str, certificate: str) -> None:
        super().__init__(plan, marker)
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(certificate)

    @property
    def origin(self) -> str:
        """The address without a path."""
        return super().origin.replace("http:", "https:")

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, sock=self._socket, ssl=self._context)
        return self


@contextmanager
def simulated(delay: float = 0.0, certificate: Path | None = None) -> Iterator[str]:
    """Lend the address of a token endpoint that answers after so many seconds, over TLS with a certificate."""
    command = [sys.executable, "-m", "tests.benchmarks.simulating", str(delay)]
    command += [] if certificate is None else [str(certificate)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


async def _serve(delay: float, certificate: str | None) -> None:
    plan, marker = _EveryoneAlike(delay), "CANARY"
    simulator = Simulator(plan, marker) if certificate is None else _OverTls(plan, marker, certificate)
    simulator.requests = _Forgetful()
    async with simulator:
        sys.stdout.write(f"{simulator.lwa_url}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
