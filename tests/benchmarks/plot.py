"""Figures over N as pictures; without matplotlib there are none."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.report import Line

_STROKES = ("-", "--", ":")
_COLOURS = 10
"""How many lines matplotlib colours differently."""
Series = Mapping[str, Sequence[Line]]
"""Lines by what they measure, each over N."""


class NoPlots(Exception):
    """matplotlib is not installed."""


def draw(title: str, series: Series, target: Path) -> None:
    """Draw medians over N, both logarithmic, with their spread; raises `NoPlots`."""
    try:
        import matplotlib as mpl
    except ImportError:
        raise NoPlots from None
    mpl.use("svg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 6), layout="constrained")
    for number, (name, lines) in enumerate(series.items()):
        points = [(line.size, line.middle, line) for line in lines if line.size and line.middle and line.middle > 0]
        if not points:
            continue
        middles = [middle for _, middle, _ in points]
        below = [max(0.0, middle - max(0.0, min(line.kept))) for _, middle, line in points]
        above = [max(line.kept) - middle for _, middle, line in points]
        places = [size for size, _, _ in points]
        label = f"{name} ({points[0][2].unit})"
        axes.errorbar(
            places,
            middles,
            yerr=[below, above],
            marker="o",
            capsize=3,
            label=label,
            ls=_STROKES[number // _COLOURS % 3],
        )
    axes.set(xscale="log", yscale="log", xlabel="authorizations", title=title)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:g}")
    low, high = axes.get_ylim()
    axes.yaxis.set_minor_formatter("{x:g}" if high < 20 * low else "")
    axes.grid(visible=True, which="both", alpha=0.3)
    figure.legend(loc="outside lower center", ncols=3, fontsize="small")
    figure.savefig(target)
    plt.close(figure)
