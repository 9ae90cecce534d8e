"""A snapshot with numbers instead of names, for screenshots that are shared."""

from dataclasses import replace

from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.snapshot import Holdings


def redacted(holdings: Holdings) -> Holdings:
    """Return the same states, times and order, with numbers for names, and without notes and Amazon's texts."""
    merged = {name: f"Merged {number}" for number, name in enumerate(_names(holdings, "merged_name"), 1)}
    groups = {name: f"Group {number}" for number, name in enumerate(_names(holdings, "vendor_group"), 1)}
    return Holdings(
        tuple(
            replace(each, label=f"Application {number:02}", client_id="…")
            for number, each in enumerate(holdings.applications, 1)
        ),
        tuple(
            replace(
                each,
                label=f"Account {number:02}",
                merged_name=merged.get(each.merged_name, ""),
                vendor_group=groups.get(each.vendor_group, ""),
                notes="",
            )
            for number, each in enumerate(holdings.accounts, 1)
        ),
        tuple(_without_words(each) for each in holdings.authorizations),
        tuple(replace(each, subject="…") for each in holdings.leaks),
        tuple(replace(each, client_id="…", origin="…") for each in holdings.loans),
    )


def _names(holdings: Holdings, field: str) -> list[str]:
    return sorted({getattr(each, field) for each in holdings.accounts} - {""})


def _without_words(authorization: Authorization) -> Authorization:
    proof, api_refusal, refusal = authorization.proof, authorization.api_refusal, authorization.refusal
    if proof is not None:
        authorization = replace(authorization, proof=replace(proof, request_id="", participations=()))
    if api_refusal is not None:
        # The details stay: they select our own sentences, and are not shown.
        authorization = replace(authorization, api_refusal=replace(api_refusal, message="", request_id=""))
    # Notes are the person's own, and the paths of restricted data tokens name orders.
    notes = tuple(replace(each, note="") for each in authorization.refresh_tokens)
    authorization = replace(authorization, refresh_tokens=notes, restricted_tokens=())
    if refusal is None:
        return authorization
    # The word in Amazon's text that a pane's state depends on stays.
    kept = "revoked" if "revoked" in refusal.description.lower() else ""
    return replace(authorization, refusal=replace(refusal, description=kept, request_id=""))
