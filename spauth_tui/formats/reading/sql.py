"""Rows of SQL: each is a section, its values named by the columns."""

import re
from collections.abc import Iterator

from spauth_tui.formats.reading.tree import MOST_ENTRIES, Entry, Section

_NAME = r"""[`"\[]?\w+[`"\]]?"""
_BEGIN = re.compile(
    rf"(?:INSERT(?:\s+IGNORE)?\s+INTO|REPLACE\s+INTO|COPY)\s+(?:{_NAME}\.)?(?P<table>{_NAME})\s*\((?P<columns>[^()]{{1,4000}})\)"
    r"\s*(?:(?P<values>VALUES)|FROM\s+stdin;[ \t]*\n)",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<comma>,)"""
    r"""|[EN]?(?P<quoted>'(?:[^'\\]|\\.|'')*+')|(?P<bare>[^\s,()';]+))""",
    re.DOTALL,
)
_COPIED = re.compile(r"(?P<row>[^\n]*)\n?")


def read_sql(text: str) -> Section | None:
    """Read the rows that statements insert; None where there are none."""
    root = Section()
    line, at, count = 1, 0, 0
    for begin in _BEGIN.finditer(text):
        names = [each.strip().strip('`"[]') for each in begin["columns"].split(",")]
        for where, values in _rows(text, begin.end()) if begin["values"] else _copied(text, begin.end()):
            count += len(values)
            if count > MOST_ENTRIES:
                return None
            line, at = line + text.count("\n", at, where), where
            pairs = list(zip(names, values, strict=False))
            is_deleted = any(name.casefold() == "deleted_at" and value for name, value in pairs)
            inner = root.child(begin["table"].strip('`"[]'))
            refused = "its row is deleted" if is_deleted else ""
            inner.entries += [Entry(name, value, line, refused=refused) for name, value in pairs]
    return root if root.sections else None


def _rows(text: str, at: int) -> Iterator[tuple[int, list[str]]]:
    """Yield where each row of an INSERT begins, and its values; NULL is empty."""
    values: list[str] | None = None
    begun, depth = at, 0
    while match := _VALUE.match(text, at):
        at = match.end()
        if match["open"]:
            depth += 1
            if depth == 1:
                begun, values = match.start("open"), [""]
        elif match["close"]:
            depth -= 1
            if depth < 0:
                return
            if depth == 0 and values is not None:
                yield begun, values
                values = None
        elif values is None:
            if not match["comma"]:
                return
        elif match["comma"]:
            values += [""] if depth == 1 else []
        else:
            held = match["quoted"] or match["bare"]
            is_text = match["quoted"] is not None
            plain = re.sub(r"\\(.)|''", lambda each: each[1] or "'", held[1:-1], flags=re.DOTALL) if is_text else held
            values[-1] += "" if plain.casefold() == "null" and not is_text else plain


def _copied(text: str, at: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that COPY has below it, up to a backslash and a full stop."""
    for match in _COPIED.finditer(text, at):
        if match["row"] in {"", "\\."}:
            return
        yield match.start(), ["" if each == "\\N" else each for each in match["row"].split("\t")]
