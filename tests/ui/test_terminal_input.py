"""What the parser of the terminal's bytes makes of them."""

import time

import pytest
from textual.events import Key, MouseEvent, Paste, Resize
from textual.message import Message

from spauth_tui.ui.base.terminal_input import ForgivingParser


def read(*pieces: str) -> list[Message]:
    parser = ForgivingParser()
    return [message for piece in pieces for message in parser.feed(piece)]


def keys(*pieces: str) -> list[str]:
    return [message.key for message in read(*pieces) if isinstance(message, Key)]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1b[A", "up"),
        ("\x1bOP", "f1"),
        ("\x1b[15~", "f5"),
        ("\x1b[[A", "f1"),
        ("\x1b[97;5u", "ctrl+a"),
        ("\x1b[1;2A", "shift+up"),
        ("\x1b[Z", "shift+tab"),
        ("\x11", "ctrl+q"),
        ("é", "é"),
        ("\r", "enter"),
    ],
)
def test_a_key_is_what_textual_makes_of_it(sequence: str, key: str) -> None:
    assert keys(sequence, "x") == [key, "x"]


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[114;1:3u",
        "\x1b[9;1:3u",
        "\x1b[1;1:3A",
        "\x1b[1114112u",
        "\x1b[55296u",
        "\x1b[?62;22c",
        "\x1b[12;34;56z",
        "\x1b[48;a",
        "\x1b[4\x07",
        "\x1bOz",
        "\x1b[[z",
        "\x1b]11;rgb:ffff/ffff/ffff\x07",
        "\x1bP>|a terminal\x1b\\",
        "\x1b[" + "1" * 40 + "q",
        "\x1b[48;0;0;0;0t",
        "\x1b[48;1000000;1000000;1;1t",
    ],
)
def test_what_is_no_key_is_left_out_and_no_part_of_it_acts(sequence: str) -> None:
    assert keys(sequence, "x") == ["x"]


def test_a_sequence_that_is_never_ended_is_given_up_and_no_part_of_it_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = ForgivingParser()
    assert list(parser.feed("\x1b[12;3")) == []
    later = time.monotonic() + 10
    monkeypatch.setattr("spauth_tui.ui.base.terminal_input.monotonic", lambda: later)
    assert list(parser.tick()) == []
    assert [message.key for message in parser.feed("x") if isinstance(message, Key)] == ["x"]


def test_letters_right_behind_escape_are_keys() -> None:
    assert keys("\x1bquick", "\x1b[A") == ["circumflex_accent", "q", "u", "i", "c", "k", "up"]


def test_an_escape_in_an_answer_of_the_terminal_begins_what_follows() -> None:
    assert keys("\x1b]11;rgb", "\x1b[A", "x") == ["up", "x"]


def test_escape_alone_is_a_key_once_nothing_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = ForgivingParser()
    assert list(parser.feed("\x1b")) == []
    later = time.monotonic() + 10
    monkeypatch.setattr("textual._parser.get_time", lambda: later)
    assert [message.key for message in parser.tick() if isinstance(message, Key)] == ["escape"]


def test_a_paste_is_text_in_however_many_pieces_it_comes() -> None:
    for pieces in (("\x1b[200~one two\x1b[201~x",), tuple("\x1b[200~one two\x1b[201~x")):
        pasted, key = read(*pieces)
        assert isinstance(pasted, Paste)
        assert pasted.text == "one two"
        assert isinstance(key, Key)


def test_no_part_of_a_paste_is_a_key_and_no_control_character_is_in_it() -> None:
    (pasted,) = read("\x1b[200~a\x1b[31mb\x00\x1b]52;c;x\x07\td\n\ud800\x9b\x1b[201~")
    assert isinstance(pasted, Paste)
    assert pasted.text == "a[31mb]52;c;x\td\n"


def test_a_large_paste_takes_a_moment() -> None:
    began = time.perf_counter()
    (pasted,) = read("\x1b[200~", *["x" * 4096] * 256, "\x1b[201~")
    assert isinstance(pasted, Paste)
    assert len(pasted.text) == 1_048_576
    assert time.perf_counter() - began < 5


def test_a_click_and_a_resize_come_through() -> None:
    click, resize = read("\x1b[<0;3;4M", "\x1b[48;40;120;800;1200t")
    assert isinstance(click, MouseEvent)
    assert (click.x, click.y) == (2, 3)
    assert isinstance(resize, Resize)
    assert resize.size == (120, 40)


def test_a_mouse_in_pixels_of_a_window_without_any_is_left_out() -> None:
    assert read("\x1b[48;40;120;0;0t", "\x1b[<0;3;4M", "x")[-1:] != []
    assert keys("\x1b[48;40;120;0;0t", "\x1b[<0;3;4M", "x") == ["x"]
