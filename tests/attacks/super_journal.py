"""A journal beside a backup or vault that names a super-journal: SQLite deletes the file so named."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_PASSPHRASE = "CANARY-pass-phrase-one-two"
_PROGRAM = Path(sys.executable).with_name("spauth-tui")


def journal(pages: int, victim: Path) -> bytes:
    """Return a hot journal that undoes nothing, with the victim's path where a super-journal's stands."""
    name = os.fsencode(victim)
    header = _MAGIC + b"".join(number.to_bytes(4) for number in (0, 1, pages, 512, 4096))
    tail = b"".join(number.to_bytes(4) for number in (len(name), sum(name)))
    return header.ljust(512, b"\0") + b"\0\0\0\0" + name + tail + _MAGIC


def run(home: Path, *words: str) -> None:
    """Run a verb and print how it ended."""
    variables = {**os.environ, "HOME": str(home), "SPAUTH_PASSPHRASE_COMMAND": f"echo {_PASSPHRASE}"}
    ended = subprocess.run([_PROGRAM, *words], env=variables, capture_output=True, text=True, check=False)
    print(words[0], ended.returncode, ended.stderr.strip()[-200:])


def main() -> int:
    """End with 1 when a file that is none of the program's was deleted."""
    gone = []
    for words in (["restore"], ["restore", "--rows-only"], ["ls"], ["ls", "cut"], ["restore", "over"]):
        home = Path(tempfile.mkdtemp(dir=Path.home()))
        home.chmod(0o700)
        vault, backup, victim = home / "v.vault", home / "b.vault", home / "thesis.txt"
        run(home, "--vault", str(vault), "init")
        shutil.copy(vault, backup)
        victim.write_text("years of work\n")
        about = backup if words[0] == "restore" and "over" not in words else vault
        about.with_name(about.name + "-journal").write_bytes(journal(about.stat().st_size // 4096, victim))
        if words[0] == "ls":
            if "cut" in words:
                with vault.open("ab") as file:
                    file.write(b"x" * 100)
            run(home, "--vault", str(vault), "ls")
        else:
            run(home, *words[: 2 if "--rows-only" in words else 1], "--yes", "--vault", str(vault), str(backup))
        print(words, "victim is there:", victim.exists())
        gone += [] if victim.exists() else [words]
    print("deleted by:", gone)
    return 1 if gone else 0


if __name__ == "__main__":
    sys.exit(main())
