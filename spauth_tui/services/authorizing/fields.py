"""The rules for the fields of forms that applications and accounts share."""

from spauth_tui.domain.amazon.shapes import SECRETS, shape_of
from spauth_tui.domain.errors import InputRefused
from spauth_tui.domain.text.clean import clean

MAX_LABEL = 60


def accept_label(text: str, field: str = "label") -> str:
    """Return a label fit to be shown; raises `InputRefused` for an empty or over-long one, and for a secret."""
    shape = shape_of(text.strip())
    if shape in SECRETS:
        raise InputRefused(
            f"That looks like {shape.value}, and a label is shown everywhere.", "Give it a name.", field=field
        )
    label = clean(text)
    if not label:
        raise InputRefused("A label is missing.", "Give it a name you will recognise.", field=field)
    if len(label) > MAX_LABEL:
        raise InputRefused(
            f"A label can have {MAX_LABEL} characters; this has {len(label)}.", "Shorten it.", field=field
        )
    return label


def refuse_duplicate(label: str, others: list[str], what: str) -> None:
    """Raise `InputRefused` when another of its kind already carries the label, in any case."""
    if label.casefold() in {other.casefold() for other in others}:
        raise InputRefused(f"There is already an {what} with this label.", "Choose another label.", field="label")
