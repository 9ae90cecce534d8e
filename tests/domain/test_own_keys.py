"""Words name the keys that the person has."""

import pytest

from spauth_tui.domain.keyboard.own_keys import in_own_keys


@pytest.mark.parametrize(
    ("words", "keys", "said"),
    [
        (
            "Nothing failed here. Press t to test it.",
            {"pane.test": "f6,T"},
            "Nothing failed here. Press f6 to test it.",
        ),
        ("There is no backup yet: press b.", {"vault.back_up": "ctrl+b"}, "There is no backup yet: press ctrl+b."),
        ("Press t to test it.", {"pane.test": "f6,t"}, "Press t to test it."),
        ("Press t to test it.", {}, "Press t to test it."),
        ("Press Authorize app.", {"pane.test": "f6"}, "Press Authorize app."),
        ("Press escape.", {"edit": "f6"}, "Press escape."),
        ("Press any key to go on.", {"add": "f6"}, "Press any key to go on."),
    ],
)
def test_a_key_is_named_as_the_person_has_it(words: str, keys: dict[str, str], said: str) -> None:
    assert in_own_keys(words, keys) == said


def test_the_key_that_says_why_and_that_of_attention_are_named_too() -> None:
    keys = {"pane.why": "f7", "attention": "question_mark"}
    assert in_own_keys("Revoked. Why: f. Press ! to sort by it.", keys) == "Revoked. Why: f7. Press ? to sort by it."
