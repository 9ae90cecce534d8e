"""Reads a text: every container that it may be is tried, and the one that explains most of it wins."""

from collections.abc import Mapping
from dataclasses import dataclass

from spauth_tui.domain.amazon.shapes import Shape
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.formats import own_json
from spauth_tui.formats.reading.group import grouped
from spauth_tui.formats.reading.lines import read_anywhere, read_lines, read_table
from spauth_tui.formats.reading.result import Found, Grouped, LeftOut
from spauth_tui.formats.reading.shapes import scanned
from spauth_tui.formats.reading.source import read_braces, read_python
from spauth_tui.formats.reading.structured import Reader, nested, read_json, read_toml, read_yaml
from spauth_tui.formats.reading.tree import Section
from spauth_tui.formats.registry import FORMATS

MOST_FOREIGN = 1_048_576
"""The longest file accepted from other programs, in characters; a thousand accounts need less."""
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
_LAST = "text"
"""Only if nothing else finds a complete account: it knows neither comments nor sections."""
_STRICT = {"JSON", "TOML", "YAML"}
"""A text that is one of these is nothing else."""
_NAMED = (Shape.CLIENT_ID, Shape.CLIENT_SECRET, Shape.REFRESH_TOKEN)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text contains: accounts and applications, and what was left out, with the reason."""

    container: str
    found: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]


def read(text: str, format_key: str | None = None) -> Reading:
    """Read credentials from any text; a format's key says which container it is.

    Raises `FileNotUnderstood`, with the reasons, if nothing can be used.
    """
    if (own := own_json.FORMAT.read(text)) is not None:
        return Reading(own_json.FORMAT.title, tuple(map(Found, own)), ())
    if len(text) > MOST_FOREIGN:
        raise FileNotUnderstood(
            "The file is far too long to hold credentials: more than 1 MiB, and no export of spauth-tui.",
            "Name the right file.",
        )
    only = FORMATS[format_key].container if format_key else ""
    best, name = _best(text, {each: reader for each, reader in _READERS.items() if only in (each, "", "spauth")})
    if format_key and not name:
        raise FileNotUnderstood(f"This is not {only}, as {FORMATS[format_key].title} writes.", "Leave --format out.")
    left_out = [*best.left_out, *_unaccounted(text, best)]
    if not best.found:
        raise _nothing(left_out)
    return Reading(name, tuple(best.found), tuple(left_out))


def _best(text: str, readers: Mapping[str, Reader]) -> tuple[Grouped, str]:
    best, container = Grouped(), ""
    for name, reader in readers.items():
        if name == _LAST and (best.worth[0] or all(value in best.seen for _, value, _ in scanned(text))):
            break
        tree = reader(text)
        if tree is None:
            continue
        _unfold(tree, 0)
        result = grouped(tree)
        if not container or result.worth > best.worth:
            best, container = result, name
        if name in _STRICT and result.seen:
            break
    return best, container


def _unfold(section: Section, depth: int) -> None:
    """Read texts that are containers themselves."""
    if depth > 20:
        return
    kept = []
    for entry in section.entries:
        made = nested(entry, tuple(_READERS.values()))
        if isinstance(made, Section):
            section.sections.append(made)
        else:
            kept.append(made)
    section.entries[:] = kept
    for each in section.sections:
        _unfold(each, depth + 1)


def _unaccounted(text: str, result: Grouped) -> list[LeftOut]:
    """Name each credential in the text that was not used."""
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
