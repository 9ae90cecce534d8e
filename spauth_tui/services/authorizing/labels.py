"""Rules for the form fields that applications and accounts share."""

import re

from spauth_tui.domain.amazon.shapes import SECRETS, shape_of
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.text.clean import clean, masked

MAX_LABEL = 60


def accept_label(text: str, field: str = "label") -> str:
    """Return a label fit to show; raises `InputRefused` if it is empty, too long or a secret."""
    shape = shape_of(text.strip())
    if shape in SECRETS:
        raise InputRefused(
            f"That looks like {shape.value}, and labels are shown everywhere.", "Give it a name.", field=field
        )
    if masked(text) != text or re.search(r"[0-9a-f]{64}", text, re.IGNORECASE):
        raise InputRefused("A secret is in that, and labels are shown everywhere.", "Give it a name.", field=field)
    label = clean(text)
    if not label:
        raise InputRefused("A label is missing.", "Give it a name you will recognise.", field=field)
    if len(label) > MAX_LABEL:
        raise InputRefused(
            f"A label can have at most {MAX_LABEL} characters; this one has {len(label)}.", "Shorten it.", field=field
        )
    return label


def refuse_duplicate(label: str, others: list[str], what: str) -> None:
    """Raise `InputRefused` if another of its kind already has the label, ignoring case."""
    if label.casefold() in {other.casefold() for other in others}:
        raise InputRefused(f"There is already an {what} with this label.", "Choose another label.", field="label")
