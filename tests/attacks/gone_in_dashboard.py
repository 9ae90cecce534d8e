"""The dashboard's vault is replaced within two seconds of a read, again and again; it is unlocked again, then left."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_PROGRAM = Path(sys.executable).with_name("spauth-tui")
_PHRASE = "CANARY-pass-phrase-one-two"


def tmux(*words: str) -> str:
    """Ask tmux on a server of our own."""
    return subprocess.run(["tmux", "-L", f"a{os.getpid()}", *words], capture_output=True, text=True, check=False).stdout


def screen() -> str:
    """Return what the window shows."""
    return tmux("capture-pane", "-p", "-t", "w")


def until(word: str, seconds: float = 20) -> bool:
    """Wait until the window shows a word."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if word in screen():
            return True
        time.sleep(0.1)
    print(f"never saw {word!r}:\n{screen()}")
    return False


def main() -> int:
    """End with 1 when a crash is reported."""
    home = Path(tempfile.mkdtemp(dir=Path.home()))
    vault = home / "v.vault"
    variables = {**os.environ, "HOME": str(home), "SPAUTH_PASSPHRASE_COMMAND": f"echo {_PHRASE}"}
    form = (
        "LWA_APP_ID=amzn1.application-oa2-client.0123456789abcdef0123456789abcdef\n"
        f"LWA_CLIENT_SECRET=amzn1.oa2-cs.v1.CANARY{'0123456789abcdef' * 4}\n"
        f"SP_API_REFRESH_TOKEN_ACME=Atzr|IwEBICANARY{'abcdefgh12345678' * 8}\nSP_API_DEFAULT_MARKETPLACE_ACME=US\n"
    )
    for each, given in ((["init"], ""), (["import", "-", "--application", "Inv", "--yes"], form)):
        subprocess.run(
            [_PROGRAM, "--vault", vault, *each], env=variables, check=True, capture_output=True, text=True, input=given
        )
    started = f"env -u SPAUTH_PASSPHRASE_COMMAND HOME={home} {_PROGRAM} --vault {vault}"
    command = f"{started}; echo ended $? | tee {home}/rc; sleep 60"
    tmux("new-session", "-d", "-s", "w", "-x", "120", "-y", "40", command)
    for round_ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 5):
        until("assphrase")
        time.sleep(0.5)
        tmux("send-keys", "-t", "w", "-l", _PHRASE)
        tmux("send-keys", "-t", "w", "Enter")
        until("acme")
        time.sleep([2.6, 3.1, 3.6, 4.1, 4.6][round_])
        tmux("send-keys", "-t", "w", "Enter")
        time.sleep(1.7)
        shutil.copy(vault, home / "copy")
        (home / "copy").replace(vault)
        time.sleep(6)
        print("---", round_, "\n".join(line for line in screen().splitlines() if line.strip())[-300:])
        if "ended" in screen():
            break
        tmux("send-keys", "-t", "w", "C-l")
        time.sleep(1)
    tmux("send-keys", "-t", "w", "C-q")
    time.sleep(4)
    error = screen()
    print(
        "rc",
        (home / "rc").read_text() if (home / "rc").exists() else "still running",
        "window:",
        "\n".join(line for line in error.splitlines() if line.strip())[-900:],
    )
    tmux("kill-server")
    return 1 if "crashed" in error else 0


if __name__ == "__main__":
    sys.exit(main())
