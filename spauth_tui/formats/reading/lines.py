"""Lines that give a name a value, in any shell's way: .env, INI sections, properties, PowerShell, systemd, Dockerfiles.

python-dotenv reads quotes, escapes and comments; each line is first brought to its NAME=VALUE.
"""

import csv
import io
import re
from collections.abc import Iterator

from spauth_tui.formats.reading.places import marketplaces_in, region_of
from spauth_tui.formats.reading.recognise import is_credential
from spauth_tui.formats.reading.shapes import SHAPES, scanned
from spauth_tui.formats.reading.tree import Entry, Section

_SECTION = re.compile(r"\s*\[([^\[\]=]{1,80})\]\s*(?:[#;].*)?")
_HEADING = re.compile(r"(?:\$|={3,}) (?P<name>[^=]*[^= ])(?: =+)?")
"""What a terminal shows: a command, and below it headings."""
_NAME = r"""["']?(?P<name>[A-Za-z_][\w.\-\[\]:]*?)["']?"""
_LEADS = re.compile(
    r"(?:[-*] )?(?:"
    r"(?:export|declare -x|local|readonly|set -\w+|set(?! -\w)|setx(?: /M)?|ENV|ARG|let|const|var|final|static|public"
    r"|private|[sS]tring) |-e |--env[ =]|Environment= ?|\$\{?[eE]nv:|\$(?!\{?[eE]nv:))*"
    rf"""(?P<quote>["']?){_NAME}(?P=quote)\}}? ?(?P<between>=>|:=|=|: | ) ?(?P<value>.*)"""
)
_NEEDS_NONE = re.compile(r"(?:set -\w+|setx|ENV|ARG) ")
_COMMENTS = ("#", ";", "//", "-- ", "REM ", "rem ", "::")
_LONGEST = 16_384
"""Characters of a line; no line of settings is longer."""
_MOST_CELLS = 100
"""In a row of a table; nobody keeps credentials in longer ones."""
_BEFORE = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*(?: [A-Za-z]+)?)[\"'`*]*\s*(?:=>|[=:,])\s*[\"'`*]*$")
_FLAG = re.compile(
    r"""(?<![\w-])(?P<name>--[a-z][\w-]*(?=[= ])|[A-Za-z_]\w*(?==))[= ]"""
    r"""(?P<quote>["']?)(?P<value>[^\s"'=-][^\s"']*)(?P=quote)"""
)
"""What a command line says: `--region eu`, `REGION=eu`."""
_MOST_REFERENCES = 5_000
"""How many variables are put in for one file; nobody writes more, and they may be nested."""
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?-[^}]*)?\}|env:(?P<env>\w+)|(?P<bare>[A-Za-z_]\w*))")


def read_lines(text: str) -> Section | None:
    """Read what lines say; None where none names a value."""
    from dotenv.parser import parse_stream

    root = block = section = Section()
    for number, line in _continued(text):
        if match := _SECTION.fullmatch(line):
            section = root.child(match[1].strip())
            continue
        made = _as_assignment(line)
        if made is None:
            if (heading := _HEADING.fullmatch(line)) and not SHAPES.search(line):
                if line.startswith("$"):
                    block = section = root.child(heading["name"].split()[-1])
                else:
                    section = block.child(heading["name"])
            continue
        name, raw = made
        binding = next(iter(parse_stream(io.StringIO(f"NAME={raw}\n"))), None)
        is_clear = binding is not None and binding.value is not None and not binding.error
        held = binding.value if is_clear and binding is not None and binding.value is not None else raw
        refused = (
            "" if is_clear or not raw.startswith(("'", '"')) else "its quotes are not closed, or it goes on after them"
        )
        section.entries.append(Entry(name, held.strip(), number, refused=refused))
    _resolve(root)
    return root if any(each[-1].entries for each in root.with_parents()) else None


def read_anywhere(text: str) -> Section | None:
    """Read each credential with the name before it, wherever in a text they are, and what lines say beside them."""
    root = Section()
    number, at, ended, is_comment = 0, 0, 0, False
    for match in SHAPES.finditer(text):
        begin, end = match.span()
        new = text.count("\n", at, begin)
        if new or not number:
            begun = text.rfind("\n", 0, begin) + 1
            is_comment = text[begun:begin].lstrip().startswith(_COMMENTS)
        number, at = max(number, 1) + new, begin
        name = _BEFORE.search(text[max(begun, begin - 60, ended) : begin])
        ended = end
        refused = "cut short" if text.startswith(("...", "…"), end) else ""
        refused = "in a comment" if is_comment else refused
        root.entries.append(Entry(name[1] if name else match.lastgroup or "", match.group(), number, refused=refused))
    for at, line in _continued(text):
        if SHAPES.search(line):
            pairs = ((flag["name"].strip("-"), flag["value"]) for flag in _FLAG.finditer(line))
            root.entries += [Entry(flag, value, at) for flag, value in pairs if not SHAPES.search(value)]
    lines = read_lines(text)
    for chain in lines.with_parents() if lines is not None else ():
        root.entries += [each for each in chain[-1].entries if not list(scanned(each.text))]
    return root if root.entries else None


def read_table(text: str) -> Section | None:
    """Read a table of comma-, semicolon- or tab-separated values under a line of names; None for anything else."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    if first.count(delimiter) < 2 or "=" in first:
        return None
    if SHAPES.search(first):
        return _read_cells(text, delimiter)
    root = Section()
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(text), delimiter=delimiter), 2):
            inner = root.child(f"row {number - 1}")
            inner.entries += [Entry(name, held or "", number) for name, held in row.items() if isinstance(held, str)]
    except csv.Error:
        return None
    return root


def _read_cells(text: str, delimiter: str) -> Section | None:
    """Read a table without a line of names: credentials by their shapes, regions and marketplaces by their words."""
    root = Section()
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            if len(row) > _MOST_CELLS:
                return None
            inner = root.child(f"row {number}")
            for each in row:
                is_place = region_of(each) is not None or marketplaces_in(each)
                is_named = any(entry.name == "name" for entry in inner.entries)
                name = "" if SHAPES.match(each) else "region" if is_place else "" if is_named else "name"
                inner.entries.append(Entry(name, each, number))
    except csv.Error:
        return None
    return root


def _continued(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; one that ends with a backslash goes on in the next."""
    begun, before = 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        held = re.sub(r"[ \t\u00a0]+", " ", line[:_LONGEST]).strip()
        if held.endswith("\\") and not held.endswith("\\\\") and len(before) < _LONGEST:
            begun, before = begun or number, before + held[:-1]
            continue
        yield begun or number, before + held
        begun, before = 0, ""


def _as_assignment(line: str) -> tuple[str, str] | None:
    if not line or line.startswith(_COMMENTS):
        return None
    match = _LEADS.fullmatch(line.rstrip(",; "))
    if match is None or (match["between"] == " " and not _NEEDS_NONE.match(line) and not _is_column(match)):
        return None
    value = match["value"].strip()
    if re.match(r"Environment=|(?:- )?-e |--env", line) and value.endswith(('"', "'")) and value[:1] not in "\"'":
        value = value[:-1]
    return match["name"], value


def _is_column(match: re.Match[str]) -> bool:
    """Whether a name and a value are two columns, as `vault kv get` writes them."""
    return is_credential(match["name"]) and re.fullmatch(r"\S*[:|.$]\S+", match["value"]) is not None


def _resolve(root: Section) -> None:
    """Put in what other lines of the file define, whichever comes first; nothing is ever run."""
    defined = {each.name: each.text for chain in root.with_parents() for each in chain[-1].entries}

    left = _MOST_REFERENCES

    def put_in(text: str, depth: int = 0) -> str:
        def known(match: re.Match[str]) -> str:
            nonlocal left
            left -= 1
            value = defined.get(match["braced"] or match["env"] or match["bare"])
            return match.group() if value is None or depth > 8 or left < 0 else put_in(value, depth + 1)

        return _VARIABLE.sub(known, text) if len(text) < 10_000 else text

    for chain in root.with_parents():
        entries = chain[-1].entries
        for at, each in enumerate(entries):
            if "$" in each.text and not list(scanned(each.text)):
                resolved = put_in(each.text)
                if resolved != each.text:
                    entries[at] = Entry(each.name, resolved, each.line, "put together from another line")
