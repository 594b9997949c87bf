"""Subscriptions in the platform's answers, with every quirk."""

import pytest
from tests.cybersource.rows import fields_in

from pulumi_payment_webhooks.cybersource.api.subscriptions import read_row, read_row_of, read_rows

ANSWERED = {"digitalSignatureEnabled": "yes"}
READ = [
    ({"retryPolicy": {"firstRetry": "1"}}, "retryPolicy", {"firstRetry": 1}),
    ({"retryPolicy": {"firstRetry": 1.0}}, "retryPolicy", {"firstRetry": 1}),
    ({"retryPolicy": {"firstRetry": None}}, "retryPolicy", {}),
    ({"retryPolicy": {"firstRetry": "10.0"}}, "retryPolicy", {"firstRetry": 10}),
    ({"retryPolicy": {"firstRetry": "1.05"}}, "retryPolicy", {"firstRetry": "1.05"}),
    ({"retryPolicy": {"firstRetry": "soon"}}, "retryPolicy", {"firstRetry": "soon"}),
    ({"retryPolicy": {"deactivateFlag": "true"}}, "retryPolicy", {"deactivateFlag": True}),
    ({"retryPolicy": {"deactivateFlag": "False"}}, "retryPolicy", {"deactivateFlag": False}),
    ({"retryPolicy": {"deactivateFlag": True}}, "retryPolicy", {"deactivateFlag": True}),
    ({"retryPolicy": {"algorithm": "Geometric"}}, "retryPolicy", {"algorithm": "GEOMETRIC"}),
    ({"retryPolicy": {"algorithm": "LUNAR"}}, "retryPolicy", {"algorithm": "LUNAR"}),
    ({"securityPolicy": {"securityType": "key", **ANSWERED}}, "securityPolicy", {"securityType": "KEY"}),
    ({"securityPolicy": {"securityType": "OAUTH"}}, "securityPolicy", {"securityType": "oAuth"}),
    ({"securityPolicy": {"securityType": "oAuth_JWT"}}, "securityPolicy", {"securityType": "oAuth_JWT"}),
    ({"securityPolicy": [{"security_type": "key"}]}, "securityPolicy", {"securityType": "KEY"}),
    ({"securityPolicy": {"proxyType": "EXTERNAL"}}, "securityPolicy", {"proxyType": "external"}),
    (
        {"securityPolicy": {"config": {"oAuthUrl": "https://t.example/", "oAuthTokenExpiry": "300"}}},
        "securityPolicy",
        {"config": {"oAuthURL": "https://t.example/", "oAuthTokenExpiry": 300}},
    ),
    (
        {"securityPolicy": {"config": {"oAuthTokenType": "bearer"}}},
        "securityPolicy",
        {"config": {"oAuthTokenType": "Bearer"}},
    ),
    ({"notificationScope": "self"}, "notificationScope", "SELF"),
    ({"notificationScope": {"scope": "DESCENDANTS"}}, "notificationScope", "DESCENDANTS"),
    ({"notificationScope": {"scope": "CUSTOM", "scopeData": ["b", "a"]}}, "scopeData", {"a": True, "b": True}),
    ({"notificationScope": {"scope": "CUSTOM", "scopeData": "b, a,"}}, "scopeData", {"a": True, "b": True}),
    ({"notificationScope": "SELF"}, "scopeData", None),
    ({"products": [{"productId": "p", "eventTypes": ["b", "a"]}]}, "products", {"p": {"a": True, "b": True}}),
    ({"products": [], "productId": "p", "eventTypes": ["a"]}, "products", {"p": {"a": True}}),
    ({"productId": "p", "eventTypes": [{"eventName": "a"}]}, "products", {"p": {"a": True}}),
    (
        {"products": [{"productId": "p", "eventTypes": ["a"]}], "productId": "q", "eventTypes": ["b"]},
        "products",
        {"p": {"a": True}},
    ),
    (
        {"products": [{"productId": "p"}], "productId": "p", "eventTypes": ["b"]},
        "products",
        {"p": {"b": True}},
    ),
    ({"status": "active"}, "status", "ACTIVE"),
    ({}, "healthCheckUrl", None),
]


@pytest.mark.parametrize(("answer", "field", "value"), READ, ids=str)
def test_quirk_has_one_normal_form(answer, field, value):
    """
    However the platform spells a value, its normal form is the same.
    """
    assert fields_in(answer)[field] == value


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({}, "name"),
        ({"name": None}, "name"),
        ({"name": " "}, "name"),
        ({"description": None}, "description"),
        ({"products": []}, "products"),
        ({}, "retryPolicy"),
        ({"retryPolicy": None}, "retryPolicy"),
        ({"securityPolicy": []}, "securityPolicy"),
        ({"notificationScope": "CUSTOM"}, "scopeData"),
        ({"notificationScope": None}, "notificationScope"),
        ({"status": "PENDING_REVIEW"}, "status"),
        ({"status": "SOMETHING_NEW"}, "status"),
    ],
    ids=str,
)
def test_what_is_not_told_counts_as_not_reported(answer, field):
    """
    A field that an answer leaves out, and a status that is the platform's own, are no statement about the field.
    """
    assert field not in fields_in(answer)


@pytest.mark.parametrize(
    "answer",
    [
        {"webhookId": "w", "products": ["p", 5, None]},
        {"webhookId": "w", "products": [{"productId": None, "eventTypes": "e"}]},
        {"webhookId": "w", "products": [{"productId": "p", "eventTypes": None}]},
        {"webhookId": "w", "products": "p"},
        {"webhookId": "w", "eventTypes": ["e"]},
        {"webhookId": "w", "retryPolicy": "none", "securityPolicy": [5], "notificationScope": []},
        {"webhookId": "w", "retryPolicy": {"firstRetry": [], "algorithm": 5}},
        {"webhookId": "w", "securityPolicy": {"config": [], "proxyType": 5, "securityType": 5}},
        {"webhookId": "w", "notificationScope": {"scope": "CUSTOM", "scopeData": 5}},
        {"webhookId": "w", "name": 5, "status": 5, "createdOn": 5, "healthCheckUrl": 5},
        {"webhookId": "w", "createdOn": "some day"},
    ],
    ids=str,
)
def test_strange_answer_is_read(answer):
    """
    An answer that is odd in one place is still read in all others.
    """
    row = read_row(answer)

    assert row.id == "w"
    assert isinstance({**row.fields, **row.added}, dict)


@pytest.mark.parametrize("answer", [None, [], "w", 5, {}, {"webhookId": ""}, {"webhookId": 5}], ids=str)
def test_answer_without_id(answer):
    """
    What carries no id is no subscription.
    """
    with pytest.raises(ValueError, match=r"^with"):
        read_row(answer)

    assert read_row_of("w", answer) is None


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ([], 0),
        ({"webhookId": "a"}, 1),
        ([{"webhookId": "a"}, {"webhookId": "b"}], 2),
    ],
    ids=str,
)
def test_list_is_read(answer, count):
    """
    A list and a single object are read as that many subscriptions.
    """
    assert len(read_rows(answer)) == count


@pytest.mark.parametrize(
    "answer", [None, "text", {"status": "none"}, [{"webhookId": "a"}, None], [{}], [{"webhookId": "a/b"}]], ids=str
)
def test_odd_list_is_none(answer):
    """
    Anything else is no list, not even in the rows that can be read.
    """
    with pytest.raises(ValueError, match=r"^with"):
        read_rows(answer)


@pytest.mark.parametrize(
    ("members", "kept"),
    [
        (["name"], {"products", "notificationScope", "scopeData", "healthCheckUrl"}),
        (["eventTypes"], {"name", "notificationScope", "scopeData", "healthCheckUrl"}),
        (["notificationScope", "healthCheckUrl"], {"name", "products"}),
    ],
    ids=lambda names: "-".join(sorted(names)),
)
def test_row_without_what_was_written(members, kept):
    """
    A row says nothing of the fields that a request was about, whatever the version of the API calls them.
    """
    row = read_row({"webhookId": "w", "name": "n", "productId": "p", "notificationScope": "SELF"})

    assert row.without(members).fields.keys() == kept
