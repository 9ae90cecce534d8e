"""Input from the terminal: anything that is not a key, click or paste is ignored, and never ends the program."""

import os
import re
import selectors
import shutil
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

from textual._xterm_parser import XTermParser  # no public API reads what a terminal sends
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste, Resize
from textual.message import Message

from spauth_tui.startup.streams import wiped
from spauth_tui.ui.base.safe_app import MOST_COLUMNS, MOST_LINES, SafeApp

_MOST_READ = 4096
_TICK = 0.1
"""Seconds between checks whether an escape sequence has timed out."""
_ESCAPE, _BELL = "\x1b", "\x07"
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_WHOLE = re.compile(r"\x1b(?:\[(?!M\Z|\[\Z)[0-?]*[ -/]*[@-~]|\[\[.|\[M...|O.)", re.DOTALL)
"""A complete escape sequence: the parser either handled it, or is waiting for more that will not come."""
_BEGUN = re.compile(r"\x1b(?:O?|[^\[O].*|\[(?:[0-?]*[ -/]*|M.{0,3}|\[))\Z", re.DOTALL)
"""A sequence that may still become complete; otherwise an escape means alt and a key, with keys after it."""
_REPORT = re.compile(r"\x1b(?:\]\d|P[\d>!$|+])")
"""The start of a terminal report that ends with a bell or with ESC and a backslash; nothing here requests one."""
_REPORT_LASTS = 1.0
"""The most seconds between two characters of a report."""
_NO_TEXT = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(55296, 57344)))
"""Control characters except tab and line breaks, and halves of surrogate pairs."""
_HALVES = re.compile("[\ud800-\udfff]")
_LONGEST = 32
"""The longest sequence that Textual's parser considers; one more character, and it passes all on as keys."""


class _Parser(XTermParser):
    """Textual's parser, exposing how long it waits in the middle of a sequence."""

    waits_until: float | None = None

    def read1(self, timeout: float | None = None) -> Any:  # type: ignore[override] # a class there
        self.waits_until = None if timeout is None else monotonic() + timeout
        return XTermParser.read1(timeout)


class ForgivingParser:
    """Textual's parser, made to tolerate whatever a terminal can send.

    Textual passes on an unknown sequence letter by letter, so that parts of it act as keys, and some end the program.
    Here such a sequence is dropped, and what follows is understood. A paste is only text.
    """

    def __init__(self) -> None:
        self._parser = _Parser()
        self._sequence = ""
        self._paste: str | None = None
        self._in_report_until: float | None = None
        self._escapes_report = False
        self._is_too_long = False

    def feed(self, data: str) -> Iterable[Message]:
        at = 0
        while at < len(data):
            if self._paste is not None:
                before = len(self._paste)
                self._paste += data[at:]
                end = self._paste.find(_PASTE_ENDS)
                if end < 0:
                    return
                at += end + len(_PASTE_ENDS) - before
                pasted, self._paste = self._paste[:end], None
                yield Paste(pasted.translate(_NO_TEXT))
            else:
                yield from self._take(data[at])
                at += 1

    def tick(self) -> Iterable[Message]:
        """Return the meaning of a sequence that has timed out."""
        waits_until = self._parser.waits_until
        if self._is_in_control_sequence and waits_until is not None and monotonic() >= waits_until:
            self._start_over()
            return ()
        return self._understood(self._parser.tick())

    def _take(self, character: str) -> Iterator[Message]:
        if self._is_too_long:
            self._is_too_long = " " <= character <= "?"
            if character != _ESCAPE:
                return
        if self._in_report_until is not None and monotonic() <= self._in_report_until:
            if character == _ESCAPE or self._ends_report(character):
                self._escapes_report = character == _ESCAPE
                return
            yield from self._take(_ESCAPE)
        if character == _ESCAPE and self._is_in_control_sequence:
            self._start_over()
        self._sequence = character if character == _ESCAPE else self._sequence + character if self._waits else ""
        yield from self._understood(self._parser.feed(character))
        if not self._waits and self._sequence != _PASTE_BEGINS:
            self._sequence = ""
        else:
            self._look_at_sequence()

    def _look_at_sequence(self) -> None:
        sequence = self._sequence
        if sequence == _PASTE_BEGINS:
            self._start_over()
            self._paste = ""
        elif _REPORT.fullmatch(sequence):
            self._start_over()
            self._in_report_until = monotonic() + _REPORT_LASTS
        elif _WHOLE.fullmatch(sequence) or not _BEGUN.match(sequence):
            self._start_over()
        elif len(sequence) == _LONGEST and sequence.startswith("\x1b["):
            self._start_over()
            self._is_too_long = True

    @property
    def _is_in_control_sequence(self) -> bool:
        """Whether it is a sequence that nobody types, longer than the two keys it begins with."""
        return self._sequence.startswith("\x1b[") and len(self._sequence) > len("\x1b[")

    def _ends_report(self, character: str) -> bool:
        """Take one more character of a report; False if it belongs to what follows an unrelated escape."""
        if self._escapes_report:
            self._in_report_until = None
            return character == "\\"
        self._in_report_until = None if character == _BELL else monotonic() + _REPORT_LASTS
        return True

    @property
    def _waits(self) -> bool:
        return self._parser.waits_until is not None

    def _understood(self, messages: Iterable[Message]) -> Iterator[Message]:
        try:
            for message in messages:
                if isinstance(message, Resize) and not _is_credible(message):
                    self._start_over()
                elif not (isinstance(message, Key) and _HALVES.search(message.character or "")):
                    yield message
        except Exception:  # noqa: BLE001 - a terminal may send anything
            self._start_over()

    def _start_over(self) -> None:
        self._sequence = ""
        before, self._parser = self._parser, _Parser()
        for kept in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
            setattr(self._parser, kept, getattr(before, kept))


def _is_credible(resize: Resize) -> bool:
    pixels = resize.pixel_size
    return (
        1 <= resize.size.width <= MOST_COLUMNS
        and 1 <= resize.size.height <= MOST_LINES
        and (pixels is None or (pixels.width > 0 and pixels.height > 0))
    )


class TerminalDriver(LinuxDriver):
    """Textual's terminal driver, which tolerates any input; a fault of its own ends the app like any other."""

    safe_app: SafeApp
    _has_terminal = False

    def start_application_mode(self) -> None:
        self._has_terminal = True
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Restore the terminal, without anything of the last frame on it."""
        if self._has_terminal:
            self._has_terminal = False
            self.write(wiped(min(shutil.get_terminal_size().lines, MOST_LINES)))
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Read keys until the app ends, or the terminal is gone."""
        try:
            self._read()
            if not self.exit_event.is_set():
                # There may be no signal: it can be blocked, or the terminal is not the controlling one.
                self.safe_app.hang_up()
        except Exception as error:  # noqa: BLE001 - it is passed on to be reported
            self.safe_app.fault(error)

    def _read(self) -> None:
        parser = ForgivingParser()
        # Textual's own decoder ends the thread at the first byte that is not UTF-8.
        decode = getincrementaldecoder("utf-8")("replace").decode
        # One buffer, cleared each time, so that what was typed does not stay in memory.
        buffer = bytearray(_MOST_READ)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_TICK):
                    try:
                        count = os.readv(self.fileno, [buffer])
                    except OSError:
                        return
                    if not count:
                        # The terminal is gone, and would remain readable forever.
                        return
                    self._process(parser.feed(decode(buffer[:count])))
                    buffer[:] = bytes(_MOST_READ)
                self._process(parser.tick())

    def _process(self, messages: Iterable[Message]) -> None:
        """Pass messages to the app, and keep none of them until the next key."""
        for message in messages:
            self.process_message(message)
