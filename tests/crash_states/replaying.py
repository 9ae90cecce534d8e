"""Every state in which a power cut can leave a directory, from what a program did there.

What was synced is there. Of what was not, any part may be missing, and a write may be torn. For each instant all
subsets of up to six such operations are left out; of more, each one, each pair, and 200 drawn by chance (seeded).
"""

import hashlib
import os
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path, PurePosixPath

from tests.crash_states.recording import Operation

ALL_SUBSETS_UP_TO = 6
DRAWN = 200


@dataclass(slots=True)
class _Step:
    """An operation on what it meant when it was done: the file itself, whatever its name is in a state."""

    kind: str
    path: str
    to: str
    file: int
    at: int
    data: bytes


@dataclass(slots=True)
class State:
    """Names, and what lies under them."""

    names: dict[str, int] = field(default_factory=dict)
    """The number of each file, by its path; -1 for a directory."""
    files: dict[int, bytearray] = field(default_factory=dict)

    def digest(self, ignored: str) -> str:
        """Return the same for the same state; the contents of paths with `ignored` in them do not count."""
        found = hashlib.sha256()
        for path, number in sorted(self.names.items()):
            found.update(f"{path}\0{number < 0}\0".encode())
            if number >= 0 and ignored not in path:
                found.update(hashlib.sha256(self.files[number]).digest())
        return found.hexdigest()

    def write_to(self, directory: Path) -> None:
        """Lay it out on the disk, hard links included."""
        made: dict[int, Path] = {}
        for path, number in sorted(self.names.items()):
            place = directory / path
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if number < 0:
                place.mkdir(mode=0o700, exist_ok=True)
            elif number in made:
                os.link(made[number], place)
            else:
                place.write_bytes(self.files[number])
                place.chmod(0o600)
                made[number] = place


def read(directory: Path) -> State:
    """Return the state of a directory as it is."""
    state, numbers = State(), dict[int, int]()
    for path in sorted(directory.rglob("*")):
        name = str(path.relative_to(directory))
        if path.is_dir():
            state.names[name] = -1
            continue
        number = numbers.setdefault(path.stat().st_ino, len(numbers))
        state.names[name] = number
        state.files[number] = bytearray(path.read_bytes())
    return state


def resolve(start: State, operations: Iterable[Operation]) -> list[_Step]:
    """Say of each operation which file it is about."""
    names, steps, ends = dict(start.names), list[_Step](), dict[int, int]()
    ends = {number: len(held) for number, held in start.files.items()}
    count = max([-1, *start.files]) + 1
    for each in operations:
        at = each.at
        if each.kind == "create":
            if each.path in names:
                continue
            names[each.path], ends[count] = count, 0
            count += 1
        elif each.kind == "mkdir":
            names[each.path] = -1
        file = names.get(each.path, -1)
        if each.kind == "write":
            at = ends[file] if at < 0 else at
            ends[file] = max(ends[file], at + len(each.data))
        elif each.kind == "truncate":
            ends[file] = at
        elif each.kind in {"unlink", "rmdir"}:
            names.pop(each.path, None)
        elif each.kind == "link":
            names[each.to] = file
        elif each.kind == "rename":
            names[each.to] = names.pop(each.path)
        steps.append(_Step(each.kind, each.path, each.to, file, at, each.data))
    return steps


def _unsynced(steps: list[_Step], until: int) -> list[int]:
    """Return the numbers of the operations before `until` that may be missing after a cut."""
    missing = list[int]()
    for number in range(until):
        step = steps[number]
        if step.kind == "sync":
            continue
        parent = str(PurePosixPath(step.to or step.path).parent)
        is_synced = any(
            later.kind == "sync"
            and (later.file == step.file if step.kind in {"write", "truncate"} else later.path == parent)
            for later in steps[number + 1 : until]
        )
        if not is_synced:
            missing.append(number)
    return missing


def _rename(state: State, step: _Step) -> None:
    if state.names.get(step.path) == step.file:
        del state.names[step.path]
    state.names[step.to] = step.file


def _fill(state: State, step: _Step) -> None:
    held = state.files[step.file]
    held.extend(bytes(max(0, step.at - len(held))))
    held[step.at : step.at + len(step.data)] = step.data


def _cut(state: State, step: _Step) -> None:
    held = state.files[step.file]
    del held[step.at :]
    held.extend(bytes(step.at - len(held)))


_DO: dict[str, Callable[[State, _Step], object]] = {
    "create": lambda state, step: state.names.update({step.path: step.file}),
    "mkdir": lambda state, step: state.names.update({step.path: -1}),
    "link": lambda state, step: state.names.update({step.to: step.file}),
    "unlink": lambda state, step: state.names.pop(step.path, None),
    "rmdir": lambda state, step: state.names.pop(step.path, None),
    "rename": _rename,
    "write": _fill,
    "truncate": _cut,
    "sync": lambda _state, _step: None,
}


def _apply(start: State, steps: list[_Step], until: int, left_out: frozenset[int], torn: int | None) -> State:
    state = State(dict(start.names), {number: bytearray(held) for number, held in start.files.items()})
    for number, step in enumerate(steps[:until]):
        if step.kind == "create":
            state.files.setdefault(step.file, bytearray())
        if number not in left_out:
            half = replace(step, data=step.data[: len(step.data) // 2]) if number == torn else step
            _DO[step.kind](state, half)
    # What lies in a directory that is not there is not there either.
    names = state.names
    for path in [path for path in names if not all(str(each) in names for each in PurePosixPath(path).parents[:-1])]:
        del names[path]
    return state


def _choices(missing: list[int], chance: random.Random) -> Iterator[frozenset[int]]:
    if len(missing) <= ALL_SUBSETS_UP_TO:
        for size in range(len(missing) + 1):
            yield from map(frozenset, combinations(missing, size))
        return
    yield frozenset()
    yield frozenset(missing)
    yield from (frozenset([each]) for each in missing)
    yield from map(frozenset, combinations(missing, 2))
    for _ in range(DRAWN):
        yield frozenset(each for each in missing if chance.random() < 0.5)


def states(start: State, operations: Iterable[Operation], ignored: str, seed: int = 1) -> Iterator[State]:
    """Yield each state once, whatever the instants and losses that lead to it.

    The contents of files with `ignored` in their path are not told apart: nobody reads them.
    """
    steps, chance, seen = resolve(start, operations), random.Random(seed), set[str]()
    for until in range(len(steps) + 1):
        missing = _unsynced(steps, until)
        counted = [number for number in missing if _matters(steps, number, until, ignored)]
        for left_out in _choices(counted, chance):
            tearable = [number for number in counted if steps[number].kind == "write" and number not in left_out]
            for torn in (None, *tearable):
                state = _apply(start, steps, until, left_out, torn)
                digest = state.digest(ignored)
                if digest not in seen:
                    seen.add(digest)
                    yield state


def _matters(steps: list[_Step], number: int, until: int, ignored: str) -> bool:
    """Say whether anybody could read what is missing: nobody reads what a file holds that has no other name yet."""
    step = steps[number]
    return (
        step.kind not in {"write", "truncate"}
        or ignored not in step.path
        or any(each.kind in {"link", "rename"} and each.file == step.file for each in steps[number + 1 : until])
    )
