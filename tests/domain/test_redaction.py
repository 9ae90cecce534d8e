"""Nothing that a person, or Amazon, wrote is left in holdings for a picture."""

import dataclasses
import typing
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Any

import pytest

from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.redaction import redacted
from tests import builders
from tests.fakes import NOW

MAY_STAY = {
    "id": "a number that means nothing outside of the vault, and is not painted",
    "application_id": "as id",
    "account_id": "as id",
    "authorization_id": "as id",
    "refresh_token_id": "as id",
    "fingerprint": "of a keyed hash, whose key never leaves the vault",
    "marketplaces": "codes of Amazon's",
    "country_code": "as marketplaces",
    "ticks": "names of our own steps",
    "done": "names of our own steps",
    "portal": "name of a portal of Amazon's",
    "scope_key": "name of a scope of Amazon's",
    "error": "the word of Amazon's error that the state follows from",
    "code": "as error",
    "details": "as error; not painted, which tests/ui/test_vault_actions.py looks at",
    "endpoint": "an address of Amazon's",
}
"""Fields of a text that say nothing of whose accounts they are."""


def filled(kind: Any, name: str) -> Any:
    """Return a value of a type in which every text is CANARY with the field's name, and no collection is empty."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if hasattr(kind, "__supertype__"):
        return filled(kind.__supertype__, name)
    if origin in (tuple, frozenset):
        return origin([filled(arguments[0], name)])
    if arguments and type(None) in arguments:
        return filled(arguments[0], name)
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        hints = typing.get_type_hints(kind)
        return typing.cast("Any", kind)(**{each: filled(hint, each) for each, hint in hints.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    return {str: f"CANARY-{name}", int: 7, bool: True, datetime: NOW}[kind]


def texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield the texts in a value, each with the name of its field."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple | frozenset) and not hasattr(value, "_fields"):
        for each in value:
            yield from texts(each, name)
    elif dataclasses.is_dataclass(value) or hasattr(value, "_fields"):
        for each in typing.get_type_hints(type(value)):
            yield from texts(getattr(value, each), each)


@pytest.fixture(scope="module")
def everything() -> Holdings:
    made = filled(Holdings, "")
    assert isinstance(made, Holdings)
    return made


def test_every_text_is_filled_to_begin_with(everything: Holdings) -> None:
    found = dict(texts(everything, ""))
    assert {"label", "notes", "merged_name", "vendor_group", "subject", "message", "store_name", "path"} <= set(found)
    assert all(text == f"CANARY-{name}" for name, text in found.items())


def test_what_a_person_or_amazon_wrote_is_taken_out(everything: Holdings) -> None:
    left = {name for name, text in texts(redacted(everything), "") if "CANARY" in text}
    assert left - set(MAY_STAY) == set()


def test_states_and_times_stay(everything: Holdings) -> None:
    (before,), (after,) = everything.authorizations, redacted(everything).authorizations
    assert (after.access_token, after.guarded, after.refusal is None) == (before.access_token, True, False)
    assert after.api_refusal is not None
    assert after.api_refusal.status == 7


def test_what_is_called_the_same_gets_the_same_number() -> None:
    accounts = [
        builders.account(label, f"CANARY {label}", merged_name=merged, vendor_group=group)
        for label, merged, group in (("a", "CANARY y", "CANARY g"), ("b", "CANARY x", ""), ("c", "CANARY y", ""))
    ]
    found = redacted(Holdings(accounts=tuple(accounts))).accounts
    assert [(each.label, each.merged_name, each.vendor_group) for each in found] == [
        ("Account 01", "Merged 2", "Group 1"),
        ("Account 02", "Merged 1", ""),
        ("Account 03", "Merged 2", ""),
    ]


@pytest.mark.parametrize(("said", "kept"), [("CANARY Token REVOKED by CANARY", "revoked"), ("CANARY", "")])
def test_of_amazons_words_only_the_one_that_a_state_follows_from_stays(said: str, kept: str) -> None:
    refused = builders.authorization(refusal=builders.refusal(description=said))
    (found,) = redacted(Holdings(authorizations=(refused,))).authorizations
    assert found.refusal is not None
    assert (found.refusal.description, found.refusal.request_id) == (kept, "")
