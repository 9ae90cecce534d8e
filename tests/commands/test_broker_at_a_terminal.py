"""broker at a terminal: where a guard was set after the loan was given, the person is asked while it serves on."""

import json
import os
import re
import sys
import urllib.request
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from urllib.parse import urlencode

from tests import builders
from tests.commands.shell import Shell
from tests.terminal import Terminal

ENVIRONMENT = {"TERM": "xterm"}
QUESTION = "which is guarded now. Passphrase:"


class Sdk:
    """Asks with the credentials that the screen shows beneath a name, beside the test."""

    def __init__(self, shown: str, name: str = "") -> None:
        shown = shown[: shown.find("client id")] + shown[shown.rfind(name) :] if name else shown
        lines = r"^ *(token endpoint|client id|client secret|refresh token) +(\S+)"
        # The first of each that stands beneath the name.
        told = dict(reversed(re.findall(lines, shown, re.MULTILINE)))
        self._endpoint = told.pop("token endpoint")
        self._sent = urlencode({"grant_type": "refresh_token", **{k.replace(" ", "_"): v for k, v in told.items()}})
        self._threads = ThreadPoolExecutor(2)

    def ask(self) -> "Future[str]":
        return self._threads.submit(self._ask)

    def _ask(self) -> str:
        with suppress(OSError), urllib.request.urlopen(self._endpoint, self._sent.encode(), timeout=20) as answer:
            return str(json.load(answer)["access_token"])
        return ""


def test_the_passphrase_of_a_guard_set_later_is_typed_where_the_broker_runs(shell: Shell) -> None:
    command = [sys.executable, "-m", "spauth_tui", "broker", "acme us"]
    with Terminal(command, {**os.environ, **ENVIRONMENT}) as terminal:
        sdk = Sdk(terminal.wait_for("Lending."))
        shell.ok("edit", "authorization", "acme us", "--guard")
        first = sdk.ask()
        terminal.wait_for(QUESTION)
        second = sdk.ask()
        terminal.send(f"{builders.PASSPHRASE.reveal()}\r")
        assert first.result(20).startswith("Atza|CANARY")
        assert second.result(20).startswith("Atza|CANARY")
        assert sdk.ask().result(20).startswith("Atza|CANARY")
        terminal.send("\x03")
        assert terminal.wait_for_end() == 130
        assert terminal.text.count(QUESTION) == 1
        assert builders.PASSPHRASE.reveal().encode() not in terminal.raw


def test_a_wrong_passphrase_gives_the_sdk_nothing_and_the_next_request_asks_again(shell: Shell) -> None:
    command = [sys.executable, "-m", "spauth_tui", "broker", "acme us"]
    with Terminal(command, {**os.environ, **ENVIRONMENT}) as terminal:
        sdk = Sdk(terminal.wait_for("Lending."))
        shell.ok("edit", "authorization", "acme us", "--guard")
        first = sdk.ask()
        terminal.wait_for(QUESTION)
        terminal.send("CANARY wrong\r")
        assert first.result(20) == ""
        second = sdk.ask()
        while terminal.text.count(QUESTION) < 2:
            terminal.key("")
        terminal.send(f"{builders.PASSPHRASE.reveal()}\r")
        assert second.result(20).startswith("Atza|CANARY")


def test_a_passphrase_typed_when_nothing_is_asked_is_neither_seen_nor_run_by_the_shell(shell: Shell) -> None:
    command = f"'{sys.executable}' -m spauth_tui broker 'acme us' --for 1s"
    with Terminal(["bash", "--norc", "-i"], {**os.environ, **ENVIRONMENT, "PS1": "ready> "}) as terminal:
        terminal.wait_for("ready> ")
        terminal.send(f"{command}\r")
        terminal.wait_for("Lending.")
        terminal.send("echo CANARY-typed-late\r")
        while terminal.text.count("ready> ") < 2:
            terminal.key("")
        assert b"CANARY" not in terminal.raw


def test_after_a_stop_the_broker_hides_what_is_typed_again(shell: Shell) -> None:
    command = f"'{sys.executable}' -m spauth_tui broker 'acme us'; echo stopped; read line; fg"
    with Terminal(["sh", "-mc", command], {**os.environ, **ENVIRONMENT}) as terminal:
        terminal.wait_for("Lending.")
        terminal.send("\x1a")
        terminal.wait_for("stopped")
        assert terminal.echoes
        terminal.send("\r")
        while terminal.echoes:
            terminal.key("")


def test_ctrl_c_ends_the_question_and_gives_the_terminal_its_echo_back(shell: Shell) -> None:
    command = f"'{sys.executable}' -m spauth_tui broker 'acme us'; stty -a; read -r"
    with Terminal(["bash", "-c", f"trap : INT; {command}"], {**os.environ, **ENVIRONMENT}) as terminal:
        sdk = Sdk(terminal.wait_for("Lending."))
        shell.ok("edit", "authorization", "acme us", "--guard")
        asked = sdk.ask()
        terminal.wait_for(QUESTION)
        terminal.send("\x03")
        assert asked.result(20) == ""
        assert " echo " in terminal.wait_for("echok")


def test_two_authorizations_guarded_since_are_asked_for_one_after_the_other_and_unseen(shell: Shell) -> None:
    command = [sys.executable, "-m", "spauth_tui", "broker", "acme us", "globex"]
    with Terminal(command, {**os.environ, **ENVIRONMENT}, (160, 60)) as terminal:
        shown = terminal.wait_for("Lending.")
        names = re.findall(r"^(\S.*?) *\n +client id", shown, re.MULTILINE)
        for each in ("acme us", "globex"):
            shell.ok("edit", "authorization", each, "--guard")
        asked = [Sdk(shown, name).ask() for name in names]
        for number in range(2):
            while terminal.text.count(QUESTION) <= number:
                terminal.key("")
            terminal.send(f"{builders.PASSPHRASE.reveal()}\r")
            wait(asked, 20, FIRST_COMPLETED if number == 0 else ALL_COMPLETED)
        terminal.send("\x03")
        assert terminal.wait_for_end() == 130
        assert [each.result(20)[:11] for each in asked] == ["Atza|CANARY"] * 2
        assert builders.PASSPHRASE.reveal().encode() not in terminal.raw
