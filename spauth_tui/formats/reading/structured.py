"""JSON of any nesting, YAML and TOML as a tree; strings that contain such a text again are read too."""

import base64
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.formats.reading.shapes import scanned
from spauth_tui.formats.reading.tree import MOST_ENTRIES, Entry, Lines, Section

_DEEPEST = 40
_MOST_DOTS = 1_000
"""In a line of TOML; a name of so many parts takes its parser very long."""
_NAME_KEYS, _VALUE_KEYS = ("key", "name", "Name", "label", "id"), ("value", "Value", "currentValue")
_FLAG = re.compile(r"--?[A-Za-z][\w-]*")
_NAMED_LINE = re.compile(r"\s*(?:--)?[A-Za-z_][\w.-]*\s*=.*", re.DOTALL)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")

FROM_BASE64 = "decoded from base64"
Reader = Callable[[str], Section | None]


def read_json(text: str) -> Section | None:
    """Read one JSON text, or several one after another; None for anything else."""
    found, at, decoder = [], 0, json.JSONDecoder()
    stripped = text.strip()
    if not stripped.startswith(("{", "[", '"')):
        return None
    try:
        while at < len(stripped):
            value, at = decoder.raw_decode(stripped, at)
            found.append(value)
            while at < len(stripped) and stripped[at] in " \t\r\n,":
                at += 1
    except (ValueError, RecursionError):
        return None
    return _tree(found[0] if len(found) == 1 else found, text)


def read_toml(text: str) -> Section | None:
    """Read TOML; None for anything else."""
    if any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
        return None
    try:
        return _tree(tomllib.loads(text.replace("\r\n", "\n")), text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


def read_yaml(text: str) -> Section | None:
    """Read YAML with its merge keys, every scalar as text; None for anything else."""
    if ":" not in text and "- " not in text:
        return None
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Texts(base):  # type: ignore[misc]
        """Creates only texts, lists and maps, and no more of them than a credential file has."""

        yaml_implicit_resolvers = {"<": [("tag:yaml.org,2002:merge", re.compile("<<"))]}  # noqa: RUF012 - PyYAML looks for it there
        merged = 0

        def flatten_mapping(self, node: Any) -> None:
            names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value != "<<"]
            if len(set(names)) < len(names):
                raise yaml.YAMLError  # blocks of prose look so; in YAML it is not allowed
            super().flatten_mapping(node)
            self.merged += len(node.value)
            if self.merged > MOST_ENTRIES:
                raise yaml.YAMLError

    def tagged(_: Any, suffix: str, node: Any) -> object:
        return f"!{suffix} {node.value}" if isinstance(node, yaml.ScalarNode) else f"!{suffix}"

    Texts.add_multi_constructor("!", tagged)
    try:
        held = [each for each in yaml.load_all(text, Loader=Texts) if isinstance(each, dict | list)]
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        return None
    return _tree(held[0] if len(held) == 1 else held, text) if held else None


def nested(entry: Entry, readers: tuple[Reader, ...]) -> Section | Entry:
    """Return an entry with its text decoded; a section, if the text is a container itself."""
    text = entry.text.strip()
    if text.startswith(("{", "[", '"')) or ("\n" in text and len(list(scanned(text))) > 1):
        for reader in readers:
            if (inner := reader(text)) is not None:
                return _renamed(inner, entry)
    joined = "".join(text.split())
    if _BASE64.fullmatch(joined) and not list(scanned(text)):
        try:
            decoded = base64.b64decode(joined, validate=True).decode()
        except (ValueError, UnicodeDecodeError):
            return entry
        if list(scanned(decoded)) or decoded.lstrip().startswith(("{", "[")):
            return nested(Entry(entry.name, decoded.strip(), entry.line, FROM_BASE64), readers)
    return entry


def plain(entry: Entry) -> Entry:
    """Return an entry of a section that holds base64, decoded if it is that too."""
    try:
        decoded = base64.b64decode(entry.text, validate=True).decode() if entry.note != FROM_BASE64 else ""
    except (ValueError, UnicodeDecodeError):
        return entry
    return replace(entry, text=decoded, note=FROM_BASE64) if decoded.isprintable() and decoded else entry


def _renamed(section: Section, entry: Entry) -> Section:
    section.name = entry.name
    for *_, inner in section.with_parents():
        inner.entries[:] = [replace(each, line=entry.line, note=each.note or entry.note) for each in inner.entries]
    return section


def _tree(value: object, text: str) -> Section:
    root = Section()
    _add(root, "", value, Lines(text), 0)
    return root


def _add(section: Section, name: str, value: object, lines: Lines, depth: int) -> None:
    lines.count()
    if depth > _DEEPEST:
        raise FileNotUnderstood("The file is nested too deeply to be credentials.", "Name the right file.")
    if isinstance(value, dict):
        inner = section.child(name) if name else section
        for key, each in value.items():
            _add(inner, str(key), each, lines, depth + 1)
    elif isinstance(value, list):
        inner = section.child(name) if name else section
        for number, each in enumerate(value, 1):
            named = _named_value(each)
            if named is not None:
                key, held, refused = named
                part = each.get("section")  # 1Password puts fields into sections so
                within = part.get("label") if isinstance(part, dict) else None
                known = (one for one in inner.sections if one.name == within)
                place = next(known, None) or inner.child(within) if isinstance(within, str) else inner
                place.entries.append(Entry(key, held, lines.of(held, key), refused=refused))
            elif isinstance(each, str) and _NAMED_LINE.fullmatch(each):
                key, _, held = each.partition("=")
                inner.entries.append(Entry(key.strip(" -"), held.strip().strip("\"'"), lines.of(each)))
            elif (
                number > 1
                and isinstance(each, str)
                and isinstance(before := value[number - 2], str)
                and _FLAG.fullmatch(before)
            ):
                inner.entries.append(Entry(before.strip("-"), each, lines.of(each)))
            elif isinstance(each, dict | list):
                _add(inner, f"{name or 'entry'} {number}", each, lines, depth + 1)
            else:
                _add(inner, name, each, lines, depth + 1)
    elif value is not None:
        held = json.dumps(value) if isinstance(value, bool) else str(value)
        section.entries.append(Entry(name, held, lines.of(json.dumps(held)[1:-1], held, name)))
    else:
        section.entries.append(Entry(name, "", lines.of(name)))


def _named_value(value: object) -> tuple[str, str, str] | None:
    """Return name, text, and why it is not used, from an object such as `{"name": …, "value": …}`."""
    if not isinstance(value, dict):
        return None
    names = [value[key] for key in _NAME_KEYS if isinstance(value.get(key), str)]
    texts = [value[key] for key in _VALUE_KEYS if isinstance(value.get(key), str)]
    if not names or not texts:
        return None
    if value.get("enabled") is False or value.get("disabled") is True:
        return names[0], texts[0], "switched off there"
    is_postman = "enabled" in value
    return names[0], texts[0], "empty: Postman exports only initial values" if is_postman and not texts[0] else ""


def cells_of(text: str) -> str | None:
    """Return the code of a notebook's cells, each line where it is in the file; None for anything else."""
    if '"cells"' not in text or '"nbformat"' not in text:
        return None
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    cells = held.get("cells") if isinstance(held, dict) else None
    sources = [cell.get("source") for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []
    written = ["".join(map(str, each)) if isinstance(each, list) else str(each or "") for each in sources]
    lines, found = [each for one in written for each in one.split("\n")], Lines(text)
    made: list[str] = []
    for each in lines:
        magic = re.match(r"%env (\w+)[= ](.+)", each)
        code = f"{magic[1]} = {magic[2]!r}" if magic else "" if each.lstrip().startswith(("%", "!")) else each
        made += [""] * (found.of(json.dumps(each, ensure_ascii=False)[1:-1], json.dumps(each)[1:-1]) - 1 - len(made))
        made.append(code)
    return "\n".join(made)
