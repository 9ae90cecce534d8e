"""Restricted data tokens: for operations that return personal data, and only for the paths they were requested for.

Sources: Amazon's Tokens API model (2021-03-01) for the request, the SP-API models for methods and paths, the Tokens
API use case guide for which operations are restricted.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import NewType

from spauth_tui.domain.model.access_token import TokenLife
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret

RestrictedTokenId = NewType("RestrictedTokenId", str)

MOST_RESOURCES = 50  # the most resources of one request (Tokens API model)


class DataElement(Enum):
    """The kinds of personal data that a few operations of the Orders API take by name."""

    BUYER_INFO = "buyerInfo"
    SHIPPING_ADDRESS = "shippingAddress"
    BUYER_TAX_INFORMATION = "buyerTaxInformation"


@dataclass(frozen=True, slots=True)
class Operation:
    """One restricted operation. `path` has placeholders such as `{orderId}`, which make it generic."""

    name: str
    method: str
    path: str
    kind: Kind = Kind.SELLER
    takes_elements: bool = False
    specific_only: bool = False  # whether only a path with its ids filled in is accepted

    @property
    def key(self) -> str:
        """Method and path, which are unique."""
        return f"{self.method} {self.path}"


_ORDERS, _MFN = "/orders/v0/orders", "/mfn/v0/shipments"


def _direct_fulfillment(version: str) -> tuple[Operation, ...]:
    base, number = "/vendor/directFulfillment", "{purchaseOrderNumber}"
    orders, shipping = f"{base}/orders/{version}/purchaseOrders", f"{base}/shipping/{version}"
    named = (
        ("getOrders", orders),
        ("getOrder", f"{orders}/{number}"),
        ("getShippingLabels", f"{shipping}/shippingLabels"),
        ("getShippingLabel", f"{shipping}/shippingLabels/{number}"),
        ("getPackingSlips", f"{shipping}/packingSlips"),
        ("getPackingSlip", f"{shipping}/packingSlips/{number}"),
        ("getCustomerInvoices", f"{shipping}/customerInvoices"),
        ("getCustomerInvoice", f"{shipping}/customerInvoices/{number}"),
    )
    return tuple(Operation(name, "GET", path, kind=Kind.VENDOR) for name, path in named)


OPERATIONS: tuple[Operation, ...] = (
    Operation("getOrders", "GET", _ORDERS, takes_elements=True),
    Operation("getOrder", "GET", f"{_ORDERS}/{{orderId}}", takes_elements=True),
    Operation("getOrderItems", "GET", f"{_ORDERS}/{{orderId}}/orderItems", takes_elements=True),
    Operation("getOrderAddress", "GET", f"{_ORDERS}/{{orderId}}/address"),
    Operation("getOrderBuyerInfo", "GET", f"{_ORDERS}/{{orderId}}/buyerInfo"),
    Operation("getOrderItemsBuyerInfo", "GET", f"{_ORDERS}/{{orderId}}/orderItems/buyerInfo"),
    Operation("getOrderRegulatedInfo", "GET", f"{_ORDERS}/{{orderId}}/regulatedInfo"),
    Operation("getShipment", "GET", f"{_MFN}/{{shipmentId}}"),
    Operation("cancelShipment", "DELETE", f"{_MFN}/{{shipmentId}}"),
    Operation("cancelShipmentOld", "PUT", f"{_MFN}/{{shipmentId}}/cancel"),
    Operation("createShipment", "POST", _MFN),
    Operation("createScheduledPackageBulk", "POST", "/easyShip/2022-03-23/packages/bulk"),
    Operation("getReportDocument", "GET", "/reports/2021-06-30/documents/{reportDocumentId}", specific_only=True),
    Operation("getShipmentDetails", "GET", "/fba/outbound/brazil/v0/shipments/{shipmentId}"),
    Operation("getShipment", "GET", "/shipping/v1/shipments/{shipmentId}"),
    *_direct_fulfillment("v1"),
    *_direct_fulfillment("2021-12-28"),
    Operation(
        "createShippingLabels",
        "POST",
        "/vendor/directFulfillment/shipping/2021-12-28/shippingLabels/{purchaseOrderNumber}",
        kind=Kind.VENDOR,
    ),
)
"""The known restricted operations; Amazon's list may be longer."""

METHODS = ("GET", "PUT", "POST", "DELETE")
_PATH = re.compile(r"/[A-Za-z0-9_.~%!$&'()*+,;=:@/{}-]{1,1023}")
_PLACEHOLDER = re.compile(r"\{[A-Za-z]+\}")


@dataclass(frozen=True, slots=True)
class Resource:
    """A method and path that a restricted data token is for, with its data elements."""

    method: str
    path: str
    elements: tuple[str, ...] = ()

    @property
    def is_generic(self) -> bool:
        """Whether the path has a placeholder, which matches any id."""
        return _PLACEHOLDER.search(self.path) is not None

    @property
    def operation(self) -> Operation | None:
        """The operation that the path belongs to; None if it is not on the list."""
        return next((each for each in OPERATIONS if each.method == self.method and _fits(each.path, self.path)), None)


def _fits(pattern: str, path: str) -> bool:
    if pattern == path:
        return True
    parts = _PLACEHOLDER.split(pattern)
    return re.fullmatch("[^/{}]+".join(map(re.escape, parts)), path) is not None


def is_path(text: str) -> bool:
    """Return whether `text` is an SP-API path: one slash first, no spaces, no query."""
    return _PATH.fullmatch(text) is not None and "//" not in text and ".." not in text


@dataclass(frozen=True, slots=True)
class RestrictedLife(TokenLife):
    """The lifetime of one restricted data token, and what it is for."""

    id: RestrictedTokenId
    resources: tuple[Resource, ...]

    @property
    def title(self) -> str:
        """The first operation, and how many more."""
        first = self.resources[0]
        name = first.operation.name if first.operation else f"{first.method} {first.path}"
        more = len(self.resources) - 1
        return f"{name} and {more} more" if more else name


@dataclass(frozen=True, slots=True)
class RestrictedToken:
    """A restricted data token with its value, on its way into the vault or to the clipboard."""

    value: Secret
    life: RestrictedLife
