"""Which operations are restricted, and which paths are theirs."""

import pytest

from spauth_tui.domain.model.restricted import OPERATIONS, Operation, Resource, is_path


def test_every_operation_has_a_key_of_its_own() -> None:
    assert len({each.key for each in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.key)
def test_every_listed_path_is_known_as_its_operation(operation: Operation) -> None:
    resource = Resource(operation.method, operation.path)
    assert resource.operation is operation


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/orders/v0/orders/123-1234567-1234567/address", "getOrderAddress"),
        ("GET", "/orders/v0/orders/123-1234567-1234567", "getOrder"),
        ("GET", "/mfn/v0/shipments/FBA1234ABC5D", "getShipment"),
        ("POST", "/orders/v0/orders", None),
        ("GET", "/orders/v0/orders/123/nothing", None),
    ],
)
def test_a_specific_path_is_known_as_its_operation(method: str, path: str, name: str | None) -> None:
    operation = Resource(method, path).operation
    assert (operation.name if operation else None) == name


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("/orders/v0/orders", True),
        ("/orders/v0/orders/{orderId}", True),
        ("orders/v0/orders", False),
        ("https://sellingpartnerapi-na.amazon.com/orders", False),
        ("/orders/../tokens", False),
        ("/orders?x=1", False),
        ("/or ders", False),
        ("/", False),
    ],
)
def test_what_is_a_path(text: str, usable: bool) -> None:
    assert is_path(text) is usable
