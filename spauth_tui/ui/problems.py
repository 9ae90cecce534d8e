"""How an expected failure is written: what happened and why, then what to do."""

from textual.content import Content

from spauth_tui.domain.errors import SpauthError


def problem_words(problem: SpauthError) -> Content:
    """Return the sentence and its remedy, as text and never as markup."""
    return Content.styled(problem.sentence, "bold $text-error") + Content(f" {problem.remedy}")
