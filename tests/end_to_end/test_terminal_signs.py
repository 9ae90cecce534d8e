"""What the terminal is told beside the screen, byte by byte, by the real program in a pseudo-terminal."""

import signal

import pytest

from tests.end_to_end.conftest import PROGRAM

terminal = pytest.importorskip("tests.terminal", reason="needs a pseudo-terminal")

KEPT, TAKEN_BACK, CLEARED = b"\x1b[22;0t", b"\x1b[23;0t", b"\x1b]9;4;0;0\a"


def test_the_title_tells_counts_and_no_name_and_is_taken_back_at_the_end(environment: dict[str, str]) -> None:
    with terminal.Terminal([PROGRAM, "demo"], environment) as shown:
        shown.wait_for("Acme US")
        shown.key("q")
        assert shown.wait_for_end() == 0
        titles = [piece.split(b"\a")[0] for piece in shown.raw.split(b"\x1b]2;")[1:]]
        assert (shown.raw.count(KEPT), shown.raw.count(TAKEN_BACK)) == (1, 1)
        assert any(b" live" in title for title in titles)
        assert not any(b"Acme" in title or b"demo" in title for title in titles)


def test_a_locked_vault_is_told_in_the_title_which_a_signal_takes_back(environment: dict[str, str]) -> None:
    with terminal.Terminal([PROGRAM, "demo"], environment) as shown:
        shown.wait_for("DEMO")
        shown.key("L")
        shown.wait_for("passphrase")
        assert shown.raw.rstrip().split(b"\x1b]2;")[-1].startswith(b"spauth: locked\a")
        shown.process.send_signal(signal.SIGTERM)
        shown.wait_for_end()
        assert TAKEN_BACK in shown.raw


def test_refreshing_all_is_shown_as_progress_and_taken_away(environment: dict[str, str]) -> None:
    with terminal.Terminal([PROGRAM, "demo"], {**environment, "WT_SESSION": "0"}) as shown:
        shown.wait_for("DEMO")
        shown.key("R")
        shown.wait_for("refreshed")
        shown.key("q")
        shown.wait_for_end()
        assert b"\x1b]9;4;1;" in shown.raw
        assert shown.raw.rindex(CLEARED) > shown.raw.rindex(b"\x1b]9;4;1;")
