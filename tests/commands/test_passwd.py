"""passwd: another passphrase, and a backup under the one before."""

import os

from tests.commands.shell import Shell


def descriptor(shell: Shell, text: str) -> str:
    path = shell.home / "new"
    path.write_text(text)
    return str(os.open(path, os.O_RDONLY))


def test_the_new_one_opens_it_and_the_old_one_no_more(shell: Shell) -> None:
    shell.ok("passwd", "--new-passphrase-fd", descriptor(shell, "CANARY entirely new words\n"))
    assert shell("ls").code == 4
    assert shell("ls", "--passphrase-command", "echo CANARY entirely new words").code == 0


def test_it_answers_with_the_backup(shell: Shell) -> None:
    out = shell.ok("passwd", "--new-passphrase-fd", descriptor(shell, "CANARY entirely new words\n"))
    assert "before-passphrase" in out


def test_a_weak_one_is_refused_and_the_old_one_holds(shell: Shell) -> None:
    assert shell("passwd", "--new-passphrase-fd", descriptor(shell, "password1234\n")).code == 2
    assert shell("ls").code == 0


def test_a_closed_descriptor_is_2(shell: Shell) -> None:
    assert shell("passwd", "--new-passphrase-fd", "97").code == 2


def test_nobody_to_type_it_is_3(shell: Shell) -> None:
    assert shell("passwd").code == 3
