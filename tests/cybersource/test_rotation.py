"""When another key is asked for, whatever kind of key it is: by another `rotation`, and not by taking it out."""

import pytest
from tests.certificates import encryption_pem

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
@pytest.mark.parametrize("before", [{}, {"rotation": "2026-07"}], ids=str)
def test_other_rotation_makes_a_key(life_of, kind, news, before):
    """
    A `rotation` that is new, or another one, makes another key.
    """
    life = life_of(kind)
    stored = life.create({**news, **before})

    assert life.update(stored, {**news, "rotation": "2026-08"}).outputs["keyId"] != stored.outputs["keyId"]
