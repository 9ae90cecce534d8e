"""A field that two windows changed differently."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from spauth_tui.domain.text.clean import clean

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Clash:
    """A field as shown, as another window changed it, and as it was changed here."""

    field: str
    shown: object
    theirs: object
    mine: object

    @property
    def name(self) -> str:
        """The field's name in words."""
        return self.field.replace("_", " ")

    @property
    def words(self) -> str:
        """Its new value there, and the value wanted here."""
        return f"{self.name} from {in_words(self.shown)} to {in_words(self.theirs)}, you to {in_words(self.mine)}"


def in_words(value: object) -> str:
    """Return a field's value for people, even if it is empty."""
    match value:
        case None | "" | ():
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case datetime():
            return value.date().isoformat()
        case timedelta():
            minutes = value.total_seconds() / 60
            return f"{minutes / 1440:g} d" if minutes >= 1440 else f"{minutes:g} min"
        case tuple():
            return clean(" ".join(str(getattr(each, "name", each)) for each in value), LONGEST)
    return clean(str(value), LONGEST)
