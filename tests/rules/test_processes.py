"""Every test ends: its processes can be interrupted, are killed, and it has a limit itself."""

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import killed_at_the_end

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

CHILD = (
    "import signal, subprocess, sys; from tests.processes import heed_signals; heed_signals();"
    "show = 'import signal; print([signal.getsignal(each).name for each in (1, 3, 15)], signal.getsignal(2).__name__)';"
    "sys.exit(subprocess.run([sys.executable, '-c', show]).returncode)"
)


def _ignoring(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run it with signals ignored, as `nohup COMMAND &` in a script does."""
    script = 'trap "" INT QUIT HUP TERM; exec "$@"'
    return subprocess.run(
        ["sh", "-c", script, "sh", *command], cwd=ROOT, env={**os.environ, **more}, capture_output=True, text=True
    )


def test_what_is_ignored_here_is_not_ignored_by_what_tests_start() -> None:
    shown = _ignoring(sys.executable, "-c", CHILD)
    assert shown.stdout == "['SIG_DFL', 'SIG_DFL', 'SIG_DFL'] default_int_handler\n", shown.stderr


def test_under_nohup_no_signal_is_ignored_in_a_test() -> None:
    """The tests themselves were started so by whoever runs this one under nohup, or by the line above."""
    numbers = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
    assert [each.name for each in numbers if signal.getsignal(each) is signal.SIG_IGN] == []


def test_a_process_that_never_ends_is_killed() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with pytest.raises(subprocess.TimeoutExpired), killed_at_the_end(child):
        child.wait(0.01)
    assert child.returncode == -signal.SIGKILL


HANGS = """
import subprocess, sys, time
from tests.processes import killed_at_the_end

def test_that_waits_for_a_child():
    with killed_at_the_end(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])) as child:
        child.wait()

async def test_that_waits_in_a_loop():
    import asyncio
    await asyncio.Event().wait()

def test_that_is_fine():
    pass
"""


@pytest.mark.tools
@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_test_that_hangs_is_ended_and_the_others_go_on(tmp_path: Path, processes: str) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGS)
    command = (sys.executable, "-m", "pytest", str(tmp_path), "-c", str(ROOT / "pyproject.toml"), "-p", "no:randomly")
    ran = _ignoring(*command, "-n", processes, "-o", "timeout=1", "--rootdir", str(tmp_path), "--tb=line")
    assert "2 failed, 1 passed" in ran.stdout, ran.stdout + ran.stderr
    assert ran.stdout.count("Timeout") >= 2


def _waits_without_end(path: Path) -> list[str]:
    """Find a `with` on a process that nothing kills."""
    tree = ast.parse(path.read_text())
    giving = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.returns
        and ast.unparse(node.returns).strip("'").removeprefix("subprocess.").startswith("Popen")
    }
    return [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.With | ast.AsyncWith)
        for item in node.items
        if isinstance(item.context_expr, ast.Call)
        and ast.unparse(item.context_expr.func).rpartition(".")[2] in {"Popen", *giving}
    ]


def test_no_process_is_waited_for_that_nothing_kills() -> None:
    assert [each for path in sorted(TESTS.rglob("*.py")) for each in _waits_without_end(path)] == []
