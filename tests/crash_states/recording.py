"""Recording what a program does to the files below a directory, by strace."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,open,creat,write,pwrite64,ftruncate,truncate,fsync,fdatasync,link,linkat,rename,renameat,renameat2,"
    "unlink,unlinkat,mkdir,mkdirat,rmdir,symlink,symlinkat,fallocate,copy_file_range,sendfile,mmap"
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One call that succeeded; paths are relative to the directory, `path` is what it names or has open."""

    kind: str
    path: str
    to: str = ""
    at: int = 0
    data: bytes = b""


_LINE = re.compile(r"^(\d+\.\d+) (\w+)\((.*)\)\s+= (-?\d+)(.*)$", re.DOTALL)


def record(command: list[str], directory: Path, traces: Path) -> list[Operation]:
    """Run a command, and return what it did below the directory, in order."""
    traces.mkdir()
    strace = ["strace", "-ff", "-ttt", "-y", "-xx", "-s", "20000000", "-e", f"trace={CALLS}", "-o", str(traces / "t")]
    subprocess.run([*strace, *command], check=True, timeout=300, stdout=subprocess.DEVNULL)
    lines = [line for trace in traces.iterdir() for line in trace.read_text().splitlines()]
    timed = sorted((found for line in lines if (found := _LINE.match(line))), key=lambda found: float(found[1]))
    return [each for found in timed if int(found[4]) >= 0 for each in _operations(found, str(directory))]


def _text(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", "")) if hexed.startswith("\\x") else hexed.encode()


@dataclass(frozen=True, slots=True)
class _Call:
    """One line of a trace, and what of it lies below the directory."""

    name: str
    arguments: str
    answer: int
    root: str

    def below(self, path: str) -> str | None:
        """Return a path relative to the directory; None for one elsewhere."""
        path = os.path.normpath(path)
        return os.path.relpath(path, self.root) if path == self.root or path.startswith(f"{self.root}/") else None

    @property
    def strings(self) -> list[bytes]:
        """The texts among the arguments."""
        return [_text(each) for each in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', self.arguments)]

    def named(self, number: int) -> str | None:
        """Return the path that the call names, absolute or from a directory that it has open."""
        starts = [_text(each).decode() for each in re.findall(r"(?:AT_FDCWD|\d+)<([^>]*)>", self.arguments)]
        path = self.strings[number].decode()
        if starts and not path.startswith("/"):
            path = f"{starts[min(number, len(starts) - 1)]}/{path}"
        return self.below(path)

    @property
    def held(self) -> str | None:
        """The path of the file that the call works on, which is open."""
        opened = re.match(r"\d+<([^>]*)>", self.arguments)
        return self.below(_text(opened[1]).decode()) if opened else None

    @property
    def last(self) -> int:
        """The last argument, a number."""
        return int(self.arguments.rsplit(",", 1)[1])


def _opened(call: _Call) -> Iterator[Operation]:
    path = call.named(0)
    if path is not None and ("O_CREAT" in call.arguments or call.name == "creat"):
        yield Operation("create", path)
    if path is not None and "O_TRUNC" in call.arguments:
        yield Operation("truncate", path)


def _on_a_file(call: _Call) -> Iterator[Operation]:
    if call.held is None:
        return
    if call.name in {"write", "pwrite64"}:
        at = call.last if call.name == "pwrite64" else -1
        yield Operation("write", call.held, at=at, data=call.strings[0][: call.answer])
    elif call.name == "ftruncate":
        yield Operation("truncate", call.held, at=call.last)
    elif call.name in {"fsync", "fdatasync"}:
        yield Operation("sync", call.held)
    elif call.name != "mmap" or ("PROT_WRITE" in call.arguments and "MAP_SHARED" in call.arguments):
        raise AssertionError(f"{call.name} writes in a way that is not recorded")


_ON_NAMES = {
    "link": "link",
    "linkat": "link",
    "rename": "rename",
    "renameat": "rename",
    "renameat2": "rename",
    "unlink": "unlink",
    "unlinkat": "unlink",
    "rmdir": "rmdir",
    "mkdir": "mkdir",
    "mkdirat": "mkdir",
    "truncate": "truncate",
}


def _operations(found: re.Match[str], root: str) -> Iterator[Operation]:
    """Translate one line; what happens elsewhere is passed over."""
    call = _Call(found[2], found[3], int(found[4]), root)
    if call.name in {"openat", "open", "creat"}:
        yield from _opened(call)
        return
    kind = _ON_NAMES.get(call.name)
    if kind is None:
        yield from _on_a_file(call)
        return
    path = call.named(0)
    to = call.named(1) if kind in {"link", "rename"} else ""
    if path is None or to is None:
        return
    if "AT_REMOVEDIR" in call.arguments:
        kind = "rmdir"
    yield Operation(kind, path, to, call.last if kind == "truncate" else 0)


def program(*arguments: str) -> list[str]:
    """Return the command for a module of the tests."""
    return [sys.executable, "-m", *arguments]
