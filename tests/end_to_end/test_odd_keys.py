"""Keys that nobody understands: the program passes over them, and goes on."""

import sys

import pytest

from tests.end_to_end.keys_storm import storm
from tests.more import more_of
from tests.terminal import Terminal

ODD = (
    b"\x1b[114;1:3u",
    b"\x1b[9;1:3u",
    b"\x1b[1;1:3A",
    b"\x1b[114:82;2u",
    b"\x1b[1114112u",
    b"\x1b[55296u",
    b"\x1b[;;99999999999999u",
    b"\xff\xfe\x80",
    b"\x1b[48;0;0;0;0t\x1b[<0;1;1M",
    b"\x1b[48;a:b;2;3;4t",
)


def test_the_dashboard_goes_on_after_keys_that_it_does_not_understand(environment: dict[str, str]) -> None:
    with Terminal([sys.executable, "-m", "spauth_tui", "demo"], environment) as terminal:
        terminal.wait_for("Acme")
        terminal.key("")
        for number, keys in enumerate(ODD):
            # What follows at once is understood.
            terminal.send_bytes(keys + b"/")
            terminal.send(f"sought-{number}")
            terminal.wait_for(f"sought-{number}")
            terminal.key("\x1b")
            assert "sought-" not in terminal.text, keys
        terminal.send("\x11")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("count", [30, *more_of(400)])
def test_a_storm_of_random_bytes_and_made_up_keys_is_borne(environment: dict[str, str], count: int) -> None:
    storm(environment, count, seed=7)
