"""A digital signature key on the simulator: created once, shown once, kept."""

import base64

import pytest

from pulumi_payment_webhooks.errors import Refused, Unclear

KIND = "cybersource:DigitalSignatureKey"


@pytest.fixture
def keys(life_of):
    """Keys at the simulator."""
    return life_of(KIND)


def test_create_tells_the_secret(cybersource_simulator, keys):
    """
    What is stored is the id, the secret and the expiry that the platform told, and what was declared.
    """
    stored = keys.create({})
    [made] = cybersource_simulator.keys

    assert stored.id == stored.outputs["keyId"] == made.key_id
    assert stored.outputs["key"] == made.secret


def test_secret_is_32_bytes(keys):
    """
    The stored secret is the base64 text itself, not a mask of it.
    """
    assert len(base64.b64decode(keys.create({}).outputs["key"], validate=True)) == 32


@pytest.mark.parametrize(
    ("news", "member", "value"),
    [
        ({"expiryDuration": 90}, "expiryDuration", "90"),
        ({"expiryDuration": "90"}, "expiryDuration", "90"),
        ({"tenant": "nrtd"}, "tenant", "nrtd"),
        ({"organizationId": "another"}, "organizationId", "another"),
        ({"organizationId": "another"}, "tenant", "another"),
    ],
    ids=str,
)
def test_create_sends_what_is_declared(cybersource_simulator, keys, news, member, value):
    """
    Each declared field is in the one request that makes the key.
    """
    keys.create(news)

    assert cybersource_simulator.requests[-1].body["keyInformation"][member] == value


@pytest.mark.parametrize("knobs", [{"kms_status": "ACCEPTED"}, {"kms_order": "spec"}, {"kms_order": "guide"}], ids=str)
def test_every_way_of_success_is_understood(cybersource_simulator, keys, knobs):
    """
    Whichever word the platform has for success, and whichever order of names it wants, the key is made.
    """
    cybersource_simulator.turn(**knobs)

    assert keys.create({}).id


def test_key_shows_no_drift_and_is_never_asked_for(cybersource_simulator, keys):
    """
    A read asks the platform nothing, keeps the secret and leaves no difference.
    """
    stored = keys.create({})
    read = keys.read(stored)

    assert (read, keys.changed(read, {})) == (stored, set())
    assert len(cybersource_simulator.requests) == 1


def test_another_organization_makes_another_key(keys):
    """
    Only another organization replaces the key.
    """
    stored = keys.create({})
    difference = keys.lifecycle.diff(stored.outputs, keys.inputs({"organizationId": "another"}, stored.inputs))

    assert difference.replacing == ("organizationId",)


@pytest.mark.parametrize("news", [{"expiryDuration": 1}, {"tenant": "nrtd"}], ids=str)
def test_rotation_keeps_the_id_and_the_key_before(keys, news):
    """
    A rotated key is another one under the same id, and the one before is still held.
    """
    stored = keys.create({})
    rotated = keys.update(stored, news)

    assert (rotated.id, rotated.outputs["keyId"] != stored.id) == (stored.id, True)
    assert rotated.outputs["previousKeys"][stored.id]["key"] == stored.outputs["key"]


def test_delete_forgets_and_says_so(cybersource_simulator, keys):
    """
    A delete asks nothing, because nothing can be asked, and says that the key stays valid, which is not a warning.
    """
    stored = keys.create({})
    keys.delete(stored)

    assert len(cybersource_simulator.requests) == 1
    assert keys.ear.warnings == []
    assert f"key {stored.id} stays valid" in keys.ear.notes[0]
    assert f" until {stored.outputs['expirationDate'][:10]}:" in keys.ear.notes[0]


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
    When the answer is lost nothing can be looked up: the error says to wait, and the POST is not sent again.
    """
    cybersource_simulator.fail(fault, method="POST", **details)

    with pytest.raises(
        Unclear,
        match=r"supersede every other: wait five minutes before the next `pulumi up`; see .*#a-key-that-nobody-knows$",
    ):
        life_of(KIND, Timeout=0.3).create({})
    assert len(cybersource_simulator.requests) == 1


@pytest.mark.parametrize("fault", [401, 403])
def test_refused_create_left_nothing_behind(cybersource_simulator, keys, fault):
    """
    A definite no does not speak of keys that may have been created.
    """
    cybersource_simulator.fail(fault)

    with pytest.raises(Refused) as caught:
        keys.create({})
    assert "may have been created" not in str(caught.value)


def test_refused_field_is_named(cybersource_simulator, keys):
    """
    A field that the platform does not take is named in the error, with the platform's reason.
    """
    with pytest.raises(Refused, match=r"keyInformation\.expiryDuration: INVALID_DATA"):
        keys.create({"expiryDuration": 10**6})


@pytest.mark.parametrize(
    ("news", "path"),
    [
        ({"expiryDuration": 0}, ("expiryDuration",)),
        ({"expiryDuration": -1}, ("expiryDuration",)),
        ({"expiryDuration": "a year"}, ("expiryDuration",)),
        ({"tenant": "someone"}, ("tenant",)),
        ({"tenant": ""}, ("tenant",)),
        ({"organizationId": ""}, ("organizationId",)),
    ],
    ids=str,
)
def test_wrong_field_is_refused_at_preview(keys, news, path):
    """
    A value that no platform would take is refused before anything is asked.
    """
    checked = keys.lifecycle.check({}, news, account=keys.account)

    assert [one.path for one in checked.failures] == [path]


def test_tenant_may_be_the_organization(keys):
    """
    The organization written out as the tenant is valid.
    """
    assert keys.inputs({"organizationId": "a", "tenant": "a"})["tenant"] == "a"
