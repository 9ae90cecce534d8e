"""Merges, field by field, what two windows changed in one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from spauth_tui.domain.errors.vault import ChangedMeanwhile
from spauth_tui.domain.vault.clash import Clash

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from spauth_tui.domain.model.preferences import View

    Views = tuple[View, ...]

Record = TypeVar("Record", bound="DataclassInstance")

OBSERVED = frozenset(
    ["refusal", "failure", "proof", "api_refusal", "proven_at", "refused_at", "served", "last_served_at", "closed_at"]
)
"""Fields that record what was observed, not what a person chose: the last observation wins."""

APART = frozenset(
    ["id", "created_at", "client_secrets", "grantless", "refresh_tokens", "access_token", "restricted_tokens"]
)
"""Fields that are written separately, never with their record."""


def differing(before: Record, after: Record) -> Mapping[str, Any]:
    """Return the fields that differ, with their new values."""
    pairs = ((each.name, getattr(before, each.name), getattr(after, each.name)) for each in fields(before))
    return {name: new for name, old, new in pairs if old != new}


def merged(current: Record, shown: Record, wanted: Record) -> Record:
    """Return the current record with only what changed between `shown` and `wanted`.

    Sets and views are merged element by element. Raises `ChangedMeanwhile` if another window changed the same field to
    something else.
    """
    changed: dict[str, Any] = {}
    clashes: list[Clash] = []
    for name, mine in differing(shown, wanted).items():
        if name in APART:
            raise ValueError(name)
        before, theirs = getattr(shown, name), getattr(current, name)
        if theirs in (before, mine) or name in OBSERVED:
            changed[name] = mine
        elif isinstance(mine, frozenset):
            changed[name] = (theirs | (mine - before)) - (before - mine)
        elif name == "views":
            changed[name], clash = _views(theirs, before, mine)
            clashes += clash
        else:
            clashes.append(Clash(name, before, theirs, mine))
    if clashes:
        raise ChangedMeanwhile(tuple(clashes))
    return replace(current, **changed)


def _views(theirs: Views, before: Views, mine: Views) -> tuple[Views, list[Clash]]:
    """Merge views by name: theirs in their order, then those that are new here."""
    there, shown, here = _named(theirs), _named(before), _named(mine)
    kept = dict(there)
    clashes = []
    for name in {*shown, *here}:
        if here.get(name) == shown.get(name):
            continue
        if there.get(name) not in (shown.get(name), here.get(name)):
            clashes.append(Clash("views", *(_in_words(each.get(name)) for each in (shown, there, here))))
        elif name in here:
            kept[name] = here[name]
        else:
            kept.pop(name, None)
    return tuple(kept.values()), clashes


def _named(views: Views) -> dict[str, View]:
    return {each.name.casefold(): each for each in views}


def _in_words(view: View | None) -> str:
    return f"{view.name} ({view.sought or 'no filter'}, {view.order.value}, {view.panes.value})" if view else ""
