"""Hostile values in every column of every table: each verb must end with a code, no crash, no escape, no secret."""

import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.cli import run
from spauth_tui.domain.model.secret import Secret
from spauth_tui.startup import crash_guard

_PHRASE = "CANARY-pass-phrase-one-two"
T = "2026-11-30T21:00:00+00:00"
SECRETS = ("CANARYvalue",)
TEXTS: tuple[Any, ...] = (
    "",
    " ",
    "\x1b]0;x\x07\x1b[31m",
    "a\0b",
    b"\xff\xfe\x80",
    "9" * 5000,
    "x" * 3_000_000,
    "{",
    '{"a":' * 3000,
    "[" * 50000,
    "9999-12-31T23:59:59.999999+00:00",
    "0001-01-01T00:00:00+23:59",
    "2026-11-30",
    "2026-11-30T21:00:00",
    "NaN",
    "1e999",
    "-1",
    "\u202egnp.exe",
    "\ud7ff\uffff",
    "SELLER",
    "null",
    "[]",
    '"x"',
    "{}",
    '{"error":1,"at":null}',
    "\n\n\r",
    "NA",
    "%s%n{}",
    "Infinity",
    "2026-11-30T21:00:00+00:00:00.000001",
    "٢٠٢٦-11-30T21:00:00+00:00",
    "2026-W49-1T21:00:00+00:00",
    "a b c d e f",
    '{"at":"9999-12-31T23:59:59+00:00","error":"\\ud800","description":[],"request_id":{}}',
    "/" * 300,
    "=cmd|' /C calc'!A0",
    "-rf",
    "[bold red]x[/]",
    "[@click=app.quit]x[/]",
    "'\"`$(id)`",
)
NUMBERS = (0, -1, 2**63 - 1, -(2**63), 10**12, 2)
VERBS = (
    ["ls"],
    ["ls", "--json"],
    ["log", "--lines", "100000", "--format", "csv"],
    ["inventory"],
    ["practices"],
    ["doctor"],
    ["time", "acme"],
    ["steps", "acme"],
    ["export", "--all", "--format", "spauth", "--yes", "--output", "EXPORT"],
    ["token", "acme"],
    ["backup"],
    ["restore", "--rows-only", "VAULT", "--yes"],
    ["ls"],
    ["watch", "--for", "1s"],
    ["rm", "application", "Inv", "--yes"],
)


def verb(words: list[str], out: Path) -> tuple[int, bytes, float]:
    """Run a verb in a child of our own; return how it ended, what it said, and how long it took."""
    begin = time.monotonic()
    child = os.fork()
    if not child:
        file = os.open(out, os.O_CREAT | os.O_TRUNC | os.O_RDWR)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(file, 1)
        os.dup2(file, 2)
        code = 99
        try:
            crash_guard.install()
            code = run(words)
            sys.stdout.flush()
            sys.stderr.flush()
        except SystemExit as ended:
            code = int(ended.code or 0)
        except BaseException as problem:  # noqa: BLE001 - whatever it is, it is a crash
            crash_guard.report(problem)
        os._exit(code)
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() - begin > 40:
            os.kill(child, 9)
            os.waitpid(child, 0)
            return -9, b"HANGS", 40
        time.sleep(0.01)
    return os.waitstatus_to_exitcode(status), out.read_bytes(), time.monotonic() - begin


def fill(connection: Any) -> None:
    """Give every table rows."""
    say = connection.execute
    (authorization, application) = say("SELECT id, application_id FROM authorization LIMIT 1").fetchone()
    (token,) = say("SELECT id FROM refresh_token LIMIT 1").fetchone()
    say(
        "INSERT OR REPLACE INTO access_token VALUES (?,?,?,?,?)",
        (authorization, "Atza|CANARYvalue" + "z" * 90, T, "2026-12-30T21:00:00+00:00", token),
    )
    say("INSERT INTO grantless_token VALUES (?,?,?,?,?)", (application, "s", "Atc|CANARYvalue", T, T))
    say(
        "INSERT INTO restricted_token VALUES (NULL,?,?,?,?,?,?)",
        ("r1", authorization, "Atz.sprdt|CANARYvalue", T, "2027-01-01T00:00:00+00:00", "[]"),
    )
    say(
        "INSERT INTO incident VALUES (NULL,?,?,?,?,?,?,?,?)",
        ("i1", T, "REFRESH_TOKEN", "x", application, authorization, "", None),
    )
    say("INSERT INTO loan VALUES (NULL,?,?,?,?,?,?,?)", ("l1", authorization, "c", "http://127.0.0.1:1", T, 1, T))


def main() -> int:
    """End with 1 when a verb crashes, hangs, drives a terminal or shows a secret."""
    seconds, dice = float(sys.argv[1]), random.Random(int(sys.argv[2]))
    home = Path(tempfile.mkdtemp(dir=Path.home()))
    os.environ |= {"HOME": str(home), "SPAUTH_PASSPHRASE_COMMAND": f"echo {_PHRASE}"}
    form = home / "form.env"
    form.write_text(
        "LWA_APP_ID=amzn1.application-oa2-client.0123456789abcdef0123456789abcdef\n"
        f"LWA_CLIENT_SECRET=amzn1.oa2-cs.v1.CANARYvalue{'0123456789abcdef' * 3}\n"
        f"SP_API_REFRESH_TOKEN_ACME=Atzr|IwEBICANARYvalue{'abcdefgh12345678' * 8}\nSP_API_DEFAULT_MARKETPLACE_ACME=US\n"
        f"SP_API_REFRESH_TOKEN_GLOBEX=Atzr|IwEBICANARYvalue{'bcdefgha12345678' * 8}\n"
        "SP_API_DEFAULT_MARKETPLACE_GLOBEX=DE\n"
    )
    vault, clean = home / "v.vault", home / "clean"
    out = home / "out"
    base = ["--vault", str(vault)]
    for words in (["init"], ["import", str(form), "--application", "Inv", "--yes"]):
        print(verb([*base, *words], out)[:2])
    key = derive_key(Secret(_PHRASE), vault.read_bytes()[:16])
    connection = connect(vault, key)
    fill(connection)
    tables = {
        name: [(row[1], row[2]) for row in connection.execute(f"PRAGMA table_info({name})")]
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type='table'")
    }
    connection.close()
    shutil.copy(vault, clean)
    until, runs, bad, slowest = time.monotonic() + seconds, 0, 0, (0.0, "")
    while time.monotonic() < until:
        shutil.copy(clean, vault)
        connection = connect(vault, key)
        connection.execute("PRAGMA ignore_check_constraints=ON")
        done = []
        for _ in range(dice.choice((1, 1, 2, 6))):
            table = dice.choice(sorted(tables))
            column, kind = dice.choice(tables[table])
            value: Any = dice.choice(NUMBERS if kind == "INTEGER" else TEXTS)
            shown = repr(value)[:30]
            try:
                if kind == "BLOB" and isinstance(value, str):
                    value = value.encode("utf-8", "surrogatepass")
                holder = "CAST(? AS TEXT)" if kind == "TEXT" and isinstance(value, bytes) else "?"
                connection.execute("DROP TRIGGER IF EXISTS nothing")
                connection.execute(
                    f"UPDATE {table} SET {column} = {holder} WHERE rowid = (SELECT max(rowid) FROM {table})", (value,)
                )
            except Exception as refused:  # noqa: BLE001 - a constraint of the table, of whatever kind
                done.append(f"{table}.{column} refused {type(refused).__name__}")
                continue
            done.append(f"{table}.{column} = {shown}")
        connection.close()
        for words in VERBS if dice.random() < 0.3 else dice.sample(VERBS[:12], 4):
            (home / "export.json").unlink(missing_ok=True)
            given = [
                str(vault) if word == "VAULT" else str(home / "export.json") if word == "EXPORT" else word
                for word in words
            ]
            code, said, took = verb([*base, *given], out)
            runs += 1
            slowest = max(slowest, (took, f"{words} {done}"))
            leak = any(each.encode() in said for each in SECRETS) and words[0] != "token"
            if code in {1, 99, -9} or code < 0 or b"crashed" in said or b"Traceback" in said or b"\x1b" in said or leak:
                bad += 1
                print("BAD", words, code, done, said[-500:], flush=True)
        shutil.rmtree(home / "backups", ignore_errors=True)
    print("verbs", runs, "bad", bad, "slowest", slowest)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
