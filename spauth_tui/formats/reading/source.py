"""Literals in source code, which is never run: Python with its own parser, other languages by their braces."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from spauth_tui.domain.amazon.shapes import Shape, shape_of
from spauth_tui.formats.reading.literals import CUT
from spauth_tui.formats.reading.recognise import is_credential
from spauth_tui.formats.reading.shapes import pretence
from spauth_tui.formats.reading.tree import MOST_ENTRIES, Entry, Section

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.{0,500}?\*/|(?<![\w&])\#(?!\{)[^\n]*)"""
    r"""|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
    r"""|(?P<word>\$env:\w+|\$?[A-Za-z_][\w\-]*(?:(?:\.|::|\\|->)[A-Za-z_]\w*)*|\d[\w.]*)"""
    r"""|(?P<otherwise>\|\||\?\?=?|\?:)"""
    r"""|(?P<between>=>|:=|==+|!=|[:=])"""
    r"""|(?P<plus>\+|\.\.|<>|&(?=\s)|(?<=[\s"'])\.(?=\s*["'$]))|(?P<open>[{\[(])|(?P<close>[}\])])|(?P<end>[,;\n])""",
    re.DOTALL,
)
_KEYWORDS = re.compile(
    r"const|let|var|new|export|default|return|final|static|public|private|protected|[sS]tring|readonly|val|def|use"
)
_GETTER = re.compile(
    r"(?:.*[.>:])?(?:getenv|get|env|fetch|config|getenvironmentvariable)|(?:.*\.)?env(?:iron)?|\$_(?:env|server)",
    re.IGNORECASE,
)
"""What gives a variable of the environment, or a default."""
_DEFAULT, _RUNS = "the default in the code", "known only when the code runs"
_SEVERAL = "a name that has several values in the file"
_DEEPEST = 100
_LONGEST = 20_000
"""Characters of a line; nobody writes longer ones."""
_ESCAPE = re.compile(r"\\(.)")


def read_python(text: str) -> Section | None:
    """Read the strings that Python code assigns and passes, with names of the same file resolved; None for others."""
    if not re.search(r"\w\s*\(|=", text):
        return None
    try:
        return _Python(ast.parse(text)).root
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class _Python:
    def __init__(self, tree: ast.Module) -> None:
        self.root = Section()
        self._count = 0
        self._values: dict[str, list[ast.expr]] = {}
        """For each name what is assigned to it, in the order of the lines."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name | ast.Attribute):
                        self._values.setdefault(_dotted(target).rpartition(".")[2], []).append(node.value)
                    elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                        self._values.setdefault(str(target.slice.value), []).append(node.value)
        self._used = set[int]()
        for name, values in self._values.items():
            self._add(self.root, name, values[-1], 0)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call | ast.Dict) and id(node) not in self._used and any(self._pairs(node)):
                self._add(self.root, _dotted(node.func) if isinstance(node, ast.Call) else "", node, 0)

    def _add(self, section: Section, name: str, value: ast.expr, depth: int) -> None:
        self._count += 1
        if self._count > MOST_ENTRIES:
            raise ValueError
        if depth > 20:
            return
        self._used.add(id(value))
        resolved = self._assigned(value) if isinstance(value, ast.Name) and depth < 10 else None
        if resolved is not None:
            self._add(section, name, resolved, depth + 1)
            return
        pairs = list(self._pairs(value))
        default = self._text(read) if (read := _default(value)) is not None else None
        if default:
            section.entries.append(Entry(name, default, value.lineno, _DEFAULT))
        elif pairs and not _is_getter(value):
            inner = section.child(name)
            for key, each in pairs:
                self._add(inner, key, each, depth + 1)
        elif isinstance(value, ast.List | ast.Tuple | ast.Set):
            inner = section.child(name)
            for each in value.elts:
                self._add(inner, name, each, depth + 1)
        elif isinstance(value, ast.Call | ast.Subscript | ast.JoinedStr | ast.BoolOp):
            section.entries.append(Entry(name, "", value.lineno, refused=_RUNS))
        elif (held := self._text(value)) is not None:
            section.entries.append(Entry(name, held, value.lineno))
        elif isinstance(value, ast.BinOp):
            section.entries.append(Entry(name, "", value.lineno, refused=CUT))

    def _pairs(self, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
        if isinstance(value, ast.Dict):
            for key, each in zip(value.keys, value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, each
        elif isinstance(value, ast.Call):
            yield from ((each.arg, each.value) for each in value.keywords if each.arg)
            if _dotted(value.func).rpartition(".")[2] == "SPAPIConfig":
                yield from zip(("client_id", "client_secret", "refresh_token", "region"), value.args, strict=False)

    def _assigned(self, name: ast.Name) -> ast.expr | None:
        """Return what was assigned to a name last, before it is used; None where that is not clear."""
        values = self._values.get(name.id, [])
        before = [each for each in values if each.lineno < name.lineno]
        return max(before, key=lambda each: each.lineno) if before else values[0] if len(values) == 1 else None

    def _text(self, value: ast.expr, depth: int = 0) -> str | None:
        if isinstance(value, ast.Constant):
            return str(value.value).lower() if isinstance(value.value, bool) else str(value.value or "")
        if isinstance(value, ast.Attribute):
            return _dotted(value)
        if isinstance(value, ast.Name):
            resolved = self._assigned(value)
            return self._text(resolved, depth + 1) if resolved is not None and depth < 10 else f"${value.id}"
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) and depth < 50:
            left, right = self._text(value.left, depth + 1), self._text(value.right, depth + 1)
            return left + right if left is not None and right is not None else None
        return None


def _is_getter(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and _GETTER.fullmatch(_dotted(value.func)) is not None


def _default(value: ast.expr) -> ast.expr | None:
    """Return what stands in for a variable of the environment that is not set."""
    if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
        return value.values[-1]
    if isinstance(value, ast.Call) and _is_getter(value):
        named = [each.value for each in value.keywords if each.arg == "default"]
        return next(iter((*value.args[1:2], *named)), None)
    return None


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def read_braces(text: str) -> Section | None:
    """Read what braces, brackets and parentheses group, and names with `:`, `=>` or `=` before a string."""
    if any(len(line) > _LONGEST for line in text.split("\n")):
        return None
    reading = _Braces()
    line, at = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", at, token.start())
        at = token.start()
        reading.take(token.lastgroup or "", token.group(), line)
    reading.settle(line)
    reading.resolve()
    return reading.root if any(chain[-1].entries for chain in reading.root.with_parents()) else None


class _Braces:
    """Follows the tokens of a source text."""

    def __init__(self) -> None:
        self.root = Section()
        self._stack = [self.root]
        self._name = self._last = ""
        self._is_string = self._goes_on = False
        self._count = 0
        self._refused = ""
        self._calls: list[tuple[str, list[str]] | None] = []
        """For each open bracket the name that gets a variable of the environment, and the arguments."""
        self._words: list[tuple[list[Entry], int]] = []
        """Entries that are names, to be resolved."""

    def take(self, kind: str, piece: str, line: int) -> None:
        """Take the next token."""
        if kind == "between":
            # `name: String = ` has its name before the kind
            named = self._name if piece == "=" and self._name and not self._is_string else self._last
            self._name, self._last = "" if piece.startswith(("==", "!")) else named, ""
        elif kind == "open":
            is_getter = self._name and not self._is_string and piece != "{" and _GETTER.fullmatch(self._last)
            self._calls.append((self._name, []) if is_getter else None)
            inner = self._stack[-1].child(self._name or self._last) if len(self._stack) < _DEEPEST else self._stack[-1]
            self._stack.append(inner)
            self._name = self._last = ""
        elif kind == "plus":
            self._refused = self._refused if self._is_string else CUT
            self._goes_on = True
        elif kind in {"close", "end"} and not (piece == "\n" and self._goes_on):
            self._goes_on = False
            if self._calls and (call := self._calls[-1]) is not None and not self._name and piece != "\n":
                call[1].append(self._last if self._is_string else "")
            self.settle(line)
            if kind == "close" and len(self._stack) > 1:
                self._stack.pop()
                if (call := self._calls.pop()) is not None:
                    self._name, self._last = call[0], "".join(call[1][1:2])
                    self._is_string, self._refused = True, "" if self._last else _RUNS
        elif kind == "otherwise":
            self._is_string = False
        elif kind == "string":
            text = _ESCAPE.sub(r"\1", piece[1:-1])
            is_beside = self._is_string and self._name and self._last and not self._goes_on
            self._last = self._last + text if self._is_string and self._name else text
            self._refused = CUT if is_beside else self._refused if self._goes_on else ""
            self._is_string, self._goes_on = True, False
        elif kind == "word" and not _KEYWORDS.fullmatch(piece):
            self._refused = CUT if self._goes_on else ""
            self._last, self._is_string, self._goes_on = piece, False, False

    def settle(self, line: int) -> None:
        """Assign the value after a separator to the name before it."""
        entries = self._stack[-1].entries
        if self._name:
            self._count += 1
            if self._count > MOST_ENTRIES:
                raise ValueError
            if self._last and not self._is_string:
                self._words.append((entries, len(entries)))
            entries.append(Entry(self._name.lstrip("$"), self._last, line, refused=self._refused))
        self._name, self._last, self._is_string, self._refused = "", "", False, ""

    def resolve(self) -> None:
        """Substitute what the same text assigns to a name: in the same block, else in the blocks around it."""
        words = {(id(entries), at) for entries, at in self._words}
        chains = {id(chain[-1].entries): chain for chain in self.root.with_parents()}
        assigned: dict[str, dict[int, list[Entry]]] = {}
        """For each name what is assigned to it, by block."""
        for block, chain in chains.items():
            for at, each in enumerate(chain[-1].entries):
                if (block, at) not in words:
                    assigned.setdefault(each.name, {}).setdefault(block, []).append(each)
        for entries, at in self._words:
            each = entries[at]
            word = each.text.lstrip("$")
            owner, _, last = word.rpartition(".")
            known = assigned.get(word) or assigned.get(last, {})
            blocks = [id(one.entries) for one in reversed(chains[id(entries)])]
            if owner:
                named = [block for block in known if chains[block][-1].name == owner.rpartition(".")[2]]
                blocks = named if len(named) == 1 else blocks
            near = next((known[block] for block in blocks if block in known), [])
            before = [one for one in near if one.line <= each.line][-1:]
            found = {one.text for one in before or near or (one for all_of in known.values() for one in all_of)}
            text = found.pop() if len(found) == 1 else each.text
            is_open = text == each.text and is_credential(each.name) and pretence(text) in {"", "a placeholder"}
            is_open = is_open and shape_of(text) is Shape.UNKNOWN
            why = each.refused or next((one.refused for one in before or near if one.text == text), "")
            refused = why or (_SEVERAL if found else _RUNS if is_open else "")
            entries[at] = replace(each, text=text, refused=refused)
