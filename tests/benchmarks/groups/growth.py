"""Group 9: everything that depends on N, as a table over N and as a plot for each group."""

from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.plot import NoPlots, draw
from tests.benchmarks.report import Line, Section, columns, number


def told(sections: Mapping[str, Section], plots: Path) -> str:
    """Return the table, and write the plots into a directory."""
    words = ["9 growth: medians over N, and the last as a multiple of the first", ""]
    by_group = {name: _series(section) for name, section in sections.items()}
    sizes = sorted({line.size or 0 for series in by_group.values() for lines in series.values() for line in lines})
    rows = [("what", "", *(f"{size:,}" for size in sizes), "last / first")]
    for series in by_group.values():
        rows += [_row(name, lines, sizes) for name, lines in series.items()]
    words += columns(rows)
    words.append("")
    plots.mkdir(parents=True, exist_ok=True)
    for name, series in by_group.items():
        if not series:
            continue
        target = plots / f"{name}.svg"
        try:
            draw(sections[name].title, series, target)
        except NoPlots:
            words.append("  No plots: matplotlib is not installed (uv run --group bench …).")
            break
        words.append(f"  plotted: {target}")
    return "\n".join([*words, ""])


def _series(section: Section) -> dict[str, list[Line]]:
    """Return the lines that depend on N, by what they measure, ascending."""
    found: dict[str, list[Line]] = {}
    for line in sorted((line for line in section.lines if line.series and line.size), key=lambda line: line.size or 0):
        found.setdefault(line.series, []).append(line)
    return found


def _row(name: str, lines: list[Line], sizes: list[int]) -> tuple[str, ...]:
    middles = {line.size: line.middle for line in lines}
    known = [middle for middle in (middles.get(size) for size in sizes) if middle is not None]
    growth = f"{known[-1] / known[0]:.2f}" if len(known) > 1 and known[0] > 0 else ""
    cells = (middles.get(size) for size in sizes)
    return (name, lines[0].unit, *("" if cell is None else number(cell) for cell in cells), growth)
