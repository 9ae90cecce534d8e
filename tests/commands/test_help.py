"""help: topics, verbs, and every verb's own --help."""

from pathlib import Path

import pytest

from spauth_tui.commands.registry import VERBS
from spauth_tui.commands.runtime.exit_codes import Exit
from spauth_tui.commands.verbs import help as help_verb
from spauth_tui.commands.verbs.help import TOPICS
from spauth_tui.domain.amazon.facts import FACTS, UNCONFIRMED, Fact, sourced
from spauth_tui.domain.keyboard.keys import PLACES
from spauth_tui.formats.registry import FORMATS
from tests.commands.shell import Shell


def test_the_exit_codes_are_all_there(empty: Shell) -> None:
    out = empty.ok("help", "exit-codes")
    assert {int(line.split()[0]) for line in out.splitlines()} == {*map(int, Exit), 129, 143}


def test_the_formats_are_all_there(empty: Shell) -> None:
    out = empty.ok("help", "formats")
    rows, _, _ = out.partition("\n\n")
    assert [line.split()[0] for line in rows.splitlines()[1:]] == list(FORMATS)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_says_something(empty: Shell, topic: str) -> None:
    assert len(empty.ok("help", topic)) > 200


def test_every_text_is_a_topic() -> None:
    folder = Path(help_verb.__file__).parent / "topics"
    assert {path.stem for path in folder.glob("*")} - set(TOPICS) == set()


def test_the_keys_come_with_how_to_change_them(empty: Shell) -> None:
    assert '"pane.copy" = ' in empty.ok("help", "keys")


def test_every_key_is_listed_with_its_id_and_what_it_does(empty: Shell) -> None:
    lines = empty.ok("help", "keys").splitlines()
    for places in PLACES.values():
        for key in places:
            assert any(line.split()[:2] == [key.id, key.keys] and line.endswith(key.does) for line in lines), key


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_each_fact_is_listed_with_its_source(empty: Shell, fact: Fact) -> None:
    out = " ".join(empty.ok("help", "sources").split())
    assert f"{fact.text} {sourced(fact)}" in out


def test_what_could_not_be_confirmed_is_listed(empty: Shell) -> None:
    out = " ".join(empty.ok("help", "sources").split())
    assert [each for each in UNCONFIRMED if each not in out] == []


def test_who_asks_a_verb_for_a_restricted_token_reads_that_the_newest_orders_api_needs_none(empty: Shell) -> None:
    assert "Orders API v2026-01-01 needs none" in " ".join(empty.ok("token", "--help").split())


def test_an_unknown_topic_lists_the_known(empty: Shell) -> None:
    ran = empty("help", "nonsense")
    assert ran.code == 10
    assert "exit-codes" in ran.err


def test_a_token_in_the_place_of_a_topic_is_not_repeated(empty: Shell) -> None:
    assert "IwEBCANARY" not in empty.refused(10, "help", "Atzr|IwEBCANARY0123456789")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_examples(empty: Shell, verb: str) -> None:
    ran = empty(verb, "--help")
    assert ran.code == 0
    assert "examples:" in ran.out
    assert f"spauth-tui {verb}" in ran.out.split("examples:")[1]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_the_list(empty: Shell, verb: str) -> None:
    assert f"\n  {verb} " in empty("--help").out


def test_help_of_a_verb_is_its_help(empty: Shell) -> None:
    assert empty("help", "token").out == empty("token", "--help").out


def test_nothing_of_it_needs_a_vault_or_the_network(empty: Shell) -> None:
    empty.ok("help", "names")
    assert empty.simulator.requests == []
