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


@pytest.mark.parametrize("field", ["Atzr|CANARY-x", "9f8e7d6c" * 8, "amzn1_oa2_cs_v1_CANARY", "CANARY0of0theirs"])
def test_a_field_that_may_be_a_secret_is_not_repeated(field: str) -> None:
    text = (
        f'{{"format": "spauth-tui credentials", "version": 1, "authorizations": [{{"client_id": "x", "{field}": 1}}]}}'
    )
    with pytest.raises(FileNotUnderstood, match="not known") as caught:
        read(text)
    assert field[:12] not in str(caught.value)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_an_instant_at_the_ends_of_the_calendar_is_refused(at: str) -> None:
    entry = f'{{"client_id": "x", "client_secret_ends_at": "{at}"}}'
    with pytest.raises(FileNotUnderstood, match="client_secret_ends_at"):
        read(f'{{"format": "spauth-tui credentials", "version": 1, "authorizations": [{entry}]}}')
