"""What came out of a file of which the rows alone were taken over."""

from dataclasses import dataclass
from pathlib import Path

from spauth_tui.domain.text.counting import counted


@dataclass(frozen=True, slots=True)
class Losses:
    """What did not come."""

    pages: int = 0
    """How many pages are damaged or missing; what was on them is lost, and how much that is nobody knows."""
    cut: int = 0
    """How many rows go on on such a page."""
    odd: int = 0
    """How many rows cannot be understood."""
    undecided: int = 0
    """How many rows might belong to one table or to another."""
    foreign: int = 0
    """How many rows are of tables that this program does not know."""

    def sentences(self) -> tuple[str, ...]:
        """Say it to people; nothing where all came."""
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
    """How much could be read."""

    applications: int
    accounts: int
    authorizations: int
    refresh_tokens: int
    placeholders: int
    """How many of these are stand-ins, made up because what other rows hang on was lost."""
    kept_as: Path | None
    """Where the file that stood in the vault's place is kept."""
    losses: Losses = Losses()

    def words(self) -> str:
        """Say how much it is."""
        stand_ins = f" ({self.placeholders} of them stand-ins called Lost: edit them)" if self.placeholders else ""
        return (
            f"{counted(self.applications, 'application')}, {counted(self.accounts, 'account')}, "
            f"{counted(self.authorizations, 'authorization')} and "
            f"{counted(self.refresh_tokens, 'refresh token')}{stand_ins}"
        )
