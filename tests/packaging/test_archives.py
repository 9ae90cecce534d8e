"""What `uv build` makes: everything the program needs, and nothing else."""

import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "spauth_tui"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both archives: the wheel is built from the source archive, so that one suffices."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not installed")
    made = tmp_path_factory.mktemp("dist")
    ended = subprocess.run([uv, "build", "--out-dir", made], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return made


@pytest.fixture(scope="module")
def wheel(dist: Path) -> zipfile.ZipFile:
    (path,) = dist.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def source_names(dist: Path) -> set[str]:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        return {each.name.split("/", 1)[1] for each in archive if each.isfile()}


def _own(*patterns: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for pattern in patterns for path in PACKAGE.rglob(pattern)}


def test_the_wheel_holds_the_package_its_styles_its_texts_and_its_marker_of_types_and_nothing_else(
    wheel: zipfile.ZipFile,
) -> None:
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == _own("*.py", "*.tcss", "*.txt", "py.typed")


def test_the_wheel_starts_the_program(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("/entry_points.txt")]
    assert "spauth-tui = spauth_tui.__main__:main" in wheel.read(name).decode()


def test_the_source_archive_holds_the_top_level_that_is_needed(source_names: set[str]) -> None:
    tops = {name.split("/", 1)[0] for name in source_names}
    needed = {"pyproject.toml", "README.md", "spauth_tui", "tests", "screenshots"}
    assert (needed - tops, tops - needed) == (set(), {".github", ".gitignore", "PKG-INFO"})


def test_the_source_archive_holds_every_file_that_the_readme_links(source_names: set[str]) -> None:
    linked = set(re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text()))
    assert (".github/SECURITY.md" in linked, linked - source_names) == (True, set())
