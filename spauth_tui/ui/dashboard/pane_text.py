"""The text of one pane, apart from how it is painted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from textual.content import Content

from spauth_tui.domain.amazon.checklist import next_step
from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.amazon.steps import STEPS
from spauth_tui.domain.diagnosis.causes import api_in_brief, in_brief
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, Kind
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.time import age_words, clock_face
from spauth_tui.domain.views.status import Status, status_of
from spauth_tui.ui.base.status_colours import BAR_EMPTY, BAR_FULL


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything a pane shows, as of one read of the vault."""

    authorization: Authorization
    account: Account
    application: Application
    refreshing: bool = False
    problem: SpauthError | None = None
    names_application: bool = False
    """Whether the pane names its application, because there is no heading above it."""
    watched: bool = False
    marked: bool = False


class Face(NamedTuple):
    """The two lines that change with time: the state, a countdown, and how full the bar is."""

    status: Status
    clock: str
    share: float | None


def face(shown: Shown, now: datetime) -> Face:
    """Return the changing part of a pane."""
    failed = shown.problem is not None
    status = status_of(shown.authorization, now, refreshing=shown.refreshing, unreachable=failed)
    life = shown.authorization.access_token
    if life is None:
        return Face(status, "", None)
    if life.clock_went_back(now):
        return Face(status, "refresh to know", None)
    return Face(status, clock_face(life.remaining(now)), life.fraction_left(now))


def cells_full(share: float, width: int) -> int:
    """Return how many cells of a bar are full: at least one unless the share is 0."""
    return min(width, max(1 if share > 0 else 0, round(share * width)))


def bar(share: float, width: int, colour: str) -> Content:
    """Return a bar of a width, filled to a share in a colour."""
    full = cells_full(share, width)
    return Content.styled(BAR_FULL * full, colour) + Content.styled(BAR_EMPTY * (width - full), "$rule")


def corner(shown: Shown) -> str:
    """Return the text of the pane's lower edge: region and kind, and if so: sandbox, guarded, watched."""
    account, is_sandbox = shown.account, shown.account.environment is Environment.SANDBOX
    said = (("sandbox", is_sandbox), ("guarded", shown.authorization.guarded), ("watched", shown.watched))
    marks = [words for words, holds in said if holds]
    return " · ".join((account.region.name, account.kind.value, *marks))


def notes(shown: Shown, now: datetime, advice: Callable[..., str]) -> tuple[str, ...]:
    """Return the lines under the bar: a problem and its remedy, or the facts, the age and the next step.

    `advice` turns a remedy and its next steps into text.
    """
    authorization = shown.authorization
    if shown.problem is not None and authorization.refusal is None:
        return (f"{shown.problem.sentence} {advice(shown.problem.remedy, *shown.problem.ways)}",)
    if authorization.refusal is not None:
        happened, remedy, way = in_brief(authorization.refusal)
        return (f"{happened} {advice(remedy, way, Way.EXPLAIN)}",)
    if authorization.api_refusal is not None:
        return (f"{api_in_brief(authorization.api_refusal)[0]} {advice('', Way.EXPLAIN)}",)
    lines = [shown.application.label] if shown.names_application else []
    lines.append(_facts(shown.account))
    step = next_step(authorization)
    if step is not None:
        lines.append(f"step {STEPS.index(step) + 1} of {len(STEPS)}: {step.title}")
    if authorization.access_token is not None:
        lines.append(f"refreshed {age_words(authorization.access_token.asked_at, now)}")
    return tuple(line for line in lines if line)


def _facts(account: Account) -> str:
    places = " ".join(account.marketplaces) or account.region.value
    group = account.vendor_group if account.kind is Kind.VENDOR else account.merged_name
    prefix = "group " if account.kind is Kind.VENDOR else "part of "
    return f"{places} · {prefix}{group}" if group else places
