"""The form that a test's vault has."""

import pytest

from tests.golden import NEW


@pytest.fixture
def form(request: pytest.FixtureRequest) -> str:
    """What `golden.lay` puts at a path: a new vault, or in turn each that `golden.in_every_form` names."""
    return str(getattr(request, "param", NEW))
