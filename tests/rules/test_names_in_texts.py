"""A module or file of ours that a docstring, a comment or CONTRIBUTING names is there."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "spauth_tui"
CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
FILES = [path.as_posix() for path in ROOT.rglob("*") if ".venv" not in path.parts]
STEMS = {path.stem for path in SOURCES}
LAYERS = {path.name for path in PACKAGE.iterdir() if path.is_dir()} | {"tests"}

FILE = re.compile(r"`([\w/.]+\.(?:py|tcss|toml|md|txt))`")
DOTTED = re.compile(rf"`([a-z]\w*(?:\.\w+)+)`|\b((?:{'|'.join(sorted(LAYERS))})(?:\.\w+)+)")
NO_FILE_OF_OURS = {"config.toml", "pyproject.toml"}


def _texts(path: Path) -> Iterator[str]:
    """Yield comments and docstrings, whose names an editor does not check."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield source
        return
    yield from (
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    )
    yield from (
        node.value.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    )


def _is_there(dotted: str) -> bool:
    """Return whether a module has this name, or one whose last part it defines."""
    parts = dotted.split(".")
    for last in (parts, parts[:-1]):
        ending = "/" + "/".join(last)
        modules = [
            path for path in SOURCES if path.as_posix().removesuffix("/__init__.py").endswith((ending, f"{ending}.py"))
        ]
        if modules and last is parts:
            return True
        if any(re.search(rf"\b{parts[-1]}\b", path.read_text(encoding="utf-8")) for path in modules):
            return True
    return (PACKAGE / Path(*parts)).is_dir()


def missing(text: str) -> list[str]:
    """Return the files and modules of ours that a text names although they are not there."""
    files = {each for each in FILE.findall(text) if each not in NO_FILE_OF_OURS}
    absent = [each for each in sorted(files) if not any(path.endswith(f"/{each}") for path in FILES)]
    dotted = {quoted or plain for quoted, plain in DOTTED.findall(text)}
    ours = {each for each in dotted if each.split(".")[0] in LAYERS | STEMS and not FILE.fullmatch(f"`{each}`")}
    return absent + [each for each in sorted(ours) if not _is_there(each)]


@pytest.mark.parametrize("path", [*SOURCES, CONTRIBUTING], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_text_names_is_there(path: Path) -> None:
    assert missing("\n".join(_texts(path))) == []


@pytest.mark.parametrize(
    "text", ["see `domain.explain`", "in `services/no_such.py`", "tests.no_such", "the table of `registry.NO_SUCH`"]
)
def test_a_name_that_is_not_there_is_found(text: str) -> None:
    assert missing(text) != []
