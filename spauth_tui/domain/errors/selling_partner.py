"""A call of the Selling Partner API failed."""

from datetime import timedelta

from spauth_tui.domain.errors import Place, SpauthError


class SellingPartnerApiError(SpauthError):
    """The SP-API call that verifies a token failed; `status` is the HTTP status, 0 if none came."""

    place = Place.PANE
    sentence = "The Selling Partner API did not accept the call."
    remedy = "Check the region and the application's roles, then test again."

    def __init__(
        self,
        sentence: str = "",
        remedy: str = "",
        *,
        status: int = 0,
        code: str = "",
        message: str = "",
        details: str = "",
        request_id: str = "",
        wait: timedelta | None = None,
    ) -> None:
        super().__init__(sentence, remedy)
        self.status = status
        self.wait = wait
        """After how long the next call is allowed, where that is known."""
        self.code = code
        self.message = message
        self.details = details
        self.request_id = request_id
