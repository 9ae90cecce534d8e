"""The mutation run itself, on a small program of its own."""

from pathlib import Path

import pytest

from tests.mutation.__main__ import main
from tests.mutation.choosing import chosen
from tests.mutation.concerned import Concerned
from tests.mutation.mutants import KINDS, mutants

SOURCE = '''"""A program: 1 < 2."""


def limit(size: int, most: int = 5) -> int:
    """Return 7."""
    return min(size, most)
'''
BLIND = "from spauth_tui.domain.sizes import limit\n\ndef test_it():\n    assert limit(3, 3) == 3\n"
SEEING = f"{BLIND}    assert limit(9) == 5\n"
HANGING = "from spauth_tui.domain.sizes import limit\n\ndef test_it():\n    while limit(1) != 1: pass\n"
BROKEN = "from spauth_tui.domain.sizes import limit\n\ndef test_it():\n    assert limit(9) == 'CANARY'\n"


pytestmark = pytest.mark.tools


def _program(root: Path, test: str) -> Path:
    for folder in ("spauth_tui/domain", "tests/domain"):
        (root / folder).mkdir(parents=True)
        for each in (root / folder, (root / folder).parent):
            (each / "__init__.py").touch()
    (root / "spauth_tui/domain/sizes.py").write_text(SOURCE)
    (root / "tests/domain/test_sizes.py").write_text(test)
    (root / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    return root


def _state(root: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


def test_what_no_test_finds_is_a_survivor_and_what_one_finds_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _program(tmp_path, BLIND)
    assert main(["--count", "9"], root) == 0
    said = capsys.readouterr().out
    assert "SURVIVED  spauth_tui/domain/sizes.py:4  constant: 5 -> 6" in said
    assert "detected  spauth_tui/domain/sizes.py:6  return: min(size, most) -> 0" in said
    assert "core           1 of    3 detected, 33 %" in said


def test_the_bar_that_is_missed_is_1_and_the_checkout_is_as_it_was(tmp_path: Path) -> None:
    root = _program(tmp_path, BLIND)
    before = _state(root)
    assert main(["--count", "9", "--bar", "34"], root) == 1
    assert _state(root) == before


def test_the_bar_that_is_met_is_0(tmp_path: Path) -> None:
    assert main(["--count", "9", "--bar", "100"], _program(tmp_path, SEEING)) == 0


def test_a_test_that_hangs_has_found_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = _program(tmp_path, HANGING)
    main(["--count", "9", "--hang", "5"], root)
    assert "hangs in tests/domain/test_sizes.py::test_it" in capsys.readouterr().out


def test_a_test_that_fails_without_any_change_finds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--count", "9"], _program(tmp_path, BROKEN))
    said = capsys.readouterr().out
    assert "core           0 of    3 detected, 0 %" in said
    assert "left out, because it fails without any change: tests/domain/test_sizes.py::test_it" in said


def test_nothing_to_change_is_2(tmp_path: Path) -> None:
    assert main(["--part", "screens"], _program(tmp_path, BLIND)) == 2


def _many(root: Path) -> list[str]:
    (root / "one.py").write_text("\n".join(f"a{n} = {n} < {n + 1} and max(2, {n})" for n in range(40)))
    return ["one.py"]


def test_the_same_seed_gives_the_same_mutants_and_another_one_others(tmp_path: Path) -> None:
    names = _many(tmp_path)
    assert chosen(tmp_path, names, 20, 1) == chosen(tmp_path, names, 20, 1)
    assert chosen(tmp_path, names, 20, 1) != chosen(tmp_path, names, 20, 2)


def test_a_smaller_count_gives_the_first_of_the_same_ones(tmp_path: Path) -> None:
    names = _many(tmp_path)
    assert chosen(tmp_path, names, 20, 1)[:7] == chosen(tmp_path, names, 7, 1)


def test_every_kind_has_its_turn(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(
        "def f(a, b):\n    f(a, 1)\n    while not a < b and a == b:\n        a = max(a, b - a)\n    return a\n"
    )
    assert {each.kind for each in chosen(tmp_path, ["one.py"], len(KINDS), 1)} == set(KINDS)


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("x = a < b", {"a <= b", "a >= b"}),
        ("x = (a) not in (b)", {"(a) in (b)"}),
        ("x = a is not b", {"a is b"}),
        ("x = a and b or c", {"a or b or c", "a and b and c"}),
        ("x = not a", {"(a)"}),
        ("x = min(a, b)", {"max(a, b)"}),
        ("x = a // b", {"a * b"}),
        ("x = 'é', 59", {"'XXéXX', 59", "'é', 60"}),
        ("x = True", {"False"}),
    ],
)
def test_what_a_line_becomes(source: str, changes: set[str]) -> None:
    text = source.encode()
    assert {each.applied(text).decode() for each in mutants("", text)} == {f"x = {each}" for each in changes}


@pytest.mark.parametrize(
    "source",
    [
        '"""1 < 2"""',
        "x: 'int' = y",
        "def f(x: Literal['a']) -> 'int':\n    '1'",
        "x = Literal['a']",
        "x = cast('int', y)",
        "x = TypeVar('x')",
        "log.info('a', 1)",
        "@dataclass(frozen=True)\nclass A(Base['a']): ...",
        "class A(Protocol):\n    def f(self, x=1): return x < 2",
        "x = 'Words for people.'",
        "x = f'{y + 1}'",
        "x = parser(help='name', metavar='NAME')",
        "if sys.platform == 'elsewhere':\n    x = 1",
        "if TYPE_CHECKING:\n    x = 1",
        "if __name__ == '__main__':\n    main()",
        "assert x < 1",
    ],
)
def test_what_is_never_changed(source: str) -> None:
    assert mutants("", source.encode()) == []


def test_the_tests_of_a_file_are_those_that_import_it_then_those_at_one_step(tmp_path: Path) -> None:
    root = _program(tmp_path, BLIND)
    (root / "spauth_tui/domain/users.py").write_text("from spauth_tui.domain import sizes\n")
    (root / "spauth_tui/domain/far.py").write_text("from spauth_tui.domain import users\n")
    for name in ("users", "far", "nothing"):
        imported = "" if name == "nothing" else f"import spauth_tui.domain.{name}\n"
        (root / f"tests/domain/test_of_{name}.py").write_text(imported)
    found = Concerned(root).tests("spauth_tui/domain/sizes.py")
    assert found == [["tests/domain/test_sizes.py"], ["tests/domain/test_of_users.py"]]


def test_tests_of_the_same_folder_come_first(tmp_path: Path) -> None:
    root = _program(tmp_path, "")
    for folder in ("adapters", "domain", "services"):
        (root / "tests" / folder).mkdir(exist_ok=True)
        (root / "tests" / folder / "test_of_it.py").write_text("import spauth_tui.domain.sizes\n")
    [found] = Concerned(root).tests("spauth_tui/domain/sizes.py")
    assert [Path(each).parts[1] for each in found] == ["domain", "domain", "adapters", "services"]


def test_a_test_of_the_same_name_concerns_it_though_it_imports_nothing(tmp_path: Path) -> None:
    root = _program(tmp_path, "")
    assert Concerned(root).tests("spauth_tui/domain/sizes.py") == [["tests/domain/test_sizes.py"]]
