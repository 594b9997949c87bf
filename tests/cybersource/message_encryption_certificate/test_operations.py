"""A message encryption certificate on the simulator: stored once, told never again, kept."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from tests.crypto.certificates import der_line, encryption_pem
from tests.cybersource.orders import LEAST

from pulumi_payment_webhooks.errors import Refused, Unclear
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN
from pulumi_payment_webhooks.simulator.cybersource.egress_keys import CERTIFICATE

KIND = "cybersource:MessageEncryptionCertificate"
PEM = encryption_pem()
OTHER = encryption_pem(name="another", days=90)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def end_of(pem: str) -> str:
    return x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc.isoformat().replace("+00:00", "Z")


@pytest.fixture
def certificates(life_of):
    """Certificates at the simulator."""
    return life_of(KIND)


def test_create_stores_the_certificate(cybersource_simulator, certificates):
    """
    What the platform holds is the certificate that was declared, and its id is the resource's.
    """
    stored = certificates.create({"certificate": PEM})
    [held] = cybersource_simulator.keys

    assert stored.id == stored.outputs["keyId"] == held.key_id
    assert cybersource_simulator.requests[-1].body["keyInformation"]["pub"] == der_line(PEM)


def test_end_and_fingerprint_are_read_before_anything_is_sent(cybersource_simulator, certificates):
    """
    The normal form, which a preview shows, has the end and the fingerprint that the certificate itself tells.
    """
    inputs = certificates.inputs({"certificate": PEM})
    made = x509.load_pem_x509_certificate(PEM.encode())

    assert (inputs["expiresAt"], inputs["fingerprint"]) == (end_of(PEM), made.fingerprint(SHA256()).hex())
    assert len(cybersource_simulator.requests) == 0


def test_unknown_certificate_has_an_unknown_end(certificates):
    """
    A certificate that is made in the same deployment passes, and its end is known then.
    """
    inputs = certificates.inputs({"certificate": UNKNOWN})

    assert (inputs["expiresAt"], inputs["fingerprint"]) == (UNKNOWN, UNKNOWN)


def test_text_around_it_makes_no_difference(certificates):
    """
    The same certificate with a comment above it is the same.
    """
    stored = certificates.create({"certificate": PEM})

    assert certificates.changed(stored, {"certificate": f"subject=CN = RequestKey\n{PEM}\n"}) == set()


@pytest.mark.parametrize("knobs", [{"kms_status": "ACCEPTED"}, {"kms_order": "spec"}], ids=str)
def test_every_way_of_success_is_understood(cybersource_simulator, certificates, knobs):
    """
    Whichever word the platform has for success, and in the order of the specification, the certificate is stored.
    """
    cybersource_simulator.turn(**knobs)

    assert certificates.create({"certificate": PEM}).id


def test_order_of_the_guide_is_a_matter_of_the_tenant(cybersource_simulator, certificates):
    """
    A platform that wants the guide's order gets it where the tenant is the organization.
    """
    cybersource_simulator.turn(kms_order="guide")
    with pytest.raises(Refused, match=r"keyInformation\.tenant"):
        certificates.create({"certificate": PEM})

    assert certificates.create({"certificate": PEM, "tenant": cybersource_simulator.organization_id}).id


def test_certificate_shows_no_drift_and_is_never_asked_for(cybersource_simulator, certificates):
    """
    A read asks the platform nothing and leaves no difference.
    """
    stored = certificates.create({"certificate": PEM})
    read = certificates.read(stored)

    assert (read, certificates.changed(read, {"certificate": PEM})) == (stored, set())
    assert len(cybersource_simulator.requests) == 1


@pytest.mark.parametrize(
    "news",
    [{"certificate": OTHER}, {"certificate": PEM, "expiryDuration": 90}],
    ids=["certificate", "expiryDuration"],
)
def test_storing_anew_keeps_the_id_and_the_one_before(cybersource_simulator, certificates, news):
    """
    A certificate stored anew has another key id under the same id of the resource, and the one before is remembered.
    """
    stored = certificates.create({"certificate": PEM})
    anew = certificates.update(stored, news)

    assert (anew.id, anew.outputs["keyId"] != stored.id) == (stored.id, True)
    assert anew.outputs["previousKeys"] == {
        stored.id: {"fingerprint": stored.outputs["fingerprint"], "expirationDate": end_of(PEM)}
    }


def test_expired_ones_are_remembered_no_more(certificates):
    """
    Of the certificates before, those leave that have expired when another one is stored.
    """
    stored = certificates.create({"certificate": PEM})
    anew = certificates.update(stored, {"certificate": OTHER})
    anew.outputs["previousKeys"][stored.id]["expirationDate"] = "2026-01-01T00:00:00Z"
    again = certificates.update(anew, {"certificate": PEM})

    assert set(again.outputs["previousKeys"]) == {anew.outputs["keyId"]}


def test_delete_forgets_and_says_so(cybersource_simulator, certificates):
    """
    A delete asks nothing, because nothing can be asked, and warns that the private key is still needed.
    """
    stored = certificates.create({"certificate": PEM})
    certificates.delete(stored)

    assert len(cybersource_simulator.requests) == 1
    assert f"until {end_of(PEM)[:10]}: keep its private key" in certificates.ear.warnings[0]


UNCLEAR = [
    ("reset-before", {}),
    ("reset-after", {}),
    (500, {}),
    (502, {"stored": True}),
    ("slow", {"seconds": 30}),
    ("slow", {"seconds": 30, "stored": True}),
]


@pytest.mark.parametrize(("fault", "details"), UNCLEAR, ids=str)
def test_unclear_create_says_what_may_be_left_behind(cybersource_simulator, life_of, fault, details):
    """
    When the answer is lost nothing can be looked up: the error says what may exist, and the POST is not sent again.
    """
    cybersource_simulator.fail(fault, method="POST", **details)

    with pytest.raises(Unclear, match="may have been stored all the same; run `pulumi up` again"):
        life_of(KIND, Timeout=0.3).create({"certificate": PEM})
    assert len(cybersource_simulator.requests) == 1


def test_certificate_valid_for_too_long_is_refused_with_a_remedy(cybersource_simulator, certificates):
    """
    What the platform says of a certificate that it does not take is kept, with what to do; nothing is left behind.
    """
    cybersource_simulator.turn(longest_certificate_days=90)

    with pytest.raises(Refused, match=r"valid for fewer days, .*: Key invalid or validity too long") as caught:
        certificates.create({"certificate": PEM})
    assert "stored all the same" not in str(caught.value)
    assert not cybersource_simulator.keys.has(CERTIFICATE, cybersource_simulator.organization_id)


def test_success_that_is_none(cybersource_simulator, certificates):
    """
    An answer with the status of a success that says FAILED inside is a refusal with the same remedy.
    """
    cybersource_simulator.turn(kms_refusal="201", longest_certificate_days=90)

    with pytest.raises(Refused, match="valid for fewer days"):
        certificates.create({"certificate": PEM})


@pytest.mark.parametrize(
    ("news", "path"),
    [
        ({"certificate": ""}, ("certificate",)),
        ({"certificate": der_line(PEM)}, ("certificate",)),
        ({"certificate": PEM, "expiryDuration": 0}, ("expiryDuration",)),
        ({"certificate": PEM, "tenant": "someone"}, ("tenant",)),
        ({}, ("certificate",)),
    ],
    ids=["empty", "without BEGIN", "no day", "tenant", "none"],
)
def test_wrong_field_is_refused_at_preview(certificates, news, path):
    """
    A value that no platform would take is refused before anything is asked.
    """
    checked = certificates.lifecycle.check({}, news, account=certificates.account)

    assert [one.path for one in checked.failures] == [path]


@pytest.mark.parametrize(
    ("days", "refuses", "words"),
    [(365, None, ""), (20, False, "expires on "), (-5, True, "the platform accepts only a valid certificate")],
)
def test_advice_on_a_new_certificate(certificates, days, refuses, words):
    """
    A new certificate that has expired is refused before anything is sent; one that soon does is warned of.
    """
    pem = encryption_pem(begins=LONG_AGO, days=(datetime.now(UTC) - LONG_AGO).days + days)
    inputs = certificates.inputs({"certificate": pem})
    advice = certificates.lifecycle.advice(inputs, {}, account=certificates.account, run=certificates.ear)

    assert [one.refuses for one in advice] == ([] if refuses is None else [refuses])
    assert all(words in one.problem.reason for one in advice)


def test_no_advice_on_a_certificate_that_is_stored(certificates):
    """
    A certificate that expired after it was stored stops nothing.
    """
    inputs = certificates.inputs({"certificate": encryption_pem(begins=LONG_AGO, days=30)})

    assert certificates.lifecycle.advice(inputs, inputs, account=certificates.account, run=certificates.ear) == ()


@pytest.mark.parametrize(
    ("expires", "forgotten", "words"),
    [(40, 40, None), (20, 40, "expires on "), (40, 20, "expires on "), (-3, 40, "expired on ")],
)
def test_end_is_remarked(certificates, expires, forgotten, words):
    """
    A certificate is remarked from 30 days before it ends or the platform forgets it, with what to do.
    """
    now = datetime.now(UTC)
    state = {
        "keyId": "k",
        "expiresAt": (now + timedelta(days=expires)).isoformat(),
        "expirationDate": (now + timedelta(days=forgotten)).isoformat(),
    }
    remarks = [str(one) for one in certificates.resource.declaration.remarks(state, at=now)]

    assert len(remarks) == (words is not None)
    assert all(words in one and "declare another certificate" in one for one in remarks)


def test_subscription_to_encrypted_events_wants_one(cybersource_simulator, life_of):
    """
    Without a certificate, encrypted events are warned of; with one that is made in the same run, they are not.
    """
    life = life_of("cybersource:WebhookSubscription")
    news = {**LEAST, "products": {"payments": ["payments.refund.status.updated"]}}
    told = [
        life.lifecycle.advice(life.inputs(news | more), {}, account=life.account, run=life.ear)
        for more in ({}, {"certificate": UNKNOWN})
    ]

    assert ["encrypts events of payments" in one.problem.reason for one in told[0]] == [True]
    assert told[1] == ()
