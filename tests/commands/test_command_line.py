"""The command line as a whole: where settings come from, what goes where, and how it ends."""

import os
import signal
import subprocess
import sys
from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

import pytest

from spauth_tui.commands.registry import VERBS
from spauth_tui.commands.runtime.exit_codes import Exit, exit_of
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from tests import builders
from tests.commands.shell import Shell
from tests.every_error import every_error, one_of
from tests.processes import killed_at_the_end
from tests.terminal import Terminal


@pytest.mark.parametrize("kind", every_error()[1:], ids=lambda kind: kind.__name__)
def test_every_expected_failure_has_an_exit_code(kind: type[SpauthError]) -> None:
    assert exit_of(one_of(kind)) is not Exit.UNEXPECTED


def test_every_exit_code_has_a_meaning() -> None:
    assert all(each.meaning for each in Exit)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((passing, 12) for passing in (0, 408, 429, 500, 501, 503, 599)),
        *((final, 11) for final in (1, 400, 401, 403, 404, 407, 409, 428, 430, 499)),
    ],
)
def test_what_sp_api_says_gives_the_code(status: int, code: int) -> None:
    assert exit_of(SellingPartnerApiError(status=status)) == code


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_test_file(verb: str) -> None:
    assert (Path(__file__).parent / f"test_{verb.replace('-', '_')}.py").exists()


def test_a_flag_is_taken_before_and_after_the_verb(shell: Shell) -> None:
    elsewhere = str(shell.home / "none.vault")
    assert shell.ok("--vault", elsewhere, "locate", "vault") == f"{elsewhere}\n"
    assert shell.ok("locate", "vault", "--vault", elsewhere) == f"{elsewhere}\n"


def test_a_vault_that_is_not_there_is_6(shell: Shell) -> None:
    said = shell.refused(6, "ls", "--vault", str(shell.home / "none.vault"))
    assert "There is no vault yet at " in said
    assert not (shell.home / "none.vault").exists()


def test_a_flag_wins_over_the_environment_and_that_over_the_file(shell: Shell) -> None:
    config = shell.home / "config.toml"
    config.write_text('vault = "from-file.vault"\n')
    shell.monkeypatch.setenv("SPAUTH_CONFIG", str(config))
    assert shell.ok("locate", "vault").endswith("from-file.vault\n")
    shell.monkeypatch.setenv("SPAUTH_VAULT", "from-environment.vault")
    assert shell.ok("locate", "vault").endswith("from-environment.vault\n")
    assert shell.ok("locate", "vault", "--vault", "from-flag.vault").endswith("from-flag.vault\n")


def test_the_passphrase_command_of_the_file_unlocks(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    config = shell.home / "config" / "spauth-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f"passphrase_command = \"cat '{shell.home}/passphrase'\"\n")
    assert "Inventory/Acme US" in shell.ok("ls")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("vault = 7", "is not a text"),
        ('passphrase = "CANARY oops"', "which is not a setting"),
        ("vault = ", "not valid TOML"),
        (f"x = {'9' * 5000}", "not valid TOML"),
        ("vault = 'x'\nvault = 'CANARY'", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_said_in_words_without_its_content(shell: Shell, text: str, words: str) -> None:
    config = shell.home / "config.toml"
    config.write_text(text)
    shell.monkeypatch.setenv("SPAUTH_CONFIG", str(config))
    ran = shell("ls")
    assert ran.code == 2
    assert words in ran.err
    assert "CANARY" not in ran.err


def test_a_named_file_that_is_not_there_is_said(shell: Shell) -> None:
    shell.monkeypatch.setenv("SPAUTH_CONFIG", str(shell.home / "nowhere.toml"))
    assert "SPAUTH_CONFIG names a file that does not exist." in shell.refused(2, "ls")


def test_another_host_than_loopback_is_refused(shell: Shell) -> None:
    said = shell.refused(2, "ls", "--lwa-url", "https://evil.example/auth/o2/token")
    assert "--lwa-url may name a simulator on this machine" in said


@pytest.mark.parametrize(
    ("other", "more"),
    [("SPAUTH_PASSPHRASE_COMMAND", ()), ("--passphrase-command", ("--passphrase-command", "echo CANARY"))],
)
def test_both_sources_of_a_passphrase_are_refused(shell: Shell, other: str, more: tuple[str, ...]) -> None:
    descriptor = os.open(shell.home / "passphrase", os.O_RDONLY)
    said = shell.refused(2, "ls", "--passphrase-fd", str(descriptor), *more)
    os.close(descriptor)
    assert f"Both --passphrase-fd and {other} are given." in said


def test_a_descriptor_unlocks(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    descriptor = os.open(shell.home / "passphrase", os.O_RDONLY)
    assert "Inventory/Acme US" in shell.ok("ls", "--passphrase-fd", str(descriptor))


def test_three_typed_passphrases_are_the_most(shell: Shell) -> None:
    from spauth_tui.commands.runtime.console import Console
    from spauth_tui.domain.model.secret import Secret

    asked: list[str] = []

    def answer(console: Console, prompt: str) -> Secret:
        asked.append(prompt)
        return Secret("CANARY wrong")

    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    shell.monkeypatch.setattr(Console, "ask_secret", answer)
    assert shell("ls", at_terminal=True).code == 4
    assert asked == ["Passphrase of personal"] * 3


def test_only_exec_takes_a_command(shell: Shell) -> None:
    assert shell("ls", "--", "acme", "us").out.count("\n") == 2


def test_a_name_that_begins_like_a_flag_stands_after_two_dashes(shell: Shell) -> None:
    assert "-zz" in shell("token", "--", "-zz").err


def test_an_unknown_verb_is_2(shell: Shell) -> None:
    assert "there is no verb lss. Did you mean ls?" in shell.refused(2, "lss")


def test_a_fault_of_the_program_is_1_and_shows_no_value(shell: Shell) -> None:
    def broken(self: object) -> str:
        raise RuntimeError("CANARY in the message")

    from spauth_tui.commands.runtime.context import OpenVault

    shell.monkeypatch.setattr(OpenVault, "clearance_for", broken)
    ran = shell("token", "acme us")
    assert ran.code == 1
    assert "crashed: TypeError" in ran.err
    assert "CANARY" not in ran.err


@pytest.mark.parametrize("arguments", [["ls"], ["--help"], ["token", "--help"], ["--version"]])
@pytest.mark.usefixtures("shell")
def test_a_reader_that_went_away_is_18(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "spauth_tui", *arguments]
    ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (18, "")


def test_ctrl_c_is_130_and_leaves_the_vault_sound(shell: Shell) -> None:
    command = [sys.executable, "-m", "spauth_tui", "watch"]
    started = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, text=True)
    with killed_at_the_end(started) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
    assert "vault locked" in shell.ok("log", "--lines", "2")


def options(made: ArgumentParser) -> Iterator[Action]:
    for each in made._actions:
        if isinstance(each, _SubParsersAction):
            for noun in each.choices.values():
                yield from options(noun)
        else:
            yield each


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_takes_a_secret_as_a_word_of_the_command_line(verb: str) -> None:
    made = ArgumentParser()
    VERBS[verb].load().arguments(made)
    with_value = [each.dest for each in options(made) if each.nargs != 0]
    named = [each for each in with_value if any(word in each for word in ("secret", "token", "passphrase"))]
    assert named in ([], ["new_passphrase_fd"])


def test_no_verb_imports_textual(shell: Shell) -> None:
    code = (
        "import sys; from spauth_tui.cli import parser, run; from spauth_tui.commands.registry import VERBS;"
        "[verb.load() for verb in VERBS.values()]; code = run(['token', 'acme us']);"
        "print('textual' in sys.modules, file=sys.stderr); sys.exit(code)"
    )
    ran = subprocess.run([sys.executable, "-c", code], env=dict(os.environ), capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "False\n")


@pytest.mark.parametrize("verb", ["ls", "token", "time", "wait"])
def test_a_frequent_verb_is_parsed_with_little_imported(verb: str) -> None:
    """What it does is imported while the vault's key is being derived, or its start would not be short."""
    code = (
        "import sys; from spauth_tui.cli import parser; from spauth_tui.commands.registry import VERBS;"
        f"parser(); VERBS[{verb!r}].load();"
        "late = {'asyncio', 'dataclasses', 'subprocess', 'platformdirs', 'sqlcipher3', 'httpx', 'json'};"
        "core = [each for each in sys.modules if each.startswith('spauth_tui.services')];"
        "print(late & set(sys.modules), core)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("set() []\n", "")


def test_the_key_is_derived_while_the_program_is_still_being_imported(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    descriptor = os.open(shell.home / "passphrase", os.O_RDONLY)
    code = (
        "import sys; from spauth_tui.adapters.vault.key_ahead import KeyAhead;"
        "at_start = []; begin = KeyAhead.__init__;"
        "KeyAhead.__init__ = lambda *given: (at_start.append('asyncio' in sys.modules), begin(*given))[1];"
        f"from spauth_tui.cli import run; code = run(['ls', '--passphrase-fd', '{descriptor}']);"
        "print(at_start, file=sys.stderr); sys.exit(code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env=dict(os.environ), capture_output=True, text=True, pass_fds=[descriptor]
    )
    assert (ran.returncode, ran.stderr) == (0, "[False]\n")


def test_what_is_wrong_with_the_arguments_asks_for_no_passphrase(shell: Shell) -> None:
    asked = shell.home / "asked"
    shell.monkeypatch.setenv("SPAUTH_PASSPHRASE_COMMAND", f"touch '{asked}'")
    assert shell("token").code == 2
    assert shell("token", "--help").code == 0
    assert not asked.exists()


def test_a_live_token_needs_no_http_library(shell: Shell) -> None:
    code = (
        "import sys; from spauth_tui.cli import run; code = run(['token', 'acme us']);"
        "assert 'httpx' not in sys.modules; sys.exit(code)"
    )
    command = [sys.executable, "-m", "spauth_tui", "refresh", "acme us"]
    assert subprocess.run(command, env=dict(os.environ), capture_output=True).returncode == 0
    again = subprocess.run([sys.executable, "-c", code], env=dict(os.environ), capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert builders.REFRESH_TOKEN not in again.stdout


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("{program} add application --label X --client-id amzn1.application-oa2-client.x <&-", 18),
        ("{program} import - <&-", 18),
        ("{program} ls >&-", 18),
        ("{program} token 'acme us' 2>&- >/dev/null", 0),
        ("{program} --version >/dev/full", 18),
        ("{program} ls >/dev/full", 18),
        ("{program} --help >/dev/full", 18),
        ("{program} --help >&-", 18),
        ("PYTHONUNBUFFERED=1 {program} --help >/dev/full", 18),
        ("{program} ls --help >/dev/full", 18),
        ("{program} help >/dev/full", 18),
        ("{program} completion bash >&-", 18),
        ("{program} --version >&-", 18),
        ("{program} nosuch 2>/dev/full", 2),
        ("{program} token nosuch 2>/dev/full", 10),
        ("{program} token 'acme us' 2>/dev/full >/dev/null", 0),
        ("PYTHONINSPECT=1 {program} ls >/dev/null", 0),
        ("PYTHONINSPECT=1 {program} token nosuch", 10),
    ],
)
def test_a_closed_or_full_stream_is_no_fault_of_the_program(shell: Shell, script: str, code: int) -> None:
    line = script.format(program=f"'{sys.executable}' -m spauth_tui")
    ran = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=dict(os.environ))
    assert (ran.returncode, "Traceback" in ran.stderr, "crashed" in ran.stderr) == (code, False, False), ran.stderr


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (["locate"], "personal.vault\n"),
        (["help", "names"], "NAME is application/account"),
        (["completion", "bash"], "# spauth-tui completion for bash"),
    ],
)
def test_what_explains_works_though_the_settings_are_broken(shell: Shell, verb: list[str], words: str) -> None:
    config = shell.home / "config" / "spauth-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("bad = [")
    ran = shell(*verb)
    assert ran.code == 0
    assert words in ran.out


def test_what_acts_is_refused_where_the_settings_are_broken(shell: Shell) -> None:
    config = shell.home / "config" / "spauth-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("bad = [")
    assert "config.toml is not valid TOML." in shell.refused(2, "ls")


def test_the_doctor_finds_broken_settings(shell: Shell) -> None:
    config = shell.home / "config" / "spauth-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("bad = [")
    ran = shell("doctor", "--offline")
    assert ran.code == 21
    assert "config.toml is not valid TOML" in ran.out


def test_a_passphrase_is_typed_at_the_terminal_though_something_is_piped_in(shell: Shell) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SPAUTH_PASSPHRASE_COMMAND"}
    token = f"{builders.REFRESH_TOKEN}-new"
    command = f"echo '{token}' | '{sys.executable}' -m spauth_tui steps 'acme us' --refresh-token"
    with Terminal(["bash", "-c", command], {**environment, "TERM": "xterm"}) as terminal:
        terminal.wait_for("Passphrase of personal: ")
        terminal.send(f"{builders.PASSPHRASE.reveal()}\r")
        assert terminal.wait_for_end() == 0


def test_a_picture_of_the_demo_takes_no_files_place(tmp_path: Path) -> None:
    there = tmp_path / "personal.vault"
    there.write_text("precious")
    ran = subprocess.run(
        [sys.executable, "-m", "spauth_tui", "demo", "--screenshot", str(there)], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr.startswith("spauth-tui: A file already exists there")) == (18, True)
    assert there.read_text() == "precious"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("simulator", "--scenario", "throtled"), "there is no throtled. Did you mean throttled?"),
        (("simulator", "--scenario", "foo"), "there is no foo. spauth-tui simulator --scenarios lists them"),
        (("export", "x", "--format", "postmen"), "Did you mean postman?"),
        (("help", "recovry"), "Did you mean recovery?"),
    ],
)
def test_a_mistyped_choice_names_the_one_that_was_meant(empty: Shell, arguments: tuple[str, ...], words: str) -> None:
    said = empty(*arguments).err
    assert words in said


@pytest.mark.parametrize(
    ("arguments", "usage"), [(("token", "acme", "extra"), "token"), (("add", "account", "x", "y"), "add account")]
)
def test_too_many_words_print_the_usage_of_their_verb(empty: Shell, arguments: tuple[str, ...], usage: str) -> None:
    assert empty(*arguments).err.startswith(f"usage: spauth-tui {usage} ")
