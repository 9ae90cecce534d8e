"""Reading Amazon's two notifications about client secrets, as they come and as queues wrap them."""

import contextlib
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.demo.replies import new_secret_notification
from spauth_tui.domain.amazon.notifications import NewSecret, SecretDeadline, parse_notification
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
    ],
    ids=["bare", "sqs", "sns", "list", "receive-message", "capitals", "folded"],
)
def test_a_new_client_secret_is_read_with_both_deadlines(text: str) -> None:
    assert parse_notification(text) == NEW


def test_a_deadline_is_read() -> None:
    text = builders.expiry_notification(NOW + timedelta(days=9))
    assert parse_notification(text) == SecretDeadline(builders.CLIENT_ID, NOW + timedelta(days=9))


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
        parse_notification(text)
    assert caught.value.field == "client_secret"


def test_a_refusal_holds_nothing_of_what_was_pasted() -> None:
    with pytest.raises(InputRefused) as caught:
        parse_notification(BARE.replace("newClientSecretExpiryTime", "CANARY"))
    assert "CANARY" not in str(caught.value)


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_no_json_raises_anything_but_a_refusal(held: object) -> None:
    with contextlib.suppress(InputRefused):
        parse_notification(json.dumps(held))
