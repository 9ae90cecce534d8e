"""The result of recovering only the rows of a file."""

from dataclasses import dataclass
from pathlib import Path

from spauth_tui.domain.text.counting import counted


@dataclass(frozen=True, slots=True)
class Losses:
    """What was lost."""

    pages: int = 0  # damaged or missing pages; nobody knows how much was on them
    cut: int = 0  # rows that continue on such a page
    odd: int = 0  # rows that cannot be understood
    undecided: int = 0  # rows that might belong to one table or another
    foreign: int = 0  # rows of tables that this program does not know

    def sentences(self) -> tuple[str, ...]:
        """Describe the losses in sentences; none if nothing was lost."""
        return tuple(
            sentence.format(counted(count, noun))
            for count, noun, sentence in (
                (self.pages, "page", "Damaged or missing, with every row there: {}."),
                (self.cut, "row", "Left out because part of it was on such a page: {}."),
                (self.odd, "row", "Left out because it cannot be understood: {}."),
                (self.undecided, "row", "Left out because nothing says what it was: {}."),
                (self.foreign, "row", "Left out because it belongs to no table of this program: {}."),
            )
            if count
        )


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What could be read."""

    applications: int
    accounts: int
    authorizations: int
    refresh_tokens: int
    placeholders: int  # how many of these are placeholders for lost rows that others refer to
    kept_as: Path | None  # where the replaced vault file is kept
    losses: Losses = Losses()

    def words(self) -> str:
        """Describe what was recovered."""
        stand_ins = f" ({self.placeholders} of them placeholders called Lost: edit them)" if self.placeholders else ""
        return (
            f"{counted(self.applications, 'application')}, {counted(self.accounts, 'account')}, "
            f"{counted(self.authorizations, 'authorization')} and "
            f"{counted(self.refresh_tokens, 'refresh token')}{stand_ins}"
        )
