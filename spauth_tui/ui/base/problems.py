"""How an expected failure is worded: what happened and why, then what to do, with the person's keys."""

from collections.abc import Iterable, Mapping
from typing import Any

from textual.app import App
from textual.content import Content

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.way import Way
from spauth_tui.ui.base.keys import own_key

WAY_KEYS: Mapping[Way, tuple[str, ...]] = {
    Way.REFRESH: ("pane.refresh",),
    Way.TEST: ("pane.test",),
    Way.EXPLAIN: ("pane.why",),
    Way.STEPS: ("pane.steps",),
    Way.AUTHORIZE: ("pane.steps",),
    Way.EDIT_APPLICATION: ("application.edit", "edit"),
    Way.EDIT_ACCOUNT: ("edit",),
    Way.DATE_SECRET: ("application.edit", "edit"),
    Way.ROTATE: ("application.rotate",),
    Way.FREE_SLOT: ("application.revoke", "application"),
    Way.FIND_REGION: ("pane.why",),
    Way.SHOW: ("pane.reveal",),
    Way.OTHER_VAULT: ("unlock.other", "vault.other"),
    Way.BACK_UP: ("vault.back_up",),
    Way.DRILL: ("recovery.drill", "vault.recover"),
    Way.RESTORE: ("unlock.recover", "vault.recover"),
    Way.SALVAGE: ("unlock.recover", "recovery.salvage", "vault.recover"),
    Way.TAKE_ROWS: ("unlock.rows",),
    Way.GUARD: ("guard",),
    Way.LEAK: ("leaked",),
}
"""The bindings that lead to each next step, the dashboard's last."""
WAY_WORDS: Mapping[Way, str] = {
    Way.KEEP_UNUSUAL: "Store it again to keep it as it is.",
    Way.GIVE_PASSPHRASE: "Type the vault's passphrase to go on.",
    Way.NEW_VAULT: "Create one.",
    Way.SIMULATE: "Start it with spauth-tui simulator.",
    Way.LIST: "",
    Way.FORMATS: "spauth-tui help formats lists them.",
}
"""The text for next steps that have no key."""


def problem_text(problem: SpauthError, app: App[Any]) -> str:
    """Return the sentence and what to do, for a message."""
    return f"{problem.sentence} {advice(problem.remedy, problem.ways, app)}".rstrip()


def problem_words(problem: SpauthError, app: App[Any]) -> Content:
    """Return the sentence and what to do, as text and never as markup."""
    said = advice(problem.remedy, problem.ways, app)
    return Content.styled(problem.sentence, "bold $text-error") + Content(f" {said}".rstrip())


def advice(remedy: str, ways: Iterable[Way], app: App[Any]) -> str:
    """Return what to do: the remedy, then the keys for it on the open screens."""
    here: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    plain: list[str] = []
    top, *others = [[each.binding.id for each in screen.active_bindings.values()] for screen in app.screen_stack[::-1]]
    for way in ways:
        ids = WAY_KEYS.get(way, ())
        if id_ := next((each for each in ids if each in top), None):
            here.setdefault(own_key(id_, app), []).append(way.value)
        elif id_ := next((each for each in ids if any(each in other for other in others)), None):
            below.setdefault(own_key(id_, app), []).append(way.value)
        else:
            plain.append(_without_key(way))
    return " ".join(
        part for part in (remedy, _pressed(here), _pressed(below, "On the dashboard, press"), *plain) if part
    )


def board_advice(remedy: str, ways: Iterable[Way], app: App[Any]) -> str:
    """Return what to do with the dashboard's keys, for a pane."""
    keys: dict[str, list[str]] = {}
    plain: list[str] = []
    for way in ways:
        if way in WAY_KEYS:
            keys.setdefault(own_key(WAY_KEYS[way][-1], app), []).append(way.value)
        else:
            plain.append(_without_key(way))
    return " ".join(part for part in (remedy, _pressed(keys), *plain) if part)


def _without_key(way: Way) -> str:
    return WAY_WORDS.get(way, f"{way.value[0].upper()}{way.value[1:]}.")


def _pressed(keys: Mapping[str, list[str]], begin: str = "Press") -> str:
    what = [f"{key} to {' or to '.join(whats)}" for key, whats in keys.items()]
    return f"{begin} {', '.join(what)}." if what else ""
