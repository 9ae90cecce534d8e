"""Keymaps: presets without conflicts, and what is refused of a person's own keys."""

from collections.abc import Mapping

import pytest
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key

from spauth_tui.domain.keyboard.key_names import NAMED, key_name, key_names
from spauth_tui.domain.keyboard.keymap import PRESET_KEYS, Keymap, keymap
from spauth_tui.domain.keyboard.keys import FIXED, PLACES, all_keys, together
from spauth_tui.domain.model.appearance import PRESETS


def keys_of(id_: str, preset: str) -> str:
    return PRESET_KEYS[preset].get(id_, all_keys()[id_].keys)


def wrong(own: Mapping[str, str], preset: str = "default") -> str:
    return " ".join(keymap(preset, own).wrong)


def test_every_preset_that_can_be_chosen_is_there() -> None:
    assert tuple(PRESET_KEYS) == PRESETS


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_names_only_what_there_is(preset: str) -> None:
    for id_, keys in PRESET_KEYS[preset].items():
        assert id_ in all_keys()
        assert id_ not in FIXED
        assert len(key_names(keys)) == len(keys.split(","))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("places", list(together()), ids="+".join)
def test_in_a_preset_no_key_means_two_things_in_one_place(preset: str, places: tuple[str, ...]) -> None:
    held: dict[str, str] = {}
    for key in (key for place in places for key in PLACES[place]):
        for name in key_names(keys_of(key.id, preset)):
            other = held.setdefault(name, key.id)
            by_default = all(name in key_names(all_keys()[each].keys) for each in (other, key.id))
            assert other == key.id or by_default, f"{name}: {other} and {key.id}"


@pytest.mark.parametrize(
    ("id_", "keys"),
    [
        ("move.left", {"h", "N"}),
        ("move.down", {"j"}),
        ("move.up", {"k"}),
        ("move.right", {"l", "n"}),
        ("move.home", {"g"}),
        ("move.end", {"G"}),
        ("move.page_down", {"ctrl+d", "ctrl+f"}),
        ("move.page_up", {"ctrl+u", "ctrl+b"}),
        ("list.down", {"j"}),
        ("list.up", {"k"}),
        ("list.home", {"g"}),
        ("list.end", {"G"}),
        ("palette", {"colon"}),
        ("filter", {"slash"}),
        ("pane.copy", {"y"}),
    ],
)
def test_vim_has_the_keys_that_are_expected_of_it(id_: str, keys: set[str]) -> None:
    assert keys <= set(key_names(keys_of(id_, "vim")))


@pytest.mark.parametrize("preset", PRESETS)
def test_ctrl_l_locks_in_every_preset(preset: str) -> None:
    assert keys_of("lock.always", preset) == "ctrl+l"


def test_own_keys_stand_over_the_preset_by_their_one_name() -> None:
    assert keymap("vim", {"pane.copy": "#", "help": "f1, Z"}) == Keymap(
        {**PRESET_KEYS["vim"], "pane.copy": "number_sign", "help": "f1,Z"}
    )


def test_two_keys_may_change_places() -> None:
    assert keymap("default", {"pane.copy": "r", "pane.refresh": "c"}).wrong == ()


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    assert "pane.cpy in [keys] of config.toml is unknown. Did you mean pane.copy?" in wrong({"pane.cpy": "z"})


def test_a_key_that_is_none_is_refused_with_the_nearest() -> None:
    assert '"questionmark" is not a key. Did you mean question_mark?' in wrong({"add": "questionmark"})


@pytest.mark.parametrize("keys", ["", ",", "a,", "ctrl+", "hyperdrive+a", "ctrl+ctrl+a", "ctrl+A", "g g", "\x1b"])
def test_what_is_no_key_is_refused(keys: str) -> None:
    found = keymap("default", {"add": keys})
    assert found.keys == {}
    assert "is not a key" in found.wrong[0]
    assert "\x1b" not in found.wrong[0]


def test_one_key_for_two_actions_of_a_screen_is_refused() -> None:
    found = keymap("default", {"pane.copy": "r", "add": "plus"})
    assert found.keys == {"add": "plus"}
    assert "pane.copy in [keys] of config.toml is ignored: r is already pane.refresh (Refresh)" in found.wrong[0]
    assert "(dashboard)" in found.wrong[0]


def test_of_two_own_keys_in_conflict_one_stays() -> None:
    found = keymap("default", {"pane.copy": "f5", "add": "f5"})
    assert (len(found.keys), len(found.wrong)) == (1, 1)


def test_what_has_the_same_key_on_another_screen_is_no_conflict() -> None:
    assert wrong({"recovery.look": "e"}) == ""


def test_a_key_that_would_cover_a_list_is_refused() -> None:
    assert "list.down" in wrong({"list.down": "r"})


def test_the_way_out_cannot_be_changed() -> None:
    assert "quit.always in [keys] of config.toml cannot be changed: it is always ctrl+q." in wrong({"quit.always": "x"})


def test_the_way_outs_key_cannot_be_taken() -> None:
    assert "ctrl+q is always Quit" in wrong({"add": "ctrl+q"})


@pytest.mark.parametrize("character", [chr(code) for code in range(33, 127)])
def test_a_character_is_called_as_textual_calls_it(character: str) -> None:
    assert key_name(character) == _character_to_key(character)


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_name_is_one_of_textuals(name: str) -> None:
    known = (
        {key.value for key in Keys}
        | set(KEY_NAME_REPLACEMENTS.values())
        | {_character_to_key(chr(n)) for n in range(33, 127)}
    )
    assert name in known


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("ctrl+i", "tab"),
        ("ctrl+[", "escape"),
        ("shift+a", "A"),
        ("ctrl++", "ctrl+plus"),
        ("+", "plus"),
        (" x ", "x"),
        ("ö", "ö"),
    ],
)
def test_a_key_has_one_name(given: str, name: str) -> None:
    assert key_name(given) == name
