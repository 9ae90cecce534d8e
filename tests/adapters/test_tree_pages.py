"""Pages of any bytes: they are read or refused, and reading them ends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from spauth_tui.adapters.vault.salvage.row_reading import read_rows
from spauth_tui.adapters.vault.salvage.tree_pages import PageUnreadable, local_size, read_page

PAGE = 4016
LAST = 6
numbers = st.integers(0, LAST + 1)
kinds = st.sampled_from([0, 2, 5, 10, 13])


@st.composite
def _pages(draw: st.DrawFn) -> dict[int, bytes]:
    """Draw a few pages that look like SQLite's: they lead to one another, and their rows overlap and go on anywhere."""
    pages = {}
    for number in range(1, LAST + 1):
        page = bytearray(draw(st.binary(max_size=80)) * 60)[:PAGE].ljust(PAGE, b"\0")
        header = 100 if number == 1 else 0
        count = draw(st.integers(0, 40))
        page[header] = draw(kinds)
        page[header + 3 : header + 5] = count.to_bytes(2)
        page[header + 8 : header + 12] = draw(numbers).to_bytes(4)
        for cell in range(count):
            place = header + (12 if page[header] == 5 else 8) + 2 * cell
            page[place : place + 2] = draw(st.integers(300, PAGE - 20)).to_bytes(2)
        for place in draw(st.lists(st.integers(300, PAGE - 20), max_size=30)):
            page[place : place + 4] = draw(numbers).to_bytes(4)
        if number == 1:
            page[28:40] = b"".join(draw(numbers).to_bytes(4) for _ in range(3))
        pages[number] = bytes(page)
    return pages


@settings(deadline=2_000)
@given(_pages())
def test_pages_that_lead_anywhere_are_read_to_an_end(pages: dict[int, bytes]) -> None:
    found = read_rows(pages)
    assert min(found.cut, found.odd, found.undecided, found.foreign) >= 0


@settings(deadline=2_000)
@given(st.integers(1, 2), kinds, st.binary(min_size=PAGE, max_size=PAGE))
def test_a_page_of_any_bytes_is_read_or_refused(number: int, kind: int, page: bytes) -> None:
    header = 100 if number == 1 else 0
    try:
        read_page(number, page[:header] + bytes([kind]) + page[header + 1 :])
    except PageUnreadable:
        return


@given(st.integers(0, 2**63))
def test_no_row_has_more_on_its_leaf_than_it_has_or_than_there_is_room(length: int) -> None:
    assert 0 <= local_size(length) <= min(length, PAGE - 35)
