"""The keys of a screen: Textual's bindings, made from the table in `keys`, and how keys are shown."""

from collections.abc import Container, Mapping
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

from spauth_tui.domain.keyboard.key_names import key_names, key_sign
from spauth_tui.domain.keyboard.keys import FIXED, PLACES, all_keys
from spauth_tui.ui.base.appearance import AppearanceControl

_OF_THE_APP = {
    "help": "app.help",
    "help.always": "app.help",
    "help.elsewhere": "app.help",
    "dialog.help": "app.help",
    "lock": "app.lock",
    "lock.always": "app.lock",
    "quit": "app.quit",
    "quit.always": "quit",
    "settings": "app.change_theme",
    "palette": "command_palette",
    "palette.always": "command_palette",
}


def bindings(place: str, named: Mapping[str, str] | None = None, table: Container[str] = ()) -> list[Binding]:
    """Return the bindings of a place.

    The action of an id comes from `named`, otherwise from the screen's `table`, otherwise from the last part of the id.
    """
    actions = _OF_THE_APP | dict(named or {})
    return [
        Binding(
            key.keys,
            f"do('{key.id}')" if key.id in table else actions.get(key.id, key.id.rpartition(".")[2]),
            key.name,
            show=key.in_footer,
            key_display="?" if key.id == "help" else None,
            priority=key.id in FIXED,
            tooltip=key.tip,
            id=key.id,
        )
        for key in PLACES[place]
    ]


def key_of(screen: Screen[Any], name: str) -> str:
    """Return the first key bound to this id on the screen; empty if there is none."""
    active = (each.binding for each in screen.active_bindings.values())
    return next((screen.app.get_key_display(each) for each in active if each.id == name), "")


def own_key(name: str, app: App[Any]) -> str:
    """Return the person's key for an id on any screen; the default one if it is among several."""
    usual = key_names(all_keys()[name].keys)[0]
    control = getattr(app, "appearance", None)
    own = key_names(control.own_keys.get(name, "")) if isinstance(control, AppearanceControl) else ()
    return key_sign(usual if usual in own or not own else own[0])
