"""No test looks at an exit code, or at a type, alone: with the check that it is about taken out, such a one passes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FILES = sorted(TESTS.rglob("test_*.py"))

THE_CODE_IS_THE_FACT = {
    "test_its_exit_code_is_ours": "the command's own code is handed on, whatever it is",
    "test_a_signal_that_ends_it_is_128_and_more": "so is the signal that ended it",
    "test_a_signal_ends_a_verb_whose_vault_never_answers": "128 and the signal's number says by which it ended",
    "test_a_signal_ends_the_wait_for_standard_input": "as above",
    "test_a_signal_ends_a_verb_whose_thread_never_ends": "as above",
    "test_a_signal_ends_the_wait_for_a_pipe": "as above",
    "test_a_file_that_others_may_write_runs_nothing": "`refused` of its file looks at the words and at what ran",
    "test_a_file_in_a_directory_that_others_may_write_runs_nothing": "as above",
    "test_what_belongs_to_another_user_runs_nothing": "as above",
    "test_each_setting_that_could_do_harm_is_refused": "as above",
    "test_a_file_behind_a_link_is_judged_where_it_is": "as above",
    "test_what_sp_api_says_gives_the_code": "the function returns an exit code",
    "test_every_expected_failure_has_an_exit_code": "so does it here",
}
CODES = {"code", "returncode", "exit_code"}
ANSWERING_CODES = {"exit_of", "wait", "send_once_begun"}
SAYING = {"refused", "ok"}
"""What `Shell.refused` and `Shell.ok` return is to be looked at; without that they look at the exit code alone."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_code(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple | ast.List):
        return bool(node.elts) and all(map(_is_code, node.elts))
    if isinstance(node, ast.Await):
        return _is_code(node.value)
    if isinstance(node, ast.Call):
        return _name(node.func) in ANSWERING_CODES
    is_of_exit = isinstance(node, ast.Attribute) and _name(node.value) == "Exit"
    return is_of_exit or (isinstance(node, ast.Attribute) and node.attr in CODES)


def looks_at_a_code(test: ast.expr) -> bool:
    """Say whether an assertion looks at nothing but an exit code."""
    if isinstance(test, ast.BoolOp):
        return all(map(looks_at_a_code, test.values))
    if isinstance(test, ast.UnaryOp):
        return looks_at_a_code(test.operand)
    return _is_code(test) or (isinstance(test, ast.Compare) and any(map(_is_code, (test.left, *test.comparators))))


def looks_at_a_type(test: ast.expr) -> bool:
    """Say whether an assertion looks at nothing but a type."""
    if isinstance(test, ast.BoolOp):
        return all(map(looks_at_a_type, test.values))
    if isinstance(test, ast.UnaryOp):
        return looks_at_a_type(test.operand)
    if isinstance(test, ast.Call) and _name(test.func) in {"all", "any"} and test.args:
        inner = test.args[0]
        return isinstance(inner, ast.GeneratorExp | ast.ListComp) and looks_at_a_type(inner.elt)
    if isinstance(test, ast.Compare):
        return any(isinstance(each, ast.Call) and _name(each.func) == "type" for each in (test.left, *test.comparators))
    return isinstance(test, ast.Call) and _name(test.func) == "isinstance"


def _raises(function: Function) -> bool:
    """Say whether it looks at an error, or calls a function of the tests' own that does."""
    return any(isinstance(node, ast.Call) and _name(node.func) == "raises" for node in ast.walk(function))


def is_weak(function: Function) -> bool:
    """Say whether nothing but exit codes and types is looked at."""
    if _raises(function):
        return False
    asserted = [node.test for node in ast.walk(function) if isinstance(node, ast.Assert)]
    passed_over = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _name(node.value.func) in SAYING
    ]
    if not asserted:
        # Only the verbs' own: without an assertion other tests look at a helper's, or that nothing is raised.
        return bool(passed_over)
    return all(looks_at_a_code(test) or looks_at_a_type(test) for test in asserted)


def those_in(text: str) -> Iterator[Function]:
    """Yield the tests of a file."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def test_no_test_looks_at_an_exit_code_or_a_type_alone_but_those_where_it_is_the_fact() -> None:
    weak = {test.name: path for path in FILES for test in those_in(path.read_text()) if is_weak(test)}
    found = {f"{path.relative_to(TESTS)}::{name}" for name, path in weak.items() if name not in THE_CODE_IS_THE_FACT}
    assert found == set()
    assert set(THE_CODE_IS_THE_FACT) - weak.keys() == set()


@pytest.mark.parametrize(
    "body",
    [
        "assert shell('ls').code == 2",
        "ran = shell('ls')\n    assert ran.code == 2\n    assert shell('token').code == 10",
        "assert ran.returncode == 0, ran.stderr",
        "assert (one.code, other.code) == (0, 1)",
        "assert process.wait(20) == 130",
        "assert not ran.returncode",
        "assert 2 == ran.code or ran.code == 3",
        "assert exit_of(problem) is Exit.USAGE",
        "shell.refused(2, 'ls')",
        "shell.ok('ls')",
        "assert isinstance(app.screen, Help)",
        "assert not isinstance(app.screen, Help)",
        "assert all(isinstance(each, str) for each in found)",
        "assert type(found) is str",
        "assert isinstance(app.screen, Help)\n    assert ran.code == 0",
    ],
)
def test_a_weak_one_is_found(body: str) -> None:
    (function,) = those_in(f"def test_it() -> None:\n    {body}\n")
    assert is_weak(function)


@pytest.mark.parametrize(
    "body",
    [
        "assert 'no such' in shell.refused(2, 'ls')",
        "ran = shell('ls')\n    assert ran.code == 2\n    assert 'no such' in ran.err",
        "assert (ran.code, ran.out) == (0, '')",
        "shell.ok('add')\n    assert shell.ok('ls') == 'x'",
        "with pytest.raises(ValueError):\n        int('x')",
        "assert isinstance(app.screen, Help)\n    assert app.screen.title == 'Help'",
        "check(found)",
    ],
)
def test_one_that_looks_at_a_fact_is_left_alone(body: str) -> None:
    (function,) = those_in(f"def test_it() -> None:\n    {body}\n")
    assert not is_weak(function)
