"""What a loopback endpoint answers: a table of routes, and what is refused before any of them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.system import LoopbackReply, Visit

HEADERS = {"content-type": "application/json;charset=UTF-8", "cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Route:
    """A method, a path, and what answers; that checks the credential before it waits for anything."""

    method: str
    path: str
    answer: Callable[[Visit], Awaitable[LoopbackReply]]


class Routes:
    """Answers programs on this machine; `answer` is for `Listener.listen`."""

    def __init__(self, *routes: Route) -> None:
        self._table: dict[str, dict[str, Route]] = {}
        for route in routes:
            self._table.setdefault(route.path, {})[route.method] = route

    async def answer(self, visit: Visit) -> LoopbackReply:
        """Answer with the route that fits. Pages in a browser, even behind another host's name, are refused."""
        if visit.headers.get("host", "").casefold() not in {f"127.0.0.1:{visit.port}", f"localhost:{visit.port}"}:
            return error(403, "access_denied", "The request's Host is not this endpoint")
        if "origin" in visit.headers or "sec-fetch-site" in visit.headers:
            return error(403, "access_denied", "Only programs get an answer here, not pages in a browser")
        methods = self._table.get(visit.path)
        if methods is None:
            return error(404, "invalid_request", f"The paths here are: {', '.join(self._table)}")
        route = methods.get(visit.method)
        if route is None:
            allowed = ", ".join(methods)
            return error(405, "invalid_request", f"The methods here are: {allowed}", {"allow": allowed})
        return await route.answer(visit)


def error(status: int, kind: str, description: str, headers: Mapping[str, str] | None = None) -> LoopbackReply:
    """Return an error as Login with Amazon would."""
    body = json.dumps({"error": kind, "error_description": description})
    return LoopbackReply(status, Secret(body), {**HEADERS, **(headers or {})})
