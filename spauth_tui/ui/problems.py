"""How an expected failure is written: what happened and why, then what to do."""

from typing import Protocol, runtime_checkable

from textual.content import Content

from spauth_tui.domain.errors import SpauthError


@runtime_checkable
class KnowsOwnKeys(Protocol):
    """An app in which a person may have given other keys."""

    def in_own_keys(self, words: str) -> str:
        """Return words that name keys with those that the person gave instead."""


def problem_words(problem: SpauthError, app: object) -> Content:
    """Return the sentence and its remedy, as text and never as markup, with the keys that the app's person has."""
    remedy = app.in_own_keys(problem.remedy) if isinstance(app, KnowsOwnKeys) else problem.remedy
    return Content.styled(problem.sentence, "bold $text-error") + Content(f" {remedy}")
