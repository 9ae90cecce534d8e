"""More of the same, which the long run tries: a few cases of it are enough to see each day that a thing works."""

from collections.abc import Sequence
from typing import Any

import pytest
from _pytest.mark import ParameterSet


def more_of(*cases: Any) -> list[ParameterSet]:
    """Return cases of a parametrised test for `uv run pytest -m long`."""
    return [
        pytest.param(*each.values, id=each.id, marks=[*each.marks, pytest.mark.long])
        if isinstance(each, ParameterSet)
        else pytest.param(each, marks=pytest.mark.long)
        for each in cases
    ]


def some_of(cases: Sequence[Any], every: int = 4) -> list[Any]:
    """Return all cases, of which one in so many is tried each day."""
    return [each if at % every == 0 else more_of(each)[0] for at, each in enumerate(cases)]
