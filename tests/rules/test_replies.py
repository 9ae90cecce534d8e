"""Nothing of a reply is kept that has not gone through `adapters.amazon.reply`, which takes out what was sent."""

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from spauth_tui.adapters.amazon.echoes import Echoes
from spauth_tui.adapters.amazon.reply import ForeignValue, Reply
from spauth_tui.domain.model.secret import Secret
from tests.fakes import NOW
from tests.writings import leaks, texts_in

ADAPTERS = Path(__file__).parents[2] / "spauth_tui" / "adapters"
SOURCES = sorted(ADAPTERS.rglob("*.py"))

SPEAK_TO_OTHERS = {
    "amazon/http.py": "the one client",
    "amazon/network_failures.py": "names httpx's errors and keeps nothing of them",
    "lending/connection.py": "the broker's side: what comes in are requests",
    "lending/http.py": "the broker's side",
    "lending/listener.py": "the broker's side",
}
READ_JSON = {
    "amazon/reply.py": "the one reader of replies",
    "clipboard/watcher.py": "an order of our own, by standard input",
    "vault/records/rows.py": "columns of the vault",
}
NETWORK = {"httpx", "httpcore", "h11", "socket", "ssl", "urllib.request", "http.client", "asyncio.streams", "requests"}


def _name(path: Path) -> str:
    return path.relative_to(ADAPTERS).as_posix()


def _imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def _attributes_of(tree: ast.AST, owner: str) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == owner
    }


def _calls(tree: ast.AST, name: str) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for node in ast.walk(tree)
    )


def test_only_the_files_on_the_list_speak_to_others() -> None:
    assert {_name(path) for path in SOURCES if _imports(ast.parse(path.read_text())) & NETWORK} == set(SPEAK_TO_OTHERS)


def test_only_the_files_on_the_list_read_json() -> None:
    found = {_name(path) for path in SOURCES if "loads" in _attributes_of(ast.parse(path.read_text()), "json")}
    assert found == set(READ_JSON)


def test_only_the_client_makes_a_reply() -> None:
    trees = {_name(path): ast.parse(path.read_text()) for path in SOURCES}
    knowing = [name for name, tree in trees.items() if "spauth_tui.adapters.amazon.reply.Reply" in _imports(tree)]
    assert [name for name in knowing if _calls(trees[name], "Reply")] == ["amazon/http.py"]


def test_the_client_takes_of_httpxs_response_what_it_gives_to_the_reply_and_no_more() -> None:
    tree = ast.parse((ADAPTERS / "amazon" / "http.py").read_text())
    assert _attributes_of(tree, "response") == {"status_code", "headers", "aiter_raw"}


SECRET = "Atzr|CANARY0123456789abcdefghijklmnopqrstuvwxyz"
_REPLY: dict[str, Callable[[Reply], Any]] = {
    "header": lambda reply: reply.header("x-amzn-requestid"),
    "date": lambda reply: reply.date,
    "asked_to_wait": lambda reply: reply.asked_to_wait(NOW),
    "status": lambda reply: reply.status,
    "too_large": lambda reply: reply.too_large,
    "as_json": lambda reply: reply.as_json()["words"].words(),
    "outline": lambda reply: reply.outline("/path"),
}
_VALUE: dict[str, Callable[[ForeignValue], Any]] = {
    "items": lambda value: [each.words() for each in value.items(9)],
    "is_object": lambda value: value.is_object,
    "is_list": lambda value: value.is_list,
    "is_true": lambda value: value.is_true,
    "is_word": lambda value: value.is_word("bearer"),
    "words": lambda value: value.words(),
    "number": lambda value: value.number(0, 10**6, from_digits=True),
    "new_token": lambda value: value.new_token(),
}


def _public(kind: type) -> set[str]:
    slots = getattr(kind, "__slots__", ())
    return {name for name in (*vars(kind), *slots) if not name.startswith("_")}


def test_every_member_that_gives_something_out_is_tried_here() -> None:
    assert (_public(Reply), _public(ForeignValue)) == (set(_REPLY), set(_VALUE))


def _echoing() -> Iterator[Reply]:
    for written in (SECRET, SECRET[10:30], "".join(f"%{ord(each):02x}" for each in SECRET)):
        headers = dict.fromkeys(("x-amzn-requestid", "date", "retry-after"), written)
        yield Reply(429, headers, json.dumps({"words": written}).encode(), Echoes((Secret(SECRET),)))


@pytest.mark.parametrize("member", _REPLY)
def test_no_member_of_a_reply_gives_out_what_was_sent(member: str) -> None:
    assert not any(leaks(texts_in(_REPLY[member](reply)), SECRET) for reply in _echoing())


@pytest.mark.parametrize("member", _VALUE)
def test_no_member_of_a_value_gives_out_what_was_sent(member: str) -> None:
    echoes = Echoes((Secret(SECRET),))
    for held in (SECRET, [SECRET], {"a": SECRET}, f"see {SECRET}"):
        assert not leaks(texts_in(_VALUE[member](ForeignValue(held, echoes))), SECRET)
