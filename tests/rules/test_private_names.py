"""What a library keeps to itself we leave alone, but for what keeps secrets off the screen and out of memory."""

import ast
import importlib
import inspect
import pkgutil
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import spauth_tui

ALLOWED = {
    ("domain.vault.merging", "_typeshed"): "types alone, which typeshed gives to everybody",
    ("ui.base.safe_app", "textual._context"): "nothing public says whose message failed",
    ("ui.base.safe_app", "_handle_exception"): "Textual's report of a crash shows local variables",
    ("ui.base.safe_app", "_fatal_error"): "as _handle_exception",
    ("ui.base.safe_app", "_exception"): "as _handle_exception",
    ("ui.base.safe_app", "_return_code"): "as _handle_exception",
    ("ui.base.safe_app", "_close_messages_no_wait"): "as _handle_exception",
    ("ui.base.terminal_input", "textual._xterm_parser"): "nothing public reads what a terminal sends",
    ("ui.widgets.secret_input", "_on_paste"): "Textual's keeps only the first line of a pasted secret",
    ("ui.widgets.secret_input", "_position_to_cell"): "Textual's keeps each secret that it measures",
}
"""By module and name. tests/ui/test_textual_contract.py says what breaks when Textual changes them."""
DOCUMENTED = {"_exit", "_replace", "_value_"}
"""Of `os`, named tuples and enums: public for all that."""
NO_LIBRARY = {"spauth_tui", *sys.stdlib_module_names} - {"argparse", "asyncio", "concurrent"}


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@cache
def _private_names_of(kind: type) -> frozenset[str]:
    """Return the private names that a library's class defines or assigns to itself."""
    stored = {
        node.attr
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(kind))))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
    }
    return frozenset(name for name in stored | set(vars(kind)) if _is_private(name))


def _names_in(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            yield each.name
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id


def _inherited(module: ModuleType, tree: ast.Module) -> Iterator[str]:
    """Yield what our classes use or redefine of a library's class that they derive from."""
    for node in tree.body:
        kind = getattr(module, node.name) if isinstance(node, ast.ClassDef) else object
        bases = [each for each in kind.__mro__ if each.__module__.partition(".")[0] not in NO_LIBRARY]
        theirs = frozenset[str]().union(*map(_private_names_of, bases))
        yield from theirs.intersection(_names_in(node)) if bases else ()


def _reached(tree: ast.Module) -> Iterator[str]:
    """Yield what is imported or asked of an object, where the module itself does not define it."""
    text = ast.unparse(tree)
    own = {each for each in set(_names_in(tree)) if f"self.{each}" in text}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_private(node.attr) and node.attr not in own | DOCUMENTED:
            yield node.attr
        elif isinstance(node, ast.ImportFrom | ast.Import):
            named = [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from (each for each in named if any(map(_is_private, each.split("."))))


def test_only_the_private_names_on_the_list_are_used() -> None:
    used = set()
    for found in pkgutil.walk_packages(spauth_tui.__path__, "spauth_tui."):
        if not found.name.endswith("__main__"):
            module = importlib.import_module(found.name)
            tree = ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))
            names = {*_inherited(module, tree), *_reached(tree)}
            used |= {(found.name.removeprefix("spauth_tui."), name) for name in names}
    assert used == set(ALLOWED)
