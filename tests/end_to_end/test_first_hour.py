"""From nothing to a live access token, in a real terminal, and the canaries that must not get out."""

from pathlib import Path

from tests.beside import LOCKS
from tests.end_to_end.conftest import PROGRAM
from tests.simulator import Simulator
from tests.terminal import Terminal

PASSPHRASE = "CANARY-passphrase of many words"
CLIENT_ID = "amzn1.application-oa2-client.0123456789abcdef0123456789abcdef"
CLIENT_SECRET = "amzn1.oa2-cs.v1.CANARY-client-secret"
REFRESH_TOKEN = "Atzr|CANARY-refresh-token-" + "x" * 300


def first_session(terminal: Terminal) -> None:
    terminal.wait_for("Welcome to spauth")
    terminal.paste(PASSPHRASE)
    terminal.key("\t")
    terminal.paste(PASSPHRASE)
    terminal.send("\r")
    terminal.wait_for("2 of 4 · Add an application")
    terminal.paste("Inventory Sync")
    terminal.key("\t")
    terminal.paste(CLIENT_ID)
    terminal.key("\t")
    terminal.paste(f"  {CLIENT_SECRET}\r\n")
    terminal.wait_for("ends in cret")
    terminal.send("\r")
    terminal.wait_for("3 of 4 · Add an account")
    terminal.paste("Acme US")
    terminal.send("\r")
    terminal.wait_for("Step 1 of 5")
    terminal.wait_for("I have done this")
    terminal.send("\r")
    terminal.wait_for("Step 2 of 5")
    terminal.send("\r")
    terminal.wait_for("Step 3 of 5")
    terminal.paste(f"{REFRESH_TOKEN[:100]}\n{REFRESH_TOKEN[100:]}\n")
    terminal.wait_for("looks like a refresh token")
    terminal.send("\r")
    terminal.wait_for("read back and compared")
    terminal.send("\r")
    terminal.wait_for("Step 5 of 5")
    terminal.send("\r")
    terminal.wait_for("All five steps are done")
    assert "not at Amazon" in terminal.text
    terminal.send("\x1b")
    terminal.wait_for("10 slots")
    terminal.wait_for("live  ")


def test_the_first_hour(environment: dict[str, str], simulator: Simulator, tmp_path: Path) -> None:
    environment["SPAUTH_LWA_URL"] = simulator.lwa_url
    with Terminal([PROGRAM], environment) as terminal:
        first_session(terminal)
        assert "not at Amazon" in terminal.text
        terminal.send("r")
        terminal.wait_for("refreshed a moment ago")
        terminal.send("c")
        terminal.wait_for("Sent to the terminal")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        first_bytes = terminal.raw

    with Terminal([PROGRAM], environment) as terminal:
        terminal.wait_for("passphrase")
        terminal.paste(PASSPHRASE)
        terminal.send("\r")
        terminal.wait_for("Acme US")
        terminal.wait_for("58:")
        terminal.wait_for("live")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        second_bytes = terminal.raw

    assert simulator.requests[0].form["refresh_token"] == REFRESH_TOKEN
    left_behind = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in left_behind if b"CANARY" in path.read_bytes()] == []
    names = sorted(path.name for path in left_behind if path.name not in LOCKS)
    assert names == ["personal.vault", "personal.vault.turns"]
    # The copy itself goes to the terminal in base64, as OSC 52 demands; nothing else may carry a secret.
    assert b"CANARY" not in first_bytes + second_bytes


def test_the_demo_needs_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    environment["TMPDIR"] = str(tmp_path / "tmp")
    (tmp_path / "tmp").mkdir()
    with Terminal([PROGRAM, "demo"], environment) as terminal:
        terminal.wait_for("DEMO")
        terminal.wait_for("Acme US")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "home" / "data").exists()
