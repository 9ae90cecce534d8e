"""Throws bytes at the dashboard as a terminal would: `python -m tests.end_to_end.keys_storm ROUNDS [SEED]`.

Each round is a burst: random bytes, or a sequence of the kitty keyboard protocol with every part of it made up. The
program must live, answer afterwards, and end as it should.
"""

import os
import random
import sys
from collections.abc import Iterator, Mapping

from tests.terminal import Terminal

NUMBERS = ("", "0", "1", "9", "13", "27", "57399", "65", "114", "1114111", "1114112", "55296", "9" * 19, "9" * 30, "-1")
ENDS = "u~ABCDEFHPQRSmMtyI"
ENDS_IT = (0x11, 0x1A)
"""Control with Q, and with Z: it gives the terminal back for a moment, in which control with \\ is a signal."""
GOES_ON = b"\x1b[201~\x1b\x1b\x1b"
"""Ends a paste and whatever dialog a burst may have opened."""


def kitty(chance: random.Random) -> bytes:
    """Make up one `CSI … u`, or another end, with code points, modifiers, kinds of event and text."""
    parts = [
        ":".join(chance.choice(NUMBERS) for _ in range(chance.choice((1, 1, 1, 2, 3))))
        for _ in range(chance.choice((1, 2, 2, 3, 3, 4)))
    ]
    start = chance.choice(("\x1b[", "\x1b[", "\x1b[", "\x1b[?", "\x1b[<", "\x1b[48;"))
    return f"{start}{';'.join(parts)}{chance.choice(ENDS)}".encode()


def noise(chance: random.Random) -> bytes:
    """Make up bytes; letters and digits are keys that do something, and are not what is tried here."""
    held = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 40)))
    return bytes(each for each in held if each not in ENDS_IT and not (each < 128 and chr(each).isalnum()))


def bursts(seed: int, rounds: int) -> Iterator[bytes]:
    """Return so many bursts, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(rounds):
        yield chance.choice((kitty, kitty, noise))(chance)


def storm(environment: Mapping[str, str], rounds: int, seed: int) -> None:
    """Run the demo in it; raises `AssertionError` with what was sent last if the program does not bear it."""
    sent: list[bytes] = []
    with Terminal([sys.executable, "-m", "spauth_tui", "demo"], environment) as terminal:
        terminal.wait_for("Acme")
        terminal.key("")
        for number, burst in enumerate(bursts(seed, rounds), start=1):
            sent.append(burst)
            terminal.send_bytes(burst)
            terminal.read_what_came()
            if number % 20 == 0 or number == rounds:
                terminal.send_bytes(GOES_ON)
                terminal.key("")
            assert terminal.process.poll() is None, f"seed {seed}: after {sent[-20:]}: {terminal.raw[-1500:]!r}"
        terminal.send("\x11")
        code = terminal.wait_for_end(60)
        assert code == 0, f"seed {seed}: {code} after {sent[-20:]}: {terminal.raw[-1500:]!r}"
        assert b"crashed" not in terminal.raw


if __name__ == "__main__":
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    each = 500
    for number in range(first, first + -(-rounds // each)):
        storm({**os.environ, "TERM": "xterm-256color"}, each, number)
        sys.stdout.write(f"seed {number}: {each} bursts borne\n")
