"""passwd: another passphrase, and a backup under the one before."""

import os

from tests.commands.shell import Shell


def descriptor(shell: Shell, text: str) -> str:
    path = shell.home / "new"
    path.write_text(text)
    return str(os.open(path, os.O_RDONLY))


def test_the_new_one_opens_it_and_the_old_one_no_more(shell: Shell) -> None:
    shell.ok("passwd", "--new-passphrase-fd", descriptor(shell, "CANARY entirely new words\n"))
    assert "Wrong passphrase." in shell.refused(4, "ls")
    assert "Inventory/Acme US" in shell.ok("ls", "--passphrase-command", "echo CANARY entirely new words")


def test_it_answers_with_the_backup(shell: Shell) -> None:
    out = shell.ok("passwd", "--new-passphrase-fd", descriptor(shell, "CANARY entirely new words\n"))
    assert "before-passphrase" in out


def test_a_weak_one_is_refused_and_the_old_one_holds(shell: Shell) -> None:
    said = shell.refused(2, "passwd", "--new-passphrase-fd", descriptor(shell, "password1234\n"))
    assert "That passphrase is guessed too easily." in said
    assert "Inventory/Acme US" in shell.ok("ls")


def test_a_closed_descriptor_is_2(shell: Shell) -> None:
    said = shell.refused(2, "passwd", "--new-passphrase-fd", "97")
    assert "--new-passphrase-fd names a descriptor that cannot be read." in said


def test_nobody_to_type_it_is_3(shell: Shell) -> None:
    assert "Nobody is there to type it" in shell.refused(3, "passwd")
