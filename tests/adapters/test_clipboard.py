"""The clipboard on real backends: X11 under Xvfb, tmux, a command of one's own, the terminal."""

import asyncio
import base64
import contextlib
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from spauth_tui.adapters.clipboard.backends import backends_for
from spauth_tui.adapters.clipboard.children import minimal
from spauth_tui.adapters.clipboard.system import SystemClipboard, sequence
from spauth_tui.domain.errors.system import ClipboardUnavailable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.system import Certainty
from tests import needs

TOKEN = Secret("Atza|CANARY-copied")
PATH = os.environ["PATH"]


def need(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen of its own."""
    need("Xvfb")
    ours, theirs = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "320x200x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[theirs],
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    with os.fdopen(ours) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def only(tmp_path: Path, *programs: str) -> str:
    """Return a PATH on which there are only these programs."""
    directory = tmp_path / "bin"
    directory.mkdir()
    for program in programs:
        found = shutil.which(program)
        assert found is not None
        (directory / program).symlink_to(found)
    return str(directory)


@pytest.fixture(params=["xclip", "xsel"])
def x11(request: pytest.FixtureRequest, display: str, tmp_path: Path) -> dict[str, str]:
    need(request.param)
    return {"DISPLAY": display, "PATH": only(tmp_path, request.param), "HOME": str(tmp_path)}


def on_the_clipboard(environment: dict[str, str]) -> str:
    backend = backends_for(environment, "linux")[0]
    return subprocess.run(list(backend.read), env=environment, capture_output=True, text=True, timeout=5).stdout


async def test_x11_takes_it_and_it_is_read_back(x11: dict[str, str]) -> None:
    receipt = await SystemClipboard(x11).copy(TOKEN)
    assert receipt.certainty is Certainty.READ_BACK
    assert on_the_clipboard(x11) == TOKEN.reveal()


async def test_what_is_ours_is_cleared(x11: dict[str, str]) -> None:
    clipboard = SystemClipboard(x11)
    await clipboard.copy(TOKEN)
    await clipboard.clear_if_ours()
    assert on_the_clipboard(x11) == ""


async def test_what_somebody_else_copied_is_left(x11: dict[str, str]) -> None:
    clipboard = SystemClipboard(x11)
    await clipboard.copy(TOKEN)
    await SystemClipboard(x11).copy(Secret("something else"))
    await clipboard.clear_if_ours()
    assert on_the_clipboard(x11) == "something else"


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[dict[str, str]]:
    need("tmux")
    # A short path: a socket's name has a limit.
    environment = {"PATH": PATH, "HOME": str(tmp_path), "TMUX_TMPDIR": str(tmp_path), "TERM": "xterm-256color"}
    run = ["tmux", "new-session", "-d", "-s", "test", "-x", "80", "-y", "24", "sleep 60"]
    subprocess.run(run, env=environment, check=True)
    shown = subprocess.run(
        ["tmux", "display-message", "-p", "-t", "test", "#{socket_path},#{pid},0"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    yield {**environment, "TMUX": shown.stdout.strip()}
    subprocess.run(["tmux", "kill-server"], env=environment, check=False)


async def test_tmux_takes_it_and_no_buffer_is_left(tmux: dict[str, str]) -> None:
    receipt = await SystemClipboard(tmux).copy(TOKEN)
    assert (receipt.backend, receipt.certainty) == ("tmux", Certainty.SENT)
    left = subprocess.run(["tmux", "list-buffers"], env=tmux, capture_output=True, text=True, check=False)
    assert left.stdout == ""


def _read_until(descriptor: int, wanted: bytes) -> bytes:
    """Return what a terminal was sent, up to these bytes or for 10 seconds."""
    sent, end = b"", time.monotonic() + 10
    while wanted not in sent and (left := end - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            sent += os.read(descriptor, 65536)
    return sent


def _attached(environment: dict[str, str], terminal: int) -> "subprocess.Popen[bytes]":
    """Attach to tmux in a terminal of its own."""
    attach = ["tmux", "attach", "-t", "test"]
    return subprocess.Popen(
        attach, env=environment, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    )


async def test_clearing_in_tmux_replaces_what_the_terminal_around_it_holds(tmux: dict[str, str]) -> None:
    import pty

    ours, theirs = pty.openpty()
    subprocess.run(["tmux", "set", "-s", "set-clipboard", "on"], env=tmux, check=True)
    outside = {name: value for name, value in tmux.items() if name != "TMUX"}
    client = _attached(outside, theirs)
    try:
        _read_until(ours, b"\x1b[?1049h")
        clipboard = SystemClipboard(tmux)
        await clipboard.copy(TOKEN)
        assert base64.b64encode(TOKEN.reveal().encode()) in _read_until(ours, base64.b64encode(TOKEN.reveal().encode()))
        await clipboard.clear_if_ours()
        assert b";IA==" in _read_until(ours, b";IA==")
    finally:
        client.kill()
        client.wait()
        os.close(ours)
        os.close(theirs)


async def test_a_command_of_ones_own_gets_the_text(tmp_path: Path) -> None:
    need("tee")
    target = tmp_path / "copied"
    environment = {"PATH": PATH, "SPAUTH_CLIPBOARD_COMMAND": f"tee '{target}'"}
    receipt = await SystemClipboard(environment).copy(TOKEN)
    assert receipt.certainty is Certainty.HANDED_OVER
    assert target.read_text() == TOKEN.reveal()


async def test_a_command_that_hangs_is_given_up(tmp_path: Path) -> None:
    environment = {"PATH": PATH, "SPAUTH_CLIPBOARD_COMMAND": "sleep 60"}
    with pytest.raises(ClipboardUnavailable):
        await SystemClipboard(environment, limit=0.2).copy(TOKEN)


@pytest.mark.parametrize("command", ["sleep 60", "false", "no-such-program-here", "'unfinished"])
async def test_where_the_person_named_one_way_the_terminal_is_not_another(command: str) -> None:
    written: list[str] = []
    environment = {"PATH": PATH, "SPAUTH_CLIPBOARD_COMMAND": command}
    clipboard = SystemClipboard(environment, written.append, limit=0.2)
    with pytest.raises(ClipboardUnavailable, match="Your clipboard command failed"):
        await clipboard.copy(TOKEN)
    assert written == []


async def test_without_any_way_it_says_so() -> None:
    with pytest.raises(ClipboardUnavailable):
        await SystemClipboard({"PATH": PATH}).copy(TOKEN)


def test_on_windows_a_program_is_told_where_the_system_is_and_nothing_of_ours() -> None:
    environment = {"SYSTEMROOT": r"C:\Windows", "SPAUTH_PASSPHRASE_COMMAND": "CANARY"}
    assert minimal(environment) == {"SYSTEMROOT": r"C:\Windows"}


def test_osc_52_carries_the_text_in_base64() -> None:
    coded = base64.b64encode(b"hello").decode()
    assert sequence("hello", {"TERM": "xterm"}) == f"\x1b]52;c;{coded}\a"


def test_gnu_screen_gets_it_in_wrapped_pieces() -> None:
    wrapped = sequence("x" * 200, {"TERM": "screen.xterm"})
    assert wrapped.startswith("\x1bP\x1b]52;c;")
    assert wrapped.count("\x1bP") > 1


async def test_the_terminal_is_cleared_too() -> None:
    written: list[str] = []
    clipboard = SystemClipboard({"PATH": PATH}, written.append)
    await clipboard.copy(TOKEN)
    await clipboard.clear_if_ours()
    assert written[-1] == "\x1b]52;c;\a"


async def test_clearing_twice_does_nothing_more() -> None:
    written: list[str] = []
    clipboard = SystemClipboard({"PATH": PATH}, written.append)
    await clipboard.copy(TOKEN)
    await clipboard.clear_if_ours()
    await clipboard.clear_if_ours()
    assert len(written) == 2


@pytest.mark.parametrize(
    ("environment", "platform", "names"),
    [
        ({}, "darwin", ["pbcopy"]),
        ({"DISPLAY": ":0"}, "linux", ["xclip", "xsel"]),
        ({"WAYLAND_DISPLAY": "w"}, "linux", ["wl-copy"]),
        ({"SSH_CONNECTION": "x", "WAYLAND_DISPLAY": "w"}, "linux", []),
        ({}, "linux", []),
    ],
)
@needs.file_modes
def test_the_ways_follow_from_the_surroundings(
    environment: dict[str, str], platform: str, names: list[str], tmp_path: Path
) -> None:
    for name in ("pbcopy", "xclip", "xsel", "wl-copy"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    found = backends_for({**environment, "PATH": str(tmp_path)}, platform)
    assert [each.name for each in found] == names


def _slow_clipboard(tmp_path: Path, *, clears: str) -> dict[str, str]:
    """Return app_context whose clipboard is a file, and whose program takes a while to clear it."""
    shell = shutil.which("sh")
    (tmp_path / "wl-paste").write_text(f"#!{shell}\n{shutil.which('cat')} '{tmp_path}/held'\n")
    (tmp_path / "wl-copy").write_text(
        f"#!{shell}\nif [ \"$1\" = -c ]; then {clears}; else {shutil.which('cat')} > '{tmp_path}/held'; fi\n"
    )
    for name in ("wl-paste", "wl-copy"):
        (tmp_path / name).chmod(0o755)
    return {"WAYLAND_DISPLAY": "w", "PATH": str(tmp_path), "HOME": str(tmp_path)}


@needs.file_modes
async def test_a_program_that_takes_a_while_to_clear_is_waited_for(tmp_path: Path) -> None:
    need("sh", "cat", "sleep")
    clears = f"{shutil.which('sleep')} 0.4; echo cleared > '{tmp_path}/held'"
    clipboard = SystemClipboard(_slow_clipboard(tmp_path, clears=clears), limit=20)
    await clipboard.copy(TOKEN)
    await clipboard.clear_if_ours()
    assert (tmp_path / "held").read_text() == "cleared\n"


@needs.file_modes
async def test_where_clearing_does_not_help_at_first_it_is_tried_again(tmp_path: Path) -> None:
    need("sh", "cat")
    clears = f"echo x >> '{tmp_path}/tries'"
    clipboard = SystemClipboard(_slow_clipboard(tmp_path, clears=clears), limit=20)
    await clipboard.copy(TOKEN)
    await clipboard.clear_if_ours()
    assert (tmp_path / "tries").read_text() == "x\n" * 3


def stand_in(directory: Path, name: str, text: str) -> None:
    """Write a clipboard program of the test's own."""
    (directory / name).write_text(f"#!/bin/sh\ncd '{directory}'\n{text}\n")
    (directory / name).chmod(0o755)


def own_command(tmp_path: Path, then: str) -> dict[str, str]:
    """Return app_context whose own command says its number, waits if there is a text for it, and keeps it."""
    stand_in(tmp_path, "mine", f"cat > held\nif [ -s held ]; then echo $$ > number; mv number begun; {then}; fi")
    return {"SPAUTH_CLIPBOARD_COMMAND": str(tmp_path / "mine"), "PATH": PATH, "HOME": str(tmp_path)}


async def begun(clipboard: SystemClipboard, tmp_path: Path, after: timedelta | None = None) -> asyncio.Task[object]:
    """Start a copy, and return once its program is at work."""
    copying: asyncio.Task[object] = asyncio.create_task(clipboard.copy(TOKEN, after))
    async with asyncio.timeout(20):
        while not (tmp_path / "begun").exists():  # noqa: ASYNC110 - a program's file has no event
            await asyncio.sleep(0.02)
    return copying


async def stopped(copying: asyncio.Task[object]) -> None:
    copying.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await copying


@needs.file_modes
async def test_a_copy_that_is_cancelled_ends_its_program(tmp_path: Path) -> None:
    clipboard = SystemClipboard(own_command(tmp_path, "sleep 60"), limit=60)
    await stopped(await begun(clipboard, tmp_path))
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "begun").read_text()), 0)


@needs.file_modes
async def test_what_a_cancelled_copy_left_is_cleared(tmp_path: Path) -> None:
    clipboard = SystemClipboard(own_command(tmp_path, "sleep 60"), limit=60)
    await stopped(await begun(clipboard, tmp_path))
    await clipboard.clear_if_ours()
    assert (tmp_path / "held").read_text() == ""


@needs.file_modes
async def test_clearing_waits_for_a_copy_under_way(tmp_path: Path) -> None:
    clipboard = SystemClipboard(
        own_command(tmp_path, "while [ ! -e go ]; do sleep 0.02; done; echo x > held"), limit=60
    )
    copying = await begun(clipboard, tmp_path)
    clearing = asyncio.create_task(clipboard.clear_if_ours())
    await asyncio.sleep(0)
    (tmp_path / "go").touch()
    await asyncio.gather(copying, clearing)
    assert (tmp_path / "held").read_text() == ""


@pytest.mark.parametrize(
    "programs",
    [
        {"wl-copy": "cat > held", "wl-paste": "exit 1"},
        {"wl-copy": "cat > held", "wl-paste": "exec sleep 60"},
        {"wl-copy": "cat > held", "wl-paste": "cat held; echo"},
        {"wl-copy": "cat > held; exit 1", "wl-paste": "exit 1"},
        {"tmux": 'case "$*" in *load*) cat > held; exec sleep 60;; *set-buffer*) printf " " > held;; esac'},
        {"mine": "cat > held; exit 1"},
        {"mine": "cat > held; [ -s held ] && exec sleep 60"},
    ],
)
@needs.file_modes
async def test_a_way_that_took_it_and_is_not_believed_is_emptied(programs: dict[str, str], tmp_path: Path) -> None:
    for name, text in programs.items():
        stand_in(tmp_path, name, text)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path)}
    environment |= {"SPAUTH_CLIPBOARD_COMMAND": "mine"} if "mine" in programs else {}
    environment |= {"TMUX": "t"} if "tmux" in programs else {}
    environment |= {"WAYLAND_DISPLAY": "w"} if "wl-copy" in programs else {}
    clipboard = SystemClipboard(environment, limit=2)
    with pytest.raises(ClipboardUnavailable):
        await clipboard.copy(TOKEN)
    taken = (tmp_path / "held").read_text()
    await clipboard.clear_if_ours()
    assert (taken, (tmp_path / "held").read_text().strip()) == (TOKEN.reveal(), "")


@needs.file_modes
async def test_a_copy_is_cleared_though_the_next_one_went_another_way(tmp_path: Path) -> None:
    stand_in(tmp_path, "wl-copy", "[ -e down ] && exit 1; cat > held")
    stand_in(tmp_path, "wl-paste", "cat held")
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path), "WAYLAND_DISPLAY": "w"}
    written: list[str] = []
    clipboard = SystemClipboard(environment, written.append, limit=20)
    await clipboard.copy(TOKEN)
    (tmp_path / "down").touch()
    await clipboard.copy(Secret("CANARY-second"))
    (tmp_path / "down").unlink()
    await clipboard.clear_if_ours()
    assert ((tmp_path / "held").read_text(), written[-1]) == ("", "\x1b]52;c;\a")


@needs.file_modes
async def test_what_cannot_be_read_after_a_copy_that_was_read_back_is_left(tmp_path: Path) -> None:
    stand_in(tmp_path, "wl-copy", "cat > held")
    stand_in(tmp_path, "wl-paste", "[ -e picture ] && exit 1; cat held")
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path), "WAYLAND_DISPLAY": "w"}
    clipboard = SystemClipboard(environment, limit=20)
    await clipboard.copy(TOKEN)
    (tmp_path / "held").write_text("a picture")
    (tmp_path / "picture").touch()
    await clipboard.clear_if_ours()
    assert (tmp_path / "held").read_text() == "a picture"
