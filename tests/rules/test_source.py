"""Rules about the text of the source itself."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.files.companions import Companion
from spauth_tui.commands.registry import VERBS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "spauth_tui"
SOURCES = sorted(PACKAGE.rglob("*.py"))

LISTED = re.compile(r"^- `([\w/]+\.py)`: .+[.]$", re.MULTILINE)
MOST_FILES, MOST_LINES = 20, 2_500
"""What a reviewer of a vault has to read; put what reveals into a small file of its own."""


def _revealing() -> list[Path]:
    return [
        path
        for path in SOURCES
        if "reveal" in path.read_text()
        and any(
            isinstance(node, ast.Attribute) and node.attr == "reveal" for node in ast.walk(ast.parse(path.read_text()))
        )
    ]


def test_only_the_files_that_are_listed_with_their_reasons_reveal_a_secret() -> None:
    listed = LISTED.findall((ROOT / ".github/SECURITY.md").read_text())
    assert sorted(listed) == [path.relative_to(PACKAGE).as_posix() for path in _revealing()]


def test_what_reveals_a_secret_can_be_read_in_an_hour() -> None:
    revealing = _revealing()
    lines = sum(len(path.read_text().splitlines()) for path in revealing)
    assert (len(revealing) <= MOST_FILES, lines <= MOST_LINES) == (True, True), (len(revealing), lines)


MAY_OPEN_THE_VAULT = {
    *("place.py", "copies.py", "turns.py", "unfinished.py", "gate.py", "replacing.py"),
    *("deciphering.py", "attempts.py", "companions.py"),
}
"""Opening the vault's file beside a connection drops SQLite's locks on it (POSIX). Only these may open files.

`copy_in_one_state` is alone in the file's gate, so that no connection has a transaction open. `deciphering.py` opens
a scratch file of its own, which no connection has open then; the last two open only what lies beside a vault.
"""


OPENERS = {"descriptor_of", "open_regular", "beginning_of", "read_file", "read_named"}


def test_every_opener_is_known() -> None:
    tree = ast.parse((PACKAGE / "adapters/system/regular_file.py").read_text())
    public = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")}
    assert public - {"pieces_of"} == OPENERS


def _opens_files(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"open", "read_bytes", "read_text", "write_bytes", "write_text", "copyfile", *OPENERS}:
                return True
    return False


def test_only_the_files_on_the_list_open_the_vaults_file() -> None:
    folder = PACKAGE / "adapters" / "vault"
    assert {path.name for path in folder.rglob("*.py") if _opens_files(path)} == MAY_OPEN_THE_VAULT


MAY_GIVE_NAMES = {"replacing.py": "the vault's", "unfinished.py": "a backup's"}
"""Only these put one file in another's place: see `replacing`."""


def _gives_names(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, is_path = node.func.attr, len(node.args) == 1 and not node.keywords
            if name in {"link", "rename", "renames", "hardlink_to", "move"} or (name == "replace" and is_path):
                return True
    return False


def test_the_vaults_file_is_replaced_in_one_place() -> None:
    folder = PACKAGE / "adapters" / "vault"
    assert {path.name for path in folder.rglob("*.py") if _gives_names(path)} == set(MAY_GIVE_NAMES)


def test_the_endings_of_what_lies_beside_a_vault_are_said_in_one_place() -> None:
    said = re.compile("|".join(re.escape(f'{each.value}"') for each in Companion))
    assert [path.name for path in SOURCES if said.search(path.read_text())] == ["companions.py"]


def test_every_trip_to_sqlite_passes_the_gate() -> None:
    tree = ast.parse((PACKAGE / "adapters/vault/open_file.py").read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    trips = {
        function.name: ast.unparse(node.args[0])
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self._thread.run"
    }
    assert trips == {
        "run": "lambda: self._trip(call)",
        "poll": "lambda: self._trip(query)",
        "_let_go": "lambda: self._trip(call)",
        "rekey": "call",  # alone in the gate
        "close": "call",  # asks nothing
    }


ALLOWED_HOSTS = re.compile(
    r"api\.amazon\.com|(sandbox\.)?sellingpartnerapi-|[a-z.-]*(sellercentral|vendorcentral|solutionproviderportal)"
)


def test_the_only_hosts_are_amazons_own() -> None:
    found = {
        (path.name, host)
        for path in SOURCES
        for host in re.findall(r"https?://([a-z0-9.-]+\.[a-z]{2,})", path.read_text())
        if not ALLOWED_HOSTS.match(host) and not host.startswith("127.")
    }
    assert found == set()


def test_there_is_one_token_endpoint() -> None:
    assert [p.name for p in SOURCES if "api.amazon.com/auth" in p.read_text()] == ["token_endpoint.py"]


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_names_a_package_registry() -> None:
    needles = ["py" + "pi.org", "python" + "hosted", "registry.npm" + "js", "deb.deb" + "ian"]
    found = [str(path) for path in _tracked() if any(each in path.read_text("utf-8", "ignore") for each in needles)]
    assert found == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "manager", "misc"}
    assert [path for path in SOURCES if path.stem in vague] == []


SHOWING = {"Static", "Label", "Button", "RadioButton", "Option"}


def _risky(path: Path) -> list[str]:
    """Find widgets that would parse an f-string or a name as markup."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHOWING and node.args
        ):
            continue
        plain = any(word.arg == "markup" for word in node.keywords)
        if isinstance(node.args[0], ast.JoinedStr) and not plain:
            found.append(f"{path.name}:{node.lineno}")
    return found


@pytest.mark.parametrize("path", sorted((PACKAGE / "ui").rglob("*.py")), ids=lambda path: path.name)
def test_no_widget_parses_composed_text_as_markup(path: Path) -> None:

    assert _risky(path) == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "ui").rglob("*.py")), ids=lambda path: path.name)
def test_every_toast_is_plain_text(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "notify":
            assert any(word.arg == "markup" for word in node.keywords), f"{path.name}:{node.lineno}"


FROM_AN_INDEX = re.compile(
    r"(?:\b(?:install|add|inject|download|(?:pip|pipx|tool|brew)\s+upgrade)(?:\s+-\S+)*|\buvx|\bpipx\s+run|\btool\s+run)"
    r"\s+['\"`]*spauth[-_.]?tui",
    re.IGNORECASE,
)
"""The name is in no index: whoever takes it there is installed beside people's tokens."""


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("pip install 'spauth-tui[keyring]'", True),
        ("uv tool install spauth-tui", True),
        ("pip install -U --user spauth_tui", True),
        ("uvx spauth-tui demo", True),
        ("pipx run spauth-tui", True),
        ("uv tool install '.[keyring]'", False),
        ("uvx --from dist/*.whl spauth-tui demo", False),
        ("uv run spauth-tui demo", False),
    ],
)
def test_what_installs_the_program_by_its_name_is_known(sentence: str, *, is_one: bool) -> None:
    assert bool(FROM_AN_INDEX.search(sentence)) is is_one


def _sentences(path: Path) -> list[str]:
    """Return what a file says: its text, and in Python each string as it is put together."""
    text = path.read_text(errors="replace")
    if path.suffix != ".py":
        return [text]
    strings = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return [text, *(each for each in strings if isinstance(each, str))]


def test_nothing_says_to_install_the_program_by_its_name_from_an_index() -> None:
    told = [
        (path.name, found[0])
        for path in _tracked()
        if path.suffix in {".py", ".md", ".toml", ".yml", ".svg", ""} and path.name != Path(__file__).name
        for sentence in _sentences(path)
        if (found := FROM_AN_INDEX.search(sentence))
    ]
    assert told == []


COUNTS_TO_AMAZONS_END = {
    "domain/model/access_token.py": "time left is said here, once",
    "services/lending/brokering.py": "an SDK gets `expires_in` as LWA says it, and has a margin of its own",
    "domain/views/report.py": "a report says the lifetime that Amazon gave",
    "ui/application/leak.py": "a thief can use a leaked token until Amazon's end",
}


def test_time_left_of_a_token_is_counted_in_one_place() -> None:
    counting = re.compile(r"(?:life|access_token)\.expires_at\s*-|SAFETY_MARGIN\s*-|-\s*SAFETY_MARGIN")
    found = {path.relative_to(PACKAGE).as_posix() for path in SOURCES if counting.search(path.read_text())}
    assert found == set(COUNTS_TO_AMAZONS_END)


NAMES_STATES = {
    "domain/views/status.py": "which state each is in, and which belong together",
    "domain/views/attention.py": "what of it needs a person; every other place shows this",
    "domain/views/filter.py": "the words of the filter for those that belong together",
    "ui/base/status_colours.py": "says how each state looks",
}


def test_what_needs_a_person_is_counted_in_one_place() -> None:
    counting = re.compile(r"tally\.(?:of|counts)\b|Counter\(.*status|for \w+ in .* if .*\b(?:api_)?refusal\b")
    found = {path.relative_to(PACKAGE).as_posix() for path in SOURCES if counting.search(path.read_text())}
    # explain_checks compares an application's authorizations, to find a refusal's cause.
    assert found == {"domain/views/attention.py", "domain/diagnosis/findings.py"}


def test_states_that_need_a_person_are_put_together_in_one_place() -> None:
    naming = re.compile(r"Status\.(?:REVOKED|REFUSED|NO_REFRESH_TOKEN)\b(?!:)|\b(?:REFUSALS|UNFINISHED|URGENCY)\b")
    found = {path.relative_to(PACKAGE).as_posix() for path in SOURCES if naming.search(path.read_text())}
    assert found == set(NAMES_STATES)


QUOTES = {
    "domain/text/pasting.py": "commands to be pasted are put together here",
    "services/tokens/token_forms.py": "shell lines are a form of an access token",
}


def test_words_are_quoted_for_a_shell_in_one_place() -> None:
    quoting = re.compile(r"shlex\.(?:quote|join)|import (?:quote|join)\b")
    assert {path.relative_to(PACKAGE).as_posix() for path in SOURCES if quoting.search(path.read_text())} == set(QUOTES)


COMMAND = re.compile(rf"spauth-tui (?:{'|'.join(VERBS)})\b|\b(?:chmod|chown|mv|rm) -?\w")


def _commands_by_hand(path: Path) -> list[int]:
    """Return the lines where something is put into a command, or into the place of its NAME."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr):
            begun = False
            for part in node.values:
                begun = begun or (isinstance(part, ast.Constant) and bool(COMMAND.search(str(part.value))))
                if begun and isinstance(part, ast.FormattedValue):
                    found.append(node.lineno)
        elif isinstance(node, ast.Constant) and node.value == " NAME":
            found.append(node.lineno)
    return found


def test_no_command_to_be_pasted_is_put_together_by_hand() -> None:
    found = {path.relative_to(PACKAGE).as_posix() for path in SOURCES if _commands_by_hand(path)}
    assert found == set()


NAMES_A_FILE = re.compile(
    r"(?:str\()?[\w.\[\]]*\b_?(?:(?:path|kept_as|backup)(?:\.(?:name|stem|parent))?|(?:kept|source)\.name)\)?"
)
NO_FILES = {"restricted.py"}
"""It shows paths of SP-API."""


def _shows_a_file_raw(path: Path) -> list[str]:
    """Return what a screen shows of a file's name as it is, which may drive the terminal."""
    shown: list[ast.expr] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FormattedValue):
            shown.append(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"Content", "Content.styled", "RecoveryScreen"}:
            shown.extend(node.args)
    return [words for words in map(ast.unparse, shown) if NAMES_A_FILE.fullmatch(words)]


def test_no_screen_shows_the_name_of_a_file_as_it_is() -> None:
    paths = [path for path in (PACKAGE / "ui").rglob("*.py") if path.name not in NO_FILES]
    assert {path.name: raw for path in paths if (raw := _shows_a_file_raw(path))} == {}
