"""Comments with credentials in them: taken out before anything is read, so that nobody imports what is disabled."""

import re
from collections.abc import Iterator

from spauth_tui.formats.reading.result import LeftOut
from spauth_tui.formats.reading.shapes import SHAPES, scanned

IN_A_COMMENT, _OFF = "in a comment", "switched off there"
_CLOSED = {"<!--": "-->", "<#": "#>", "{#": "#}", "/*": "*/", "--[[": "]]", '"""': '"""', "'''": "'''"}
_OPENS = re.compile(r"<!--|<#|\{#|--\[\[|(?<![^\s;{,(\[])/\*|^[ \t]*[rRbBuU]?(?:\"\"\"|''')", re.MULTILINE)
_LINE = re.compile(
    r"[ \t]*(?:\#(?!\d+\s*[,;\t|]|define\b|\{)|//|;(?![^;\n]*;)|--[ \t]|@?rem[ \t]|::"
    r"|'[ \t]*(?:(?:dim|const|public|private|set)[ \t]+)*\w+(?:[ \t]+as[ \t]+\w+)?[ \t]*=[ \t]*\"(?=[^'\n]*\Z)"
    r"|(?P<off>~[\w.\-]+[ \t]*:))",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?<=[\s;,\"'])(?:\#|//|(?<=[;,][ \t])--|'(?=[ \t]))[ \t]")
_LONGEST = 4_096
"""Characters of a line with a comment; longer ones are data."""
_BEFORE_A_VALUE = re.compile(r"[(,=\[{+\\]\s*\Z")


def without_comments(text: str) -> tuple[str, list[LeftOut]]:
    """Return the text without comments that have credentials in them, and these credentials. No line moves."""
    left: list[LeftOut] = []
    out: list[str] = []
    at, line = 0, 1
    for begin, end, why in _comments(text):
        if begin < at:
            continue
        line += text.count("\n", at, begin)
        inside = text[begin:end]
        left += [LeftOut(shape.value, line + number - 1, why, value) for shape, value, number in scanned(inside)]
        out += [text[at:begin], "\n" * inside.count("\n")]
        at, line = end, line + inside.count("\n")
    return "".join((*out, text[at:])), left


def _comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where the comments with credentials are, in their order."""
    found = [*_blocks(text)]
    ended = -1
    for match in SHAPES.finditer(text):
        if match.start() > ended:
            begun, ended = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
            ended = ended if ended >= 0 else len(text)
            whole = _LINE.match(text[begun : min(ended, begun + _LONGEST)])
            start = begun if whole else _after(text[begun:ended]) + begun if ended - begun < _LONGEST else ended
        if start < match.start():
            found.append((start, ended, _OFF if whole and whole["off"] else IN_A_COMMENT))
            start = ended
    yield from sorted(found)


def _blocks(text: str) -> Iterator[tuple[int, int, str]]:
    at, missing = 0, set[str]()
    while (opened := _OPENS.search(text, at)) is not None:
        mark = next(each for each in _CLOSED if opened.group().endswith(each))
        at = opened.end()
        if mark in missing:
            continue
        end = text.find(_CLOSED[mark], at)
        while mark == "/*" and end >= 0 and re.match(r"[\w*]", text[end + 2 : end + 3]):
            end = text.find("*/", end + 2)  # `*/5 * * * *` and `*/*` end nothing
        if end < 0:
            missing.add(mark)
            continue
        is_text = mark in {'"""', "'''"}
        if is_text and _BEFORE_A_VALUE.search(text, max(0, opened.start() - 100), opened.start()):
            at = end + len(mark)
            continue
        at = end + len(_CLOSED[mark])
        if SHAPES.search(text, opened.start(), at):
            yield opened.start(), at, IN_A_COMMENT


def _after(line: str) -> int:
    """Return where a comment after the code of a line begins; its end if there is none."""
    for mark in _AFTER.finditer(line):
        code = line[: mark.start()]
        if all(code.count(quote) % 2 == 0 for quote in "\"'`") and re.search(r"[=:;,)]", code):
            return mark.start()
    return len(line)
