"""Which mutants are tried: chosen by a seed, in each part of the program, each kind in its turn."""

from fnmatch import fnmatch
from pathlib import Path
from random import Random

from tests.mutation.mutants import KINDS, Mutant, mutants

PACKAGE = "spauth_tui"

PARTS = {
    "security": (
        "adapters/vault/*",
        "adapters/amazon/*",
        "adapters/lending/*",
        "adapters/system/os_keyring.py",
        "adapters/system/passphrase*",
        "adapters/vault/files/attempts.py",
        "adapters/system/new_files.py",
        "adapters/system/child_programs.py",
        "startup/hardening.py",
        "domain/model/secret.py",
        "domain/vault/passphrase.py",
        "domain/views/redaction.py",
        "domain/text/clean.py",
        "services/tokens/guarding.py",
        "services/tokens/sending.py",
        "services/vault_care/unlocking.py",
        "services/vault_care/passphrases.py",
        "services/tokens/handing_out.py",
        "services/lending/brokering.py",
    ),
    "core": ("domain/*", "formats/*", "services/*"),
    "verbs": ("commands/*", "cli.py"),
    "screens": ("ui/*",),
    "other": ("*",),
}
"""What belongs to a part, by the first pattern that fits. A run without PATH leaves `other` out."""


def part_of(path: str) -> str:
    """Return the part of a file that is named from the root of the checkout."""
    inside = path.removeprefix(f"{PACKAGE}/")
    return next(part for part, patterns in PARTS.items() if any(fnmatch(inside, each) for each in patterns))


def sources(root: Path, paths: list[str]) -> list[str]:
    """Return the files of the program, all or only those at the paths, as named from the root."""
    every = sorted(path.relative_to(root).as_posix() for path in (root / PACKAGE).rglob("*.py"))
    if not paths:
        return every
    wanted = [Path(each).resolve().relative_to(root.resolve()).as_posix() for each in paths]
    return [name for name in every if any(name == each or name.startswith(f"{each}/") for each in wanted)]


def chosen(root: Path, names: list[str], count: int, seed: int) -> list[Mutant]:
    """Return so many mutants of these files. A smaller count gives the first of the same ones."""
    texts = {name: (root / name).read_bytes() for name in names}
    by_kind: dict[str, list[Mutant]] = {kind: [] for kind in KINDS}
    for name, text in texts.items():
        for mutant in mutants(name, text):
            by_kind[mutant.kind].append(mutant)
    for kind, found in by_kind.items():
        Random(f"{seed}/{kind}").shuffle(found)
    taken: list[Mutant] = []
    while len(taken) < count and any(by_kind.values()):
        for found in by_kind.values():
            while found:
                mutant = found.pop()
                if mutant.changes(texts[mutant.path]):
                    taken.append(mutant)
                    break
    return taken[:count]
