"""What a test needs that not every system has: elsewhere it is skipped, and says why."""

import sys

import pytest

file_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
symbolic_links = pytest.mark.skipif(sys.platform == "win32", reason="on Windows only some may make symbolic links")
unix_programs = pytest.mark.skipif(sys.platform == "win32", reason="it runs programs that Windows has not, such as sh")
proc = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's own")
