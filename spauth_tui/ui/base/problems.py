"""How an expected failure is written: what happened and why, then what to do."""

from textual.content import Content

from spauth_tui.domain.errors import SpauthError
from spauth_tui.ui.base.own_words import own_words


def problem_words(problem: SpauthError, app: object) -> Content:
    """Return the sentence and its remedy, as text and never as markup, with the keys that the app's person has."""
    return Content.styled(problem.sentence, "bold $text-error") + Content(f" {own_words(problem.remedy, app)}")
