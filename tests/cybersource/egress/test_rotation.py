"""When another key is asked for, whatever kind of key it is: by a changed `rotation`, not by the first or none."""

import pytest
from tests.crypto.certificates import encryption_pem

KEYS = [
    ("cybersource:DigitalSignatureKey", {}),
    ("cybersource:OAuthCredentials", {"clientId": "client", "clientSecret": "canary"}),
    ("cybersource:MessageEncryptionCertificate", {"certificate": encryption_pem()}),
]


@pytest.mark.parametrize(("kind", "news"), KEYS, ids=[kind for kind, _ in KEYS])
def test_rotation_that_is_taken_out_makes_no_key(cybersource_simulator, life_of, kind, news):
    """
    A `rotation` that is not declared any more is forgotten: the key stays the current one, and nothing is sent.
    """
    life = life_of(kind)
    stored = life.create({**news, "rotation": "2026-07"})
    cybersource_simulator.requests.clear()
    kept = life.update(stored, news)

    assert (kept.outputs["keyId"], life.changed(kept, news)) == (stored.outputs["keyId"], set())
    assert list(cybersource_simulator.requests) == []


@pytest.mark.parametrize(("kind", "news"), KEYS, ids=[kind for kind, _ in KEYS])
def test_changed_rotation_makes_a_key(life_of, kind, news):
    """
    A `rotation` that is another one makes another key.
    """
    life = life_of(kind)
    stored = life.create({**news, "rotation": "2026-07"})

    assert life.update(stored, {**news, "rotation": "2026-08"}).outputs["keyId"] != stored.outputs["keyId"]


@pytest.mark.parametrize(("kind", "news"), KEYS, ids=[kind for kind, _ in KEYS])
def test_first_rotation_is_recorded(cybersource_simulator, life_of, kind, news):
    """
    The first `rotation` of a key makes no other one and sends nothing; the next change of it does.
    """
    life = life_of(kind)
    stored = life.create(news)
    cybersource_simulator.requests.clear()
    recorded = life.update(stored, {**news, "rotation": "2026-07"})
    sent = len(cybersource_simulator.requests)
    rotated = life.update(recorded, {**news, "rotation": "2026-08"})

    assert (recorded.outputs["keyId"], sent, recorded.inputs["rotation"]) == (stored.outputs["keyId"], 0, "2026-07")
    assert rotated.outputs["keyId"] != stored.outputs["keyId"]
