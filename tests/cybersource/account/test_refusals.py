"""The platform's error answers in every documented shape, and in none."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from pulumi_payment_webhooks.client.answer import Answer
from pulumi_payment_webhooks.cybersource.account.refusals import LONGEST_REASON, explain_error, fields_of, refusal
from pulumi_payment_webhooks.cybersource.account.settings import CybersourceSettings
from pulumi_payment_webhooks.errors import AlreadyExists, Missing, Refused, Unavailable

SETTINGS = CybersourceSettings(
    endpoint="https://apitest.cybersource.com",
    merchant_id="shop",
    organization_id="shop",
    key_id="key-1",
    shared_secret=SecretStr("c2VjcmV0"),
)
WEBHOOKS = "/notification-subscriptions/v2/webhooks"
NOT_FOUND = {"reason": "NOT_FOUND", "message": "no webhook", "details": [{"field": "webhookId", "reason": "UNKNOWN"}]}
KEY_PROBLEM = {
    "submitTimeUtc": "2026-07-01T10:00:00Z",
    "status": "FAILED",
    "keyInformation": {
        "errorInformation": {
            "reason": "MISSING_FIELD",
            "details": [{"field": "keyInformation.keyType", "reason": "MISSING_FIELD"}],
        }
    },
}
TOKEN_PROBLEM = {"response": {"rmsg": {"error": "ACCESS_TOKEN_EXPIRED", "error_description": "ACCESS_TOKEN_EXPIRED"}}}


def refused(status, body=None, *, path=WEBHOOKS, **more):
    """The error for an answer."""
    return refusal(Answer(status, body, **more), doing="create subscription 'orders'", path=path, settings=SETTINGS)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, NOT_FOUND, Missing),
        (410, NOT_FOUND, Missing),
        (404, None, Unavailable),
        (410, {}, Unavailable),
        (400, {"message": "Record already exists"}, AlreadyExists),
        (400, {"details": [{"field": "products", "reason": "ALREADY EXISTS"}]}, AlreadyExists),
        (409, {"message": "already exists"}, AlreadyExists),
        (400, {"message": "does not exist"}, Refused),
        (400, KEY_PROBLEM, Refused),
        (401, None, Refused),
        (403, {"message": "already exists"}, Refused),
        (418, "text", Refused),
    ],
)
def test_each_answer_has_its_error(status, body, kind):
    """
    Only the platform's own 404 and 410 mean missing, and only a conflict means that another object exists.
    """
    assert type(refused(status, body)) is kind


@pytest.mark.parametrize(("status", "kind"), [(404, Unavailable), (400, Refused), (403, Refused), (410, Unavailable)])
def test_page_of_a_gateway_is_not_the_platform_speaking(status, kind):
    """
    A 404 page in HTML does not mean that an object is gone; it means that the endpoint is wrong.
    """
    error = refused(status, is_foreign=True)

    assert type(error) is kind
    assert "is there a gateway or a wrong endpoint?" in str(error)


def test_message_tells_what_was_done_and_what_was_said():
    """
    Operation, the platform's words, status and reference stand on one line.
    """
    error = refused(400, {"message": "bad\nname", "reason": "INVALID_DATA"}, reference="ref-1")

    assert str(error) == (
        "cannot create subscription 'orders': the platform refused: bad name (HTTP 400, platform reference ref-1)"
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (NOT_FOUND, "no webhook (webhookId: UNKNOWN)"),
        (KEY_PROBLEM, "keyInformation.keyType: MISSING_FIELD"),
        (TOKEN_PROBLEM, "ACCESS_TOKEN_EXPIRED"),
        ({"response": {"rmsg": "Authentication Failed"}}, "Authentication Failed"),
        ({"errorInformation": {"reason": "INVALID_DATA", "message": "bad"}}, "bad"),
        ({"keyInformation": {"message": "Key invalid or validity too long"}}, "Key invalid or validity too long"),
        ([{"message": "one"}, {"message": "two"}], "one; two"),
        ({"errors": [{"detail": "one"}]}, "one"),
        ({"errors": [{"type": "notFound", "message": "one"}, {"type": "x", "message": "two"}]}, "one; two"),
        ({"errors": [{"type": "NOT_FOUND"}]}, "NOT_FOUND"),
        ("plain", "plain"),
    ],
)
def test_words_are_found_in_every_shape(body, words):
    """
    Reason, message and fields are read wherever the platform puts them, each once.
    """
    assert explain_error(body) == words


@pytest.mark.parametrize(
    "body",
    [
        None,
        7,
        True,
        [],
        {},
        [[[[[[]]]]]],
        {"details": "no list"},
        {"details": [1, None]},
        {"message": {"a": 1}},
        {"error": 5},
    ],
)
def test_shapes_that_nobody_documented_are_tolerated(body):
    """
    An answer of any shape gives an error, and no exception of another kind.
    """
    assert str(refused(400, body)) == "cannot create subscription 'orders': the platform refused (HTTP 400)"


def test_words_are_cut():
    """
    A platform that talks a lot does not fill the terminal.
    """
    assert len(explain_error({"message": "x" * 5000})) == LONGEST_REASON


def test_certificate_is_named_where_it_signed():
    """
    Refused credentials of a P12 file are not blamed on the shared secret.
    """
    settings = replace(SETTINGS, authentication="jwt-p12")

    said = str(refusal(Answer(401, None), doing="read it", path=WEBHOOKS, settings=settings))

    assert "does not accept the certificate of merchant 'shop'; check cybersourceP12 and the clock" in said
    assert "cybersourceSharedSecret" not in said


def test_words_have_no_control_characters():
    """
    What would move a cursor is written out, and what would break a line is a blank, in fields too.
    """
    assert (
        explain_error({"message": "a\x1b[2Jb", "details": [{"field": "c\nd", "reason": "e\r"}]})
        == "a\\u001b[2Jb (c d: e)"
    )


def test_fields_are_kept_apart():
    """
    Callers can find which field the platform complains about.
    """
    assert fields_of(KEY_PROBLEM) == (("keyInformation.keyType", "MISSING_FIELD"),)


def test_refused_credentials_name_every_setting_to_check():
    """
    A 401 gives no cause, so the message names the key and whose it should be, what to check, and a page.
    """
    assert str(refused(401, {"response": {"rmsg": "Authentication Failed"}})) == (
        "cannot create subscription 'orders': apitest.cybersource.com does not accept key key-1 of merchant 'shop': "
        "Authentication Failed; check cybersourceKeyId, cybersourceSharedSecret and the clock; "
        "see docs/how-to/recover-from-failures.md#the-platform-does-not-accept-the-credentials (HTTP 401)"
    )


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, None, "401: apitest.cybersource.com does not accept key key-1 of merchant 'shop'"),
        (403, {"message": "not yours"}, "403: apitest.cybersource.com refused: not yours"),
        (404, NOT_FOUND, "404: apitest.cybersource.com has no such object: no webhook (webhookId: UNKNOWN)"),
    ],
)
def test_reason_is_short(status, body, reason):
    """
    A message that says itself what was being done can name status, host and reason.
    """
    assert refused(status, body).reason == reason


@pytest.mark.parametrize("accept", ["application/json;charset=utf-8", "application/hal+json;charset=utf-8"])
def test_media_type_that_is_not_offered_is_named(accept):
    """
    A 406 names the type that was asked for.
    """
    error = refusal(Answer(406, None), doing="read it", path=WEBHOOKS, settings=SETTINGS, accept=accept)

    assert str(error) == f"cannot read it: apitest.cybersource.com does not answer with {accept} (HTTP 406)"


def test_absent_headers_point_to_the_authentication():
    """
    A token taken for an HTTP Signature is told by its strange complaint about headers.
    """
    error = refused(400, {"message": "missing http required header : v-c-merchant-id,signature,date,"})

    assert "expects another authentication" in str(error)


@pytest.mark.parametrize(
    "message",
    ["no digital signature key exists for organization shop", "Signature Key not found", "digitalSignature missing"],
)
def test_missing_signature_key_names_the_remedy(message):
    """
    The organization's first subscription needs a key, and the message says which resource to declare.
    """
    assert "declare a cybersource.DigitalSignatureKey" in str(refused(400, {"message": message}))


@pytest.mark.parametrize(("status", "path"), [(403, WEBHOOKS), (400, "/kms/egress/v2/keys-sym")])
def test_other_complaints_about_keys_do_not_name_that_remedy(status, path):
    """
    A key that may not be made, or not be used, is not cured by declaring another.
    """
    error = refused(status, {"message": "digital signature key not permitted"}, path=path)

    assert "declare" not in str(error)


def test_reference_is_found_in_the_body():
    """
    When no header names the request, the body's own id does.
    """
    assert refused(400, {"id": "5f2a-0001", "message": "bad"}).reference == "5f2a-0001"


def test_reference_that_is_none_is_left_out():
    """
    A body's id with spaces or line breaks is not shown as a reference.
    """
    assert refused(400, {"id": "not a reference\n"}).reference is None


@pytest.mark.parametrize(("path", "is_explained"), [("/kms/egress/v2/keys-asym", True), (WEBHOOKS, False)])
def test_certificate_that_is_not_taken_has_a_remedy(path, is_explained):
    """
    What the platform says of every certificate that it does not take is explained, where it is about a certificate.
    """
    body = {"keyInformation": {"status": "FAILED", "message": "Key invalid or validity too long"}}
    error = refused(400, body, path=path)

    assert ("valid for fewer days" in str(error)) is is_explained
    assert "Key invalid or validity too long" in str(error)
