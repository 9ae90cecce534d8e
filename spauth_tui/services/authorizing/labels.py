"""Rules for the form fields that applications and accounts share."""

import re

from spauth_tui.domain.amazon.shapes import SECRETS, shape_of
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.text.clean import clean, masked

MAX_LABEL = 60
MAX_NOTE = 200


def accept_label(text: str, field: str = "label") -> str:
    """Return a label fit to show; raises `InputRefused` if it is empty, too long or a secret."""
    shape = shape_of(text.strip())
    if shape in SECRETS:
        raise InputRefused(
            f"That looks like {shape.value}, and labels are shown everywhere.", "Give it a name.", field=field
        )
    if holds_secret(text):
        raise InputRefused("A secret is in that, and labels are shown everywhere.", "Give it a name.", field=field)
    label = clean(text)
    if not label:
        raise InputRefused("A label is missing.", "Give it a name you will recognise.", field=field)
    if len(label) > MAX_LABEL:
        raise InputRefused(
            f"A label can have at most {MAX_LABEL} characters; this one has {len(label)}.", "Shorten it.", field=field
        )
    return label


def accept_note(text: str, field: str = "note") -> str:
    """Return a note fit to show; raises `InputRefused` if it is empty, too long or holds a secret."""
    note = accept_text(text, MAX_NOTE, field)
    if not note:
        raise InputRefused("A note is missing.", "Say in a few words where it can be seen.", field=field)
    if len(text) > MAX_NOTE:
        raise InputRefused(
            f"A note can have at most {MAX_NOTE} characters; this one has {len(text)}.", "Shorten it.", field=field
        )
    return note


def accept_text(text: str, limit: int, field: str) -> str:
    """Return a text that may be empty, fit to show and cut to a limit; raises `InputRefused` if it holds a secret."""
    if shape_of(text.strip()) in SECRETS or holds_secret(text):
        raise InputRefused("A secret is in that, and this is shown.", "Say it in your own words.", field=field)
    return clean(text, limit)


def holds_secret(text: str) -> bool:
    """Return whether a token or client secret is anywhere in a text."""
    return masked(text) != text or re.search(r"[0-9a-f]{64}", text, re.IGNORECASE) is not None


def refuse_duplicate(label: str, others: list[str], what: str) -> None:
    """Raise `InputRefused` if another of its kind already has the label, ignoring case."""
    if label.casefold() in {other.casefold() for other in others}:
        raise InputRefused(f"There is already an {what} with this label.", "Choose another label.", field="label")
