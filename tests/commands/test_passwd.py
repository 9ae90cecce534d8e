"""passwd: another passphrase, and a backup under the one before."""

import os
import subprocess
import sys

from tests import needs
from tests.commands.shell import Shell

STOPPED = """
import os, signal
from spauth_tui import __main__
from spauth_tui.adapters.vault import open_file
from spauth_tui.startup import ending
ending.GRACE = 60.0  # on a busy machine the rest takes longer than the usual time
put_in_place = open_file.put_in_place
def stopped(*given):
    kept = put_in_place(*given)
    os.kill(os.getpid(), signal.SIGINT)
    return kept
open_file.put_in_place = stopped
__main__.main()
"""


def descriptor(shell: Shell, text: str) -> str:
    path = shell.home / "new"
    path.write_text(text)
    return str(os.open(path, os.O_RDONLY))


UNSURE = STOPPED.replace("60.0", "0.0")


def test_stopped_where_nobody_can_say_whether_it_was_changed_it_says_so(shell: Shell) -> None:
    number = int(descriptor(shell, "CANARY entirely new words\n"))
    command = [sys.executable, "-c", UNSURE, "passwd", "--new-passphrase-fd", str(number)]
    ran = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=60, pass_fds=[number])
    assert ran.returncode == 130
    assert "the new one" in ran.stderr


def test_the_new_one_opens_it_and_the_old_one_no_more(shell: Shell) -> None:
    shell.ok("passwd", "--new-passphrase-fd", descriptor(shell, "CANARY entirely new words\n"))
    assert "Wrong passphrase." in shell.refused(4, "ls")
    assert "Inventory/Acme US" in shell.ok("ls", "--passphrase-command", "echo CANARY entirely new words")


def test_it_answers_with_the_backup(shell: Shell) -> None:
    out = shell.ok("passwd", "--new-passphrase-fd", descriptor(shell, "CANARY entirely new words\n"))
    assert "before-passphrase" in out


def test_a_weak_one_is_refused_and_the_old_one_holds(shell: Shell) -> None:
    said = shell.refused(2, "passwd", "--new-passphrase-fd", descriptor(shell, "password1234\n"))
    assert "That passphrase is too easy to guess." in said
    assert "Inventory/Acme US" in shell.ok("ls")


def test_a_closed_descriptor_is_2(shell: Shell) -> None:
    said = shell.refused(2, "passwd", "--new-passphrase-fd", "97")
    assert "--new-passphrase-fd names a descriptor that cannot be read." in said


def test_nobody_to_type_it_is_3(shell: Shell) -> None:
    assert "Nobody is there to type it" in shell.refused(3, "passwd")


@needs.unix_programs
def test_stopped_when_it_was_changed_it_says_so(shell: Shell) -> None:
    number = int(descriptor(shell, "CANARY entirely new words\n"))
    command = [sys.executable, "-c", STOPPED, "passwd", "--new-passphrase-fd", str(number)]
    ran = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=60, pass_fds=[number])
    assert (ran.returncode, ran.stdout) == (130, "")
    assert ran.stderr == "Stopped, but the passphrase had already been changed: the new one opens the vault.\n"
    assert "Inventory/Acme US" in shell.ok("ls", "--passphrase-command", "echo CANARY entirely new words")
