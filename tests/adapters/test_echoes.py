"""What was sent is taken out of what comes back; Amazon's own words come through as they are."""

import inspect
import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spauth_tui.adapters.amazon.echoes import MARK, MOST_READ, Echoes
from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.adapters.amazon.reply import Reply
from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient
from spauth_tui.bootstrap.outside import OutsideWorld
from spauth_tui.demo import replies
from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.exchange import ExchangeError, ExchangeRefused, NotUnderstood
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.authorization import RefreshTokenId
from spauth_tui.domain.model.grantless import ROTATION
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import Client, Credentials, SellingPartnerApi, TokenEndpoint
from tests import builders
from tests.fakes import FakeClock
from tests.simulator import Behaviour, Fault, Simulator
from tests.writings import WRITINGS, WRITTEN, Writing, leaks, own_part, texts_in

REFRESH_TOKEN = "Atzr|IwEBICANARY9f8KqT2vWx7-_yZ3bN5mPcRdLsHgJ1aQe6UoVtXiYkBnMwCzEfGhDjSrAp"
ACCESS_TOKEN = "Atza|IwEBIJCANARY4tGvR8nXq_w-K2pLsZ7cVbMyH5jDfT9aQeUoWiYkBnMxCzEgGhDrSpAaB"
CLIENT_SECRET = "amzn1.oa2-cs.v1.ca9a2e0f1d3b5a7c9e8f6d4b2a0c1e3f5d7b9a8c6e4f2d0b1a3c5e7f9d8b6a4c"
OLD_CLIENT_SECRET = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9"
RESTRICTED_TOKEN = "Atz.sprdt|IwEBIRCANARYq7Ws3Ed9Rf5Tg1Yh6Uj2Ik8Ol4Pz"
GRANTLESS_TOKEN = "Atc|MQEBICANARYzX8cV6bN4mL2kJ0hG9fD7sA5"
SECRETS = [REFRESH_TOKEN, ACCESS_TOKEN, CLIENT_SECRET, OLD_CLIENT_SECRET, RESTRICTED_TOKEN, GRANTLESS_TOKEN]

SENTENCES = [
    "invalid_grant",
    "invalid_client",
    "unauthorized_client",
    "invalid_request",
    "unsupported_grant_type",
    "invalid_scope",
    "access_denied",
    "server_error",
    "ServerError",
    "temporarily_unavailable",
    "CONSENT_LIMIT_REACHED",
    "Unauthorized",
    "MissingAuthenticationToken",
    "QuotaExceeded",
    "InvalidInput",
    "InvalidRequest",
    "InternalFailure",
    "ServiceUnavailable",
    "The request has an invalid grant parameter : refresh_token",
    "The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the permission.",
    "Client authentication failed",
    "Not authorized for requested operation",
    "The request is missing a required parameter : refresh_token",
    "The request is missing a required parameter : scope",
    "The authorization grant type is not supported by the authorization server",
    "The request has an invalid parameter : scope",
    "Access to requested resource is denied.",
    "Access token is missing in the request header.",
    "The access token you provided has expired.",
    "The access token you provided is revoked, malformed or invalid.",
    "The LWA secret token you provided has expired.",
    "Invalid request parameters",
    "The application isn't configured with roles",
    "You exceeded your quota for the requested resource.",
    "Request is missing or has invalid parameters",
    "Resource not provided.",
    "Application is not enrolled for rotation notification. "
    "Please update application notification preference in Developer console.",
    "amzn1.application-oa2-client.",
    "sellingpartnerapi::client_credential:rotation",
    "A1PA6795UKMFR9",
    "SI UK Prod Marketplace",
]
"""As Amazon's documents and developers' reports have them."""


def echoes(*secrets: str, whole: tuple[str, ...] = (), earlier: tuple[str, ...] = ()) -> Echoes:
    return Echoes(tuple(map(Secret, secrets)), whole, tuple(map(Secret, earlier)))


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=list(WRITINGS))
@pytest.mark.parametrize("secret", SECRETS, ids=lambda each: each[:12])
def test_no_piece_of_a_secret_is_left_however_it_is_written(secret: str, writing: Writing) -> None:
    text = f"The request was {writing(secret)}, and more"
    assert leaks(text, secret), "an echo that is none would prove nothing"
    left = echoes(secret).removed_from(text)
    assert not leaks(left, secret)
    assert MARK in left


@pytest.mark.parametrize("writing", WRITINGS.values(), ids=list(WRITINGS))
def test_a_whole_form_is_taken_out_however_it_is_written(writing: Writing) -> None:
    form = f"grant_type=refresh_token&refresh_token={REFRESH_TOKEN}&client_secret={CLIENT_SECRET}"
    left = echoes(REFRESH_TOKEN, CLIENT_SECRET).removed_from(writing(form))
    assert not leaks(left, REFRESH_TOKEN)
    assert not leaks(left, CLIENT_SECRET)


def test_what_stands_around_it_stays() -> None:
    assert echoes(REFRESH_TOKEN).removed_from(f"token {REFRESH_TOKEN} refused") == f"token {MARK} refused"


def test_a_piece_of_eight_is_taken_out_and_one_of_seven_is_not() -> None:
    own = own_part(REFRESH_TOKEN)
    assert echoes(REFRESH_TOKEN).removed_from(f"<{own[30:38]}>") == f"<{MARK}>"
    assert echoes(REFRESH_TOKEN).removed_from(f"<{own[30:37]}>") == f"<{own[30:37]}>"


def test_the_fixed_prefix_alone_is_no_secret() -> None:
    assert echoes(CLIENT_SECRET).removed_from("It begins with amzn1.oa2-cs.v1.") == "It begins with amzn1.oa2-cs.v1."


def test_the_client_id_is_taken_out_as_a_whole_only() -> None:
    seeker = echoes(whole=(builders.CLIENT_ID,))
    assert seeker.removed_from(f"client {builders.CLIENT_ID.upper()}.") == f"client {MARK}."
    assert seeker.removed_from(f"client {builders.CLIENT_ID[:-1]}.") == f"client {builders.CLIENT_ID[:-1]}."


@pytest.mark.parametrize("sentence", SENTENCES)
def test_amazons_words_come_through_as_they_are(sentence: str) -> None:
    assert echoes(*SECRETS, whole=(builders.CLIENT_ID,)).removed_from(sentence) == sentence


@pytest.mark.parametrize("turned", [str.upper, lambda text: text[::-1], lambda text: text.encode().hex(" "), "-".join])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_amazons_words_come_through_however_they_are_written(sentence: str, turned: Writing) -> None:
    assert echoes(*SECRETS, whole=(builders.CLIENT_ID,)).removed_from(turned(sentence)) == turned(sentence)


@given(
    st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1), max_size=4),
    st.sampled_from(SENTENCES),
)
@example(["refresh_token", "Atzr|invalid_grant", "authentication", "a", "e"], "Client authentication failed")
@example(["noitazirohtua-tneilC"], "Client authentication failed")
@example(["my-authorization-secret"], "The authorization grant type is not supported by the authorization server")
def test_no_secret_takes_anything_out_of_amazons_words(secrets: list[str], sentence: str) -> None:
    assert echoes(*secrets).removed_from(sentence) == sentence


def test_the_simulators_words_are_amazons_too() -> None:
    told = [words for _, *pair in replies.ERRORS.values() for words in pair]
    assert [each for each in told if echoes(*SECRETS).removed_from(each) != each] == []


TOKENS = st.text("ABCDEFGHabcdefgh0123456789-_.~+/=", min_size=24, max_size=60).map(lambda own: f"Atzr|CANARY{own}")


@given(TOKENS, st.data())
def test_a_token_encoded_here_and_there_and_cut_anywhere_leaves_no_piece(token: str, data: st.DataObject) -> None:
    encoded = data.draw(st.lists(st.sampled_from(["as it is", "percent", "unicode", "html"]), min_size=len(token)))
    ways: dict[str, Writing] = {
        "as it is": str,
        "percent": lambda char: f"%{ord(char):02x}",
        "unicode": lambda char: f"\\u{ord(char):04X}",
        "html": lambda char: f"&#{ord(char)};",
    }
    text = "".join(ways[way](char) for way, char in zip(encoded, token, strict=False))
    cut = text[data.draw(st.integers(0, len(text) - 1)) :]
    assert not leaks(echoes(token).removed_from(f"before {cut} behind"), token)


@given(TOKENS, st.text(max_size=5), st.text(max_size=5), st.booleans())
def test_a_token_in_base64_leaves_no_piece_wherever_it_stands_in_it(
    token: str,
    before: str,
    behind: str,
    url: bool,
) -> None:
    from base64 import b64encode, urlsafe_b64encode

    encoded = (urlsafe_b64encode if url else b64encode)(f"{before}{token}{behind}".encode("utf-8", "replace")).decode()
    assert not leaks(echoes(token).removed_from(f"x{encoded}"), token)


@given(st.text())
def test_where_nothing_was_sent_a_text_is_left_alone(text: str) -> None:
    assert echoes().removed_from(text) == text[:MOST_READ]


@pytest.mark.parametrize("at", range(480, 505, 3))
def test_a_secret_that_is_cut_by_our_own_limit_is_taken_out_before(at: int) -> None:
    body = json.dumps({"words": f"{'x' * at} {REFRESH_TOKEN}"}).encode()
    words = Reply(400, {}, body, echoes(REFRESH_TOKEN)).as_json()["words"].words()
    assert not leaks(words, REFRESH_TOKEN)
    assert own_part(REFRESH_TOKEN)[:4] not in words


@pytest.mark.parametrize("unit", ["x", "4", "-", "%25", "%252541", "&#65", "\\", "TWF4", "%41NDQ0"])
def test_a_long_text_is_read_to_our_limit_and_no_further(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert echoes(*SECRETS).removed_from(text) == text[:MOST_READ]


def test_what_stands_behind_a_secret_with_its_letters_apart_stays() -> None:
    assert echoes(REFRESH_TOKEN).removed_from(f"it: {' '.join(own_part(REFRESH_TOKEN))}; no") == f"it: {MARK}; no"


def test_a_token_of_another_request_is_cut_to_its_beginning() -> None:
    words = Reply(400, {}, json.dumps({"w": ACCESS_TOKEN}).encode(), echoes()).as_json()["w"].words()
    assert words == "Atza|…"


# Every call of the two ports, before a server that gives back what it was sent.


class Echoing:
    """Both adapters before a simulator that echoes."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator, self.client, clock = simulator, HttpClient({}, 5), FakeClock()
        self.lwa = LoginWithAmazon(self.client, clock, simulator.lwa_url)
        self.api = SellingPartnerApiClient(self.client, clock, simulator.origin)

    def echo(self, behaviour: Behaviour, writing: Writing) -> None:
        self.simulator.behaviours = {REFRESH_TOKEN: behaviour, "": behaviour}
        self.simulator.sp_api_echo = writing


@pytest.fixture
async def echoing() -> AsyncIterator[Echoing]:
    async with Simulator() as simulator:
        made = Echoing(simulator)
        yield made
        await made.client.close()


CLIENT = Client(builders.CLIENT_ID, Secret(CLIENT_SECRET))
CALLS: dict[str, Any] = {
    "exchange": lambda it: it.lwa.exchange(Credentials(CLIENT, Secret(REFRESH_TOKEN), RefreshTokenId("token"))),
    "grantless": lambda it: it.lwa.grantless(CLIENT, ROTATION.text),
    "verify": lambda it: it.api.verify(Secret(ACCESS_TOKEN), Kind.SELLER, Region.EU, Environment.PRODUCTION),
    "rotate_client_secret": lambda it: it.api.rotate_client_secret(Secret(GRANTLESS_TOKEN), Region.EU),
    "restricted_data_token": lambda it: it.api.restricted_data_token(
        Secret(ACCESS_TOKEN), [Resource("GET", "/orders/v0/orders")], Region.EU
    ),
}


def test_every_call_of_the_ports_is_tried_here() -> None:
    ports = (TokenEndpoint, SellingPartnerApi)
    asked = {name for port in ports for name, each in vars(port).items() if inspect.iscoroutinefunction(each)}
    assert asked == set(CALLS)


@pytest.mark.parametrize("writing", WRITTEN)
@pytest.mark.parametrize("call", CALLS)
async def test_no_error_of_any_call_holds_what_was_sent(echoing: Echoing, call: str, writing: Writing) -> None:
    echoing.echo(Behaviour(Fault.ECHO, echo=writing), writing)
    with pytest.raises((ExchangeRefused, SellingPartnerApiError)) as caught:
        await CALLS[call](echoing)
    told = texts_in(caught.value)
    assert [each[:12] for each in SECRETS if leaks(told, each)] == []
    assert re.search(r"\(secret\)|…", told)


@pytest.mark.parametrize("body", [f"token={REFRESH_TOKEN}", f'{{"error": "{REFRESH_TOKEN}', f'["{REFRESH_TOKEN}"]'])
async def test_an_error_of_reading_holds_nothing_of_the_body(echoing: Echoing, body: str) -> None:
    echoing.echo(Behaviour(Fault.RAW, body=body.encode()), str)
    with pytest.raises(NotUnderstood) as caught:
        await CALLS["exchange"](echoing)
    assert caught.value.__context__ is None
    assert not leaks(texts_in(caught.value), REFRESH_TOKEN)


async def test_an_error_of_the_network_has_no_context_that_holds_the_request(echoing: Echoing) -> None:
    echoing.echo(Behaviour(Answer.HANG_UP), str)
    with pytest.raises(ExchangeError) as caught:
        await CALLS["exchange"](echoing)
    assert caught.value.__context__ is None


NO_TOKEN = [each for name, each in WRITINGS.items() if name not in ("without its beginning", "a piece of it")]
"""Writings of a whole secret, or of most of it."""


@pytest.mark.parametrize("writing", NO_TOKEN)
@pytest.mark.parametrize("secret", [REFRESH_TOKEN, CLIENT_SECRET])
def test_what_was_sent_is_no_new_token_however_it_is_written(secret: str, writing: Writing) -> None:
    assert echoes(REFRESH_TOKEN, CLIENT_SECRET).are_repeated_in(writing(secret))


@pytest.mark.parametrize("given_back", [REFRESH_TOKEN, CLIENT_SECRET[::-1], f"Atza|{own_part(REFRESH_TOKEN)}"])
async def test_what_was_sent_is_no_new_access_token(echoing: Echoing, given_back: str) -> None:
    body = replies.token_body(given_back, "", 3600)
    echoing.echo(Behaviour(Fault.RAW, body=body), str)
    with pytest.raises(NotUnderstood):
        await CALLS["exchange"](echoing)


async def test_the_client_id_that_was_sent_is_no_new_access_token(echoing: Echoing) -> None:
    body = replies.token_body(builders.CLIENT_ID, "", 3600)
    echoing.echo(Behaviour(Fault.RAW, body=body), str)
    with pytest.raises(NotUnderstood):
        await CALLS["exchange"](echoing)


@pytest.mark.parametrize("sent", [CLIENT_SECRET[:-1], REFRESH_TOKEN[:20], builders.CLIENT_ID[:-1]])
def test_a_piece_of_what_was_sent_is_no_new_token_however_short(sent: str) -> None:
    assert echoes(REFRESH_TOKEN, CLIENT_SECRET, whole=(builders.CLIENT_ID,)).are_repeated_in(sent)


def test_a_new_token_may_share_31_characters_with_what_was_sent_and_not_32() -> None:
    own = own_part(REFRESH_TOKEN)
    assert not echoes(REFRESH_TOKEN).are_repeated_in(f"Atza|{own[:31]}?")
    assert echoes(REFRESH_TOKEN).are_repeated_in(f"Atza|{own[:32]}?")


def test_a_short_secret_in_a_new_token_is_an_echo_from_eight_characters_on() -> None:
    assert echoes("CANARY78").are_repeated_in("Atza|CANARY78")
    assert not echoes("CANARY7").are_repeated_in("Atza|CANARY7")


def test_a_new_token_may_name_the_client_and_be_the_one_of_before() -> None:
    seeker = echoes(whole=(builders.CLIENT_ID,), earlier=(ACCESS_TOKEN,))
    assert not seeker.are_repeated_in(f"Atza|{builders.CLIENT_ID}")
    assert not seeker.are_repeated_in(ACCESS_TOKEN)


# What other requests sent.

EARLIER = f"{REFRESH_TOKEN} {CLIENT_SECRET}"


async def exchange_then_be_refused(echoing: Echoing, writing: Writing) -> str:
    """Have SP-API, which was sent an access token alone, give back what LWA was sent before."""
    with suppress(ExchangeError):
        await CALLS["exchange"](echoing)
    echoing.simulator.sp_api_echo = lambda _: writing(EARLIER)
    with pytest.raises(SellingPartnerApiError) as caught:
        await CALLS["verify"](echoing)
    return texts_in(caught.value)


@pytest.mark.parametrize("writing", [str, WRITINGS["in hex"], WRITINGS["in base64 twice"], WRITINGS["backwards"]])
async def test_what_login_with_amazon_was_sent_is_taken_out_of_a_later_reply(
    echoing: Echoing, writing: Writing
) -> None:
    told = await exchange_then_be_refused(echoing, writing)
    assert not leaks(told, REFRESH_TOKEN)
    assert not leaks(told, CLIENT_SECRET)


async def test_the_client_secret_of_the_first_try_is_taken_out_of_the_reply_to_the_second(echoing: Echoing) -> None:
    with suppress(ExchangeError):
        await CALLS["grantless"](echoing)
    behaviour = Behaviour(Fault.ECHO, echo=lambda _: CLIENT_SECRET.encode().hex())
    echoing.simulator.behaviours = {"": behaviour}
    with pytest.raises(ExchangeRefused) as caught:
        await echoing.lwa.grantless(Client(builders.CLIENT_ID, Secret(OLD_CLIENT_SECRET)), ROTATION.text)
    assert not leaks(texts_in(caught.value), CLIENT_SECRET)


async def test_nothing_is_known_any_more_of_what_was_sent_before_it_was_forgotten(echoing: Echoing) -> None:
    with suppress(ExchangeError):
        await CALLS["exchange"](echoing)
    known = echoing.client._sent
    assert set(known) == {Secret(REFRESH_TOKEN), Secret(CLIENT_SECRET)}
    echoing.client.forget_sent()
    assert not known


async def test_a_reply_that_is_older_than_the_lock_looks_for_its_own_secrets_alone(echoing: Echoing) -> None:
    with suppress(ExchangeError):
        await CALLS["exchange"](echoing)
    reply = await echoing.client.send("GET", echoing.simulator.origin)
    echoing.client.forget_sent()
    assert not list(reply._echoes.earlier)


async def test_the_last_sixteen_secrets_are_known(echoing: Echoing) -> None:
    for number in range(17):
        await echoing.client.send("GET", echoing.simulator.origin, headers={"x": Secret(f"CANARY-{number}")})
    await echoing.client.send("GET", echoing.simulator.origin, headers={"x": Secret("CANARY-1")})
    kept = [f"CANARY-{number}" for number in (*range(2, 17), 1)]
    assert list(echoing.client._sent) == [Secret(each) for each in kept]


async def test_the_world_forgets_what_its_client_sent() -> None:
    async with Simulator() as simulator:
        world = OutsideWorld(FakeClock(), simulator.lwa_url, {})
        world.forget_sent()
        await world.client.send("GET", simulator.origin, headers={"x": Secret("CANARY-sent")})
        world.forget_sent()
        assert not world.client._sent
        await world.hang_up()


def test_a_new_token_may_end_in_the_same_letter_again_and_again() -> None:
    assert not Echoes((Secret("Atzr|CANARY-old-" + "x" * 300),)).are_repeated_in("Atza|IwEBICANARYY-new-" + "x" * 300)
