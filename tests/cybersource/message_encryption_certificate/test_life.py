"""From what a program declares to what its receiver reads: key, certificate and subscription, then a notification."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.crypto.certificates import encryption_pem, private_key
from tests.cybersource.orders import SUBSCRIPTION
from tests.simulator.ear import Ear

from pulumi_payment_webhooks.crypto.keys import new_rsa_key
from pulumi_payment_webhooks.cybersource import notifications

EVENT = "payments.refund.status.updated"
PAYLOAD = {"data": {"id": "1", "status": "BATCHED"}}
CERTIFICATE = "cybersource:MessageEncryptionCertificate"
NEXT = new_rsa_key()


def pem_of(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
def ear():
    """A receiver's server."""
    listening = Ear()
    yield listening
    listening.close()


@pytest.fixture
def deployed(cybersource_simulator, life_of, ear):
    """The state of a signature key, a certificate and a subscription that is active and tested."""
    news = {
        "name": "orders",
        "products": {"payments": [EVENT]},
        "webhookUrl": f"{ear.url}/payments",
        "status": "ACTIVE",
        "testDelivery": True,
    }
    return (
        life_of("cybersource:DigitalSignatureKey").create({}),
        life_of(CERTIFICATE).create({"certificate": encryption_pem()}),
        life_of(SUBSCRIPTION).create(news),
    )


def received(simulator, ear, signing, *private):
    """What the receiver reads of a notification that is sent now, with the private keys that it holds."""
    simulator.settle()  # What is on its way already, such as the test of a new URL, may arrive in any order.
    simulator.emit(EVENT, payload=PAYLOAD)
    simulator.settle()
    one, keys = ear.heard[-1], {signing.outputs["keyId"]: signing.outputs["key"]}
    return notifications.verify(one.body, one.headers, keys=keys, decryption_keys=[pem_of(key) for key in private])


def test_receiver_reads_what_was_declared(cybersource_simulator, ear, deployed):
    """
    A notification to a declared subscription is encrypted for the declared certificate, and its key opens it.
    """
    told = received(cybersource_simulator, ear, deployed[0], private_key())

    assert (told.payload, told.proof.was_encrypted) == (PAYLOAD, True)


def test_receiver_reads_on_after_another_certificate(cybersource_simulator, ear, deployed, life_of):
    """
    Once another certificate is declared, a receiver that holds both private keys reads on, and the old one cannot.
    """
    signing, before, _ = deployed
    life_of(CERTIFICATE).update(before, {"certificate": encryption_pem(key=NEXT)})
    told = received(cybersource_simulator, ear, signing, private_key(), NEXT)

    assert told.payload == PAYLOAD
    with pytest.raises(notifications.Unreadable):  # The signature is of the body as it was sent, so it is genuine.
        received(cybersource_simulator, ear, signing, private_key())


def test_receiver_finds_the_test(cybersource_simulator, ear, deployed):
    """
    The trace id in the outcome of a test delivery is that of the notification that arrived.
    """
    cybersource_simulator.settle()
    outcome = deployed[2].outputs["testDeliveryOutcome"]

    assert outcome["traceId"] in [one.content["transactionTraceId"] for one in ear.at("/payments")]
