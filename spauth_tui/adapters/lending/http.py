"""HTTP/1.1 on a loopback connection, as bytes: when a request is complete, what is refused, how to reply.

h11 reads and writes. Before it sees a head, the head is measured and checked strictly: h11 accepts bare line feeds,
folded lines and repeated lengths, which could make two parsers disagree about where a request ends.
"""

import re
from http import HTTPStatus

import h11

from spauth_tui.services.ports.system import LoopbackReply, Visit

MOST_HEAD = 16 * 1024  # the most bytes of a request's line and headers
MOST_BODY = 64 * 1024  # the most bytes of a request's body; twice as many in chunks, with their lengths

_HEAD_ENDS = b"\r\n\r\n"
_MALFORMED = re.compile(rb"(?<!\r)\n|\r(?!\n)|\n[ \t]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BEGINS_A_METHOD = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]")
_ONCE = frozenset(
    (
        b"authorization",
        b"content-length",
        b"content-type",
        b"expect",
        b"host",
        b"origin",
        b"transfer-encoding",
        b"x-amz-access-token",
    )
)


class Refused(Exception):
    """A request that is answered with only a status, repeating nothing of it."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def refusal(status: int) -> bytes:
    """Return the answer to a request that is refused before it reaches a route."""
    return f"HTTP/1.1 {status} {_phrase(status)}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode()


class Reading:
    """One request, from its first byte to its last, and its reply."""

    def __init__(self, port: int, begun: bytes = b"") -> None:
        self._port = port
        self._head = bytearray(begun)
        self._searched = 0
        self._connection: h11.Connection | None = None
        self._request: h11.Request | None = None
        self._raw = bytearray()
        self._body = bytearray()

    @property
    def has_begun(self) -> bool:
        """Whether the first byte has arrived."""
        return bool(self._head)

    @property
    def has_head(self) -> bool:
        """Whether the head is complete, so that the body comes next."""
        return self._connection is not None

    @property
    def rest(self) -> bytes:
        """What came after the request: the start of the next, if the connection is kept."""
        assert self._connection is not None
        return self._connection.trailing_data[0]

    def take(self, data: bytes) -> None:
        """Take what was received; empty means the end. Raises `Refused`."""
        if self._connection is not None:
            self._raw += data
            self._connection.receive_data(data)
        elif data:
            self._head += data
        else:
            raise Refused(400)

    def visit(self) -> Visit | None:
        """Return the request if it is complete, else None; raises `Refused`."""
        if self._connection is None and not self._begin():
            return None
        assert self._connection is not None
        try:
            return self._events(self._connection)
        except h11.RemoteProtocolError as error:
            raise Refused(error.error_status_hint) from None

    def interim(self) -> bytes:
        """Return what asks a waiting client for its body; empty if it is not waiting."""
        if self._connection is None or not self._connection.they_are_waiting_for_100_continue:
            return b""
        return self._connection.send(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue"))

    def written(self, reply: LoopbackReply, *, keep: bool) -> tuple[bytes, bool]:
        """Return the bytes of a reply, and whether the connection stays open: if both sides `keep` it."""
        connection = self._connection
        assert connection is not None
        assert self._request is not None
        body = reply.body.reveal().encode()
        headers = {**reply.headers, "content-length": str(len(body))}
        if not keep:
            headers["connection"] = "close"
        response = h11.Response(
            status_code=reply.status, headers=list(headers.items()), reason=_phrase(reply.status).encode()
        )
        text = connection.send(response)
        if self._request.method != b"HEAD":
            text += connection.send(h11.Data(data=body))
        text += connection.send(h11.EndOfMessage())
        return text, connection.our_state is h11.DONE and connection.their_state is h11.DONE

    def _begin(self) -> bool:
        """Return whether the head is complete; raises `Refused` if it is too long or malformed."""
        if self._head and not _BEGINS_A_METHOD.match(self._head):
            raise Refused(400)
        end = self._head.find(_HEAD_ENDS, max(0, self._searched - len(_HEAD_ENDS)))
        self._searched = len(self._head)
        if end > MOST_HEAD or (end < 0 and len(self._head) > MOST_HEAD):
            raise Refused(431)
        if end < 0:
            return False
        head = bytes(self._head[: end + len(_HEAD_ENDS)])
        _refuse_malformed(head)
        self._connection = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_HEAD)
        self._connection.receive_data(head)
        self._raw += self._head[len(head) :]
        if self._raw:
            self._connection.receive_data(bytes(self._raw))
        return True

    def _events(self, connection: h11.Connection) -> Visit | None:
        while True:
            event = connection.next_event()
            if isinstance(event, h11.Request):
                _refuse_unfit(event)
                self._request = event
            elif isinstance(event, h11.Data):
                self._body += event.data
                if len(self._body) > MOST_BODY:
                    raise Refused(413)
            elif isinstance(event, h11.EndOfMessage):
                return self._whole(connection, event)
            else:
                if len(self._raw) > 2 * MOST_BODY:
                    raise Refused(413)
                return None

    def _whole(self, connection: h11.Connection, end: h11.EndOfMessage) -> Visit:
        request = self._request
        assert request is not None
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in request.headers}
        if "transfer-encoding" in headers:
            # What follows the last chunk could count as headers, or end where another parser sees no end.
            used = self._raw[: len(self._raw) - len(connection.trailing_data[0])]
            if list(end.headers) or not used.endswith(_HEAD_ENDS):
                raise Refused(400)
        path = request.target.decode("ascii").partition("?")[0]
        return Visit(request.method.decode("ascii"), path, headers, bytes(self._body), self._port)


def _refuse_malformed(head: bytes) -> None:
    """Raise `Refused` for a head that another parser could understand differently."""
    if _MALFORMED.search(head):
        raise Refused(400)
    seen: set[bytes] = set()
    for line in head.split(b"\r\n")[1:-2]:
        name, _, value = line.partition(b":")
        name = name.lower()
        if name in _ONCE and name in seen:
            raise Refused(400)
        if name == b"content-length" and not value.strip(b" \t").isdigit():
            raise Refused(400)
        seen.add(name)
    if {b"content-length", b"transfer-encoding"} <= seen:
        raise Refused(400)


def _refuse_unfit(request: h11.Request) -> None:
    """Raise `Refused` for a kind of request that is never answered."""
    if request.http_version != b"1.1":
        raise Refused(505)
    headers = dict(request.headers)
    if request.method == b"CONNECT":
        raise Refused(501)
    if not request.target.startswith(b"/") or b"upgrade" in headers:
        raise Refused(400)
    if headers.get(b"expect", b"100-continue").lower() != b"100-continue":
        raise Refused(417)
    if int(headers.get(b"content-length", b"0")) > MOST_BODY:
        raise Refused(413)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
