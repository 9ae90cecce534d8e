"""What a name means: as little of it as fits only one, in any case."""

import pytest

from spauth_tui.domain.errors.input import AmbiguousName, NoSuchName
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.naming import (
    Named,
    find_application,
    find_authorization,
    find_authorizations,
    find_named,
    name_of,
)
from tests import builders


def holdings(*labels: str) -> Holdings:
    accounts: tuple[Account, ...] = tuple(builders.account(label, label) for label in labels)
    applications = (builders.application("app", "Inventory Sync"), builders.application("app2", "Reports"))
    authorizations = tuple(builders.authorization(label, "app", label) for label in labels)
    return Holdings(applications, accounts, authorizations)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Inventory Sync/Acme US", "Acme US"),
        ("inventory sync/acme us", "Acme US"),
        ("acme us", "Acme US"),
        ("ACME  US", "Acme US"),
        ("acme_us", "Acme US"),
        ("acme-us", "Acme US"),
        ("inv/us", "Acme US"),
        ("globex uk", "Globex-UK"),
        ("röhm", "Röhm GmbH"),
    ],
)
def test_a_name_is_any_part_that_fits_only_one(text: str, meant: str) -> None:
    held = holdings("Acme US", "Acme DE", "Globex-UK", "Röhm GmbH")
    assert find_authorization(held, text).account_id == meant


def test_a_whole_label_wins_over_a_part() -> None:
    assert find_authorization(holdings("Acme", "Acme US"), "acme").account_id == "Acme"


def test_the_very_letters_win_over_another_case() -> None:
    assert find_authorization(holdings("Acme", "acme"), "Inventory Sync/acme").account_id == "acme"


def test_several_that_fit_are_listed() -> None:
    with pytest.raises(AmbiguousName) as raised:
        find_authorization(holdings("Acme US", "Acme DE"), "acme")
    assert "Inventory Sync/Acme DE" in str(raised.value)


@pytest.mark.parametrize("text", ["", " ", "_", "initech", "acme us/inventory"])
def test_what_fits_none_is_refused(text: str) -> None:
    with pytest.raises(NoSuchName):
        find_authorization(holdings("Acme US"), text)


def test_a_whole_application_means_all_its_accounts() -> None:
    assert len(find_authorizations(holdings("Acme US", "Acme DE"), "inventory-sync")) == 2


def test_an_application_has_a_name_of_its_own() -> None:
    assert find_application(holdings("Acme US"), "rep").label == "Reports"


def test_the_whole_name_is_application_and_account() -> None:
    held = holdings("Acme US")
    assert name_of(held.authorizations[0], held) == "Inventory Sync/Acme US"


def test_a_name_means_the_same_where_only_names_are_known() -> None:
    held = holdings("Acme US", "Acme DE", "Globex-UK")
    names = [Named(name_of(each, held), each.id, each.application_id) for each in held.authorizations]
    assert find_named(names, "globex uk") == ("Inventory Sync/Globex-UK", "Globex-UK", "app")


def test_names_are_refused_alike_where_only_names_are_known() -> None:
    names = [Named(f"Sync/Acme {each}", AuthorizationId(each), ApplicationId("app")) for each in ("US", "DE")]
    with pytest.raises(AmbiguousName):
        find_named(names, "acme")


def test_an_exact_account_within_a_part_of_its_application_is_not_ambiguous() -> None:
    names = [Named(f"Application a9df/{each}", AuthorizationId(each), ApplicationId("app")) for each in ("DE", "DE 2")]
    assert find_named(names, "a9df/DE").authorization_id == "DE"


def test_one_side_exact_and_a_part_of_the_other_is_not_ambiguous() -> None:
    held = holdings("DE", "DE 2")
    assert find_authorization(held, "sync/de").account_id == "DE"
    assert find_authorization(held, "sync/de 2").account_id == "DE 2"
