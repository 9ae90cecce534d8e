"""The process's memory is no other program's: no core file, no reading by the same user."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
HARDENED = """
import ctypes, os, resource, sys
from spauth_tui.startup.hardening import harden
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
    # Changing the user has made it unreadable already; as an ordinary program it would be readable.
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
secret = "CANARY" + sys.stdin.readline().strip()
harden()
print("ready", flush=True)
sys.stdin.readline()
"""
READER = """
import os, sys
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
try:
    open(f"/proc/{sys.argv[1]}/mem", "rb").read(1)
except PermissionError:
    print("denied")
except OSError as error:
    print("opened", error.errno)
else:
    print("read")
"""

if sys.platform != "linux":
    pytest.skip("/proc is Linux's own", allow_module_level=True)


@pytest.fixture
def hardened(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A hardened program that holds a secret, run by an ordinary user where the tests run as root."""
    tmp_path.chmod(0o777)
    for each in tmp_path.parents:
        if each.owner() == "root" and each != Path("/") and each.stat().st_mode & 0o001 == 0:
            each.chmod(each.stat().st_mode | 0o001)
    child = subprocess.Popen(
        ["sh", "-c", f'ulimit -c unlimited 2>/dev/null; cd "{tmp_path}"; exec "$0" -c "$1"', sys.executable, HARDENED],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write("-in-memory\n")
    child.stdin.flush()
    assert child.stdout.readline() == "ready\n"
    yield child
    child.kill()
    child.communicate()


def test_another_program_of_the_same_user_cannot_read_its_memory(hardened: "subprocess.Popen[str]") -> None:
    done = subprocess.run([sys.executable, "-c", READER, str(hardened.pid)], capture_output=True, text=True, timeout=10)
    assert done.stdout.strip() == "denied"


def test_an_abort_leaves_no_core_file(hardened: "subprocess.Popen[str]", tmp_path: Path) -> None:
    hardened.send_signal(signal.SIGABRT)
    assert hardened.wait(10) == -signal.SIGABRT
    assert list(tmp_path.iterdir()) == []
