"""Which keys do what: the defaults, a preset over them, and the person's own keys on top, without conflicts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from spauth_tui.domain.keyboard.key_names import NAMED, key_name, key_names
from spauth_tui.domain.keyboard.keys import EVERYWHERE, FIXED, PLACES, Key, all_keys, together
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.text.nearest import meant

PRESET_KEYS: Mapping[str, Mapping[str, str]] = {
    "default": {},
    "vim": {
        # The board has h j k l, g and G by default; n and N go through what the filter matches.
        "move.right": "right,l,tab,n",
        "move.left": "left,h,shift+tab,N",
        "move.page_down": "pagedown,ctrl+f,ctrl+d",
        "move.page_up": "pageup,ctrl+b,ctrl+u",
        "pane.copy": "y,c",
        "pane.copy_as": "Y",
        "vault.keyring": "ctrl+k",
        "pane.details": "enter,o",
        "sort": "equals_sign",
        "remove": "x,delete,d",
        "loans.end": "x,delete,d",
        "list.down": "down,j",
        "list.up": "up,k",
        "list.page_down": "pagedown,ctrl+f,ctrl+d",
        "list.page_up": "pageup,ctrl+b,ctrl+u",
        "list.home": "home,g",
        "list.end": "end,G",
        "pane.guard": "U",
        "checklist.next": "n,down,j",
        "checklist.previous": "p,up,k,N",
        "merged.next": "right,l,n",
        "merged.previous": "left,h,N",
        "choice.next": "right,down,space,l,j",
        "choice.previous": "left,up,h,k",
    },
}


@dataclass(frozen=True, slots=True)
class Keymap:
    """What differs from the defaults, and messages about what was refused."""

    keys: Mapping[str, str]
    """Binding id -> canonical keys, separated by commas."""
    wrong: tuple[str, ...] = ()


def keymap(preset: str, own: Mapping[str, str]) -> Keymap:
    """Return the keymap of a preset and the person's own keys; invalid ones are left out and reported."""
    wrong: list[str] = []
    accepted = dict(_accepted(own, wrong))
    base = {id_: ",".join(key_names(keys)) for id_, keys in PRESET_KEYS.get(preset, {}).items()}
    while (conflict := next(_conflicts({**base, **accepted}), None)) is not None:
        # Presets have no conflicts, so at least one of the two is the person's own.
        guilty = conflict.second if conflict.second in accepted else conflict.first
        if guilty not in accepted:
            break
        other = conflict.first if guilty == conflict.second else conflict.second
        wrong.append(
            f"{guilty} in [keys] of config.toml is ignored: {conflict.key} is already {_named(other)} "
            f"({conflict.place}). Choose another key, or change {other} too."
        )
        del accepted[guilty]
    return Keymap({**base, **accepted}, tuple(wrong))


def _accepted(own: Mapping[str, str], wrong: list[str]) -> Iterator[tuple[str, str]]:
    known = all_keys()
    for id_, keys in own.items():
        named = clean(id_, 40)
        if id_ in FIXED:
            wrong.append(f"{named} in [keys] of config.toml cannot be changed: it is always {known[id_].keys}.")
        elif id_ not in known:
            hint = meant(id_, known) or " spauth-tui help keys lists them all."
            wrong.append(f"{named} in [keys] of config.toml is unknown.{hint}")
        elif taken := _fixed(id_, keys):
            wrong.append(f"{named} in [keys] of config.toml: {taken.keys} is always {taken.name}. Choose another key.")
        elif not (bad := [each.strip() for each in keys.split(",") if key_name(each) is None]):
            yield id_, ",".join(dict.fromkeys(key_names(keys)))
        else:
            hint = " Write comma for a comma." if "" in bad else meant(bad[0], NAMED)
            example = "Examples: a, A, ctrl+d, f2, question_mark."
            wrong.append(f'{named} in [keys] of config.toml: "{clean(bad[0], 20)}" is not a key.{hint} {example}')


def _fixed(id_: str, keys: str) -> Key | None:
    """Return the fixed key among `keys`, if any that `id_` does not share by default."""
    known = all_keys()
    taken = (known[each] for each in FIXED)
    return next((key for key in taken if key.keys in key_names(keys) and not _is_default(id_, key.keys)), None)


class _Conflict(NamedTuple):
    place: str
    key: str
    first: str
    second: str


def _conflicts(changed: Mapping[str, str]) -> Iterator[_Conflict]:
    """Yield where one key means two things in the same place, unless it does by default."""
    for places in together():
        holders: dict[str, list[str]] = {}
        for place in places:
            for id_, default, *_ in PLACES[place]:
                for key in key_names(changed.get(id_, default)):
                    holders.setdefault(key, []).append(id_)
        for key, ids in holders.items():
            for first, second in pairwise(dict.fromkeys(ids)):
                if not (_is_default(first, key) and _is_default(second, key)):
                    yield _Conflict(places[min(len(EVERYWHERE), len(places) - 1)], key, first, second)


def _is_default(id_: str, key: str) -> bool:
    return key in key_names(all_keys()[id_].keys)


def _named(id_: str) -> str:
    return f"{id_} ({all_keys()[id_].name})"
