"""A call to the Selling Partner API failed."""

from datetime import timedelta

from spauth_tui.domain.errors import Place, SpauthError
from spauth_tui.domain.model.way import Way


class SellingPartnerApiError(SpauthError):
    """The SP-API call that verifies a token failed; `status` is the HTTP status, 0 if none came."""

    place = Place.PANE
    sentence = "The Selling Partner API did not accept the call."
    remedy = "Check the region and the application's roles."
    ways = (Way.TEST,)

    def __init__(  # noqa: PLR0913 - as many as an answer of SP-API has
        self,
        sentence: str = "",
        remedy: str = "",
        *,
        ways: tuple[Way, ...] = (),
        status: int = 0,
        code: str = "",
        message: str = "",
        details: str = "",
        request_id: str = "",
        wait: timedelta | None = None,
        is_amazons: bool = True,
    ) -> None:
        super().__init__(sentence, remedy, ways=ways)
        self.status = status
        self.wait = wait
        """How long until the next call is allowed, if known."""
        self.code = code
        self.message = message
        self.details = details
        self.request_id = request_id
        self.is_amazons = is_amazons
        """Whether the answer follows Amazon's model; a page of a proxy does not."""

    @property
    def is_our_pause(self) -> bool:
        """Whether nothing was sent, to keep to Amazon's documented rate."""
        return self.wait is not None and not self.status
