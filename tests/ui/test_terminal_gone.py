"""A terminal that is gone ends the reading of it: it would be ready to be read for ever."""

import os
import sys
import threading

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has Textual's own driver", allow_module_level=True)

from spauth_tui.ui.base.safe_app import SafeApp
from spauth_tui.ui.base.terminal_input import TerminalDriver


def test_reading_ends_with_the_terminal() -> None:
    ours, theirs = os.pipe()
    os.close(theirs)
    driver = TerminalDriver.__new__(TerminalDriver)
    driver.fileno, driver.safe_app, driver.exit_event = ours, SafeApp(), threading.Event()
    reading = threading.Thread(target=driver.run_input_thread, daemon=True)
    reading.start()
    reading.join(10)
    is_over = not reading.is_alive()
    driver.exit_event.set()
    reading.join(10)
    os.close(ours)
    assert is_over
