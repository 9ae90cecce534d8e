"""completion: scripts that the shells themselves take, and what they then offer."""

import shutil
import subprocess

import pytest

from spauth_tui.commands.registry import VERBS
from tests.commands.shell import Shell


def asked(program: str, script: str, *arguments: str) -> list[str]:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    ran = subprocess.run([program, *arguments], input=script, capture_output=True, text=True, timeout=30)
    assert ran.stderr == ""
    return ran.stdout.split("\n")[:-1]


def in_bash(shell: Shell, line: str) -> set[str]:
    words = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    script = (
        f"{shell.ok('completion', 'bash')}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}\n"
        '_spauth_tui; printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    return set(asked("bash", script, "--norc", "-s"))


def test_bash_offers_every_verb(empty: Shell) -> None:
    assert set(VERBS) <= in_bash(empty, "spauth-tui ")


def test_bash_offers_the_flags_of_a_verb(empty: Shell) -> None:
    assert {"--min-ttl", "--format", "--vault"} <= in_bash(empty, "spauth-tui token --")


def test_bash_offers_the_values_of_a_flag(empty: Shell) -> None:
    assert in_bash(empty, "spauth-tui token --format p") == {"powershell"}


def test_bash_offers_nouns_and_their_flags(empty: Shell) -> None:
    assert in_bash(empty, "spauth-tui add app") == {"application"}
    assert in_bash(empty, "spauth-tui add account --reg") == {"--region"}


def test_bash_leaves_the_command_of_exec_alone(empty: Shell) -> None:
    assert in_bash(empty, "spauth-tui exec acme -- --v") <= {""}


def test_fish_offers_verbs_and_values(empty: Shell) -> None:
    script = empty.ok("completion", "fish")
    verbs = asked("fish", f"{script}\ncomplete -C 'spauth-tui ref'\n", "--no-config")
    assert [line.split("\t")[0] for line in verbs] == ["refresh"]
    values = asked("fish", f"{script}\ncomplete -C 'spauth-tui export x --format air'\n", "--no-config")
    assert [line.split("\t")[0] for line in values] == ["airbyte"]


def test_zsh_takes_the_script(empty: Shell) -> None:
    script = empty.ok("completion", "zsh")
    lines = asked("zsh", f"autoload -U compinit; compinit -D\n{script}\nprint $_comps[spauth-tui]\n", "-f", "-s")
    assert lines[-1] == "_spauth_tui"


def test_powershell_lists_every_verb(empty: Shell) -> None:
    script = empty.ok("completion", "powershell")
    assert all(f"'{verb}'" in script for verb in VERBS)
    assert script.count("{") == script.count("}")
