"""What a loopback endpoint answers, and what is refused before that."""

import json
from collections.abc import Awaitable, Callable, Mapping

from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.system import LoopbackReply, Visit

HEADERS = {"content-type": "application/json;charset=UTF-8", "cache-control": "no-store"}

Answer = Callable[[Visit], Awaitable[LoopbackReply]]
"""Answers a request; checks the credential before it waits for anything."""


def route(method: str, path: str, answer: Answer) -> Answer:
    """Return a handler for one method of one path; it refuses web pages, even with another host's name."""

    async def answered(visit: Visit) -> LoopbackReply:
        if visit.headers.get("host", "").casefold() not in {f"127.0.0.1:{visit.port}", f"localhost:{visit.port}"}:
            return error(403, "access_denied", "The request's Host is not this endpoint")
        if "origin" in visit.headers or "sec-fetch-site" in visit.headers:
            return error(403, "access_denied", "Only programs get an answer here, not pages in a browser")
        if visit.path != path:
            return error(404, "invalid_request", f"Known paths: {path}")
        if visit.method != method:
            return error(405, "invalid_request", f"The methods here are: {method}", {"allow": method})
        return await answer(visit)

    return answered


def error(status: int, kind: str, description: str, headers: Mapping[str, str] | None = None) -> LoopbackReply:
    """Return an error as Login with Amazon would."""
    body = json.dumps({"error": kind, "error_description": description})
    return LoopbackReply(status, Secret(body), {**HEADERS, **(headers or {})})
