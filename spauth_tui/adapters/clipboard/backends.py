"""Clipboard backends as data: how to write, read back and clear each."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from shutil import which

from spauth_tui.adapters.system.command_words import words_of


@dataclass(frozen=True, slots=True)
class Backend:
    """A clipboard program. Without `read` a copy cannot be confirmed; without `clear` it gets an empty text."""

    name: str
    put: Sequence[str]
    read: Sequence[str] = ()
    clear: Sequence[str] = ()
    after_put: Sequence[str] = ()  # a command to run after a copy, to leave no trace


_TMUX_BUFFER = "spauth"

XCLIP = Backend("xclip", ("xclip", "-selection", "clipboard", "-in"), ("xclip", "-selection", "clipboard", "-out"))
XSEL = Backend("xsel", ("xsel", "-b", "-i"), ("xsel", "-b", "-o"), ("xsel", "-b", "-c"))
WAYLAND = Backend("wl-copy", ("wl-copy",), ("wl-paste", "-n"), ("wl-copy", "-c"))
MAC = Backend("pbcopy", ("pbcopy",), ("pbpaste",))
WINDOWS = Backend("clip.exe", ("clip.exe",))
TMUX = Backend(
    "tmux",
    ("tmux", "load-buffer", "-w", "-b", _TMUX_BUFFER, "-"),
    # tmux passes no empty text on: a space takes the token's place in the terminal's clipboard.
    clear=("tmux", "set-buffer", "-w", "-b", _TMUX_BUFFER, " ", ";", "delete-buffer", "-b", _TMUX_BUFFER),
    # tmux passes the text to the terminal, which cannot confirm it; tmux's buffer is deleted.
    after_put=("tmux", "delete-buffer", "-b", _TMUX_BUFFER),
)


def own_command(environment: Mapping[str, str]) -> str:
    """Return the clipboard command that the person configured, if any."""
    return environment.get("SPAUTH_CLIPBOARD_COMMAND", "").strip()


def backends_for(environment: Mapping[str, str], platform: str = sys.platform) -> tuple[Backend, ...]:
    """Return the programs to try before the terminal, in order; or only the person's own command."""
    own = own_command(environment)
    if own:
        words = words_of(own, platform)
        return (Backend("your command", words),) if words else ()
    wanted: list[Backend] = []
    if platform == "darwin":
        wanted.append(MAC)
    elif platform == "win32":
        wanted.append(WINDOWS)
    elif not environment.get("SSH_CONNECTION") or environment.get("DISPLAY"):
        if environment.get("WAYLAND_DISPLAY"):
            wanted.append(WAYLAND)
        if environment.get("DISPLAY"):
            wanted.extend((XCLIP, XSEL))
    if environment.get("TMUX"):
        wanted.append(TMUX)
    path = environment.get("PATH")
    return tuple(backend for backend in wanted if which(backend.put[0], path=path))
