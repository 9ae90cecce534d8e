"""How an expected failure is written on the screen: what happened, then what to do."""

from textual.content import Content

from spauth_tui.domain.errors import SpauthError


def as_content(problem: SpauthError) -> Content:
    """Write a problem for any widget: the sentence strong, the remedy quiet, markup in neither of them read."""
    return Content.assemble((problem.sentence, "bold"), " ", (problem.remedy, "$text-muted"))


def as_text(problem: SpauthError) -> str:
    """Write a problem in one plain line, for toasts that are shown with `markup=False`."""
    return f"{problem.sentence} {problem.remedy}"


def expected(error: Exception) -> SpauthError:
    """Return an error that is fit to be shown.

    A `SpauthError` is returned as it is. Of anything else only the class is named: its text may hold what
    nobody should see.
    """
    if isinstance(error, SpauthError):
        return error
    return SpauthError(
        f"Something unexpected happened ({type(error).__name__}).",
        "What is stored stays as it is. Try again; if it stays, lock and unlock the vault.",
    )
