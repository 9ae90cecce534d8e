"""Lines put into a TOML file: comments stay with what they are about."""

import tomllib

import pytest

from spauth_tui.adapters.config.appearance_file import with_lines

NEW = ["motion = false"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "motion = false\n"),
        ("# mine\n", "# mine\nmotion = false\n"),
        ('vault = "x"', 'vault = "x"\nmotion = false\n'),
        ('a = "x"\n\n# my keys\n[keys]\n', 'a = "x"\nmotion = false\n\n# my keys\n[keys]\n'),
        ('a = "x"\n[keys]\n', 'a = "x"\nmotion = false\n\n[keys]\n'),
        ("# my keys\n[keys]\n", "motion = false\n\n# my keys\n[keys]\n"),
        ('[keys]\n"a" = "b"\n# tail\n', 'motion = false\n\n[keys]\n"a" = "b"\n# tail\n'),
        ('a = "x"\r\n[keys]\r\n', 'a = "x"\r\nmotion = false\r\n\r\n[keys]\r\n'),
        ('a = """\n[no]\n"""\n[keys]\n', 'a = """\n[no]\n"""\nmotion = false\n\n[keys]\n'),
        ("a = [\n[1],\n]\n[keys]\n", "a = [\n[1],\n]\nmotion = false\n\n[keys]\n"),
        ('keys."a" = "b"\n', 'keys."a" = "b"\nmotion = false\n'),
    ],
)
def test_a_new_line_comes_before_the_first_table_and_its_comment(before: str, after: str) -> None:
    assert with_lines(before, NEW) == after
    assert tomllib.loads(after) == {**tomllib.loads(before), "motion": False}


def test_without_lines_nothing_changes() -> None:
    assert with_lines("[keys]\n", []) == "[keys]\n"
