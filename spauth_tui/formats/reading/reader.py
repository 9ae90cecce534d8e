"""Reads a text: each container that it may be is tried, and the one that explains most of it is taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from spauth_tui.domain.amazon.shapes import Shape
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.formats import own_json
from spauth_tui.formats.reading.group import grouped
from spauth_tui.formats.reading.lines import read_anywhere, read_lines, read_table
from spauth_tui.formats.reading.result import Found, Grouped, LeftOut
from spauth_tui.formats.reading.shapes import scanned
from spauth_tui.formats.reading.source import read_braces, read_python
from spauth_tui.formats.reading.structured import FROM_BASE64, Reader, nested, plain, read_json, read_toml, read_yaml
from spauth_tui.formats.reading.tree import Section
from spauth_tui.formats.reading.wrapping import unwrapped
from spauth_tui.formats.registry import FORMATS

MOST_FOREIGN = 1_048_576
"""Characters that a file may have which this program did not write: a thousand accounts take fewer."""
_READERS: Mapping[str, Reader] = {
    "JSON": read_json,
    "TOML": read_toml,
    "YAML": read_yaml,
    "lines": read_lines,
    "Python": read_python,
    "source code": read_braces,
    "a table": read_table,
    "text": read_anywhere,
}
_JOINED = "joined from several lines"
_LAST = "text"
"""Only where it finds more whole accounts than all others: it knows no sections."""
_STRICT = {"JSON", "TOML", "YAML"}
"""What is one of these is no other."""
_NAMED = (Shape.CLIENT_ID, Shape.CLIENT_SECRET, Shape.REFRESH_TOKEN)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text holds: accounts and applications, and what was not taken, with the reason."""

    container: str
    found: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]


def read(text: str, format_key: str | None = None) -> Reading:
    """Read credentials from any text; a format's key says which container it is.

    Raises `FileNotUnderstood`, with the reasons, where nothing can be taken.
    """
    if (own := own_json.FORMAT.read(text)) is not None:
        return Reading(own_json.FORMAT.title, tuple(map(Found, own)), ())
    if len(text) > MOST_FOREIGN:
        raise FileNotUnderstood(
            "The file is far too long to hold credentials: more than 1 MiB, and no export of spauth-tui.",
            "Name the right file.",
        )
    only = FORMATS[format_key].container if format_key else ""
    # Spreadsheets and shells escape the bar of a token.
    text = re.sub(r"(Atz[ra])[\\^]\|", r"\1|", text.replace("\r\n", "\n").replace("\r", "\n"))
    text, joined = unwrapped(text)
    best, name = _best(
        text, joined, {each: reader for each, reader in _READERS.items() if only in (each, "", "spauth")}
    )
    if format_key and not name:
        raise FileNotUnderstood(f"This is not {only}, as {FORMATS[format_key].title} writes.", "Leave --format out.")
    left_out = [*best.left_out, *_unaccounted(text, best)]
    if not best.found:
        raise _nothing(left_out)
    return Reading(name, tuple(best.found), tuple(left_out))


def _best(text: str, joined: frozenset[str], readers: Mapping[str, Reader]) -> tuple[Grouped, str]:
    best, container = Grouped(), ""
    shaped = frozenset(value for _, value, _ in scanned(text))
    for name, reader in readers.items():
        if name == _LAST and shaped <= best.seen:
            break
        try:
            tree = reader(text)
        except (LookupError, ValueError, TypeError, ArithmeticError, RecursionError, MemoryError):
            # What a parser cannot read is not its own; nothing of it is kept, as it holds the text.
            tree = None
        if tree is None:
            continue
        _unfold(tree, 0, joined)
        result = grouped(tree, shaped)
        is_better = result.worth > best.worth if name != _LAST else result.worth[0] > best.worth[0] or not best.found
        if is_better or not container:
            best, container = result, name
        if name in _STRICT and result.seen and shaped <= result.seen:
            break
    return best, container


def _unfold(section: Section, depth: int, joined: frozenset[str]) -> None:
    """Read on in texts that are a text of their own kind."""
    if depth > 20:
        return
    kept = []
    for entry in section.entries:
        made = nested(entry, tuple(_READERS.values()))
        if isinstance(made, Section):
            section.sections.append(made)
        else:
            kept.append(replace(made, note=_JOINED) if made.text in joined else made)
    if any(each.note == FROM_BASE64 for each in kept):
        kept = [plain(each) for each in kept]
    section.entries[:] = kept
    for each in section.sections:
        _unfold(each, depth + 1, joined)


def _unaccounted(text: str, result: Grouped) -> list[LeftOut]:
    """Name each credential of the text that nothing was made of."""
    known = {*result.seen, *(each.replace("|", "%7C", 1) for each in result.seen)}
    found = []
    for shape, value, line in scanned(text):
        if shape in _NAMED and not any(value in each or each.startswith(value) for each in known):
            found.append(LeftOut(shape.value, line, "it was not clear which account it belongs to"))
            known.add(value)
    return found


def _nothing(left_out: list[LeftOut]) -> FileNotUnderstood:
    if not left_out:
        return FileNotUnderstood()
    words = "; ".join(each.words for each in left_out[:6])
    return FileNotUnderstood(f"Nothing can be imported: {words}.", "Put the values themselves into the file.")
