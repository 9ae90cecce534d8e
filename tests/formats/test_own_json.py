"""Our own JSON."""

import pytest

from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.formats.reading.reader import read


def test_one_of_a_later_version_is_refused_in_words() -> None:
    with pytest.raises(FileNotUnderstood, match="newer"):
        read('{"format": "spauth-tui credentials", "version": 2, "authorizations": []}')


@pytest.mark.parametrize("listed", ["[]", "7", "[[]]"])
def test_one_without_authorizations_is_refused(listed: str) -> None:
    with pytest.raises(FileNotUnderstood):
        read(f'{{"format": "spauth-tui credentials", "version": 1, "authorizations": {listed}}}')
