"""Do the tests notice? Changes the program in small ways, in copies of it, and prints each change that no test finds.

A seed chooses the changes; the same seed and sources give the same ones. The checkout itself is never written to.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from tests.mutation.choosing import PARTS, chosen, part_of, sources
from tests.mutation.concerned import Concerned
from tests.mutation.mutants import KINDS, Mutant
from tests.mutation.trying import CannotStart, Outcome, Trying

ROOT = Path(__file__).parents[2]


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Choose, try, print; return 1 only where a bar is given and missed, 2 where nothing could be tried."""
    options = _options(arguments)
    mutants = _chosen(root, options)
    if not mutants:
        _say("There is nothing to change there.")
        return 2
    if options.list:
        _say(*map(str, mutants))
        return 0
    outcomes: list[Outcome] = []
    concerned = Concerned(root)
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as space:
        trying = Trying(root, Path(space), options.hang, options.limit)
        turns = {mutant: concerned.tests(mutant.path) for mutant in mutants}
        try:
            trying.prepare(sorted({test for all_turns in turns.values() for turn in all_turns for test in turn}))
        except CannotStart as why:
            _say(f"The tests cannot be collected without any change: {why}")
            return 2
        _say(f"{len(mutants)} mutants, seed {options.seed}")
        with _pool(options.workers, trying) as pool:
            waiting = [pool.submit(trying.outcome, mutant, turns[mutant]) for mutant in mutants]
            for number, done in enumerate(as_completed(waiting), 1):
                outcomes.append(done.result())
                _say(f"{number}/{len(mutants)} {_line(outcomes[-1])}")
    return _summed_up(outcomes, trying.left_out, options.bar)


@contextmanager
def _pool(workers: int, trying: Trying) -> Iterator[ThreadPoolExecutor]:
    """Lend so many threads; what they still do ends with the first fault, or with ctrl+c."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    except BaseException:
        trying.stopped.set()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="change only these files and folders")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="what is chosen (default 1)")
    parser.add_argument("--count", type=int, default=20, metavar="N", help="mutants of each part (default 20)")
    parser.add_argument("--part", choices=list(PARTS), action="append", help="one part alone; may be repeated")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="how many at a time (default 2)")
    parser.add_argument("--hang", type=float, default=60, metavar="S", help="a test this long is one that hangs (60)")
    parser.add_argument("--limit", type=float, default=300, metavar="S", help="the time of one mutant (300)")
    parser.add_argument("--bar", type=float, metavar="PERCENT", help="end with 1 if a part has fewer detected")
    parser.add_argument("--list", action="store_true", help="print the mutants and try none")
    return parser.parse_args(arguments)


def _chosen(root: Path, options: argparse.Namespace) -> list[Mutant]:
    names = sources(root, options.paths)
    parts = options.part or [part for part in PARTS if options.paths or part != "other"]
    of_parts = ([name for name in names if part_of(name) == part] for part in parts)
    return [mutant for some in of_parts for mutant in chosen(root, some, options.count, options.seed)]


def _line(outcome: Outcome) -> str:
    said = "detected" if outcome.detected else "SURVIVED"
    return f"{said}  {outcome.mutant}  ({outcome.why}, {outcome.seconds:.0f} s)"


def _summed_up(outcomes: list[Outcome], left_out: set[str], bar: float | None) -> int:
    _say("")
    survivors = sorted((each for each in outcomes if not each.detected), key=lambda each: each.mutant)
    _say(*(_line(each) for each in survivors))
    _say(*(f"left out, because it fails without any change: {test}" for test in sorted(left_out)))
    parts = [part for part in PARTS if any(part_of(each.mutant.path) == part for each in outcomes)]
    rows = {part: [each for each in outcomes if part_of(each.mutant.path) == part] for part in parts}
    rows |= {kind: [each for each in outcomes if each.mutant.kind == kind] for kind in KINDS}
    rows["all"] = outcomes
    for name, some in rows.items():
        if some:
            detected = Counter(each.detected for each in some)[True]
            _say(f"{name:<12}{detected:>4} of {len(some):>4} detected, {100 * detected / len(some):.0f} %")
    missed = [part for part in parts if bar is not None and _share(rows[part]) < bar]
    _say(*(f"{part} misses the bar of {bar:g} %" for part in missed))
    return 1 if missed else 0


def _share(some: list[Outcome]) -> float:
    return 100 * sum(each.detected for each in some) / len(some)


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
