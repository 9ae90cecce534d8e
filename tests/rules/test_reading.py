"""What is read from disk is opened in one place: `regular_file`, which never waits and reads only so much."""

import ast
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "spauth_tui"
OPENS = {"open", "read_text", "read_bytes", "copyfile", "copy2", "copytree", "open_code"}
MAKES_A_NEW_FILE = ("O_CREAT", "O_EXCL")

MAY_OPEN = {
    "__main__.py": (1, "nothing at all, in the place of an output that went away"),
    "adapters/system/child_programs.py": (1, "the terminal, to ask who has it"),
    "adapters/system/regular_file.py": (1, "this is the place"),
    "adapters/vault/files/copies.py": (1, "a directory, to have its names on the disk"),
    "adapters/vault/files/unfinished.py": (1, "a directory, to lock it"),
    "commands/verbs/help.py": (1, "a topic of our own"),
    "commands/runtime/meanwhile.py": (1, "the terminal"),
    "commands/runtime/prompt.py": (3, "the terminal"),
    "domain/vault/words.py": (1, "a list of words of our own"),
    "services/vault_care/unlocking.py": (1, "the vault, which its store opens"),
    "startup/streams.py": (2, "nothing at all, and descriptors that are open"),
}
"""How often each file opens something itself, and what."""


def openings(tree: ast.AST) -> list[ast.Call]:
    """Return the calls that open a file for reading; what is awaited is something else that is called open."""
    awaited = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Await)}
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) not in awaited)
    return [call for call in calls if _name(call) in OPENS and not _makes_a_new_file(call)]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _makes_a_new_file(call: ast.Call) -> bool:
    """Say whether it is `os.open` for a file that is not there yet, by flags that stand in the call."""
    words = ast.unparse(call)
    return ast.unparse(call.func) == "os.open" and all(each in words for each in MAKES_A_NEW_FILE)


def test_what_is_read_is_opened_in_one_place() -> None:
    found = Counter(
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for _ in openings(ast.parse(path.read_text(encoding="utf-8")))
    )
    assert found == {name: count for name, (count, _) in MAY_OPEN.items()}


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("open(path)", 1),
        ("path.open('rb')", 1),
        ("path.read_text()", 1),
        ("path.read_bytes()", 1),
        ("os.open(path, os.O_RDONLY)", 1),
        ("os.open(path, os.O_RDWR | os.O_CREAT)", 1),
        ("os.open(path, flags)", 1),
        ("shutil.copyfile(one, other)", 1),
        ("os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)", 0),
        ("async def f(): await store.open(given)", 0),
        ("os.fdopen(descriptor)", 0),
    ],
)
def test_what_opens_a_file_is_known(source: str, count: int) -> None:
    assert len(openings(ast.parse(source))) == count
