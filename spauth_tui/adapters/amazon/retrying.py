"""When to try again, and how long to wait before."""

import random
from collections.abc import Callable
from datetime import timedelta

TRIES = 3
RETRYABLE = frozenset({429, 500, 502, 503, 504})


def pause(attempt: int, asked: timedelta | None, jitter: Callable[[], float] = random.random) -> timedelta:
    """Return how long to wait after attempt 1, 2, ...: as the reply `asked`, else full jitter over 1, 2, 4 s."""
    return timedelta(seconds=jitter() * 2 ** (attempt - 1)) if asked is None else asked
