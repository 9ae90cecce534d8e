"""Python's garbage collector rests where nothing is garbage: while the program imports itself, and while it ends."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def rest() -> None:
    """Stop collecting, and pass over what is there already when Python collects once more at its end."""
    gc.freeze()
    gc.disable()


def resume() -> None:
    """Collect again; what is there already stays to the end, and is passed over."""
    gc.freeze()
    gc.enable()


@contextmanager
def resting() -> Iterator[None]:
    """Do not collect meanwhile: many objects are made at once, and all of them are kept."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
