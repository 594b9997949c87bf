"""
Keys, credentials and certificates over several commands of a stack, in the provider's process.
"""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from tests.crypto.certificates import der_line, encryption_pem
from tests.faults.deployment import Declared
from tests.faults.stack import Stack

from pulumi_payment_webhooks.simulator.cybersource.egress_keys import CERTIFICATE

NOW = datetime.now(UTC)
ENDS = NOW + timedelta(days=360)
PEM = encryption_pem(begins=NOW - timedelta(days=5))
OTHER = encryption_pem(name="another", days=90)
SOON = encryption_pem(begins=NOW - timedelta(days=80), days=90)
SECRET = base64.b64encode(b"k" * 32).decode()
CANARY = "s3cret+canary/with=signs & more"
SPELLINGS = {CANARY, base64.b64encode(CANARY.encode()).decode(), quote(CANARY, safe=""), json.dumps(CANARY)[1:-1]}

ORDERS = Declared(
    "cybersource:WebhookSubscription",
    "orders",
    {
        "name": "Tokens",
        "products": {"tokenManagement": {"tms.networktoken.updated": True}},
        "webhookUrl": "https://hooks.example.com/tokens",
    },
)


def key(**inputs: Any) -> Declared:
    return Declared("cybersource:DigitalSignatureKey", "key", inputs)


def login(**inputs: Any) -> Declared:
    return Declared("cybersource:OAuthCredentials", "login", {"clientId": "shop", "clientSecret": CANARY, **inputs})


def certificate(pem: str) -> Declared:
    return Declared("cybersource:MessageEncryptionCertificate", "encryption", {"certificate": pem})


def warnings(stack: Stack, words: str) -> int:
    """
    How many of the last command's messages have *words* in them.
    """
    return len([one for one in stack.said if words in one])


def sent(stack: Stack) -> list[Any]:
    """
    The bodies of all requests that asked for a change.
    """
    return [one.body for one in stack.platform.requests.changes]


def test_existing_key_from_files_reaches_receivers_clean(stack: Stack) -> None:
    """
    Id and key from files that end in a line break are stored without it, and a preview is empty after that.
    """
    existing = key(existingKeyId="key-7\n", existingKey=f"{SECRET}\n")
    stack.up(existing)
    outputs = stack.held["key"].outputs

    assert (outputs["key"], outputs["keyId"], stack.rest(existing)) == (SECRET, "key-7", [])


def test_existing_key_is_followed_by_a_new_one(stack: Stack) -> None:
    """
    Where an existing key is given up for a new one, it is among the previous keys, and the id stays.
    """
    stack.up(key(existingKeyId="key-7", existingKey=SECRET))
    stack.up(key())

    assert stack.held["key"].outputs["previousKeys"]["key-7"]["key"] == SECRET
    assert (len(sent(stack)), stack.ids["key"]) == (1, "key-7")


def test_new_key_says_what_it_supersedes(stack: Stack) -> None:
    """
    A preview of a new key of an organization with subscriptions says once that it supersedes what receivers use.
    """
    stack.up(ORDERS)
    stack.preview(ORDERS, key())

    assert len(stack.said) == warnings(stack, "key: a new key supersedes the key that receivers use now") == 1


def test_first_key_supersedes_nothing(stack: Stack) -> None:
    """
    The first key of an organization without subscriptions, and the first subscription with it, warn of nothing.
    """
    stack.preview(key(), ORDERS)
    said = stack.said
    stack.up(key(), ORDERS)

    assert (said, stack.said) == ([], [])


def test_new_key_where_nobody_answers(stack: Stack) -> None:
    """
    Where the platform does not tell whether there are subscriptions, a new key may supersede one.
    """
    stack.preview(key(), Endpoint="http://127.0.0.1:9")

    assert warnings(stack, "key: a new key may supersede the key") == 1


def test_key_whose_answer_is_lost(stack: Stack) -> None:
    """
    Where the answer to a new key is lost, one line says that there may be one, and the next `up` makes another.
    """
    stack.platform.fail("reset-after", method="POST")

    assert not stack.up(key())
    assert warnings(stack, "A key may have been created all the same") == 1
    assert stack.up(key())
    assert [one.key_id for one in stack.platform.keys][-1] == stack.ids["key"]


def test_rotation_whose_answer_is_lost(stack: Stack) -> None:
    """
    Where the answer to a rotation is lost, the old key stays current in the state, and the next `up` rotates.
    """
    stack.up(key(rotation="2026"))
    before = stack.held["key"].outputs["keyId"]
    stack.platform.fail("reset-after", method="POST")

    assert not stack.up(key(rotation="2027"))
    assert stack.held["key"].outputs["keyId"] == before
    assert stack.up(key(rotation="2027"))
    assert set(stack.held["key"].outputs["previousKeys"]) == {before}


def test_lower_age_counts_at_once(stack: Stack) -> None:
    """
    A `max_age` that a key or credentials have reached when it is declared rotates them in the same `up`.
    """
    stack.up(key(), login())
    before = {name: one.outputs["keyId"] for name, one in stack.held.items()}
    for name, one in stack.held.items():
        stack.held[name] = replace(one, outputs={**one.outputs, "createdOn": "2026-01-01T00:00:00Z"})
    stack.up(key(maxAge=30), login(maxAge=30))

    assert [name for name, one in stack.held.items() if one.outputs["keyId"] == before[name]] == []


def test_age_that_is_not_reached(stack: Stack) -> None:
    """
    A `max_age` that is not reached makes no key, neither when it is declared nor later.
    """
    stack.up(key(rotation="2026"))
    stack.platform.requests.clear()
    stack.up(key(rotation="2026", maxAge=30))

    assert (sent(stack), stack.rest(key(rotation="2026", maxAge=30))) == ([], [])


def test_credentials_are_stored_again(stack: Stack) -> None:
    """
    Changed credentials are stored by one request each, and the resource keeps its id.
    """
    stack.up(login())
    id = stack.ids["login"]
    stack.up(login(clientSecret="another secret"))

    assert [body["keyInformation"]["key"] for body in sent(stack)] == [CANARY, "another secret"]
    assert (stack.ids["login"], stack.held["login"].outputs["keyId"] != id) == (id, True)
    assert stack.rest(login(clientSecret="another secret")) == []


def test_refused_credentials_are_not_quoted(stack: Stack) -> None:
    """
    A platform that refuses credentials is one line, without the secret.
    """
    stack.platform.turn(organizations=("somebody_else",))

    assert not stack.up(login())
    assert warnings(stack, "cannot store OAuth credentials 'login': ") == 1
    assert [one for one in SPELLINGS if one in "".join(stack.said)] == []


def test_forgotten_credentials_are_mentioned(stack: Stack) -> None:
    """
    Deleting credentials says, with their name and id, that they stay valid at the platform.
    """
    stack.up(login())
    id = stack.ids["login"]
    stack.up()

    assert warnings(stack, f"login: key {id} may be used until ") == 1


def test_certificate_that_ends_soon(stack: Stack) -> None:
    """
    A certificate that soon ends is a warning when it is new and when it is stored, until another takes its place.
    """
    stack.up(certificate(SOON))
    first = warnings(stack, "encryption: certificate: expires on ")
    stack.preview(certificate(SOON))
    second = warnings(stack, "in 9 days: declare another certificate; see")
    stack.preview(certificate(PEM))

    assert (first, second, stack.said) == (1, 1, [])


def test_certificate_that_the_platform_does_not_take(stack: Stack) -> None:
    """
    A certificate that is valid for too long is one error with the platform's words and what to do, and not its bytes.
    """
    stack.platform.turn(longest_certificate_days=90)
    stack.up(certificate(PEM))
    said = "".join(stack.said)

    assert said.count("Key invalid or validity too long") == 1
    assert "Create one that is valid for fewer days" in said
    assert der_line(PEM)[:40] not in said
    assert stack.up(certificate(OTHER))
    assert stack.rest(certificate(OTHER)) == []


def test_certificate_whose_answer_is_lost(stack: Stack) -> None:
    """
    Where the answer is lost, one line says so and that it does no harm to store it twice, which the next `up` does.
    """
    stack.platform.fail("reset-after", method="POST")

    assert not stack.up(certificate(PEM))
    assert warnings(stack, "it does no harm to store it twice") == 1
    assert stack.up(certificate(PEM))
    held = [one.key_id for one in stack.platform.keys if one.key_type == CERTIFICATE]
    assert (len(held), held[-1]) == (2, stack.ids["encryption"])


def test_other_certificate_whose_answer_is_lost(stack: Stack) -> None:
    """
    Where the answer to another certificate is lost, the old one stays current in the state, and the next `up` mends it.
    """
    stack.up(certificate(PEM))
    before = stack.held["encryption"].outputs
    stack.platform.fail("reset-after", method="POST")

    assert not stack.up(certificate(OTHER))
    between = stack.held["encryption"].outputs
    assert (between["keyId"], between["fingerprint"]) == (before["keyId"], before["fingerprint"])
    assert stack.up(certificate(OTHER))
    assert set(stack.held["encryption"].outputs["previousKeys"]) == {before["keyId"]}


def test_forgotten_certificate_is_mentioned(stack: Stack) -> None:
    """
    Deleting a certificate says, with its name and id, for how long its private key is still needed.
    """
    stack.up(certificate(PEM))
    id = stack.ids["encryption"]
    stack.up()

    assert warnings(stack, f"encryption: key {id} may be used until {ENDS:%Y-%m-%d}: keep its private key; see") == 1
