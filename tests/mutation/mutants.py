"""Where a source can be changed, and how: one small change at a time, as a person's slip of the hand would make it.

Docstrings, sentences, decorators, type annotations, asserts and what only another system runs are left alone: no test
should fall over them.
"""

import ast
import re
import sys
from dataclasses import dataclass

KINDS = ("constant", "boundary", "comparison", "logic", "min/max", "arithmetic", "return", "call")


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """One change of one file: the bytes from `start` to `end` become others."""

    path: str
    line: int
    start: int
    end: int
    kind: str
    old: str
    new: str

    def __str__(self) -> str:
        """Return its place and the change, on one line."""
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{self.path}:{self.line}  {self.kind}: {old} -> {new}"

    def applied(self, source: bytes) -> bytes:
        """Return the source with the change."""
        return source[: self.start] + self.new.encode() + source[self.end :]

    def changes(self, source: bytes) -> bool:
        """Whether what comes of it is Python, and not the same as before."""
        try:
            return ast.dump(ast.parse(self.applied(source))) != ast.dump(ast.parse(source))
        except SyntaxError:
            return False


def mutants(path: str, source: bytes) -> list[Mutant]:
    """Return every mutant of a file, from its first line to its last."""
    finder = _Finder(path, source)
    finder.visit(ast.parse(source))
    return sorted(set(finder.found))


_COMPARISONS: dict[type[ast.cmpop], tuple[str, tuple[tuple[str, str], ...]]] = {
    ast.Lt: ("<", (("boundary", "<="), ("comparison", ">="))),
    ast.LtE: ("<=", (("boundary", "<"), ("comparison", ">"))),
    ast.Gt: (">", (("boundary", ">="), ("comparison", "<="))),
    ast.GtE: (">=", (("boundary", ">"), ("comparison", "<"))),
    ast.Eq: ("==", (("comparison", "!="),)),
    ast.NotEq: ("!=", (("comparison", "=="),)),
    ast.Is: ("is", (("comparison", "is not"),)),
    ast.IsNot: ("is not", (("comparison", "is"),)),
    ast.In: ("in", (("comparison", "not in"),)),
    ast.NotIn: ("not in", (("comparison", "in"),)),
}
_ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "//"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "//"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
}
_EMPTY = {"bool": "not ({})", "str": '""', "int": "0", "bytes": 'b""', "tuple": "()", "list": "[]", "dict": "{{}}"}
_WORDS = {"help", "metavar", "description", "epilog", "prog", "usage", "doc"}
"""Arguments that are words for people."""
_OF_TYPES = {"TypeVar", "ParamSpec", "NewType", "TypeVarTuple", "getLogger"}
_LOGS = {"debug", "info", "warning", "exception", "critical"}


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


class _Finder(ast.NodeVisitor):
    def __init__(self, path: str, source: bytes) -> None:
        self.found: list[Mutant] = []
        self._path, self._source = path, source
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._returns: list[str] = [""]

    # Places

    def _start(self, node: ast.expr | ast.stmt) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr | ast.stmt) -> int:
        return self._lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def _text(self, node: ast.expr | ast.stmt) -> str:
        return self._source[self._start(node) : self._end(node)].decode()

    def _add(self, kind: str, start: int, end: int, new: str) -> None:
        line = self._source.count(b"\n", 0, start) + 1
        old = self._source[start:end].decode()
        self.found.append(Mutant(self._path, line, start, end, kind, old, new))

    def _replace(self, kind: str, node: ast.expr | ast.stmt, new: str) -> None:
        self._add(kind, self._start(node), self._end(node), new)

    def _replace_between(self, kind: str, places: tuple[int, int], old: str, new: str) -> None:
        """Replace an operator between two operands, passing over parentheses and what is no code."""
        gap = re.sub(rb"#[^\n]*", lambda comment: b" " * len(comment[0]), self._source[slice(*places)])
        found = re.search(r"\s+".join(map(re.escape, old.split())).encode(), gap)
        if found:
            self._add(kind, places[0] + found.start(), places[0] + found.end(), new)

    # What is left alone, and what is looked into

    def _each(self, nodes: list[ast.stmt] | list[ast.expr] | list[ast.expr | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._each(node.args.defaults)
        self._each(node.args.kw_defaults)
        returned = node.returns.value if isinstance(node.returns, ast.Subscript) else node.returns
        self._returns.append(_name(returned) if returned else "")
        self._each(node.body)
        self._returns.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - ast gives the name

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._each(node.args.defaults)
        self.visit(node.body)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if not any(_name(each) == "Protocol" for each in node.bases):
            self._each(node.body)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and _name(node.annotation) != "TypeAlias":
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(_name(each) in {"__all__", "__slots__"} for each in node.targets):
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        pass

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave a composed text alone: it is words, and before Python 3.12 the places inside are not known."""

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if _name(node.value) not in {"Literal", "Annotated", "Callable"}:
            self.visit(node.slice)

    def visit_If(self, node: ast.If) -> None:
        asked = ast.unparse(node.test)
        if "__name__" in asked:
            return
        system = re.search(r"sys\.platform (==|!=) '(\w+)'", asked)
        if system is None and asked != "TYPE_CHECKING":
            self._condition(node.test)
            self.visit(node.test)
        elsewhere = system is not None and (system[1] == "==") != (system[2] == sys.platform)
        if asked != "TYPE_CHECKING" and not elsewhere:
            self._each(node.body)
        if system is None or elsewhere:
            self._each(node.orelse)

    def visit_Expr(self, node: ast.Expr) -> None:
        called = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(called, ast.Constant) or (isinstance(called, ast.Call) and self._logs(called)):
            return
        if isinstance(called, ast.Call):
            self._replace("call", node, "pass")
        self.visit(node.value)

    @staticmethod
    def _logs(call: ast.Call) -> bool:
        of = _name(call.func.value).strip("_") if isinstance(call.func, ast.Attribute) else ""
        return of in {"log", "logger", "logging", "LOG"} and (of == "logging" or _name(call.func) in _LOGS)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in _OF_TYPES:
            return
        if isinstance(node.func, ast.Name) and name in {"min", "max"}:
            self._replace("min/max", node.func, "max" if name == "min" else "min")
        self.visit(node.func)
        self._each(node.args[1:] if name == "cast" else node.args)
        for word in node.keywords:
            if word.arg not in _WORDS and (name, word.arg) != ("zip", "strict"):
                self.visit(word.value)

    # The changes

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._replace("constant", node, str(not value))
        elif isinstance(value, int | float):
            self._replace("constant", node, repr(value + 1))
        elif isinstance(value, str) and not re.search(r"\s", value):
            self._replace("constant", node, repr(f"XX{value}XX") if value else '"XX"')
        elif isinstance(value, bytes):
            self._replace("constant", node, repr(b"XX" + value))

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for left, right, operator in zip(operands, operands[1:], node.ops, strict=False):
            old, changes = _COMPARISONS[type(operator)]
            for kind, new in changes:
                self._replace_between(kind, (self._end(left), self._start(right)), old, new)
        self._each(operands)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._replace_between("logic", (self._end(left), self._start(right)), old, new)
        self._each(node.values)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._replace("logic", node, f"({self._text(node.operand)})")
        self.visit(node.operand)

    def _condition(self, test: ast.expr) -> None:
        if isinstance(test, ast.Name | ast.Attribute | ast.Call | ast.Await | ast.NamedExpr):
            self._replace("logic", test, f"not ({self._text(test)})")

    def visit_While(self, node: ast.While) -> None:
        self._condition(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._condition(node.test)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self._arithmetic(node.op, node.left, node.right)
        self._each([node.left, node.right])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._arithmetic(node.op, node.target, node.value)
        self.visit(node.value)

    def _arithmetic(self, operator: ast.operator, left: ast.expr, right: ast.expr) -> None:
        if type(operator) in _ARITHMETIC and not any(self._is_text(each) for each in (left, right)):
            old, new = _ARITHMETIC[type(operator)]
            self._replace_between("arithmetic", (self._end(left), self._start(right)), old, new)

    @staticmethod
    def _is_text(node: ast.expr) -> bool:
        return isinstance(node, ast.JoinedStr | ast.List | ast.Tuple) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        )

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None:
            return
        if not isinstance(node.value, ast.Constant):
            self._replace("return", node.value, _EMPTY.get(self._returns[-1], "None").format(self._text(node.value)))
        self.visit(node.value)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._condition(test)
        self.generic_visit(node)
