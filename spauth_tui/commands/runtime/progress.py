"""A progress bar on standard error, if that is a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from spauth_tui.commands.runtime.console import Console

FEW = 2
"""With fewer, it is over before anyone could read a bar."""


@contextmanager
def progress(what: str, total: int, console: Console) -> Iterator[Callable[[], None]]:
    """Yield a function that advances the bar by one; it does nothing if no bar is shown."""
    if not console.shows_words_to_a_person or total < FEW:
        yield lambda: None
        return
    from rich.console import Console as Screen
    from rich.progress import Progress

    with Progress(console=Screen(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
