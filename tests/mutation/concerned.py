"""Which tests concern a file: those that import it, directly or through one step, and those of its name."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.mutation.choosing import PACKAGE

NEVER = ("tests/rules", "tests/mutation", "tests/packaging", "tests/benchmarks")
"""Tests that look at the source, or start the whole of it from archives; and these, which would run themselves."""
SLOW = ("tests/pains", "tests/ui", "tests/end_to_end")
STEPS = 2


class Concerned:
    """Knows who imports whom, in the program and in its tests."""

    def __init__(self, root: Path) -> None:
        files = [path for top in (PACKAGE, "tests") for path in sorted((root / top).rglob("*.py"))]
        self._paths = {_module(path.relative_to(root)): path.relative_to(root).as_posix() for path in files}
        self._imports = {module: self._imported(root / path, module) for module, path in self._paths.items()}
        self._reaches = {
            path: self._reached(module)
            for module, path in self._paths.items()
            if Path(path).name.startswith("test_") and not path.startswith(NEVER)
        }

    def tests(self, path: str) -> list[list[str]]:
        """Return the files of tests in two turns, the closer ones first."""
        module = _module(Path(path))
        steps = {test: reached[module] for test, reached in self._reaches.items() if module in reached}
        for test in self._reaches:
            if _is_named_for(test, path):
                steps[test] = 0
        if not steps:
            return []
        farthest = max(STEPS, min(steps.values()))
        order = sorted(
            (test for test, step in steps.items() if step <= farthest), key=lambda test: _order(steps[test], test, path)
        )
        turns = [[t for t in order if steps[t] <= 1], [t for t in order if steps[t] > 1]]
        return [turn for turn in turns if turn]

    def _imported(self, path: Path, module: str) -> dict[str, int]:
        """Return what a file imports, and how many steps each is: helpers of the tests and late imports are none."""
        found = {each: 0 if each.startswith("tests.") else 1 for each in self._named(path)}
        if module.startswith("tests.") and path.name.startswith("test_"):
            for folder in path.relative_to(path.parents[module.count(".")]).parents:
                conftest = ".".join((*folder.parts, "conftest"))
                if conftest in self._paths:
                    found[conftest] = 0
        for package in _loaded_late(path):
            found |= {each: 0 for each in self._paths if each.startswith(package)}
        return found

    def _named(self, path: Path) -> Iterator[str]:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                yield from (each.name for each in node.names if each.name in self._paths)
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{each.name}" for each in node.names} & set(self._paths)
                yield from inner or ({node.module} & set(self._paths))

    def _reached(self, module: str) -> dict[str, int]:
        steps = {module: 0}
        waiting = [module]
        while waiting:
            here = waiting.pop(0)
            for there, cost in self._imports[here].items():
                if steps[here] + cost < steps.get(there, 99):
                    steps[there] = steps[here] + cost
                    waiting.append(there)
        return steps


def _module(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _loaded_late(path: Path) -> Iterator[str]:
    """Find packages of which any module may be imported: `import_module(f"package.{name}")`."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and node.args:
            start = node.args[0].values[0] if isinstance(node.args[0], ast.JoinedStr) else None
            if isinstance(start, ast.Constant) and str(start.value).startswith(PACKAGE):
                yield str(start.value)


def _is_named_for(test: str, path: str) -> bool:
    name, folder, stem = Path(test).stem.removeprefix("test_"), Path(path).parts[1], Path(path).stem
    return name == stem or (folder == "commands" and Path(test).parts[1] == folder and name in stem.split("_"))


def _order(step: int, test: str, path: str) -> tuple[int, bool, bool, str]:
    """Within as many steps, those of the same folder come first: they are about it, and the slow ones last."""
    return step, Path(test).parts[1] != Path(path).parts[1], test.startswith(SLOW), test
