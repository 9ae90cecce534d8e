"""Python's garbage collector rests while the program imports itself and while it ends: nothing of that is garbage."""

import gc


def rest() -> None:
    """Stop collecting, and pass over what is there already when Python collects once more at its end."""
    gc.freeze()
    gc.disable()


def resume() -> None:
    """Collect again; what is there already stays to the end, and is passed over."""
    gc.freeze()
    gc.enable()
