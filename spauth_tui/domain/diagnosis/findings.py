"""What the vault's own records say about a possible cause.

Each check looks at a case and returns a cause with its verdict, or None if it has nothing to say.
"""

from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.amazon.shapes import Shape, shape_of
from spauth_tui.domain.diagnosis.cut_short import cut_client_secret, cut_refresh_token, shortest_that_worked
from spauth_tui.domain.diagnosis.explanation import Case, Cause, Verdict
from spauth_tui.domain.model.client_secrets import left_words, secret_left
from spauth_tui.domain.model.proof import foreign_regions
from spauth_tui.domain.text.time import age_words, minute_words


def _found(words: str) -> Cause:
    return Cause(words, Verdict.LIKELY)


def _cleared(words: str) -> Cause:
    return Cause(words, Verdict.CLEARED)


def client_id_shape(case: Case) -> Cause | None:
    """Check whether the client id looks like one."""
    shape = shape_of(case.application.client_id)
    if shape is Shape.APPLICATION_ID:
        return _found("The client id is an application id (amzn1.sp.…): the console makes it easy to mix them up.")
    if shape is not Shape.CLIENT_ID:
        return _found("The client id does not look like one: they begin with amzn1.application-oa2-client.")
    return _cleared("The client id looks like one.")


def secret_age(case: Case) -> Cause | None:
    """Check how old the client secret is."""
    left = secret_left(case.application, case.now)
    if left is None:
        return Cause("The client secret may be past its 180 days: the vault does not know its date.")
    if left.total_seconds() <= 0:
        return _found("Going by the date you gave, the client secret is past its 180 days.")
    return _cleared(f"Going by the date you gave, the client secret is not too old: {left_words(left)}.")


def others_at_lwa(case: Case) -> Cause | None:
    """Check whether other authorizations of the application work with the same client id and secret."""
    refusal = case.authorization.refusal
    if refusal is None:
        return None
    for each in case.others:
        life = each.access_token
        if life is not None and life.asked_at > refusal.refused_at and each.refusal is None:
            return _cleared(
                f"The client id and client secret work: {case.name_of(each)} got an access token with them "
                f"{age_words(life.asked_at, case.now)}."
            )
    failing = [each for each in case.others if each.refusal is not None and each.refusal.error == refusal.error]
    if failing:
        return _found(
            f"{case.name_of(failing[0])} of the same application is refused in the same way, "
            "so the cause is the application rather than this account."
        )
    return None


def working_others(case: Case) -> Cause | None:
    """Rule out client id and secret if another authorization proves them."""
    cause = others_at_lwa(case)
    return cause if cause is not None and cause.verdict is Verdict.CLEARED else None


def refresh_token_shape(case: Case) -> Cause | None:
    """Check whether the refresh token looks complete."""
    current = case.authorization.current_refresh_token
    if current is None:
        return None
    if not current.is_usual:
        return _found("The refresh token does not begin with Atzr|, as refresh tokens do.")
    worked = shortest_that_worked(case.holdings)
    if cut := cut_refresh_token(current.length, worked):
        return _found(f"The refresh token may be cut off: {cut}.")
    return _cleared("The refresh token begins with Atzr| and is as long as those that worked here.") if worked else None


def client_secret_shape(case: Case) -> Cause | None:
    """Check whether the newest client secret looks complete."""
    secret = case.application.client_secret
    cut = cut_client_secret(secret.hex_digits) if secret else ""
    return _found(f"The client secret may be cut off: {cut}.") if cut else None


def same_token_elsewhere(case: Case) -> Cause | None:
    """Check whether the same refresh token is stored for another application or account."""
    current = case.authorization.current_refresh_token
    if current is None:
        return None
    for each in case.holdings.authorizations:
        if each.id != case.authorization.id and any(t.fingerprint == current.fingerprint for t in each.refresh_tokens):
            return _found(
                f"The same refresh token is also stored for {case.holdings.subject(each)}: "
                "it was probably pasted into both."
            )
    return None


def worked_before(case: Case) -> Cause | None:
    """Check whether the refresh token ever worked."""
    current, life = case.authorization.current_refresh_token, case.authorization.access_token
    if current is None:
        return None
    if case.authorization.is_proven and life is not None:
        return _found(
            f"This refresh token worked before, most recently on {minute_words(life.asked_at)}, so it has most likely "
            "been revoked since. Amazon documents no notification for that."
        )
    return _found(
        "This refresh token has never worked here, so it was most likely altered when it was copied, or belongs to "
        "another application."
    )


def sandbox_at_lwa(case: Case) -> Cause | None:
    """Suspect a mix-up of sandbox and production."""
    if case.account.environment is Environment.SANDBOX:
        return Cause(
            "The account is stored as a sandbox account, so its refresh token must come from a sandbox application."
        )
    return Cause("It may come from a sandbox application, while the account is stored as a production account.")


def access_token_age(case: Case) -> Cause | None:
    """Check whether the access token has expired."""
    life = case.authorization.access_token
    if life is None:
        return None
    if life.clock_went_back(case.now):
        return _found("This computer's clock went back, so the age of the access token is not known.")
    return None


def newer_secret(case: Case) -> Cause | None:
    """Check whether the access token is older than the current client secret."""
    secret, life = case.application.client_secret, case.authorization.access_token
    if secret is not None and life is not None and life.asked_at < secret.stored_at:
        return _found("The access token is older than the current client secret.")
    return _cleared("The access token is newer than the client secret.") if secret and life else None


def region_proven(case: Case) -> Cause | None:
    """Check what is known about the region."""
    account, proof = case.account, case.authorization.proof
    endpoint = account.region.endpoint(account.environment)
    if proof is not None and proof.endpoint.endswith(endpoint.removeprefix("https://")):
        foreign = foreign_regions(proof.participations, account.region)
        if foreign:
            return _found(
                f"SP-API listed marketplaces in {foreign[0].value}, but the account is stored under another region."
            )
        return _cleared(f"The region: SP-API accepted this account there on {minute_words(proof.proven_at)}.")
    return Cause(
        f"The refresh token may not belong to {account.region.value}: a token works only in its own "
        'region. "Find the region" tries the others.'
    )


def far_east_store(case: Case) -> Cause | None:
    """Suspect, in the Far East, that the refresh token is for another of its stores."""
    return Cause(FACTS["far-east"].text) if case.account.region is Region.FE else None


def kind_fits(case: Case) -> Cause | None:
    """Suspect a mix-up of sellers and vendors."""
    other = "vendor" if case.account.kind.value == "seller" else "seller"
    if case.authorization.proof is not None:
        return _cleared(f"Seller or vendor: it has been accepted as a {case.account.kind.value}.")
    return Cause(
        f"It may be a {other}'s refresh token, while account and application are stored as {case.account.kind.value}."
    )


def role_proven(case: Case) -> Cause | None:
    """Check whether the application has the role that the test call needs."""
    for each in case.others:
        if each.proof is not None and each.api_refusal is None:
            return _cleared(f"The application has the role: SP-API accepted {case.name_of(each)}.")
    roles = (
        "Product Listing or Selling Partner Insights (Amazon's pages differ)"
        if case.account.kind.value == "seller"
        else "Amazon Fulfillment or Inventory and Order Tracking"
    )
    return Cause(
        f"The application may lack the role that this call needs: {roles}. After adding one, developers report that "
        "authorizing again helps; Amazon does not document this."
    )


def environment_fits(case: Case) -> Cause | None:
    """Suspect a mix-up of sandbox and production at SP-API."""
    other = "production" if case.account.environment is Environment.SANDBOX else "sandbox"
    return Cause(
        f"It may be a {other} token: the account is stored as {case.account.environment.value}, and the two are "
        "not interchangeable."
    )


def refused_while_others_work(case: Case) -> Cause | None:
    """Check whether SP-API refuses the application's other authorizations too."""
    failing = [each for each in case.others if each.api_refusal is not None]
    if failing:
        return _found(f"SP-API refuses {case.name_of(failing[0])} of the same application too.")
    return None
