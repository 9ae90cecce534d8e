"""exec: a command gets a token, and nothing more than was asked for."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from spauth_tui.adapters.system.child_programs import ChildPrograms
from spauth_tui.commands.runtime.context import OpenVault
from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.secret import Secret
from tests import builders
from tests.commands.shell import Shell
from tests.processes import killed_at_the_end
from tests.simulator import Behaviour

TELL = "import json, os, sys; json.dump(dict(os.environ), open('told', 'w')); sys.exit(7)"


def told(shell: Shell) -> dict[str, str]:
    return dict(json.loads((shell.home / "told").read_text()))


def test_the_command_gets_token_expiry_endpoint_and_name(shell: Shell) -> None:
    shell("exec", "acme de", "--", sys.executable, "-c", TELL)
    environment = told(shell)
    assert environment["SP_API_ACCESS_TOKEN"].startswith("Atza|CANARY")
    assert environment["SP_API_ACCESS_TOKEN_EXPIRES_AT"] == "2026-03-01T13:00:00Z"
    assert environment["SP_API_ENDPOINT"] == f"{shell.simulator.origin}/sellingpartnerapi-eu.amazon.com"
    assert environment["SPAUTH_AUTHORIZATION"] == "Inventory/Acme DE"


def test_its_exit_code_is_ours(shell: Shell) -> None:
    assert shell("exec", "acme us", "--", sys.executable, "-c", TELL).code == 7


def test_a_signal_that_ends_it_is_128_and_more(shell: Shell) -> None:
    assert shell("exec", "acme us", "--", "sh", "-c", "kill -9 $$").code == 137


def test_no_long_lived_secret_is_handed_over_unasked(shell: Shell) -> None:
    shell("exec", "acme us", "--", sys.executable, "-c", TELL)
    values = " ".join(told(shell).values())
    assert builders.REFRESH_TOKEN not in values
    assert builders.CLIENT_SECRET not in values


def test_what_leads_to_the_whole_vault_is_kept_back(shell: Shell) -> None:
    shell("exec", "acme us", "--", sys.executable, "-c", TELL)
    assert "SPAUTH_PASSPHRASE_COMMAND" not in told(shell)


def test_an_sdk_gets_its_own_names(shell: Shell) -> None:
    shell("exec", "acme us", "--sdk", "python-amazon-sp-api", "--", sys.executable, "-c", TELL)
    assert told(shell)["LWA_CLIENT_SECRET"] == builders.CLIENT_SECRET
    assert told(shell)["SP_API_REFRESH_TOKEN"] == f"{builders.REFRESH_TOKEN}-us"


def test_an_sdk_without_variables_is_refused(shell: Shell) -> None:
    ran = shell("exec", "acme us", "--sdk", "postman", "--", "true")
    assert ran.code == 2
    assert "--file" in ran.err


@pytest.mark.parametrize("way", ["--stdin", "--file"])
def test_the_other_ways_put_nothing_in_the_environment(shell: Shell, way: str) -> None:
    shell("exec", "acme us", way, "--", sys.executable, "-c", TELL, "{}")
    assert not {name for name in told(shell) if name.startswith(("SP_API", "SPAUTH_AUTH"))}


def test_standard_input_is_json(shell: Shell) -> None:
    shell.ok("exec", "acme us", "--stdin", "--", "sh", "-c", "cat > seen")
    assert json.loads((shell.home / "seen").read_text())["access_token"].startswith("Atza|CANARY")


def test_the_file_is_the_users_alone_and_goes_afterwards(shell: Shell) -> None:
    code = "import os, sys; open('seen', 'w').write(f'{sys.argv[1]} {os.stat(sys.argv[1]).st_mode & 0o777:o}')"
    assert shell("exec", "acme us", "--file", "--", sys.executable, "-c", code, "{}").code == 0
    path, mode = (shell.home / "seen").read_text().split()
    assert mode == "600"
    assert not Path(path).exists()


def test_the_file_has_the_form_of_an_sdk(shell: Shell) -> None:
    shell.ok("exec", "acme us", "--file", "--sdk", "airbyte", "--", "sh", "-c", 'cat "{}" > seen')
    assert json.loads((shell.home / "seen").read_text())["lwa_app_id"] == builders.CLIENT_ID


def test_a_file_that_nothing_names_is_refused(shell: Shell) -> None:
    assert "--file needs {} in the command" in shell.refused(2, "exec", "acme us", "--file", "--", "true")


def test_nesting_is_refused(shell: Shell) -> None:
    shell.monkeypatch.setenv("SPAUTH_AUTHORIZATION", "Inventory/Acme US")
    assert "already running inside spauth-tui exec" in shell.refused(2, "exec", "acme us", "--", "touch", "ran")
    assert not (shell.home / "ran").exists()


def test_without_a_command_it_says_how(shell: Shell) -> None:
    ran = shell("exec", "acme us")
    assert ran.code == 2
    assert "after --" in ran.err


def test_a_command_that_is_not_there_is_said(shell: Shell) -> None:
    ran = shell("exec", "acme us", "--", "no-such-program-here")
    assert ran.code == 127
    assert "There is no command" in ran.err
    assert shell.simulator.requests == []
    assert not shell.ok("log", "handed")


@pytest.mark.parametrize(("name", "code"), [("./bin", 126), ("/", 126), ("bin", 127), ("./nosuch", 127), ("", 127)])
def test_a_directory_is_there_but_is_not_run(shell: Shell, name: str, code: int) -> None:
    (shell.home / "bin").mkdir()
    shell.monkeypatch.setenv("PATH", str(shell.home))
    assert shell("exec", "acme us", "--passphrase-command", "/bin/cat passphrase", "--", name).code == code
    assert shell.simulator.requests == []


def test_a_command_that_may_not_be_run_is_126_and_nothing_is_handed_out(shell: Shell) -> None:
    (shell.home / "job").write_text("#!/bin/sh\n")
    assert shell("exec", "acme us", "--", "./job").code == 126
    assert not shell.ok("log", "handed")


@pytest.mark.skipif(sys.platform != "linux", reason="a file without a name is Linux's")
@pytest.mark.parametrize("way", ['cat "$1"', 'sh -c "cat $1"', 'cat < "$1"', 'cat "$1" > /dev/null; cat "$1"'])
def test_on_linux_the_file_has_no_name_and_what_the_command_starts_reads_it(shell: Shell, way: str) -> None:
    script = shell.home / "job"
    script.write_text(f"#!/bin/sh\n{{ {way}; }} > '{shell.home}/seen'; echo \"$1\" > '{shell.home}/path'\n")
    script.chmod(0o700)
    assert shell("exec", "acme us", "--file", "--", str(script), "{}").code == 0
    assert json.loads((shell.home / "seen").read_text())["access_token"].startswith("Atza|CANARY")
    assert (shell.home / "path").read_text().startswith("/dev/fd/")


@pytest.mark.skipif(sys.platform != "linux", reason="a file without a name is Linux's")
def test_on_linux_the_file_cannot_be_written_to(shell: Shell) -> None:
    tries = 'if (echo x >> "{}"); then touch written; fi; cat "{}" > seen'
    shell.ok("exec", "acme us", "--file", "--", "sh", "-c", tries)
    assert not (shell.home / "written").exists()
    assert (shell.home / "seen").read_text().endswith("}")


async def test_elsewhere_the_file_has_a_name_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = ChildPrograms({**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}, anonymous=lambda _: None)
    command = ["sh", "-c", f'test -f "{{}}" && cp "{{}}" {tmp_path}/copy']
    assert await programs.run(command, {}, in_file=Secret("CANARY-token")) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["copy"]
    assert "kill -9" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="a file without a name is Linux's")
def test_killed_with_9_it_leaves_no_file(shell: Shell) -> None:
    with _in_a_process(shell, "--file", "--", "sh", "-c", "echo {}; exec sleep 60", "{}", start_new_session=True) as it:
        assert it.stdout is not None
        assert it.stdout.readline().startswith("/dev/fd/")
        it.kill()
        it.wait(20)
        os.killpg(it.pid, signal.SIGKILL)
    assert [each for each in Path(tempfile.gettempdir()).glob("spauth-*") if each.is_file()] == []


def test_the_hand_out_and_the_export_are_logged(shell: Shell) -> None:
    shell("exec", "acme us", "--sdk", "python-amazon-sp-api", "--", "true")
    log = shell.ok("log")
    assert "handed to a program: Inventory / Acme US (exec, environment)" in log
    assert "secrets exported: Inventory / Acme US (exec --sdk python-amazon-sp-api)" in log


def test_where_amazon_refuses_the_log_says_that_nothing_was_exported(shell: Shell) -> None:
    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-us"] = Behaviour(Answer.INVALID_GRANT)
    assert shell("exec", "acme us", "--sdk", "python-amazon-sp-api", "--", "touch", "ran").code == 11
    said = [line.partition("  ")[2] for line in shell.ok("log").splitlines() if "export" in line]
    assert sorted(said) == [
        "nothing was exported after all: Inventory / Acme US (exec --sdk python-amazon-sp-api)",
        "secrets exported: Inventory / Acme US (exec --sdk python-amazon-sp-api)",
    ]
    assert not (shell.home / "ran").exists()


def test_sigterm_reaches_the_command_and_its_code_comes_back(shell: Shell) -> None:
    program = str(Path(sys.executable).parent / "spauth-tui")
    child = "import pathlib, signal, sys, time; signal.signal(15, lambda *_: sys.exit(9));"
    child += "pathlib.Path('ready').touch(); time.sleep(60)"
    command = [program, "exec", "acme us", "--", sys.executable, "-c", child]
    with killed_at_the_end(subprocess.Popen(command, cwd=shell.home, env=dict(os.environ))) as process:
        end = time.monotonic() + 20
        while not (shell.home / "ready").exists():
            assert time.monotonic() < end
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 9


def test_a_script_without_an_interpreter_is_told_from_one_that_is_not_there(shell: Shell) -> None:
    script = shell.home / "job"
    script.write_bytes(b"\x00no program")
    assert "cannot be run" in shell("exec", "acme us", "--", str(script)).err
    script.chmod(0o700)
    assert "is not a program" in shell("exec", "acme us", "--", str(script)).err


def _in_a_process(shell: Shell, *arguments: str, **more: Any) -> AbstractContextManager[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "spauth_tui", "exec", "acme us", *arguments]
    return killed_at_the_end(subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, text=True, **more))


def test_the_command_has_the_umask_and_core_limit_of_outside(shell: Shell) -> None:
    outside = subprocess.run(["sh", "-c", "umask 0027; ulimit -S -c"], capture_output=True, text=True).stdout.strip()
    with _in_a_process(shell, "--", "sh", "-c", "umask; sleep 0.2; ulimit -S -c", umask=0o027) as process:
        assert process.communicate()[0].split() == ["0027", outside]


@pytest.mark.parametrize("name", ["SIGINT", "SIGQUIT"])
def test_what_is_sent_to_us_alone_reaches_the_command(shell: Shell, name: str) -> None:
    number = signal.Signals[name]
    script = f"trap 'echo heard; exit 7' {int(number)}; echo go; while :; do sleep 0.1; done"
    with _in_a_process(shell, "--file", "--", "sh", "-c", script, "{}", start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        process.send_signal(number)
        assert process.wait(20) == 7


def test_its_exit_code_is_ours_where_this_program_inherits_that_children_are_ignored(shell: Shell) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)

    with _in_a_process(shell, "--", "sh", "-c", "echo ran; exit 7", preexec_fn=ignore) as process:
        assert (process.communicate()[0], process.returncode) == ("ran\n", 7)


def test_what_was_refused_is_not_logged_as_handed_out(shell: Shell) -> None:
    assert shell("exec", "acme us", "--sdk", "postman", "--", "true").code == 2
    assert not shell.ok("log", "acme")


def test_from_inside_the_command_the_vault_is_locked_already(shell: Shell) -> None:
    opens = f"--passphrase-command 'cat {shell.home}/passphrase'"
    inner = f"'{sys.executable}' -m spauth_tui log --lines 3 {opens} > seen"
    shell.ok("exec", "acme us", "--stdin", "--", "sh", "-c", inner)
    assert "vault locked" in (shell.home / "seen").read_text()


def test_a_guarded_one_is_handed_to_nobody_without_the_passphrase(shell: Shell) -> None:
    shell.ok("edit", "authorization", "acme us", "--guard")

    async def nothing(_opened: OpenVault, *_guarded: Authorization) -> None:
        """Give none."""

    shell.monkeypatch.setattr(OpenVault, "clearance_for", nothing)
    for arguments in (["--", "touch", "ran"], ["--sdk", "env", "--", "touch", "ran"]):
        assert "This authorization is guarded." in shell.refused(4, "exec", "acme us", *arguments)
    assert not (shell.home / "ran").exists()


@pytest.mark.parametrize(("is_file", "code"), [(True, 2), (False, 6)])
def test_no_command_finds_the_passphrase_by_rewinding_its_standard_input(
    tmp_path: Path, is_file: bool, code: int
) -> None:
    (tmp_path / "passphrase").write_text(builders.PASSPHRASE.reveal())
    words = [sys.executable, "-m", "spauth_tui", "--vault", str(tmp_path / "none"), "--passphrase-fd", "0"]
    with (tmp_path / "passphrase").open() as file:
        given: dict[str, Any] = {"stdin": file} if is_file else {"input": builders.PASSPHRASE.reveal()}
        ran = subprocess.run(
            [*words, "exec", "acme", "--", "true"], capture_output=True, text=True, timeout=60, **given
        )
    assert (ran.returncode, "standard input, which is a file" in ran.stderr) == (code, is_file)


def test_under_a_simulator_an_sdk_is_sent_there(shell: Shell) -> None:
    shell("exec", "acme de", "--sdk", "amazon-mcp", "--", sys.executable, "-c", TELL)
    assert told(shell)["SP_API_BASE_URL"] == f"{shell.simulator.origin}/sellingpartnerapi-eu.amazon.com"
