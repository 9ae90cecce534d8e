"""How pages connect: which refer to which, which nothing refers to, and which are free."""

from collections.abc import Mapping

from spauth_tui.adapters.vault.salvage.sealed_pages import USABLE
from spauth_tui.adapters.vault.salvage.tree_pages import Cell, Interior, Leaf, PageUnreadable, read_page


class PageMap:
    """The decrypted pages of a file, as far as they exist."""

    def __init__(self, pages: Mapping[int, bytes]) -> None:
        count = count_of(pages)
        self.pages = {number: page for number, page in pages.items() if count is None or number <= count}
        self.unreadable = 0  # pages with a valid seal but impossible content
        self._leaves: dict[int, Leaf] = {}
        self._interiors: dict[int, Interior] = {}
        self._seen: set[int] = set()
        self._free, is_known = _free_pages(self.pages)
        for number in self.pages.keys() - self._free:
            self._read(number)
        # If the list of free pages is cut off: what pages that look like parts of it list.
        last, seen = max(self.pages, default=0), () if is_known else self.pages.values()
        self._perhaps_free = {free for page in seen for free in _listed_free(page, last)}

    def _read(self, number: int) -> None:
        try:
            held = read_page(number, self.pages[number])
        except PageUnreadable:
            self.unreadable += 1
            return
        if isinstance(held, list):
            self._leaves[number] = held
        elif held is not None:
            self._interiors[number] = held

    def cells(self, leaf: int) -> list[Cell]:
        return self._leaves[leaf]

    def tree(self, root: int) -> tuple[list[int], bool]:
        """Return the leaves below a page, in order, and whether none is missing; a page is in only one tree."""
        leaves, is_whole, following = [], True, [root]
        while following:
            number = following.pop()
            if number in self._seen or number in self._free:
                continue
            self._seen.add(number)
            if number in self._leaves:
                leaves.append(number)
            elif number in self._interiors:
                following.extend(reversed(self._interiors[number]))
            elif number not in self.pages:
                is_whole = False
        return leaves, is_whole

    def loose(self) -> list[int]:
        """Return the pages that begin a tree, that no page refers to, and that are not free."""
        loose = (self._leaves.keys() | self._interiors.keys()) - self._seen - self._perhaps_free
        below = {child for number in loose & self._interiors.keys() for child in self._interiors[number]}
        return sorted(loose - below)

    def leaves_below(self, root: int) -> list[int]:
        """Return the same as `tree`, without claiming the pages."""
        seen = set(self._seen)
        try:
            return self.tree(root)[0]
        finally:
            self._seen = seen


def count_of(pages: Mapping[int, bytes]) -> int | None:
    """Return how many pages the file says it has; None if it does not say."""
    first = pages.get(1)
    return None if first is None or first[24:28] != first[92:96] else int.from_bytes(first[28:32])


def _free_pages(pages: Mapping[int, bytes]) -> tuple[set[int], bool]:
    """Return the free pages, whose list begins on the first page, and whether these are all."""
    free: set[int] = set()
    if 1 not in pages:
        return free, False
    following = int.from_bytes(pages[1][32:36])
    while following and following not in free:
        free.add(following)
        if following not in pages:
            return free, False
        page = pages[following]
        free.update(_numbers(page, 2, min(int.from_bytes(page[4:8]), USABLE // 4 - 2)))
        following = int.from_bytes(page[:4])
    return free, True


def _listed_free(page: bytes, last: int) -> set[int]:
    """Return the pages that this one lists as free; none if it is not part of such a list."""
    following, count = _numbers(page, 0, 2)
    if following > last or not 0 < count <= USABLE // 4 - 2:
        return set()
    listed = _numbers(page, 2, count)
    free = set(listed)
    return free if len(free) == count and all(1 < number <= last for number in free) else set()


def _numbers(page: bytes, first: int, count: int) -> list[int]:
    return [int.from_bytes(page[at : at + 4]) for at in range(4 * first, 4 * (first + count), 4)]
