"""No class does everything: most methods are in small objects and functions."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.rules.test_source import PACKAGE

MOST_OF_ITS_OWN = 25
MOST_WITH_BASES = 40
STILL_LARGER = {"Workspace": 29}
"""May become smaller, and no other class may join them."""

Classes = dict[str, tuple[frozenset[str], tuple[str, ...]]]


def _named(base: ast.expr) -> str:
    base = base.value if isinstance(base, ast.Subscript) else base
    return base.id if isinstance(base, ast.Name) else getattr(base, "attr", "")


@cache
def _classes() -> Classes:
    """Return the methods and properties of each class of the program, and the names of its bases."""
    found: Classes = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                own = {each.name for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
                found[node.name] = (frozenset(own), tuple(map(_named, node.bases)))
    return found


def _with_bases(name: str, classes: Classes) -> Iterator[str]:
    own, bases = classes[name]
    yield from own
    for base in bases:
        if base in classes and base != name:
            yield from _with_bases(base, classes)


def test_no_class_has_many_methods_of_its_own() -> None:
    counts = {name: len(own) for name, (own, _) in _classes().items()}
    assert {name: n for name, n in counts.items() if n > STILL_LARGER.get(name, MOST_OF_ITS_OWN)} == {}


def test_no_class_has_many_methods_with_all_of_our_bases() -> None:
    classes = _classes()
    assert [name for name in classes if len(set(_with_bases(name, classes))) > MOST_WITH_BASES] == []
