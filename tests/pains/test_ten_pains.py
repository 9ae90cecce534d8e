"""What developers of SP-API applications lose days to, each played against the simulator, and what the person is told.

Everything is real but the clock and the disk: the services, the HTTP client, the simulated Amazon on loopback. Each
of these can be seen in the demo; the table below says where.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient
from spauth_tui.demo.amazon import KnownAuthorization, KnownClient
from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.amazon.portal import portals_for
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.amazon.steps import AUTHORIZE, STEP_BY_KEY
from spauth_tui.domain.amazon.token_endpoint import EXCHANGE_COMMAND
from spauth_tui.domain.diagnosis.explanation import Case, Explanation, Verdict
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.errors.input import InputRefused, LimitReached
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from spauth_tui.services.authorizing.applications import accept_client_id
from spauth_tui.services.authorizing.pasted import accept_refresh_token
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.why_it_failed import explanation_of
from tests import builders
from tests.fakes import FakeBrowser, FakeClipboard, FakeClock, FakeFiles, InMemoryVaultStore
from tests.outside import Outside
from tests.services.world import APP, AUTH
from tests.simulator import Behaviour, Simulator


class Developer:
    """A developer with one application and one account, before a simulated Amazon that knows both."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator, self.amazon = simulator, simulator.amazon
        self.clock = FakeClock()
        self.amazon.is_strict, self.amazon.now = True, self.clock.now
        self.known = KnownAuthorization(client_id=builders.CLIENT_ID)
        self.client = KnownClient({builders.CLIENT_SECRET: None})
        self.amazon.clients[builders.CLIENT_ID] = self.client
        self.amazon.authorizations[builders.REFRESH_TOKEN] = self.known
        self.http = HttpClient({}, 5)
        self.clipboard = FakeClipboard()
        store = InMemoryVaultStore(passphrase=builders.PASSPHRASE)
        self.vault = store.vault()
        outside = Outside(
            self.clock,
            LoginWithAmazon(self.http, self.clock, simulator.lwa_url),
            SellingPartnerApiClient(self.http, self.clock, simulator.origin),
            self.clipboard,
            FakeBrowser(),
            FakeFiles(),
        )
        self.workspace = Workspace(self.vault, outside, store)

    async def authorization(self, identity: str = "auth") -> Authorization:
        return await self.vault.authorization(AuthorizationId(identity))

    async def account(self) -> Account:
        holdings = await self.vault.holdings()
        return holdings.account_by_id[(await self.authorization()).account_id]

    async def change(self, **changes: Any) -> None:
        await builders.change(self.vault, replace(await self.account(), **changes), builders.event())

    async def change_application(self, **changes: Any) -> None:
        application = replace(await self.vault.application(APP), **changes)
        await builders.change(self.vault, application, builders.event())

    async def another(self, identity: str, token: str, region: Region = Region.NA) -> None:
        """Add another account of the same application, whose refresh token Amazon knows."""
        await self.vault.add(builders.account(identity, f"Account {identity}", region=region), builders.event())
        await self.vault.add(builders.authorization(identity, acc=identity), builders.event())
        refresh_token = builders.refresh_token(f"token-{identity}", token)
        await self.vault.keep(AuthorizationId(identity), refresh_token, builders.event())
        self.amazon.authorizations[token] = replace(self.known, region=region)

    async def exchange(self, identity: str = "auth") -> None:
        try:
            await self.workspace.tokens.refresh(AuthorizationId(identity))
        except ExchangeRefused:
            return

    async def test(self) -> SpauthError | None:
        try:
            await self.workspace.testing.verifying.verify(await self.authorization(), await self.account())
        except SpauthError as problem:
            return problem
        return None

    async def told(self, problem: SpauthError | None = None) -> Explanation:
        case = Case(await self.authorization(), await self.vault.holdings(), self.clock.now())
        told = explanation_of(case, problem)
        assert told is not None
        return told

    async def found(self) -> list[str]:
        return [each.words for each in (await self.told()).causes if each.verdict is Verdict.LIKELY]

    async def cleared(self) -> list[str]:
        return [each.words for each in (await self.told()).causes if each.verdict is Verdict.CLEARED]


@pytest.fixture
async def developer() -> AsyncIterator[Developer]:
    async with Simulator(token_marker="CANARY") as simulator:
        made = Developer(simulator)
        await builders.furnish(made.vault)
        yield made
        await made.http.close()


def one(lines: list[str], *words: str) -> bool:
    return any(all(word in line for word in words) for line in lines)


# 1. An opaque 403 with empty details. In the demo: t on Initech Supplies.


async def test_1_a_403_without_a_reason_gives_the_causes_in_order(developer: Developer) -> None:
    developer.known.has_role = False
    await developer.test()
    told = await developer.told()
    assert told.happened == "SP-API denies access and gives no reason."
    open_causes = [each.words for each in told.causes if each.verdict is Verdict.OPEN]
    order = [next(n for n, words in enumerate(open_causes) if key in words) for key in ("region", "role", "vendor's")]
    assert order == sorted(order)


async def test_1_a_role_that_another_account_proves_is_ruled_out(developer: Developer) -> None:
    await developer.another("two", "Atzr|CANARY-two")
    holdings = await developer.vault.holdings()
    other = holdings.authorization_by_id[AuthorizationId("two")]
    await developer.workspace.testing.verifying.verify(other, holdings.account_by_id[other.account_id])
    developer.known.has_role = False
    await developer.test()
    assert one(await developer.cleared(), "has the role", "Account two")


async def test_1_what_support_asks_for_is_ready_to_copy_and_holds_no_secret(developer: Developer) -> None:
    from spauth_tui.domain.diagnosis.explanation import support_words

    developer.known.has_role = False
    await developer.test()
    case = Case(await developer.authorization(), await developer.vault.holdings(), developer.clock.now())
    words = support_words(await developer.told(), case)
    assert "Request id: demo-request-id" in words
    assert "CANARY" not in words


# 2. invalid_grant that could be five things. In the demo: f on Bluebird Books.


async def test_2_a_revoked_refresh_token_that_worked_before_is_called_that(developer: Developer) -> None:
    await developer.exchange()
    developer.simulator.behaviours[builders.REFRESH_TOKEN] = Behaviour(Answer.REVOKED)
    developer.clock.advance(timedelta(hours=1))
    await developer.exchange()
    told = await developer.told()
    assert told.happened == "Amazon does not accept this refresh token."
    assert one(await developer.found(), "worked before", "revoked since")
    assert told.ways == (Way.AUTHORIZE,)


async def test_2_a_refresh_token_that_was_cut_short_is_called_that(developer: Developer) -> None:
    await developer.another("two", "Atzr|CANARY-a-whole-refresh-token".ljust(300, "x"))
    await developer.exchange()
    developer.clock.advance(timedelta(hours=1))
    token = builders.refresh_token("cut", "Atzr|CAN", developer.clock.now() + timedelta(seconds=1))
    await developer.vault.keep(AUTH, token, builders.event())
    await developer.exchange()
    assert one(await developer.found(), "cut off", "8 characters", "25 or more")


async def test_2_a_refresh_token_pasted_for_two_accounts_is_called_that(developer: Developer) -> None:
    await developer.another("two", builders.REFRESH_TOKEN)
    developer.simulator.behaviours[builders.REFRESH_TOKEN] = Behaviour(Answer.INVALID_GRANT)
    await developer.exchange()
    assert one(await developer.found(), "pasted into both", "Account two")


async def test_2_client_id_and_secret_are_ruled_out_when_another_account_works(developer: Developer) -> None:
    await developer.another("two", "Atzr|CANARY-two")
    developer.simulator.behaviours[builders.REFRESH_TOKEN] = Behaviour(Answer.INVALID_GRANT)
    await developer.exchange()
    developer.clock.advance(timedelta(minutes=1))
    await developer.exchange("two")
    assert one(await developer.cleared(), "client id and client secret work", "Account two")


# 3. The client secret that dies after 180 days. In the demo: Vendor Orders, and f on Contoso Kitchen.


async def test_3_a_client_secret_past_its_time_is_named_with_the_way_to_rotate(developer: Developer) -> None:
    (record,) = (await developer.vault.application(APP)).client_secrets
    ended = developer.clock.now() - timedelta(days=1)
    await builders.change(developer.vault, replace(record, expires_at=ended), None)
    developer.client.secrets[builders.CLIENT_SECRET] = ended
    await developer.exchange()
    told = await developer.told()
    assert one(await developer.found(), "past its 180 days")
    assert Way.ROTATE in told.ways


async def test_3_during_the_overlap_nothing_stands_still(developer: Developer) -> None:
    told = developer.amazon.rotate_in_portal(builders.CLIENT_ID)
    application = await developer.vault.application(APP)
    await developer.workspace.testing.rotating.take(application, Secret(told), None)
    await developer.exchange()
    assert (await developer.authorization()).refusal is None
    developer.clock.advance(timedelta(days=8))
    await developer.exchange()
    assert (await developer.authorization()).refusal is None


async def test_3_a_mistyped_new_client_secret_falls_back_to_the_old_one(developer: Developer) -> None:
    application = await developer.vault.application(APP)
    now = developer.clock.now()
    await developer.workspace.testing.rotating.take(application, Secret("amzn1.oa2-cs.v1.CANARY-mistyped"), now)
    await developer.exchange()
    assert (await developer.authorization()).refusal is None
    assert (await developer.vault.application(APP)).client_secrets[0].refused_at is not None


# 4. "The LWA secret token you provided has expired" although the secret was rotated. In the demo: the rotation walk.


async def test_4_sp_apis_complaint_after_a_rotation_is_told_apart_from_an_old_token(
    developer: Developer,
) -> None:
    developer.known.is_secret_blamed = True
    application = await developer.vault.application(APP)
    notification = developer.amazon.rotate_in_portal(builders.CLIENT_ID)
    await developer.workspace.testing.rotating.take(application, Secret(notification), None)
    developer.clock.advance(timedelta(minutes=1))
    await developer.test()
    told = await developer.told()
    assert told.happened == "SP-API says that the client secret has expired."
    assert one(await developer.cleared(), "access token is newer than the client secret")
    assert told.ways == (Way.ROTATE, Way.REFRESH, Way.AUTHORIZE)


async def test_4_the_reported_cure_is_not_stated_as_fact(developer: Developer) -> None:
    developer.known.is_secret_blamed = True
    await developer.test()
    assert "report" in (await developer.told()).remedy


# 5. A token used in the wrong region. In the demo: f, then Find the region, on Globex Europe.


async def test_5_the_region_is_found_by_asking_the_others(developer: Developer) -> None:
    developer.known.region = Region.EU
    await developer.test()
    assert Way.FIND_REGION is (await developer.told()).ways[0]
    verifying = developer.workspace.testing.verifying
    found = await verifying.find_region(await developer.authorization(), await developer.account())
    assert found is Region.EU


async def test_5_a_token_goes_to_amazons_six_endpoints_alone(developer: Developer) -> None:
    developer.known.region = Region.FE
    await developer.test()
    await developer.workspace.testing.verifying.find_region(await developer.authorization(), await developer.account())
    hosts = {request.host for request in developer.simulator.requests if request.host}
    assert hosts == {f"sellingpartnerapi-{name}.amazon.com" for name in ("na", "eu", "fe")}


async def test_5_sandbox_and_production_are_told_apart(developer: Developer) -> None:
    developer.known.environment = Environment.SANDBOX
    await developer.test()
    told = await developer.told()
    assert "revoked, malformed or invalid" in told.happened
    assert one([each.words for each in told.causes], "sandbox", "not interchangeable")


async def test_5_a_merged_accounts_regions_each_have_their_own_token(developer: Developer) -> None:
    from spauth_tui.ui.authorization.merged_accounts import members_of

    await developer.change(merged_name="Acme Group")
    await developer.another("eu", "Atzr|CANARY-eu", Region.EU)
    holdings = await developer.vault.holdings()
    europe = replace(holdings.authorization_by_id[AuthorizationId("eu")])
    joined = await developer.workspace.authorizing.accounts.join(
        holdings.account_by_id[europe.account_id], "Acme Group"
    )
    holdings = await developer.vault.holdings()
    members = members_of(holdings, holdings.applications[0], joined)
    tokens = [each.authorization.current_refresh_token for each in members if each.authorization]
    assert len({token.fingerprint for token in tokens if token}) == 2
    assert [each.title for each in members if each.account is None] == ["Far East"]


# 6. Does the refresh token expire? In the demo: enter on any pane.


async def test_6_no_expiry_is_stated_for_a_refresh_token_and_its_last_success_is_kept(developer: Developer) -> None:
    await developer.test()
    authorization = await developer.authorization()
    assert authorization.proof is not None
    assert authorization.proof.proven_at == developer.clock.now()
    assert not hasattr(authorization.current_refresh_token, "expires_at")


# 7. The application id in the place of the client id. In the demo: a, an application.


@pytest.mark.parametrize("text", ["amzn1.sp.solution.0000-CANARY", "amzn1.sellerapps.app.0000-CANARY"])
def test_7_an_application_id_is_not_taken_as_client_id(text: str) -> None:
    with pytest.raises(InputRefused) as caught:
        accept_client_id(text)
    assert "an application id" in caught.value.sentence
    assert "LWA credentials" in caught.value.remedy


async def test_7_an_application_id_that_came_in_another_way_is_named_first(developer: Developer) -> None:
    await developer.change_application(client_id="amzn1.sp.solution.0000")
    await developer.exchange()
    told = await developer.told()
    assert told.causes[0].verdict is Verdict.LIKELY
    assert "application id" in told.causes[0].words


# 8. Content type and body that do not agree. In the demo: y, the exchange itself as a curl command.


async def test_8_the_exchange_is_a_form_and_says_so(developer: Developer) -> None:
    await developer.exchange()
    request = developer.simulator.requests[0]
    assert request.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert request.form["refresh_token"] == builders.REFRESH_TOKEN
    assert b"Atzr%7C" in request.body


async def test_8_the_exchange_by_hand_has_no_secret_in_it(developer: Developer) -> None:
    await developer.workspace.copying.copy_plain(EXCHANGE_COMMAND)
    assert developer.clipboard.text is not None
    copied = developer.clipboard.text.reveal()
    assert "data-urlencode" in copied
    assert "CANARY" not in copied


async def test_8_a_request_that_was_changed_on_the_way_is_explained(developer: Developer) -> None:
    developer.simulator.behaviours[builders.REFRESH_TOKEN] = Behaviour(Answer.UNSUPPORTED_GRANT)
    await developer.exchange()
    assert one([each.words for each in (await developer.told()).causes], "content type", "proxy")


# 9. Where to get the token, who may, and that it is shown once. In the demo: s on Acme Japan.


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"marketplaces": ("MX",)}, "https://sellercentral.amazon.com.mx/sellingpartner/developerconsole"),
        (
            {"region": Region.FE, "marketplaces": ("JP",)},
            "https://sellercentral.amazon.co.jp/sellingpartner/developerconsole",
        ),
        (
            {"region": Region.EU, "marketplaces": ("DE",), "kind": Kind.VENDOR},
            "https://vendorcentral.amazon.de/sellingpartner/developerconsole",
        ),
    ],
)
def test_9_the_checklist_leads_to_the_portal_of_the_right_marketplace(changes: dict[str, Any], address: str) -> None:
    account = replace(builders.account(), **changes)
    own = portals_for(account)[-1]
    assert own.address == address
    assert own.click_path


def test_9_the_checklist_says_that_the_refresh_token_is_shown_once() -> None:
    assert "shows it once" in STEP_BY_KEY[AUTHORIZE].why


def test_9_an_access_token_pasted_as_refresh_token_is_called_that() -> None:
    with pytest.raises(InputRefused) as caught:
        accept_refresh_token(Secret("Atza|CANARY"), Holdings())
    assert "an access token" in caught.value.sentence


# 10. Ten self-authorizations, and no more. In the demo: A on any pane of Inventory Sync.


async def test_10_the_limit_is_told_before_the_portal_is_opened(developer: Developer) -> None:
    await developer.change_application(authorization_limit=1)
    await developer.vault.add(builders.account("two", "Two"), builders.event())
    holdings = await developer.vault.holdings()
    two = next(each for each in holdings.accounts if each.id == "two")
    with pytest.raises(LimitReached) as caught:
        await developer.workspace.authorizing.authorizations.add(holdings.applications[0].id, two.id)
    assert "1 of its 1" in caught.value.sentence
    assert "Revoke an authorization" in caught.value.remedy


async def test_10_what_the_console_counts_beyond_this_vault_counts_too(developer: Developer) -> None:
    await developer.change_application(slots_elsewhere=9)
    assert (await developer.vault.holdings()).slots_used(APP) == 10
