"""Assignments, in any shell's syntax: .env, INI sections, properties, PowerShell, systemd, Dockerfiles.

python-dotenv reads quotes, escapes and comments; each line is first brought to its NAME=VALUE.
"""

import csv
import io
import re
from collections.abc import Mapping

from spauth_tui.formats.reading.shapes import SHAPES, scanned
from spauth_tui.formats.reading.tree import Entry, Section

_SECTION = re.compile(r"\s*\[([^\[\]=]{1,80})\]\s*(?:[#;].*)?")
_NAME = r"""["']?(?P<name>[A-Za-z_][\w.\-]*)["']?"""
_LEADS = re.compile(
    r"\s*(?:[-*]\s+)?(?:"
    r"(?:export|declare\s+-x|local|readonly|set\s+-\w+|set|setx(?:\s+/M)?|ENV|ARG|let|const|var|final|static|public|private|string|String)\s+"
    r"|-e\s+|--env[ =]|Environment=\s*|\$env:|\$\{?env:|\$Env:|\$)*"
    rf"""(?P<quote>["']?){_NAME}(?P=quote)\}}?\s*(?P<between>=>|:=|=|:\s|\s)\s*(?P<value>.*?)\s*[,;]?\s*"""
)
_NEEDS_NONE = re.compile(r"\s*(?:set\s+-\w+|setx|ENV|ARG)\s")
_TOKEN_REST = re.compile(r"[A-Za-z0-9_\-+/|]{4,}={0,2}")
_WRAPPED = re.compile(r"Atz[ra](?:\||%7C)[A-Za-z0-9_\-+/|]+\Z")
_COMMENTS = ("#", ";", "//", "--", "REM ", "rem ")
_BEFORE = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*(?: [A-Za-z]+)?)[\"'`*]*\s*(?:=>|[=:,])\s*[\"'`*]*$")
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?-[^}]*)?\}|env:(?P<env>\w+)|(?P<bare>[A-Za-z_]\w*))")


def read_lines(text: str) -> Section | None:
    """Read the assignments; None if there are none."""
    from dotenv.parser import parse_stream

    root = section = Section()
    joined, notes = _unwrapped(text)
    for number, line in joined:
        if match := _SECTION.fullmatch(line):
            section = root.child(match[1].strip())
            continue
        made = _as_assignment(line)
        if made is None:
            continue
        name, raw = made
        binding = next(iter(parse_stream(io.StringIO(f"NAME={raw}\n"))), None)
        held = binding.value if binding is not None and binding.value is not None else raw
        section.entries.append(Entry(name, held.strip(), number, notes.get(number, "")))
    _resolve(root)
    return root if any(each[-1].entries for each in root.with_parents()) else None


def read_anywhere(text: str) -> Section | None:
    """Read each credential with the name before it, anywhere in a text, and the assignments besides."""
    root = Section()
    for match in SHAPES.finditer(text):
        begin, end = match.span()
        line = text[text.rfind("\n", 0, begin) + 1 : begin]
        name = _BEFORE.search(line[-60:])
        refused = "cut short" if text.startswith(("...", "…"), end) else ""
        refused = "in a comment" if line.lstrip().startswith(_COMMENTS) else refused
        number = text.count("\n", 0, begin) + 1
        root.entries.append(Entry(name[1] if name else match.lastgroup or "", match.group(), number, refused=refused))
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
    root = Section()
    for number, row in enumerate(csv.DictReader(io.StringIO(text), delimiter=delimiter), 2):
        inner = root.child(f"row {number - 1}")
        inner.entries += [Entry(name, held or "", number) for name, held in row.items() if isinstance(held, str)]
    return root


def _unwrapped(text: str) -> tuple[list[tuple[int, str]], Mapping[int, str]]:
    """Return the lines, with tokens and quoted values that span several lines joined."""
    found: list[tuple[int, str]] = []
    notes: dict[int, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if found and _WRAPPED.search(found[-1][1].rstrip("\\ ")) and _TOKEN_REST.fullmatch(line.strip().rstrip("\\ ")):
            first, before = found[-1]
            found[-1] = (first, before.rstrip("\\ ") + line.strip().rstrip("\\ "))
            notes[first] = "joined from several lines"
        else:
            found.append((number, line))
    return found, notes


def _as_assignment(line: str) -> tuple[str, str] | None:
    if line.lstrip().startswith(_COMMENTS) or not line.strip():
        return None
    match = _LEADS.fullmatch(line)
    if match is None:
        return None
    between = match["between"].strip()
    if between == "" and not _NEEDS_NONE.match(line):
        return None
    value = match["value"]
    if re.match(r"\s*(?:Environment=|-?\s*-e\s|--env)", line) and value.endswith(('"', "'")) and value[:1] not in "\"'":
        value = value[:-1]
    return match["name"], value


def _resolve(root: Section) -> None:
    """Substitute what other lines of the file define, in any order; nothing is ever run."""
    defined = {each.name: each.text for chain in root.with_parents() for each in chain[-1].entries}

    def put_in(text: str, depth: int = 0) -> str:
        def known(match: re.Match[str]) -> str:
            name = match["braced"] or match["env"] or match["bare"]
            value = defined.get(name)
            return match.group() if value is None or depth > 8 else put_in(value, depth + 1)

        return _VARIABLE.sub(known, text) if len(text) < 10_000 else text

    for chain in root.with_parents():
        entries = chain[-1].entries
        for at, each in enumerate(entries):
            if "$" in each.text and not list(scanned(each.text)):
                resolved = put_in(each.text)
                if resolved != each.text:
                    entries[at] = Entry(each.name, resolved, each.line, "put together from another line")
