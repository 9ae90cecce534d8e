"""Reading Amazon's two notifications about client secrets, as they come and as queues wrap them."""

import contextlib
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.demo.replies import new_secret_notification
from spauth_tui.domain.amazon.notifications import NewSecret, SecretDeadline, read_notifications
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import join_pasted
from tests import builders
from tests.fakes import NOW

VALUE = "amzn1.oa2-cs.v1.CANARY-rotated"
BARE = new_secret_notification(builders.CLIENT_ID, "amzn1.sp.solution.demo", VALUE, NOW)
NEW = NewSecret(builders.CLIENT_ID, Secret(VALUE), NOW + timedelta(days=180), NOW + timedelta(days=7))


@pytest.mark.parametrize(
    "text",
    [
        BARE,
        json.dumps({"MessageId": "m", "Body": BARE}),
        json.dumps({"Type": "Notification", "Message": BARE}),
        json.dumps([{"Body": json.dumps({"Message": BARE})}]),
        json.dumps({"Messages": [{"Body": BARE}]}),
        BARE.replace('"payload"', '"Payload"').replace('"clientId"', '"ClientId"'),
        join_pasted(json.dumps(json.loads(BARE), indent=4)),
        json.dumps(BARE),
        json.dumps(json.dumps(json.dumps(BARE))),
        f"{BARE}\n{BARE}",
        json.dumps({"Messages": [{"Body": json.dumps({"Type": "Notification", "Message": BARE})}]}),
        json.dumps({"detail-type": "x", "detail": json.loads(BARE)}),
        json.dumps({"requestContext": {}, "requestPayload": {"Records": [{"body": BARE}]}}),
        json.dumps({"Records": [{"Sns": {"Message": BARE}}]}),
    ],
    ids=[
        *("bare", "sqs", "sns", "list", "receive-message", "capitals", "folded", "text", "text of a text of a text"),
        *("two texts", "sns in sqs", "eventbridge", "lambda destination", "lambda of sns"),
    ],
)
def test_a_new_client_secret_is_read_with_both_deadlines(text: str) -> None:
    assert read_notifications(text).new_secrets == (NEW,)


def test_a_deadline_is_read() -> None:
    text = builders.expiry_notification(NOW + timedelta(days=9))
    assert read_notifications(text).deadlines == (SecretDeadline(builders.CLIENT_ID, NOW + timedelta(days=9)),)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"payload": {}}',
        json.dumps({"payload": {"applicationOAuthClientNewSecret": {"clientId": "CANARY"}}}),
        BARE.replace("2026-08-28", "2026-99-28"),
        "[" * 100_000,
    ],
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputRefused) as caught:
        read_notifications(text)
    assert caught.value.field == "client_secret"


def test_a_refusal_holds_nothing_of_what_was_pasted() -> None:
    with pytest.raises(InputRefused) as caught:
        read_notifications(BARE.replace("newClientSecretExpiryTime", "CANARY"))
    assert "CANARY" not in str(caught.value)


def later(text: str, minutes: int, value: str = VALUE) -> str:
    """Return a notification that was sent so much later, with another value."""
    held = json.loads(text.replace(VALUE, value))
    held["eventTime"] = (NOW + timedelta(minutes=minutes)).isoformat()
    return json.dumps(held)


@pytest.mark.parametrize("order", [(1, 5), (5, 1)])
def test_of_several_for_one_application_the_newest_by_its_event_counts(order: tuple[int, int]) -> None:
    texts = [{"Body": later(BARE, minutes, f"amzn1.oa2-cs.v1.CANARY-{minutes}")} for minutes in order]
    (new,) = read_notifications(json.dumps({"Messages": texts})).new_secrets
    assert new.value == Secret("amzn1.oa2-cs.v1.CANARY-5")


def test_one_that_cannot_be_used_spoils_no_other() -> None:
    masked = BARE.replace(VALUE, "****")
    found = read_notifications(json.dumps([masked, BARE.replace("clientId", "x"), BARE]))
    assert found.new_secrets == (NEW,)
    assert [each.sentence for each in found.flaws] == [
        "The notification's newClientSecret is masked.",
        "The notification lacks clientId.",
    ]


def test_new_secrets_of_several_applications_are_all_there() -> None:
    other = BARE.replace(builders.CLIENT_ID, "amzn1.application-oa2-client.other")
    assert len(read_notifications(json.dumps([other, BARE])).new_secrets) == 2


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_no_json_raises_anything_but_a_refusal(held: object) -> None:
    with contextlib.suppress(InputRefused):
        read_notifications(json.dumps(held))


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_deadline_at_the_ends_of_the_calendar_is_refused(at: str) -> None:
    text = builders.expiry_notification(NOW + timedelta(days=9))
    held = json.loads(text)
    held["payload"]["applicationOAuthClientSecretExpiry"]["clientSecretExpiryTime"] = at
    with pytest.raises(InputRefused, match="1970 to 2199"):
        read_notifications(json.dumps(held))
