"""`python -m tests.benchmarks`: measures, side by side in one run, and prints ratios with their spread."""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import report
from tests.benchmarks.homes import Homes
from tests.benchmarks.report import Section
from tests.benchmarks.setting import Progress, Setting

GROUPS = ("starts", "unlocking", "memory", "idle", "keys", "refreshing", "vault", "verbs", "blocks")
GROWTH = "growth"
SIZES = (10, 500)


def main() -> int:
    """Read the arguments, measure, print; return 1 only where something failed to run."""
    options = _options()
    wanted = options.groups or [*GROUPS, GROWTH]
    progress = Progress()
    sections: dict[str, Section] = {}
    with tempfile.TemporaryDirectory(prefix="spauth-benchmarks-") as temporary:
        directory = Path(temporary)
        runs = options.runs or (3 if options.quick else 9)
        setting = Setting(runs, options.quick, options.sizes, directory, Homes(directory), progress)
        # Growth is told of what was measured beside it; asked for alone, it is told of everything.
        measured = [name for name in GROUPS if name in wanted] or list(GROUPS)
        for name in measured:
            progress.group = name
            sections[name] = _measured(name, setting)
            if name in wanted:
                _print(progress, report.table(sections[name]))
    if GROWTH in wanted:
        from tests.benchmarks.groups import growth

        plots = options.plots or Path(tempfile.mkdtemp(prefix="spauth-growth-"))
        _print(progress, growth.told(sections, plots))
    if options.json is not None:
        _write(options.json, json.dumps(report.as_data(sections, _facts(setting)), indent=1) + "\n")
    failed = [name for name, section in sections.items() if section.problems]
    if failed:
        sys.stderr.write(f"Something failed to run in: {', '.join(failed)}.\n")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "groups", nargs="*", metavar="GROUP", help=f"which to measure: {', '.join([*GROUPS, GROWTH])} (default all)"
    )
    parser.add_argument("--quick", action="store_true", help="three rounds and less of each, to see that it runs")
    parser.add_argument("--runs", type=int, metavar="N", help="rounds (default 9, with --quick 3)")
    parser.add_argument("--sizes", type=_sizes, default=SIZES, metavar="N,N", help="numbers of authorizations")
    parser.add_argument("--json", metavar="FILE", help="write every value as JSON; - for standard output")
    parser.add_argument("--plots", type=Path, metavar="DIR", help="where growth writes its plots")
    options = parser.parse_args()
    unknown = sorted({*options.groups} - {*GROUPS, GROWTH})
    if unknown:
        parser.error(f"there is no group {', '.join(unknown)}")
    return options


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(sorted({int(part) for part in text.split(",")}))
    if sizes[0] < 10:
        raise argparse.ArgumentTypeError("sizes from 10 on")
    return sizes


def _measured(name: str, setting: Setting) -> Section:
    """Measure one group; where it cannot be measured at all, return a section that says so."""
    try:
        measure: Callable[[Setting], Section] = import_module(f"tests.benchmarks.groups.{name}").measure
        return measure(setting)
    except Exception as problem:  # noqa: BLE001 - the other groups are still worth having
        return Section(name, problems=[f"{type(problem).__name__}: {problem}"])


def _print(progress: Progress, text: str) -> None:
    progress.clear()
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")


def _facts(setting: Setting) -> dict[str, object]:
    return {
        "rounds": setting.runs,
        "quick": setting.quick,
        "sizes": list(setting.sizes),
        "python": platform.python_version(),
        "textual": version("textual"),
        "system": platform.system(),
    }


if __name__ == "__main__":
    sys.exit(main())
