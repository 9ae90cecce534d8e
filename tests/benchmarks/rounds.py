"""Measuring side by side: A B C A B C …, after a warm-up of each, so that what disturbs one disturbs its neighbours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Figures = Mapping[str, float]
Values = tuple[float | None, ...]
"""One figure in each round; None where it could not be had."""
WHOLE = "whole"


@dataclass
class Rounds:
    """What came of some rounds: for each case its figures, round by round."""

    cases: dict[str, list[Figures | None]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def values(self, case: str, figure: str = WHOLE) -> Values:
        """Return one figure of a case, round by round; empty if there is no such case."""
        return tuple(None if each is None else each.get(figure) for each in self.cases.get(case, ()))


def interleave(
    cases: Mapping[str, Callable[[], Figures | float]], runs: int, say: Callable[[str], None], *, warm: bool = True
) -> Rounds:
    """Run every case in turn, so many times over. What fails is told in `problems`, and the others go on.

    A case that fails in two rounds running is not tried again.
    """
    rounds = Rounds({name: [] for name in cases})
    given_up: set[str] = set()
    for number in range(0 if warm else 1, runs + 1):
        for name, measure in cases.items():
            say(f"{name}, {f'round {number} of {runs}' if number else 'warm-up'}")
            kept = rounds.cases[name]
            figures: Figures | None = None
            if name not in given_up:
                try:
                    measured = measure()
                    figures = {WHOLE: measured} if isinstance(measured, float) else measured
                except Exception as problem:  # noqa: BLE001 - whatever it is, the other cases are still worth having
                    rounds.problems.append(f"{name}: {type(problem).__name__}: {problem}")
                    if not number or (kept and kept[-1] is None):
                        given_up.add(name)
            if number:
                kept.append(figures)
    return rounds


def less(values: Values, taken: Values) -> Values:
    """Return the differences, round by round."""
    return tuple(None if a is None or b is None else a - b for a, b in zip(values, taken, strict=False))


def times(values: Values, factor: float) -> Values:
    """Return the values in another unit."""
    return tuple(None if value is None else value * factor for value in values)


def ratios(values: Values, reference: Values) -> tuple[float, ...]:
    """Return the ratios, pair by pair within the rounds, where both were measured."""
    return tuple(a / b for a, b in zip(values, reference, strict=False) if a is not None and b)


def present(values: Sequence[float | None]) -> tuple[float, ...]:
    """Return the values that were measured."""
    return tuple(value for value in values if value is not None)
