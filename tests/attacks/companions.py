"""Odd things in the place of companions, configuration, imports and targets: each verb ends in time, and says so."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_PROGRAM = Path(sys.executable).with_name("spauth-tui")
_PHRASE = "CANARY-pass-phrase-one-two"
BAD: list[str] = []


def verb(home: Path, *words: str, given: bytes = b"", phrase: str = f"echo {_PHRASE}", **more: str) -> tuple[int, str]:
    """Run a verb, note what is bad about its end, and print it."""
    variables = {**os.environ, "HOME": str(home), "SPAUTH_PASSPHRASE_COMMAND": phrase, **more}
    begin = time.monotonic()
    try:
        ended = subprocess.run(
            [_PROGRAM, "--vault", home / "v.vault", *words],
            env=variables,
            capture_output=True,
            check=False,
            input=given,
            timeout=45,
        )
        code, said = ended.returncode, (ended.stdout + ended.stderr).decode(errors="replace")
    except subprocess.TimeoutExpired:
        code, said = -1, "HANGS"
    took = time.monotonic() - begin
    if code in {1, -1} or code < 0 or "crashed" in said or "CANARYvalue" in said or took > 20:
        BAD.append(f"{words} {code} {took:.0f}s {said[-300:]}")
        print("BAD", end=" ")
    return code, said


def place(kind: str, at: Path) -> None:
    """Put something odd at a path."""
    at.unlink(missing_ok=True)
    if kind == "fifo":
        os.mkfifo(at)
    elif kind == "directory":
        at.mkdir()
    elif kind == "zero":
        at.symlink_to("/dev/zero")
    elif kind == "dangling":
        at.symlink_to("/nonexistent/x")
    elif kind == "loop":
        at.symlink_to(at)
    elif kind == "garbage":
        at.write_bytes(os.urandom(5000))
    elif kind == "big":
        with at.open("wb") as file:
            file.truncate(3 * 2**30)
    elif kind == "socket":
        import socket

        socket.socket(socket.AF_UNIX).bind(str(at))
    elif kind == "readonly":
        at.touch(0o400)


def clear(at: Path) -> None:
    """Take it away."""
    if at.is_dir() and not at.is_symlink():
        at.rmdir()
    else:
        at.unlink(missing_ok=True)


def main() -> int:
    """End with 1 for anything bad."""
    home = Path(tempfile.mkdtemp(dir=Path.home()))
    form = (
        "LWA_APP_ID=amzn1.application-oa2-client.0123456789abcdef0123456789abcdef\n"
        f"LWA_CLIENT_SECRET=amzn1.oa2-cs.v1.CANARYvalue{'0123456789abcdef' * 4}\n"
        f"SP_API_REFRESH_TOKEN_ACME=Atzr|IwEBICANARYvalue{'abcdefgh12345678' * 8}\nSP_API_DEFAULT_MARKETPLACE_ACME=US\n"
    ).encode()
    verb(home, "init")
    verb(home, "import", "-", "--application", "Inv", "--yes", given=form)
    what = sys.argv[1:] or ["companions", "config", "imports", "targets", "passphrases"]
    kinds = ["fifo", "directory", "zero", "dangling", "loop", "garbage", "big", "socket"]
    if "companions" in what:
        for name in ("gate", "turnstile", "turns", "attempts", "asked"):
            for kind in kinds:
                at = home / f"v.vault.{name}"
                clear(at)
                if name in {"attempts", "asked"}:
                    at = home / f"v.{name}" if (home / f"v.{name}").exists() else at
                place(kind, at)
                for _ in range(2 if name in {"attempts", "asked"} else 1):
                    code, said = verb(home, "ls", phrase="echo wrong" if name == "attempts" else f"echo {_PHRASE}")
                    print(name, kind, code, said.strip()[-130:].replace("\n", " | "), flush=True)
                clear(at)
    if "config" in what:
        config = home / ".config/spauth-tui"
        config.mkdir(parents=True)
        for kind in kinds:
            place(kind, config / "config.toml")
            code, said = verb(home, "ls")
            print("config", kind, code, said.strip()[-130:].replace("\n", " | "), flush=True)
            clear(config / "config.toml")
    if "imports" in what:
        for name, text in {
            "yaml-bomb": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 110)),
            "deep-json": b"[" * 200_000,
            "deep-yaml": b"- " * 50_000,
            "nul": b"\0" * 100_000,
            "many": form * 3000,
            "lines": b"A=1\n" * 900_000,
            "long": b"LWA_APP_ID=" + b"x" * 9_000_000,
            "utf16": form.decode().encode("utf-16"),
            "escapes": b'LWA_APP_ID="\x1b]0;x\x07"\nSP_API_REFRESH_TOKEN_\x1b[31mA=Atzr|CANARYvalue\n',
            "expand": b"A=$(touch pwned)\nLWA_APP_ID=`id`\nSP_API_REFRESH_TOKEN=${A}\n",
            "json-dup": b'{"refresh_token":"Atzr|CANARYvalue","refresh_token":"x","client_id":"y"}',
        }.items():
            (home / "in").write_bytes(text)
            code, said = verb(home, "import", str(home / "in"), "--yes", "--dry-run")
            print(
                "import",
                name,
                code,
                ("ESC " if "\x1b" in said else "") + said.strip()[-160:].replace("\n", " | "),
                flush=True,
            )
        (home / "in").unlink()
        for kind in kinds:
            place(kind, home / "in")
            print("import", kind, verb(home, "import", str(home / "in"), "--yes")[0], flush=True)
            clear(home / "in")
        print("import vault", verb(home, "import", str(home / "v.vault"), "--yes")[0])
        print(
            "restore odd",
            [
                verb(home, "restore", "--yes", each)[0]
                for each in ("/dev/zero", "/dev/stdin", "/proc/self/mem", str(home))
            ],
        )
    if "targets" in what:
        for name in (
            "v.vault-journal",
            "v.vault-wal",
            "v.vault-shm",
            "v.vault.gate",
            "v.vault.turns",
            "v.vault.attempts",
            "v.attempts",
            "v.asked",
            "v.vault",
            "V.VAULT",
            ".spauth-tui.writing-x",
            "x/../v.vault-journal",
            "./v.vault-journal",
            "backups/../v.vault-wal",
            "backups/v.20261130T211138Z.1.by-hand.vault",
            "link/v.vault-journal",
            "a\nb",
            "x" * 250,
            "x" * 300,
            "~root/x",
        ):
            (home / "x").mkdir(exist_ok=True)
            (home / "backups").mkdir(exist_ok=True)
            if not (home / "link").exists():
                (home / "link").symlink_to(home)
            answers = []
            for words in (
                ("backup", str(home / name)),
                ("export", "acme", "--format", "spauth", "--yes", "--output", str(home / name)),
            ):
                code, said = verb(home, *words)
                answers.append(f"{code} {said.strip().splitlines()[-1][-90:] if said.strip() else ''}")
                if code == 0 and "v.vault" not in name[:7]:
                    (home / name).unlink(missing_ok=True)
            code, said = verb(home, "ls")
            print("target", repr(name)[:50], answers, "then ls", code, flush=True)
            if code:
                BAD.append(f"vault refused after {name}")
                clear(home / name)
    if "passphrases" in what:
        for command in (
            "yes",
            "cat /dev/zero",
            "sleep 100",
            "head -c 100000000 /dev/urandom",
            "printf 'a\\0b\\n'",
            "false",
            "nosuch",
            "kill -9 $$",
            "echo \udcff",
            "printf ''",
            "sh -c 'sleep 60 & echo x'",
            "echo x; sleep 70",
        ):
            begin = time.monotonic()
            code, said = verb(home, "ls", phrase=command)
            print(
                "passphrase", repr(command), code, f"{time.monotonic() - begin:.0f}s", said.strip()[-120:], flush=True
            )
    print(*BAD, sep="\n")
    return 1 if BAD else 0


if __name__ == "__main__":
    sys.exit(main())
