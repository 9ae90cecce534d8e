"""Reads a text: each container that it may be is tried, and the one that explains most of it is taken."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spauth_tui.domain.amazon.shapes import Shape, shape_of
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.formats import own_json
from spauth_tui.formats.reading.comments import without_comments
from spauth_tui.formats.reading.group import grouped
from spauth_tui.formats.reading.lines import read_anywhere, read_lines, read_table
from spauth_tui.formats.reading.literals import CUT, JOINED, put_together
from spauth_tui.formats.reading.mentions import judged
from spauth_tui.formats.reading.pieces import Pieces
from spauth_tui.formats.reading.result import Found, Grouped, LeftOut
from spauth_tui.formats.reading.shapes import scanned
from spauth_tui.formats.reading.source import read_braces, read_python
from spauth_tui.formats.reading.sql import read_sql
from spauth_tui.formats.reading.structured import (
    FROM_BASE64,
    Reader,
    cells_of,
    nested,
    plain,
    read_json,
    read_toml,
    read_yaml,
)
from spauth_tui.formats.reading.tree import Section
from spauth_tui.formats.reading.wrapping import unwrapped
from spauth_tui.formats.registry import FORMATS

MOST_FOREIGN = 1_048_576
"""Characters that a file may have which this program did not write: a thousand accounts take fewer."""
MOST_LINES = 10_000
MOST_CREDENTIALS = 5_000
"""Of such a file too; a thousand accounts have fewer."""
_READERS: Mapping[str, Reader] = {
    "JSON": read_json,
    "TOML": read_toml,
    "YAML": read_yaml,
    "SQL": read_sql,
    "lines": read_lines,
    "Python": read_python,
    "source code": read_braces,
    "a table": read_table,
    "text": read_anywhere,
}
_MOST_NESTED = 2_000
_WRAPPED = "joined from several lines"
_ADS = "a login of Amazon Ads, not of SP-API"
_SAYS_WHAT = re.compile(r"(?:source_?)?type|name|title|label|service|connector|scopes?", re.IGNORECASE)
_SAYS_ADS = re.compile(r"\bamazon[\s_-]*(?:ads|advertising)\b|\badvertising(?:::|[\s_-]*api\b)", re.IGNORECASE)
_LAST = "text"
"""Only where it finds more whole accounts than all others: it knows no sections."""
_STRICT = {"JSON", "TOML", "YAML"}
"""What is one of these is no other; prose may be YAML by chance."""
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
    if text.count("\n") > MOST_LINES:
        raise FileNotUnderstood(
            f"The file has more than {MOST_LINES:,} lines, and is no export of spauth-tui.", "Name the right file."
        )
    if sum(1 for _ in scanned(text)) > MOST_CREDENTIALS:
        raise FileNotUnderstood(
            f"The file has more than {MOST_CREDENTIALS:,} credentials, and is no export of spauth-tui.",
            "Split it into several files.",
        )
    only = FORMATS[format_key].container if format_key else ""
    # Spreadsheets and shells escape the bar of a token.
    text = re.sub(r"(Atz[ra])[\\^]\|", r"\1|", text.replace("\r\n", "\n").replace("\r", "\n"))
    code = cells_of(text)
    kept, in_comments = without_comments(text if code is None else code)
    if in_comments and code is None and read_json(text) is not None:
        kept, in_comments = text, []  # there are none in JSON
    text, joined = unwrapped(kept)
    together = put_together(text)
    text = together.text
    shaped = frozenset(value for _, value, _ in scanned(text))
    aside = {each.text for each in in_comments}
    best, name = _best(
        text,
        shaped,
        frozenset(each for each in shaped | aside if each in shaped or shape_of(each) is not Shape.CLIENT_ID),
        dict.fromkeys(joined, _WRAPPED) | dict.fromkeys(together.joined, JOINED),
        together.cut,
        {each: reader for each, reader in _READERS.items() if only in (each, "", "spauth")},
    )
    if format_key and not name:
        raise FileNotUnderstood(f"This is not {only}, as {FORMATS[format_key].title} writes.", "Leave --format out.")
    left_out = [
        *best.left_out,
        *_unaccounted(text, best),
        *(each for each in in_comments if each.text not in best.seen),
    ]
    shaped |= aside
    pieces = Pieces(each for each in shaped | best.seen if each in shaped or shape_of(each) is not Shape.UNKNOWN)
    left_out = [replace(each, what=pieces.taken_out(each.what), why=pieces.taken_out(each.why)) for each in left_out]
    if not best.found:
        raise nothing(left_out)
    return Reading(name, tuple(_clear_of(each, pieces) for each in judged(text, best)), tuple(left_out))


def _clear_of(found: Found, pieces: Pieces) -> Found:
    """Return it without a label that is a part of a credential, or has one in it."""
    label = found.draft.account
    draft = replace(found.draft, account=None) if label and pieces.within(label) else found.draft
    return replace(
        found,
        draft=draft,
        where=tuple(map(pieces.taken_out, found.where)),
        token=(pieces.taken_out(found.token[0]), found.token[1]),
        unclear_region=pieces.taken_out(found.unclear_region),
    )


def _best(
    text: str,
    shaped: frozenset[str],
    wholes: frozenset[str],
    joined: Mapping[str, str],
    cut: set[str],
    readers: Mapping[str, Reader],
) -> tuple[Grouped, str]:
    best, container = Grouped(), ""
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
        _unfold(tree, 0, joined, cut, [_MOST_NESTED])
        result = grouped(tree, wholes)
        is_better = result.worth > best.worth if name != _LAST else result.worth[0] > best.worth[0] or not best.found
        if is_better or not container:
            best, container = result, name
        if name in _STRICT and (result.seen or name != "YAML") and shaped <= result.seen:
            break
    return best, container


def _unfold(section: Section, depth: int, joined: Mapping[str, str], cut: set[str], left: list[int]) -> None:
    """Read on in texts that are a text of their own kind, as many as are left."""
    if depth > 20:
        return
    kept = []
    foreign = _foreign(section)
    for entry in section.entries:
        made = nested(entry, tuple(_READERS.values())) if left[0] else entry
        if isinstance(made, Section):
            left[0] -= 1
            section.sections.append(made)
        else:
            made = replace(made, note=joined[made.text]) if made.text in joined else made
            goes_on = cut and any(value in cut for _, value, _ in scanned(made.text))
            refused = CUT if goes_on else foreign or _of_ads(made.name)
            kept.append(replace(made, refused=refused) if refused else made)
    if any(each.note == FROM_BASE64 for each in kept):
        kept = [plain(each) for each in kept]
    section.entries[:] = kept
    for each in section.sections:
        each.refused = foreign
        _unfold(each, depth + 1, joined, cut, left)


def _foreign(section: Section) -> str:
    """Say why nothing in a section is a credential of SP-API."""
    if section.name in {"encryptedData", "encrypted_data"}:
        return "encrypted: decrypt it first"
    said = (each.text for each in section.entries if _SAYS_WHAT.fullmatch(each.name))
    return section.refused or _of_ads(section.name) or (_ADS if any(map(_SAYS_ADS.search, said)) else "")


def _of_ads(name: str) -> str:
    if "ad" not in name.casefold():
        return ""
    words = set(re.split(r"[^a-z]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).casefold()))
    return _ADS if words & {"ads", "advertising"} and not words & {"sp", "spapi", "selling"} else ""


def _unaccounted(text: str, result: Grouped) -> list[LeftOut]:
    """Name each credential of the text that nothing was made of."""
    known = {*result.seen, *(each.replace("|", "%7C", 1) for each in result.seen)}
    together = "\n".join(known)
    found = []
    for shape, value, line in scanned(text):
        if shape in _NAMED and value not in known and value not in together:
            found.append(LeftOut(shape.value, line, "it was not clear which account it belongs to", value))
            known.add(value)
    return found


def nothing(left_out: Sequence[LeftOut]) -> FileNotUnderstood:
    """Return the error for a text of which nothing can be imported, with the reasons."""
    if not left_out:
        return FileNotUnderstood()
    words = "; ".join(each.words for each in left_out[:6])
    return FileNotUnderstood(f"Nothing can be imported: {words}.", "Correct that, and import it again.")
