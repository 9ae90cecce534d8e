"""The demo's simulator, which can also be told to fail for one refresh token, and to repeat what it is sent."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from spauth_tui.demo import replies, simulator
from spauth_tui.demo.behaviour import Answer
from spauth_tui.demo.replies import SimulatedReply
from spauth_tui.demo.simulator import LWA_PATH, Given, Request


class Fault(Enum):
    """What only tests ask for."""

    ECHO = "400 with the request's form in its words"
    RAW = "200 with a body of one's own"


@dataclass(slots=True)
class Behaviour:
    """What to answer: `first` once each in turn, then `then` for ever."""

    then: Answer | Fault = Answer.OK
    first: list[Answer | Fault] = field(default_factory=list)
    expires_in: object = 3600
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)  # of a failure
    echo: Callable[[str], str] = str  # how the form that is echoed is written
    delay: float = 0.0


class Simulator(simulator.Simulator):
    """Misbehaves as `plan` says."""

    def __init__(self, plan: dict[str, Behaviour] | None = None, token_marker: str = "DEMO") -> None:
        super().__init__(token_marker)
        self.behaviours = plan if plan is not None else {}
        self.requests: list[Request] = []
        self.sp_api_refusal: str | None = None  # details of the 403 that SP-API answers with; None lets calls through
        self.sp_api_echo: Callable[[str], str] | None = None
        """How SP-API writes the access token into its 403; None lets calls through."""

    async def _answer(self, request: Request) -> Given:
        self.requests.append(request)
        if request.path == LWA_PATH and request.method == "POST":
            return await self._answer_lwa(request)
        token = request.headers.get("x-amz-access-token", "")
        if token and self.sp_api_refusal is not None:
            return replies.unauthorized(self.sp_api_refusal)
        if token and self.sp_api_echo is not None:
            return sp_api_echo(self.sp_api_echo(token))
        return await super()._answer(request)

    async def _answer_lwa(self, request: Request) -> Given:
        behaviour = self.behaviours.get(request.form.get("refresh_token", ""), Behaviour())
        await asyncio.sleep(behaviour.delay)
        answer = behaviour.first.pop(0) if behaviour.first else behaviour.then
        if answer is Answer.OK:
            content_type = request.headers.get("content-type", "")
            return self.amazon.exchange(request.form, content_type, behaviour.expires_in)
        if answer is Fault.ECHO:
            return echo(behaviour.echo(request.body.decode("latin-1")))
        if answer is Fault.RAW:
            return SimulatedReply(behaviour.status, behaviour.body)
        return replies.error(answer, behaviour.headers) if behaviour.headers else answer


def echo(words: str) -> SimulatedReply:
    """Write LWA's refusal with words of the request in each of its fields, and in a header."""
    body = {"error": words, "error_description": f"The request was {words}", "request_id": words}
    return SimulatedReply(400, json.dumps(body).encode(), {"x-amzn-requestid": _in_a_header(words)})


def sp_api_echo(words: str) -> SimulatedReply:
    """Write SP-API's 403 with words of the request in each of its fields, and in a header."""
    reply = replies.sp_api_error(403, words, f"Access was denied to {words}", f"details: {words}")
    return replace(reply, headers={"x-amzn-requestid": _in_a_header(words)})


def _in_a_header(words: str) -> str:
    return words.encode("latin-1", "replace").decode("latin-1").replace("\r", " ").replace("\n", " ")
