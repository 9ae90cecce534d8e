"""How far an authorization has progressed, derived from the vault wherever there is evidence."""

from spauth_tui.domain.amazon.steps import AUTHORIZE, EXCHANGE, STEPS, STORE, Step
from spauth_tui.domain.model.authorization import Authorization


def is_done(step: Step, authorization: Authorization) -> bool:
    """Return whether a step is done; a stored refresh token implies all earlier ones, so ticks never contradict it."""
    if step.key == EXCHANGE:
        return authorization.is_proven
    return authorization.current_refresh_token is not None or (step.by_hand and step.key in authorization.ticks)


def evidence(step: Step, authorization: Authorization) -> str:
    """Return in a few words why a step counts as done; empty if it does not."""
    if not is_done(step, authorization):
        return ""
    if step.by_hand:
        return "ticked by you" if step.key in authorization.ticks else "shown by the stored refresh token"
    if step.key == AUTHORIZE:
        return "you pasted a refresh token"
    return "read back from the vault" if step.key == STORE else "Login with Amazon answered"


def next_step(authorization: Authorization) -> Step | None:
    """Return the first step that is not done, None if all are."""
    return next((step for step in STEPS if not is_done(step, authorization)), None)


def is_finished(authorization: Authorization) -> bool:
    """Return whether every step is done."""
    return next_step(authorization) is None
