"""Exchanges refresh tokens in one of several ways, in a process of its own, and tells what that took.

`python -m tests.benchmarks.exchanging` reads a `Task` as JSON from standard input and prints seconds and processor
seconds as JSON. Importing, opening the vault and a first exchange are not counted.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Task:
    """What to exchange. `vault` is where the project's own way finds it; the others are given `forms`."""

    way: str
    address: str
    count: int
    at_once: int
    vault: str = ""
    forms: Sequence[Mapping[str, str]] = ()

    @property
    def text(self) -> str:
        """The task as JSON."""
        return json.dumps(asdict(self))


class Took:
    """Measures time and this process's own processor time."""

    seconds = cpu = 0.0

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """Measure what happens inside."""
        began, used = time.perf_counter(), time.process_time()
        yield
        self.seconds, self.cpu = time.perf_counter() - began, time.process_time() - used


async def ours(task: Task, took: Took) -> int:
    """Refresh through the project's token service over a real vault, with everything stored."""
    from spauth_tui.adapters.amazon.http import HttpClient
    from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
    from spauth_tui.adapters.system.clock import SystemClock
    from spauth_tui.services.tokens.exchanging import Tokens
    from tests.benchmarks.homes import open_vault

    vault, client, clock = await open_vault(Path(task.vault)), HttpClient({}), SystemClock()
    tokens = Tokens(vault, LoginWithAmazon(client, clock, task.address), clock)
    holdings = await vault.holdings()
    chosen = [each.id for each in holdings.authorizations][: task.count]
    await tokens.refresh(chosen[0])
    done = 0
    with took.measuring():
        async for outcome in tokens.refresh_many(chosen, task.at_once):
            if outcome.problem is not None:
                raise outcome.problem
            done += 1
    await client.close()
    await vault.close()
    return done


async def bare_httpx(task: Task, took: Took) -> int:
    """Post the same forms with one shared `httpx.AsyncClient`, and keep nothing but the token."""
    import httpx

    limits = httpx.Limits(max_connections=16, max_keepalive_connections=8)
    async with httpx.AsyncClient(trust_env=False, limits=limits, timeout=20) as client:
        await client.post(task.address, data=dict(task.forms[0]))
        waiting, got = iter(task.forms), []

        async def worker() -> None:
            for form in waiting:
                answer = await client.post(task.address, data=dict(form))
                answer.raise_for_status()
                got.append(answer.json()["access_token"])

        with took.measuring():
            await asyncio.gather(*(worker() for _ in range(task.at_once)))
    return len(got)


def python_amazon_sp_api(task: Task, took: Took) -> int:
    """Exchange as python-amazon-sp-api does for each account: a client of its own for each."""
    token_client: Any = import_module("sp_api.auth").AccessTokenClient
    parts = urlsplit(task.address)
    token_client.scheme, token_client.host = f"{parts.scheme}://", parts.netloc

    def exchange(form: Mapping[str, str]) -> str:
        credentials = SimpleNamespace(
            refresh_token=form["refresh_token"], lwa_app_id=form["client_id"], lwa_client_secret=form["client_secret"]
        )
        client = token_client(refresh_token=form["refresh_token"], credentials=credentials)
        return str(client.get_auth().access_token)

    return _in_threads(exchange, task, took)


def amzn_sp_api(task: Task, took: Took) -> int:
    """Exchange as Amazon's own amzn-sp-api does for each account."""
    token_cache: Any = import_module("spapi.auth.lwa_request").AccessTokenCache

    def exchange(form: Mapping[str, str]) -> str:
        cache = token_cache(
            form["client_id"],
            form["client_secret"],
            form["refresh_token"],
            oauth_endpoint=task.address,
            max_retries=0,
        )
        return str(cache.get_lwa_access_token())

    return _in_threads(exchange, task, took)


def _in_threads(exchange: Callable[[Mapping[str, str]], str], task: Task, took: Took) -> int:
    exchange({**task.forms[0], "refresh_token": "Atzr|CANARY-warm-up"})
    with ThreadPoolExecutor(task.at_once) as pool, took.measuring():
        return sum(token.startswith("Atza|") for token in pool.map(exchange, task.forms))


WAYS: Mapping[str, Callable[[Task, Took], Any]] = {
    "ours": ours,
    "httpx": bare_httpx,
    "python-amazon-sp-api": python_amazon_sp_api,
    "amzn-sp-api": amzn_sp_api,
}


def main() -> None:
    """Do the task."""
    task, took = Task(**json.load(sys.stdin)), Took()
    done = WAYS[task.way](task, took)
    if asyncio.iscoroutine(done):
        done = asyncio.run(done)
    if done != task.count:
        raise SystemExit(f"{done} of {task.count} were exchanged")
    sys.stdout.write(json.dumps({"seconds": took.seconds, "cpu": took.cpu}) + "\n")


if __name__ == "__main__":
    main()
