"""Every failure becomes what happened, causes in order and what to do; what Amazon does not document is no fact."""

from dataclasses import replace

import pytest

from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.diagnosis.causes import (
    _LWA,
    _NETWORK,
    explain_api_refusal,
    explain_problem,
    explain_refusal,
    in_brief,
)
from spauth_tui.domain.diagnosis.explanation import Case, Cause, Explanation, Verdict, in_order
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import NotUnderstood, Throttled, Unavailable, UnexpectedRedirect, Unreachable
from spauth_tui.domain.model.proof import ApiRefusal
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from tests import builders
from tests.fakes import NOW

HOLDINGS = Holdings((builders.application(),), (builders.account(),), (builders.authorization(),))
CASE = Case(HOLDINGS.authorizations[0], HOLDINGS, NOW)


def refused(status: int, code: str = "Unauthorized", details: str = "") -> Explanation:
    return explain_api_refusal(ApiRefusal(status, code, "denied", details, "r", "https://x", NOW), CASE)


def check(told: Explanation) -> None:
    assert told.happened.endswith(".")
    assert told.remedy.endswith(".") or (told.ways and not told.remedy)
    assert all(cause.words.endswith(".") for cause in told.causes)


@pytest.mark.parametrize(("region", "is_named"), [(Region.FE, True), (Region.EU, False)])
def test_a_denial_in_the_far_east_names_the_reports_about_its_stores(region: Region, *, is_named: bool) -> None:
    there = replace(HOLDINGS, accounts=(builders.account(region=region),))
    denied = ApiRefusal(403, "Unauthorized", "denied", "", "r", "https://x", NOW)
    told = explain_api_refusal(denied, Case(HOLDINGS.authorizations[0], there, NOW))
    assert (FACTS["far-east"].text in {cause.words for cause in told.causes}) is is_named


@pytest.mark.parametrize("error", [*_LWA, "something_new"])
def test_every_refusal_of_lwa_is_explained(error: str) -> None:
    told = explain_refusal(builders.refusal(error), CASE)
    check(told)
    assert told.causes
    assert told.ways
    assert (told.happened, told.remedy, told.ways[0]) == in_brief(builders.refusal(error))


@pytest.mark.parametrize(
    ("status", "code", "details", "happened"),
    [
        (403, "Unauthorized", "", "gives no reason"),
        (403, "Unauthorized", "The access token you provided has expired.", "access token has expired"),
        (403, "Unauthorized", "The access token you provided is revoked, malformed or invalid.", "malformed"),
        (403, "Unauthorized", "The LWA secret token you provided has expired.", "client secret has expired"),
        (403, "Unauthorized", "Marketplace ids are not valid for this region", "does not belong to this region"),
        (403, "MissingAuthenticationToken", "", "does not know the path"),
        (429, "QuotaExceeded", "", "limiting calls"),
        (401, "Unauthorized", "The access token you provided has expired.", "access token has expired"),
        (403, "Unauthorized", "The security token included in the request is expired", "access token has expired"),
        (403, "Unauthorized", "Access token is missing in the request header.", "had no access token"),
        (400, "InvalidInput", "", "did not accept the call"),
        (400, "InvalidInput", "Could not match input arguments", "sandbox does not know the parameters"),
        (400, "InvalidInput", "The application isn't configured with roles.", "has no roles"),
        (400, "InvalidInput", "Invalid request parameters", "the call's parameters"),
        (
            400,
            "InvalidInput",
            "Application does not have access to one or more requested data elements: [buyerInfo, shippingAddress]",
            "lacks the role",
        ),
        (400, "InvalidInput", "Application is not enrolled for rotation notification", "registered queue"),
        (404, "NotFound", "", "does not know what was called"),
        (413, "RequestTooLarge", "", "too large"),
        (415, "UnsupportedMediaType", "", "content type"),
        (503, "ServiceUnavailable", "", "having trouble"),
    ],
)
def test_every_refusal_of_sp_api_is_explained(status: int, code: str, details: str, happened: str) -> None:
    told = refused(status, code, details)
    check(told)
    assert happened in told.happened
    assert told.ways


@pytest.mark.parametrize(
    "problem",
    [
        *(Unreachable("No.", "Look.", kind=kind) for kind in _NETWORK),
        Throttled(),
        Unavailable(),
        NotUnderstood(),
        UnexpectedRedirect(),
    ],
    ids=str,
)
def test_what_is_no_refusal_is_explained_too(problem: SpauthError) -> None:
    told = explain_problem(problem)
    assert told.causes
    assert told.ways == (Way.REFRESH,)


def test_what_was_found_stands_first_and_what_is_ruled_out_last() -> None:
    causes = tuple(Cause(verdict.value, verdict) for verdict in (Verdict.CLEARED, Verdict.OPEN, Verdict.LIKELY))
    assert [each.verdict for each in in_order(causes)] == [Verdict.LIKELY, Verdict.OPEN, Verdict.CLEARED]


def test_amazons_own_words_stand_beside_the_explanation() -> None:
    said = refused(403, details="[red]because[/nope]").said
    assert said is not None
    assert (said.words, said.request_id) == ("denied [red]because[/nope]", "r")


@pytest.mark.parametrize("unconfirmed", ["365", "refresh token expires", "expires after"])
def test_what_amazon_does_not_document_is_in_no_explanation(unconfirmed: str) -> None:
    told = [explain_refusal(builders.refusal(error), CASE) for error in _LWA] + [refused(403)]
    words = " ".join(f"{each.happened} {each.remedy} {' '.join(c.words for c in each.causes)}" for each in told)
    assert unconfirmed not in words


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 415, 429, 500])
def test_no_answer_of_sp_api_is_called_a_fault_of_this_program(status: int) -> None:
    told = refused(status, "Code", "")
    assert "bug" not in f"{told.happened} {told.remedy}"
