"""Restricted data tokens: issued for chosen paths, kept only until they expire."""

from collections.abc import Sequence
from datetime import timedelta

from spauth_tui.domain.amazon.rates import RESTRICTED, Call, refuse_too_soon, wait_for_next
from spauth_tui.domain.amazon.region import Environment
from spauth_tui.domain.errors.exchange import NothingToCopy
from spauth_tui.domain.errors.input import InputRefused, TooLittleTime
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.restricted import (
    METHODS,
    MOST_RESOURCES,
    OPERATIONS,
    Operation,
    Resource,
    RestrictedLife,
    RestrictedToken,
    RestrictedTokenId,
    is_path,
)
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import SellingPartnerApi
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.exchanging import Tokens
from spauth_tui.services.tokens.guarding import Clearance, Guarding


class Restricting:
    """Gets, copies and deletes restricted data tokens."""

    def __init__(self, vault: Vault, api: SellingPartnerApi, tokens: Tokens, guarding: Guarding, clock: Clock) -> None:
        self._vault, self._api, self._tokens, self._guarding, self._clock = vault, api, tokens, guarding, clock

    async def obtain(
        self, authorization: Authorization, account: Account, resources: Sequence[Resource]
    ) -> Authorization:
        """Get a restricted data token for the resources and store it; exchanges first if no access token is live."""
        chosen = accept_resources(resources)
        if account.environment is Environment.SANDBOX:
            raise InputRefused(
                "Amazon gives restricted data tokens only for production, and this is a sandbox account.",
                "Use a production account of the application.",
            )
        events = await self._vault.events(authorization.id)
        calls = [Call(each.at) for each in events if each.kind is EventKind.RESTRICTED]
        refuse_too_soon(wait_for_next(RESTRICTED, calls, self._clock.now()))
        token = await self._tokens.live(authorization.id)
        asked_at = self._clock.now()
        grant = await self._api.restricted_data_token(token.value, chosen, account.region)
        life = RestrictedLife(asked_at, asked_at + grant.lifetime, RestrictedTokenId(new_id()), chosen)
        event = Event.about(authorization.id, self._clock.now(), EventKind.RESTRICTED, life.title)
        await self._vault.keep(authorization.id, RestrictedToken(grant.access_token, life), event)
        return await self._vault.authorization(authorization.id)

    async def lend(
        self, authorization: Authorization, token_id: RestrictedTokenId, passphrase: Secret | None = None
    ) -> Secret:
        """Return a live restricted data token's value; raises `NothingToCopy`, `PassphraseNeeded` if guarded."""
        token = await self._vault.restricted_token(token_id)
        if token.life.remaining(self._clock.now()) <= timedelta(0):
            raise NothingToCopy("This restricted data token has expired.", "Get a new one.")
        await self._guarding.admit(authorization.id, passphrase)
        return token.value

    async def hand_out(
        self,
        authorization: Authorization,
        account: Account,
        resources: Sequence[Resource],
        to: str,
        *,
        at_least: timedelta,
        renew: bool = False,
        clearance: Clearance = None,
    ) -> RestrictedToken:
        """Return one for exactly these resources, valid for at least `at_least`, a new one if necessary; log it.

        Raises what `obtain` raises, `PassphraseNeeded`, and `TooLittleTime`.
        """
        permit = await self._guarding.admit(authorization.id, clearance)
        chosen, now = accept_resources(resources), self._clock.now()
        fit = [each for each in authorization.restricted_tokens if set(each.resources) == set(chosen)]
        life = max(fit, key=lambda each: each.expires_at, default=None)
        if renew or life is None or life.remaining(now) < at_least:
            before = {each.id for each in authorization.restricted_tokens}
            authorization = await self.obtain(authorization, account, chosen)
            life = next(each for each in authorization.restricted_tokens if each.id not in before)
        token = await self._vault.restricted_token(life.id)
        if token.life.remaining(self._clock.now()) < at_least:
            raise TooLittleTime("Amazon's new restricted data token is valid for less time than you asked for.")
        # It may have been guarded while waiting for Amazon.
        await self._guarding.admit(authorization.id, permit or clearance)
        event = Event.about(authorization.id, self._clock.now(), EventKind.HANDED_OUT, f"{to}, {life.title}")
        await self._vault.record(event)
        return token

    async def forget(self, authorization: Authorization, life: RestrictedLife) -> Authorization:
        """Delete one early. At Amazon it stays valid until it expires."""
        event = Event.about(authorization.id, self._clock.now(), EventKind.RESTRICTED_FORGOTTEN, life.title)
        await self._vault.remove(life, event)
        return await self._vault.authorization(authorization.id)

    async def forget_expired(self) -> int:
        """Delete the expired ones; return how many there were."""
        return await self._vault.forget_expired(self._clock.now())


def accept_resources(resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """Return the resources to send, each once; raises `InputRefused` for what Amazon does not allow."""
    chosen = tuple(dict.fromkeys(resources))
    if not chosen:
        raise InputRefused("You chose nothing.", "Choose at least one operation, or type a path.", field="operations")
    if len(chosen) > MOST_RESOURCES:
        raise InputRefused(
            f"A restricted data token covers at most {MOST_RESOURCES} paths; {len(chosen)} are chosen.",
            "Choose fewer, and get a second one for the rest.",
            field="operations",
        )
    for each in chosen:
        operation = each.operation
        if operation is not None and operation.specific_only and each.is_generic:
            raise InputRefused(
                f"{operation.name} needs a specific path.",
                "Type its path, with the id instead of the braces.",
                field="paths",
            )
        if each.elements and (operation is None or not operation.takes_elements):
            raise InputRefused(
                "Only getOrders, getOrder and getOrderItems take data elements.", "Choose none.", field="elements"
            )
    return chosen


def read_paths(text: str, elements: tuple[str, ...]) -> tuple[Resource, ...]:
    """Parse typed paths separated by commas or spaces: `GET /orders/v0/orders/123`; the method defaults to GET."""
    found: list[Resource] = []
    method = "GET"
    for word in text.replace(",", " ").split():
        if word.upper() in METHODS:
            method = word.upper()
            continue
        if not is_path(word):
            raise InputRefused(
                "That is not an SP-API path.", "Write it as GET /orders/v0/orders/123-1234567-1234567.", field="paths"
            )
        bare = Resource(method, word)
        takes = bare.operation is not None and bare.operation.takes_elements
        found.append(Resource(method, word, elements if takes else ()))
        method = "GET"
    return tuple(found)


def resources_of(operation: str, kind: Kind, paths: Sequence[str], elements: tuple[str, ...]) -> tuple[Resource, ...]:
    """Return an operation's resources for a kind of account, on its generic path or on the given ones."""
    named = [each for each in OPERATIONS if each.name.casefold() == operation.casefold() and each.kind is kind]
    if not named:
        known = sorted({each.name for each in OPERATIONS if each.kind is kind})
        raise InputRefused(f"No restricted operation of a {kind.value} has that name.", f"Known: {', '.join(known)}.")
    if paths:
        return tuple(_fitting(named, path, elements) for path in paths)
    if len(named) > 1:
        raise InputRefused(
            "Several operations have that name.", f"Give --path: {' or '.join(each.path for each in named)}."
        )
    return (Resource(named[0].method, named[0].path, elements),)


def _fitting(named: Sequence[Operation], path: str, elements: tuple[str, ...]) -> Resource:
    made = (Resource(each.method, path, elements) for each in named) if is_path(path) else ()
    found = next((each for each in made if each.operation in named), None)
    if found is None:
        raise InputRefused(
            f"That is not a path of {named[0].name}.", f"It is like {' or '.join(each.path for each in named)}."
        )
    return found
