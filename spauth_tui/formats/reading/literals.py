"""Credentials that code puts together from several literals: joined where that is certain, else known to be cut."""

import re
from dataclasses import dataclass, field

from spauth_tui.formats.reading.shapes import SHAPES

JOINED, CUT = "put together from pieces", "put together from pieces, and not all of them are literals beside it"
_BODY = r"(?:(?!amzn1\.|Atz[ra]\|)[\w\-+/=|])"
_BREAK = r"[ \t]*(?:\\?\n[ \t]*)?"
_BEGUN = re.compile(
    rf"(?:Atz[ra]\||amzn1\.oa2-cs\.v1\.|amzn1\.application-oa2-client\.){_BODY}*+(?=[\"'`]|\$[\w{{(]|[{{#%]\w|#\{{)"
)
_SIGN = r"(?:\+(?!=)|\.\.(?!\.)|\.(?=\s*[\"'$])|(?<=\s)\.(?=\s)|&(?:[ \t]*_(?=\s))?|<>)"
_OPERATOR = rf"(?:{_BREAK}{_SIGN}{_BREAK}|[ \t]*\\\n[ \t]*)"
_PIECE = re.compile(rf"[\"'`]{_OPERATOR}[@fFrRbBuLN]?[\"'`](?P<piece>{_BODY}++)(?![\"'`]\s*(?::(?!:)|=))")
_ARRAY = re.compile(rf"(?P<q>[\"'`])\s*,\s*(?P=q)(?P<piece>{_BODY}++)(?=(?P=q))")
_ARRAYS = tuple(
    (re.compile(rf"{opened}\s*[\"'`]\Z"), re.compile(rf"[\"'`]\s*,?\s*{closed}"))
    for opened, closed in (
        (r"\[", r"\]\s*\.join\(\s*(?:''|\"\")\s*\)"),
        (r"(?:''|\"\")\.join\(\s*[\[(]", r"[\])]\s*\)"),
        (r"\bimplode\(\s*(?:''|\"\")\s*,\s*(?:\[|array\()", r"[\])]\s*\)"),
        (r"\bconcat!\(", r"\)"),
    )
)
"""What puts the literals of a list together, without anything in between."""
_GOES_ON = re.compile(
    rf"[$#%{{]|[\"'`](?:{_OPERATOR}[@fFrRbBuLN]?(?:[\"'`](?={_BODY}+[\"'`$#{{](?!\s*(?::|=)))|[$@]?[A-Za-z_(](?![\w.\-]*\s*[=:]))"
    rf"|\$[\w{{(]|{_BREAK}[\"'`]{_BODY}{{8,}}[\"'`][ \t]*[)\]}};,]*[ \t]*(?:\\?\n|\Z)|[\"'`]{_BODY}{{4,}}[\"'`])"
)
_IN_A_JOIN = re.compile(r"(?:\bjoin|implode|concat|format|Join)\b[^;\n]{0,60}[\"'`]\Z")
_LISTED = re.compile(rf"[\"'`](?:\s*,\s*[\"'`]{_BODY}+[\"'`])+\s*,?\s*[\])}}]+\s*(?P<ends>\.join\b|-join\b)?")
_APPENDS = re.compile(
    rf"[ \t]*(?:export |local |set )?(?P<name>\$?[A-Za-z_][\w.:]*+)[ \t]*"
    rf"(?:\+=|\.=|&=|=[ \t]*(?P=name)[ \t]*(?:\+|\.\.?|&)|=(?=[\"']?[$%]))[ \t]*"
    rf"[\"'`]?(?:\$\{{?(?P=name)\}}?|%(?P=name)%)?(?P<piece>{_BODY}+)[\"'`]?[ \t]*;?[ \t]*"
)
_ASSIGNED = re.compile(
    rf"[ \t]*(?:[\w:]+[ \t]+){{0,4}}?(?P<name>\$?[A-Za-z_][\w.:]*+)[ \t]*=[ \t]*[\"'`]?(?P<value>{SHAPES.pattern})"
)
_HERE = re.compile(
    r"(?:<<[-~]?(?P<q>[\"']?)(?P<word>\w+)(?P=q)|@(?P<mark>[\"']))[ \t]*\n\s*(?P<text>[^\s\"'`]{8,})[ \t]*\n[ \t]*"
    r"(?:(?P=word)\b|(?P=mark)@)(?P<rest>[^\n]*)"
)
"""A text of one line in the way of Terraform, shells and PowerShell."""
_LONGEST = 8_192
"""Characters of a line that a name is assigned in."""


@dataclass(slots=True)
class PutTogether:
    """A text whose literals are joined, which values that made, and which values go on somewhere else."""

    text: str
    joined: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)


def put_together(text: str) -> PutTogether:
    """Join adjacent literals that an operator joins; what stands in other lines stays there."""
    made = PutTogether("")
    text = _appended(_HERE.sub(_in_quotes, text), made)
    out: list[str] = []
    at = breaks = 0

    def keep(piece: str) -> None:
        nonlocal breaks
        if breaks and "\n" in piece:
            piece, breaks = piece.replace("\n", "\n" * (breaks + 1), 1), 0
        out.append(piece)

    while (begun := _BEGUN.search(text, at)) is not None:
        end, pieces = _pieces(text, begun.end(), _PIECE)
        array = None if pieces else _array(text, begun)
        if array is None:
            keep(text[at : begun.start()])
            breaks += text.count("\n", begun.end(), end)
        else:
            end, pieces, opened = array
            keep(text[at:opened])
            breaks += text.count("\n", opened, end)
        value, at = begun.group() + "".join(pieces), end
        out.append(value if array is None else f"'{value}'")
        if pieces:
            made.joined.add(value)
        listed = _LISTED.match(text, at)
        is_joined = listed and (listed["ends"] or _IN_A_JOIN.search(text[max(0, begun.start() - 80) : begun.start()]))
        if _GOES_ON.match(text, at) or is_joined:
            made.cut.add(value)
    made.text = "".join((*out, "")) + text[at:].replace("\n", "\n" * (breaks + 1), 1)
    return made


def _in_quotes(match: re.Match[str]) -> str:
    return f'"{match["text"]}"{match["rest"]}' + "\n" * match.group().count("\n")


def _pieces(text: str, at: int, pattern: re.Pattern[str]) -> tuple[int, list[str]]:
    found = []
    while match := pattern.match(text, at):
        found.append(match["piece"])
        at = match.end()
    return at, found


def _array(text: str, begun: re.Match[str]) -> tuple[int, list[str], int] | None:
    """Return where a list that is joined ends, its pieces after the first, and where it begins."""
    end, pieces = _pieces(text, begun.end(), _ARRAY)
    for opened, closed in _ARRAYS if pieces else ():
        first = opened.search(text, max(0, begun.start() - 200), begun.start())
        if first and (last := closed.match(text, end)):
            return last.end(), pieces, first.start()
    return None


def _appended(text: str, made: PutTogether) -> str:
    """Join what the next line appends to a name; a value that is appended to anywhere else goes on there."""
    lines = text.split("\n")
    values: dict[str, tuple[int, str]] = {}
    for at, line in enumerate(lines):
        appends = _APPENDS.fullmatch(line) if len(line) < _LONGEST else None
        if appends is None:
            if len(line) < _LONGEST and (assigned := _ASSIGNED.match(line)):
                values[assigned["name"]] = at, assigned["value"]
            continue
        place, value = values.get(appends["name"], (-1, ""))
        if value and not any(lines[place + 1 : at]):
            whole = value + appends["piece"]
            lines[place], lines[at] = lines[place].replace(value, whole, 1), ""
            values[appends["name"]] = place, whole
            made.joined.add(whole)
        elif value:
            made.cut.add(value)
    return "\n".join(lines)
