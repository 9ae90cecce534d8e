"""The demo's simulator, which can also be told to fail as Amazon, a broken network or a hostile server would."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from spauth_tui.demo import replies, simulator
from spauth_tui.demo.behaviour import Answer
from spauth_tui.demo.replies import SimulatedReply
from spauth_tui.demo.simulator import LWA_PATH, Request, Visitor


class Fault(Enum):
    """What the demo never shows."""

    ECHO = "400 with the request's form in its words"
    THROTTLED = "429"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    HTML = "200 with a web page"
    EMPTY = "200 with nothing"
    RAW = "200 with a body of one's own"
    REDIRECT = "307 to another host"
    DRIP = "a byte now and then"
    NEVER = "no answer at all"
    HUGE = "a body without end"


_ERRORS = {
    Fault.SERVER_ERROR: (500, "server_error", "The authorization server met an unexpected condition"),
    Fault.UNAVAILABLE: (503, "temporarily_unavailable", "The service is temporarily unavailable"),
}


@dataclass(slots=True)
class Behaviour:
    """What to answer: `first` once each in turn, then `then` for ever."""

    then: Answer | Fault = Answer.OK
    first: list[Answer | Fault] = field(default_factory=list)
    expires_in: object = 3600
    body: bytes = b""
    location: str = ""
    retry_after: str = ""
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
        self.sp_api_reply: SimulatedReply | None = None
        """What SP-API answers to every call; None lets calls through."""

    async def _answer(self, request: Request, visitor: Visitor) -> bool:
        self.requests.append(request)
        if request.path == LWA_PATH and request.method == "POST":
            return await self._answer_lwa(request, visitor)
        token = request.headers.get("x-amz-access-token", "")
        if token and self.sp_api_reply is not None:
            await visitor.send(self.sp_api_reply)
        elif token and self.sp_api_refusal is not None:
            await visitor.send(replies.unauthorized(self.sp_api_refusal))
        elif token and self.sp_api_echo is not None:
            await visitor.send(sp_api_echo(self.sp_api_echo(token)))
        else:
            return await super()._answer(request, visitor)
        return True

    async def _answer_lwa(self, request: Request, visitor: Visitor) -> bool:
        behaviour = self.behaviours.get(request.form.get("refresh_token", ""), Behaviour())
        await asyncio.sleep(behaviour.delay)
        answer = behaviour.first.pop(0) if behaviour.first else behaviour.then
        extra = {"retry-after": behaviour.retry_after} if behaviour.retry_after else {}
        if answer is Answer.HANG_UP:
            return False
        if answer is Answer.OK:
            content_type = request.headers.get("content-type", "")
            await visitor.send(self.amazon.exchange(request.form, content_type, behaviour.expires_in))
        elif isinstance(answer, Answer):
            await visitor.send(replace(replies.error(answer), headers=extra))
        elif answer is Fault.ECHO:
            await visitor.send(echo(behaviour.echo(request.body.decode("latin-1"))))
        elif answer in _ERRORS:
            await visitor.send(replies.refusal(*_ERRORS[answer], extra))
        elif answer is Fault.THROTTLED:
            await visitor.send(SimulatedReply(429, b"", extra))
        else:
            return await _misbehave(answer, behaviour, visitor)
        return True


async def _misbehave(answer: Fault, behaviour: Behaviour, visitor: Visitor) -> bool:
    """Answer as a broken network or a captive portal would; return whether the connection lives on."""
    if answer is Fault.HTML:
        page = b"<html><body>Please sign in to the hotel's network</body></html>"
        await visitor.send(SimulatedReply(200, page, {"content-type": "text/html"}))
    elif answer is Fault.EMPTY:
        await visitor.send(SimulatedReply(200, b""))
    elif answer is Fault.RAW:
        await visitor.send(SimulatedReply(200, behaviour.body))
    elif answer is Fault.REDIRECT:
        await visitor.send(SimulatedReply(307, b"", {"location": behaviour.location}))
    elif answer is Fault.NEVER:
        await asyncio.Event().wait()
    elif answer in (Fault.DRIP, Fault.HUGE):
        writer = visitor.writer
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        while True:
            writer.write(b" " if answer is Fault.DRIP else b" " * 65536)
            await writer.drain()
            await asyncio.sleep(0.3 if answer is Fault.DRIP else 0)
    return True


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
