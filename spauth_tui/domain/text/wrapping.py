"""Wraps lines by words for a terminal, each continued under its own column."""

import re
import unicodedata

_LABEL = r"(?: *\S+(?: \S+)* {2,}| *)(?=\S)"
"""What a continuation goes under: the first cell, with the gap after it, or only the indentation."""
_TO_PASTE = r"(?<=: )(?:spauth-tui|export|curl|chmod) .*[^.]$|^ *(?:spauth-tui|export|curl|chmod) .*[^.]$"
_PIECES = r" *(?:spauth-tui \S+|\S+)"
_NARROWEST = 20


def wrapped(text: str, columns: int) -> str:
    """Return lines no wider than `columns`, if that is enough; words, addresses and commands to paste stay whole."""
    return "\n".join(_line(each, columns) for each in text.split("\n")) if columns >= _NARROWEST else text


def width(text: str) -> int:
    """Return how many terminal columns a text takes, as far as that can be known."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(char) or char in "\u200c\u200d\ufe0f"
        else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _line(line: str, columns: int) -> str:
    if width(line) <= columns:
        return line
    label = re.match(_LABEL, line)
    under = width(label[0]) if label else 0
    if under > columns // 2:
        under = len(line) - len(line.lstrip(" "))
    under = min(under, columns // 2)
    pasted = re.search(_TO_PASTE, line)
    end = pasted.start() if pasted else len(line)
    pieces = re.findall(_PIECES, line[:end])
    if pasted:
        pieces.append(f"{line[:end][len(line[:end].rstrip()) :]}{pasted[0]}")
    lines, current = [], ""
    for piece in pieces:
        if current.strip() and width(current) + width(piece) > columns:
            lines.append(current)
            current = f"{' ' * under}{piece.lstrip(' ')}"
        else:
            current += piece
    trailing = line[len(line.rstrip(" ")) :]
    return "\n".join((*lines, current + (trailing if not pasted else "")))
