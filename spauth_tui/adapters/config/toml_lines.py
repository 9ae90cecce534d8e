"""Finds where a line can go in a TOML file so that every comment stays with its subject."""

import tomllib
from collections.abc import Sequence


def with_lines(text: str, lines: Sequence[str]) -> str:
    """Return the text with `key = value` lines inserted before its first table and that table's comment."""
    if not lines:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    new = [line + newline for line in lines]
    held = text.splitlines(keepends=True)
    table = _first_table(held)
    if table is None:
        if held and not held[-1].endswith("\n"):
            held[-1] += newline
        return "".join((*held, *new))
    at = table
    while at and held[at - 1].lstrip().startswith("#"):
        at -= 1
    gap = at
    while gap and not held[gap - 1].strip():
        gap -= 1
    return "".join((*held[:gap], *new, *(held[gap:at] or [newline]), *held[at:]))


def _first_table(lines: Sequence[str]) -> int | None:
    """Return the line of the first table's header, ignoring brackets in texts and lists."""
    for number, line in enumerate(lines):
        if line.lstrip().startswith("["):
            try:
                tomllib.loads("".join(lines[:number]))
            except tomllib.TOMLDecodeError:
                continue
            return number
    return None
