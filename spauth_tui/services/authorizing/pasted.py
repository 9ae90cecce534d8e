"""Reads pasted or imported text: refresh tokens, client secrets, Amazon's notifications about these."""

from spauth_tui.domain.amazon.notifications import Notifications, looks_like_notification, read_notifications
from spauth_tui.domain.amazon.shapes import Shape, is_sendable, shape_of
from spauth_tui.domain.diagnosis.cut_short import cut_client_secret, cut_refresh_token, hex_digits, shortest_that_worked
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.clean import join_pasted

_MISTAKES = {
    Shape.ACCESS_TOKEN: "The refresh token begins with Atzr|; the portal shows it after Authorize app.",
    Shape.GRANTLESS_TOKEN: "The refresh token begins with Atzr|; the portal shows it after Authorize app.",
    Shape.RESTRICTED_DATA_TOKEN: "The refresh token begins with Atzr|; the portal shows it after Authorize app.",
    Shape.CLIENT_ID: "The client id belongs to the application; paste what Authorize app shows.",
    Shape.CLIENT_SECRET: "The client secret belongs to the application; paste what Authorize app shows.",
    Shape.APPLICATION_ID: "It names the application in the console; paste what Authorize app shows.",
}


def accept_refresh_token(pasted: Secret, holdings: Holdings, *, keep_unusual: bool = False) -> Secret:
    """Return a pasted refresh token as it is sent; `keep_unusual` accepts what otherwise raises `UnusualShape`."""
    text = join_pasted(pasted.reveal())
    if not text:
        raise InputRefused("Nothing was pasted.", "Copy the refresh token in the portal.", field="refresh_token")
    shape = shape_of(text)
    if shape in _MISTAKES:
        raise InputRefused(f"That looks like {shape.value}.", _MISTAKES[shape], field="refresh_token")
    if not is_sendable(text):
        raise InputRefused(
            "A refresh token is 1 to 2,048 plain characters; this one is not.",
            "Copy all of it again in the portal.",
            field="refresh_token",
        )
    if keep_unusual:
        return Secret(text)
    if shape is not Shape.REFRESH_TOKEN:
        raise UnusualShape
    if cut := cut_refresh_token(len(text), shortest_that_worked(holdings)):
        raise LooksCut(f"That refresh token looks cut: {cut}.")
    return Secret(text)


class UnusualShape(InputRefused):
    """The text has no known shape: ask again before storing it."""

    sentence = "That does not begin with Atzr|, as refresh tokens do."
    remedy = "Check it."
    ways = (Way.KEEP_UNUSUAL,)


class LooksCut(UnusualShape):
    """The text is far too short: ask again before storing it."""

    sentence = "That looks cut."
    remedy = "Copy all of it again."


def is_unusual(refresh_token: Secret) -> bool:
    """Return whether its shape differs from what Amazon documents."""
    return shape_of(refresh_token.reveal()) is not Shape.REFRESH_TOKEN


def digits_of(client_secret: Secret) -> int:
    """Return how many hexadecimal digits a client secret has; 0 if it is anything else."""
    return hex_digits(client_secret.reveal())


def accept_client_secret(value: Secret, *, keep_unusual: bool = False) -> Secret:
    """Return a client secret as it is sent; raises `InputRefused`, `LooksCut` unless `keep_unusual` accepts that."""
    text = join_pasted(value.reveal())
    shape = shape_of(text)
    if looks_like_notification(text):
        raise InputRefused(
            "That looks like a notification's JSON, not a client secret.",
            "Paste it in the rotation.",
            ways=(Way.ROTATE,),
            field="client_secret",
        )
    if shape not in (Shape.CLIENT_SECRET, Shape.UNKNOWN):
        raise InputRefused(
            f"That looks like {shape.value}, not a client secret.",
            "The client secret is in the developer console under LWA credentials, View.",
            field="client_secret",
        )
    if not is_sendable(text):
        raise InputRefused(
            "A client secret is 1 to 2,048 plain characters.", "Copy it again, whole.", field="client_secret"
        )
    if not keep_unusual and (cut := cut_client_secret(hex_digits(text))):
        raise LooksCut(f"That client secret looks cut: {cut}.", field="client_secret")
    return Secret(text)


def read_rotation(pasted: Secret, *, keep_unusual: bool = False) -> Secret | Notifications:
    """Return a new client secret, or the content of Amazon's notifications; raises `InputRefused`."""
    text = pasted.reveal()
    if not looks_like_notification(text):
        return accept_client_secret(pasted, keep_unusual=keep_unusual)
    try:
        return read_notifications(text)
    except InputRefused:
        # Terminals wrap pasted text in the middle of a value.
        return read_notifications(join_pasted(text))
