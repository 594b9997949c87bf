"""Whatever is declared comes back as it was declared, in every shape the platform answers in."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_payment_webhooks.cybersource.api.subscriptions import read_row
from pulumi_payment_webhooks.cybersource.api.versions import Version
from pulumi_payment_webhooks.cybersource.webhook_subscription.declaration import WebhookSubscription
from pulumi_payment_webhooks.cybersource.webhook_subscription.wire import creation
from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.differences import diff
from pulumi_payment_webhooks.reconcile.decide.states import as_model, select_owned
from pulumi_payment_webhooks.simulator.cybersource.knobs import Knobs
from pulumi_payment_webhooks.simulator.cybersource.operations import webhook_answers as answers
from pulumi_payment_webhooks.simulator.cybersource.subscriptions import bodies
from pulumi_payment_webhooks.simulator.cybersource.subscriptions.subscriptions import Subscription

RETRIES = {"firstRetry": 1, "interval": 1, "numberOfRetries": 3, "repeatSequenceCount": 0, "repeatSequenceWaitTime": 0}


words = st.text(alphabet="abcXYZ019.-_", min_size=1, max_size=8)
ids = words.filter(lambda word: word.strip("."))
urls = st.builds("https://hooks.example.net/{}".format, st.text(alphabet="abc/", max_size=6))
counts = st.integers(0, 10**6)
event_sets = st.lists(words, min_size=1, max_size=3)
retries = st.fixed_dictionaries(
    {"deactivateFlag": st.booleans()},
    optional={"algorithm": st.sampled_from(["ARITHMETIC", "GEOMETRIC"]), **dict.fromkeys(RETRIES, counts)},
)
tokens = st.fixed_dictionaries({"oAuthURL": urls}, optional={"oAuthTokenExpiry": counts})
policies = st.one_of(
    st.fixed_dictionaries({}, optional={"proxyType": st.sampled_from(["external", "internal"])}),
    st.fixed_dictionaries({"securityType": st.just("oAuth"), "config": tokens}),
)
scopes = st.one_of(
    st.fixed_dictionaries({}, optional={"notificationScope": st.sampled_from(["SELF", "DESCENDANTS"])}),
    st.fixed_dictionaries({"notificationScope": st.just("CUSTOM"), "scopeData": event_sets}),
)
subscriptions = st.builds(
    lambda fields, scope: fields | scope,
    st.fixed_dictionaries(
        {
            "organizationId": ids,
            "name": words,
            "products": st.dictionaries(words, event_sets, min_size=1, max_size=3),
            "webhookUrl": urls,
        },
        optional={
            "description": st.text(max_size=5),
            "healthCheckUrl": urls,
            "retryPolicy": retries,
            "securityPolicy": policies,
        },
    ),
    scopes,
)
knobs = st.builds(
    Knobs,
    response_shape=st.sampled_from(["both", "products"]),
    numbers_on_create=st.sampled_from(["strings", "numbers"]),
    flags_on_create=st.sampled_from(["string", "boolean"]),
    scope_in_answers=st.sampled_from(["string", "object"]),
    security_policy_in_answers=st.sampled_from(["object", "list"]),
    names_in_answers=st.booleans(),
    required_fields=st.sampled_from(["spec"]),
)


@settings(max_examples=200)
@given(subscriptions, knobs)
def test_echo_shows_no_drift(news, shape):
    """
    Whatever is declared, the platform's answer to it, in any of its shapes, reads as what was declared.
    """
    checked = check(WebhookSubscription, {}, news)
    sent = creation(as_model(WebhookSubscription, checked.inputs), Version("v2"))
    held = Subscription("w", bodies.read_document(sent, shape), "INACTIVE", datetime(2026, 1, 1, tzinfo=UTC))
    seen = select_owned(WebhookSubscription, checked.inputs, read_row(answers.answer_create(held, shape)).fields)

    assert checked.failures == ()
    assert diff(WebhookSubscription, seen, checked.inputs).changed == frozenset()
