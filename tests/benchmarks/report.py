"""What was measured, as tables for people and as JSON for programs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.benchmarks.rounds import Values, present, ratios


@dataclass(frozen=True, slots=True)
class Bar:
    """What is to be held, as PERFORMANCE.md says it: of the ratio to the reference, or of the figure itself."""

    limit: float
    of_ratio: bool = True
    at_least: bool = False

    @property
    def words(self) -> str:
        """The bar as it is printed."""
        return f"{'>=' if self.at_least else '<='} {self.limit:g}"

    def holds(self, value: float) -> bool:
        """Say whether a value is on the right side."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True, slots=True)
class Line:
    """One figure over the rounds. `series` and `size` say where it stands among those that depend on N."""

    what: str
    unit: str
    values: Values
    against: str = ""
    reference: Values = ()
    bar: Bar | None = None
    series: str = ""
    size: int | None = None

    @property
    def kept(self) -> tuple[float, ...]:
        """The values that were measured."""
        return present(self.values)

    @property
    def middle(self) -> float | None:
        """The median."""
        return median(self.kept) if self.kept else None

    @property
    def ratios(self) -> tuple[float, ...]:
        """The ratios to the reference, pair by pair."""
        return ratios(self.values, self.reference)

    @property
    def ratio(self) -> float | None:
        """The median of the ratios."""
        return median(self.ratios) if self.ratios else None

    @property
    def holds(self) -> bool | None:
        """Whether the bar holds; None where there is none or nothing to judge."""
        judged = None if self.bar is None else self.ratio if self.bar.of_ratio else self.middle
        return None if self.bar is None or judged is None else self.bar.holds(judged)


@dataclass
class Section:
    """What one group has to say."""

    title: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


_HEADS = ("what", "median", "spread", "against", "ratio", "its spread", "bar", "")


def table(section: Section) -> str:
    """Return a group's lines as a table, with its notes and problems below."""
    rows = [_HEADS, *(_row(line) for line in section.lines)]
    return "\n".join([section.title, "", *columns(rows), *_remarks(section), ""])


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines, the first column and words to the left, figures to the right."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    to_the_left = {index for index, head in enumerate(rows[0]) if head in ("what", "against", "")}
    lines = [
        "  ".join(
            cell.ljust(width) if index in to_the_left else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]


def _row(line: Line) -> tuple[str, ...]:
    verdict = {True: "holds", False: "MISSED", None: ""}[line.holds]
    if line.middle is None:
        return (line.what, "-", "", line.against, "", "", line.bar.words if line.bar else "", "not measured")
    return (
        line.what,
        f"{number(line.middle)} {line.unit}",
        _spread(line.kept),
        line.against,
        "" if line.ratio is None else f"{line.ratio:.2f}",
        "" if line.ratio is None else f"{min(line.ratios):.2f}-{max(line.ratios):.2f}",
        line.bar.words if line.bar else "",
        verdict,
    )


def _spread(values: Sequence[float]) -> str:
    return f"{number(min(values))}-{number(max(values))}"


def number(value: float) -> str:
    """Return a figure with as many digits as say something."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def _remarks(section: Section) -> list[str]:
    return [*(f"  {each}" for each in section.notes), *(f"  FAILED {each}" for each in section.problems)]


def as_data(sections: dict[str, Section], facts: dict[str, Any]) -> dict[str, Any]:
    """Return everything as JSON takes it."""
    return {
        **facts,
        "groups": {
            name: {
                "title": section.title,
                "lines": [_described(line) for line in section.lines],
                "notes": section.notes,
                "failed": section.problems,
            }
            for name, section in sections.items()
        },
    }


def _described(line: Line) -> dict[str, Any]:
    return {
        "what": line.what,
        "unit": line.unit,
        "median": line.middle,
        "values": list(line.values),
        "against": line.against or None,
        "ratio": line.ratio,
        "ratios": list(line.ratios),
        "bar": line.bar.words if line.bar else None,
        "holds": line.holds,
        "series": line.series or None,
        "size": line.size,
    }
