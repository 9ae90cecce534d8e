"""Servers that are slow, endless, huge or odd: each verb must end in time, with an exit code and no crash."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

_PROGRAM = Path(sys.executable).with_name("spauth-tui")
OK = b'{"access_token":"%s","token_type":"bearer","expires_in":%s}'


def reply(body: bytes, head: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """Return a whole answer."""
    return head + b"\r\ncontent-length: %d\r\n\r\n" % len(body) + body


def endless(start: bytes, piece: bytes, pause: float = 0.0) -> "list[bytes | float]":
    """Return what is sent: a start, then a piece for ever."""
    return [start, piece, pause]


CASES: dict[str, bytes | list[Any]] = {
    "header-trickle": endless(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n", 0.2),
    "headers-endless": endless(b"HTTP/1.1 200 OK\r\n", b"x: " + b"y" * 5000 + b"\r\n"),
    "one-header-endless": endless(b"HTTP/1.1 200 OK\r\nx: ", b"y" * 9000),
    "body-endless": endless(b"HTTP/1.1 200 OK\r\n\r\n", b" " * 9000),
    "body-trickle": endless(b"HTTP/1.1 200 OK\r\n\r\n", b" ", 0.5),
    "chunks-endless": endless(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "1xx-endless": endless(b"", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"),
    "100-endless-slow": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.3),
    "silent": endless(b"", b"", 0.5),
    "huge-length": b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n{}",
    "bad-length": b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}",
    "garbage": b"\x00\xff" * 500,
    "redirect": b"HTTP/1.1 307 X\r\nlocation: http://evil.example/CANARY\r\ncontent-length: 0\r\n\r\n",
    "status-999": reply(b"{}", b"HTTP/1.1 999 Odd"),
    "status-101": b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
    "status-204": b"HTTP/1.1 204 No\r\n\r\n",
    "deep": reply(b"[" * 60000),
    "number": reply(b'{"access_token":"Atza|a","token_type":"bearer","expires_in":' + b"9" * 60000 + b"}"),
    "surrogate": reply(
        b'{"error":"\\ud800\\udfff\\ud800","error_description":"\\u001b]0;x\\u0007\\u202e","request_id":"\\ud800"}',
        b"HTTP/1.1 400 Bad",
    ),
    "long-error": reply(b'{"error":"' + b"e" * 60000 + b'"}', b"HTTP/1.1 400 Bad"),
    "dup-keys": reply(
        b'{"access_token":"Atza|first","access_token":"Atza|second","token_type":"bearer","expires_in":3600}'
    ),
    "quote-token": reply(OK % (b"Atza|'$(touch${IFS}pwned)`id`;#", b"3600")),
    "float": reply(OK % (b"Atza|a", b"3600.5")),
    "expires-1": reply(OK % (b"Atza|a", b"1")),
    "expires-text": reply(OK % (b"Atza|a", b'"86400"')),
    "date-future": reply(OK % (b"Atza|a", b"3600"), b"HTTP/1.1 200 OK\r\ndate: Fri, 31 Dec 9999 23:59:59 GMT"),
    "date-past": reply(OK % (b"Atza|a", b"3600"), b"HTTP/1.1 200 OK\r\ndate: Mon, 01 Jan 0001 00:00:00 GMT"),
    "date-odd": reply(OK % (b"Atza|a", b"3600"), b"HTTP/1.1 200 OK\r\ndate: Fri, 31 Dec 9999 23:59:59 -2359"),
    "retry-odd": reply(b"{}", b"HTTP/1.1 429 Slow\r\nretry-after: Fri, 31 Dec 9999 23:59:59 -2359"),
    "retry-1": reply(b"{}", b"HTTP/1.1 503 Slow\r\nretry-after: 1"),
    "bom": reply(b"\xef\xbb\xbf" + OK % (b"Atza|a", b"3600")),
    "nan": reply(OK % (b"Atza|a", b"NaN")),
    "infinity": reply(OK % (b"Atza|a", b"1e999")),
    "http2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "latin-header": reply(
        b'{"error":"invalid_grant","request_id":1}', b"HTTP/1.1 400 B\xe4d\r\nx-amzn-requestid: \xff\xfe\x9b31m"
    ),
}


def serve(listener: socket.socket, what: bytes | list[Any]) -> None:
    """Answer every connection so."""
    while True:
        try:
            visitor, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=answer, args=(visitor, what), daemon=True).start()


def answer(visitor: socket.socket, what: bytes | list[Any]) -> None:
    """Send it, until the visitor is gone."""
    try:
        visitor.recv(65536)
        if isinstance(what, bytes):
            visitor.sendall(what)
            time.sleep(0.2)
        else:
            visitor.sendall(what[0])
            while True:
                visitor.sendall(what[1])
                time.sleep(what[2])
                if not what[1]:
                    visitor.settimeout(60)
                    if not visitor.recv(1):
                        return
    except OSError:
        pass
    finally:
        visitor.close()


def main() -> int:
    """End with 1 for a crash, or what takes longer than 70 seconds."""
    home = Path(tempfile.mkdtemp(dir=Path.home()))
    vault = home / "v.vault"
    variables = {**os.environ, "HOME": str(home), "SPAUTH_PASSPHRASE_COMMAND": "echo CANARY-pass-phrase-one-two"}
    form = (
        "LWA_APP_ID=amzn1.application-oa2-client.0123456789abcdef0123456789abcdef\n"
        f"LWA_CLIENT_SECRET=amzn1.oa2-cs.v1.CANARY{'0123456789abcdef' * 4}\n"
        f"SP_API_REFRESH_TOKEN_ACME=Atzr|IwEBICANARY{'abcdefgh12345678' * 8}\nSP_API_DEFAULT_MARKETPLACE_ACME=US\n"
    )
    base = [str(_PROGRAM), "--vault", str(vault)]
    for each, given in ((["init"], ""), (["import", "-", "--application", "Inv", "--yes"], form)):
        subprocess.run([*base, *each], env=variables, check=True, capture_output=True, text=True, input=given)
    bad = 0
    for name in sys.argv[1:] or CASES:
        listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=serve, args=(listener, CASES[name]), daemon=True).start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/auth/o2/token"
        begin = time.monotonic()
        try:
            ended = subprocess.run(
                [*base, "--lwa-url", address, "token", "acme", "--refresh", "--format", "env"],
                env=variables,
                capture_output=True,
                timeout=70,
                check=False,
            )
            said, code = ended.stdout + ended.stderr, ended.returncode
        except subprocess.TimeoutExpired:
            said, code = b"TIMEOUT", -1
        took = time.monotonic() - begin
        is_bad = code in {-1, 1} or b"crashed" in said or b"\x1b" in said or b"\x9b" in said or b"CANARY" in said
        bad += is_bad
        print(f"{'BAD ' if is_bad else ''}{name}: {code} in {took:.1f}s {said[:230]!r}", flush=True)
        listener.close()
    log = subprocess.run([*base, "log"], env=variables, capture_output=True, check=False).stdout
    print("log has escapes:", b"\x1b" in log, "canary:", b"CANARY" in log)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
