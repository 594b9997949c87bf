"""Egress keys as the platform spells them."""

from typing import Any

import pytest
from tests.crypto.certificates import der_line, encryption_pem

from pulumi_payment_webhooks.cybersource.digital_signature_key import wire as signature_key
from pulumi_payment_webhooks.cybersource.digital_signature_key.declaration import DigitalSignatureKey
from pulumi_payment_webhooks.cybersource.egress.wire import read_key
from pulumi_payment_webhooks.cybersource.message_encryption_certificate import wire as encryption_certificate
from pulumi_payment_webhooks.cybersource.message_encryption_certificate.declaration import MessageEncryptionCertificate

ANSWER: dict[str, Any] = {
    "submitTimeUtc": "2026-07-01T10:00:00+0000",
    "status": "SUCCESS",
    "keyInformation": {
        "provider": "NRTD",
        "tenant": "my_org",
        "organizationId": "my_org",
        "keyId": "bdc0fe52-0000-b0d6-e053-34b8d30a0504",
        "key": "c2VjcmV0",
        "keyType": "sharedSecret",
        "status": "Active",
        "expirationDate": "2027-07-01T10:00:00+0000",
    },
}


def test_request_is_that_of_the_guide():
    """
    The body that asks for a key is the guide's own, member by member, with the days as text.
    """
    assert signature_key.encode(DigitalSignatureKey(organization_id="my_org")).body == {
        "clientRequestAction": "CREATE",
        "keyInformation": {
            "provider": "nrtd",
            "tenant": "my_org",
            "keyType": "sharedSecret",
            "organizationId": "my_org",
            "expiryDuration": "365",
        },
    }


def test_tenant_can_be_the_platform():
    """
    The other tenant that a page of the vendor wants is sent when it is declared.
    """
    declared = DigitalSignatureKey(organization_id="my_org", tenant="nrtd")

    assert signature_key.encode(declared).body["keyInformation"]["tenant"] == "nrtd"


@pytest.mark.parametrize(
    ("tenant", "provider", "sent"),
    [(None, "my_org", "nrtd"), ("nrtd", "my_org", "nrtd"), ("my_org", "nrtd", "my_org")],
)
def test_certificate_is_stored_in_the_order_of_the_specification(tenant, provider, sent):
    """
    The body that stores a certificate is the specification's; the guide's order is sent where the tenant asks for it.
    """
    pem = encryption_pem()
    declared = MessageEncryptionCertificate(organization_id="my_org", certificate=pem, tenant=tenant)

    assert encryption_certificate.encode(declared).body == {
        "clientRequestAction": "STORE",
        "keyInformation": {
            "provider": provider,
            "tenant": sent,
            "keyType": "publickey",
            "organizationId": "my_org",
            "pub": der_line(pem),
            "expiryDuration": "365",
        },
    }


def test_answer_tells_the_key():
    """
    Id, secret and expiry are read from the guide's answer.
    """
    assert read_key(ANSWER).added == {
        "keyId": "bdc0fe52-0000-b0d6-e053-34b8d30a0504",
        "key": "c2VjcmV0",
        "expirationDate": "2027-07-01T10:00:00Z",
    }


@pytest.mark.parametrize("status", ["Active", "active", "ACCEPTED", None])
def test_success_is_no_failure(status):
    """
    Whatever an answer calls success is not taken for a failure.
    """
    assert read_key({"keyInformation": {**ANSWER["keyInformation"], "status": status}}).failure is None


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"status": "FAILED"}, "FAILED"),
        ({"status": "failed", "message": "no room"}, "no room"),
        ({"errorInformation": {"reason": "INVALID_DATA"}}, "INVALID_DATA"),
        ({"status": "Active", "errorInformation": {"reason": "MISSING_FIELD"}, "message": "m"}, "m"),
    ],
    ids=str,
)
def test_failure_in_a_success_is_found(told, reason):
    """
    An answer with a status of success that says it failed is a failure, with its reason.
    """
    assert read_key({"keyInformation": told}).failure == reason


@pytest.mark.parametrize("answer", [None, [], "x", {}, {"keyInformation": None}, {"keyInformation": ["x"]}], ids=str)
def test_answer_that_tells_nothing(answer):
    """
    An answer without key information tells nothing.
    """
    assert (read_key(answer).added, read_key(answer).flaw) == ({}, "no key")
