"""
No message shows a value that a program may have marked secret: whatever holds it, whatever is said, whoever says it.

Every field of every resource that can hold a secret holds a canary, in Pulumi's own plugin process. Nothing that a
person can see may have a canary in it: problems, advice, warnings, notes, progress, errors and partial failures.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.crypto.certificates import encryption_pem
from tests.stand_ins.dynamic_process import SECRET_MARK, SUBSCRIPTION, CallFailed, Host, running_host
from tests.stand_ins.gossip import Gossip, gossiping
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.reconcile.declare.shapes import Field, ObjectOf, Scalar, SetOf, shape_of
from pulumi_payment_webhooks.reconcile.run.lifecycle import Lifecycle
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

RESOURCES = registry.platform("cybersource").resources
CANARY = re.compile("canary", re.IGNORECASE)
AROUND = re.compile(r".{,30}canary.{,30}", re.IGNORECASE)
CERTIFICATE = encryption_pem()
SECRET = base64.b64encode(b"canary".ljust(32, b"!")).decode()
PUBLIC: Mapping[str, Any] = {
    "products": {"payByLink": {"payByLink.customer.payment": True}},
    "status": "ACTIVE",
    "notificationScope": "CUSTOM",
    "securityPolicy": {"securityType": "oAuth"},
    "retryPolicy": {"interval": 7, "deactivateFlag": True},
}
"""What may be shown, where the first choice would not do."""
UNFIT: Mapping[str, tuple[str, ...]] = {
    "cybersource:DigitalSignatureKey": ("rotation", "maxAge", "tenant"),
    "cybersource:MessageEncryptionCertificate": ("tenant",),
    "cybersource:OAuthSecurityConfig": ("config.additionalConfig",),
    SUBSCRIPTION: ("securityPolicy.config.additionalConfig", "waitFor"),
}
"""Fields that cannot stand beside the others; each is tried alone."""
kinds = pytest.mark.parametrize("kind", [one.kind for one in RESOURCES])


def canary(field: Field, path: str) -> str:
    """A valid value of a text field that says where it comes from."""
    if field.wire == "certificate" and field.required:
        return CERTIFICATE
    if field.wire == "existingKey":
        return SECRET
    if field.wire in ("existingKeyId", "organizationId", "subscription", "keyId"):
        return f"canary-{path}"
    name = f"canary {path.replace('.', '/')} & more"
    if field.wire.lower().endswith("url"):
        return f"https://canary-{path.replace('.', '-').lower()}.example.com/Canary/{path}?token=canary-{path}"
    return name


def full(shape: ObjectOf, *, without: tuple[str, ...] = (), above: str = "") -> dict[str, Any]:
    """Every field of *shape*, with a canary in each that may hold a secret."""
    found: dict[str, Any] = {}
    for field in shape.fields:
        path = f"{above}{field.wire}"
        if field.derived or path in without:
            continue
        given = PUBLIC.get(path)
        if isinstance(field.shape, ObjectOf):
            found[field.wire] = full(field.shape, without=without, above=f"{path}.") | (given or {})
        else:
            found[field.wire] = given if given is not None else _value(field, path)
    return found


def _value(field: Field, path: str) -> Any:
    match field.shape:
        case Scalar(choices=choices) if choices:
            return choices[0]
        case Scalar(python=python) if python is not str:
            return python(3)
        case SetOf():
            return [canary(field, path)]
        case _:
            return canary(field, path)


def texts(shape: ObjectOf, above: str = "") -> Iterator[tuple[str, Field]]:
    """Every field that may hold a secret, by dotted path."""
    for field in shape.fields:
        if isinstance(field.shape, ObjectOf):
            yield from texts(field.shape, f"{above}{field.wire}.")
        elif not field.may_be_shown:
            yield f"{above}{field.wire}", field


FIELDS = [(one.kind, path, field) for one in RESOURCES for path, field in texts(shape_of(one.declaration))]


def declared(kind: str) -> dict[str, Any]:
    return full(shape_of(registry.resource_type(kind).declaration), without=UNFIT.get(kind, ()))


def said(host: Host) -> str:
    return "\n".join(one.message for one in host.engine.heard)


def canaries(*texts: str) -> list[str]:
    """Every canary in *texts*, with what is around it."""
    return AROUND.findall("\n".join(texts))


def attempt(call: Any, *arguments: Any) -> tuple[Any, str]:
    """What a call answered, and what it failed with."""
    try:
        return call(*arguments), ""
    except CallFailed as failure:
        return failure.partial or {}, str(failure)


def checked(host: Host, kind: str, news: Mapping[str, Any], olds: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The inputs that a check returns, as the engine hands them on; they must be valid."""
    answer = host.check(kind, news, olds or {})
    assert answer.get("failures") is None, answer["failures"]
    inputs: dict[str, Any] = _plain(answer["inputs"])
    return {name: value for name, value in inputs.items() if name != "__provider"}


def _plain(value: Any) -> Any:
    """What the engine hands back: secrets without their mark."""
    if isinstance(value, Mapping) and SECRET_MARK.items() <= value.items():
        return _plain(value["value"])
    return {name: _plain(one) for name, one in value.items()} if isinstance(value, Mapping) else value


@pytest.fixture(scope="module")
def gossip() -> Iterator[Gossip]:
    """A platform that refuses everything and keeps nothing to itself."""
    with gossiping() as one:
        yield one


def config(endpoint: str) -> dict[str, Any]:
    settings = {
        "Endpoint": endpoint,
        "MerchantId": "merchant",
        "KeyId": "5e1f0a7c-0000-4c1d-9b7e-51a1a7ed0001",
        "SharedSecret": {**SECRET_MARK, "value": base64.b64encode(b"canary".ljust(32, b"?")).decode()},
        "RetryWait": "0",
        "Retries": "2",
    }
    return {f"payment-webhooks:cybersource{name}": value for name, value in settings.items()}


@pytest.fixture(scope="module")
def gossiped(gossip: Gossip, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The plugin process of a stack at that platform."""
    with running_host(config(gossip.endpoint), tmp_path_factory.mktemp("gossip")) as host:
        yield host


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429, 500, 201])
@kinds
def test_refusal_is_quoted_without_values(gossiped: Host, gossip: Gossip, kind: str, status: int) -> None:
    """
    A platform that repeats what it was sent, or what it has stored, is quoted without any of it.
    """
    gossip.status, gossip.known = status, []
    gossiped.engine.heard.clear()
    news = declared(kind)
    inputs = Lifecycle(registry.resource_type(kind)).check({}, news, account=None).inputs
    other = {**inputs, **{name: f"{value} 2" for name, value in inputs.items() if name in ("name", "rotation")}}
    for text in (*_all_texts(inputs), *_all_texts(other)):
        gossip.hears(text)
    failures = [
        *(one["reason"] for one in gossiped.check(kind, news).get("failures", [])),
        attempt(gossiped.diff, kind, inputs, other)[1],
        attempt(gossiped.create, kind, inputs)[1],
        attempt(gossiped.read, kind, "id-1", inputs)[1],
        attempt(gossiped.update, kind, "id-1", {**inputs, "organizationId": "was another"}, other)[1],
        attempt(gossiped.update, kind, "id-1", inputs, inputs)[1],
        attempt(gossiped.delete, kind, "id-1", inputs)[1],
    ]

    assert canaries(*failures, said(gossiped)) == []


def _all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _all_texts(one)
    if isinstance(value, Mapping):
        yield from (name for name in value if CANARY.search(name))


@pytest.fixture(scope="module")
def simulator() -> Iterator[CybersourceSimulator]:
    """A platform that works."""
    with CybersourceSimulator(knobs=UNREVIEWED) as running:
        yield running


def config_of(simulator: CybersourceSimulator) -> dict[str, Any]:
    return config(simulator.endpoint) | {
        "payment-webhooks:cybersourceMerchantId": simulator.merchant_id,
        "payment-webhooks:cybersourceKeyId": simulator.key_id,
        "payment-webhooks:cybersourceSharedSecret": {**SECRET_MARK, "value": simulator.shared_secret},
    }


@pytest.fixture(scope="module")
def simulated(simulator: CybersourceSimulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The plugin process of a stack at the platform that works."""
    with running_host(config_of(simulator), tmp_path_factory.mktemp("simulated")) as host:
        yield host


@pytest.fixture
def working(simulated: Host, simulator: CybersourceSimulator) -> Host:
    """That process, with nothing heard and nothing at the platform but a key."""
    simulator.reset()
    simulator.add_signature_key("canary-organizationId")
    simulated.engine.heard.clear()
    return simulated


def placed(news: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """*news* with another *value* at a dotted path."""
    name, _, rest = path.partition(".")
    inner = news.get(name)
    return {**news, name: placed(inner if isinstance(inner, dict) else {}, rest, value) if rest else value}


@pytest.mark.parametrize(("kind", "path", "field"), FIELDS, ids=[f"{kind} {path}" for kind, path, _ in FIELDS])
def test_check_shows_no_value(working: Host, kind: str, path: str, field: Field) -> None:
    """
    Neither a good value nor a bad one is shown by a check: of a new resource, an unchanged or a changed one.
    """
    before = declared(kind)
    good = placed(before, path, canary(field, f"other.{path}"))
    bad = [placed(before, path, one) for one in (["canary list"], {"x": "canary"}, "", "canary \n", "http://canary", 7)]
    reasons = []
    for news in (good, *bad):
        for olds in (dict[str, Any](), before, good):
            reasons += [one["reason"] for one in working.check(kind, news, olds).get("failures", [])]
            reasons.append(
                attempt(working.diff, kind, before, {**before, path.partition(".")[0]: "canary unchecked"})[1]
            )

    assert canaries(*reasons, said(working)) == []


@kinds
def test_life_shows_no_value(working: Host, simulator: CybersourceSimulator, kind: str) -> None:
    """
    Nothing that is said during a life shows a value, where all goes well and where it does not.
    """
    simulator.turn(review="manual", patch_retry_policy="ignore")
    whole = working.create(SUBSCRIPTION, checked(working, SUBSCRIPTION, declared(SUBSCRIPTION)))["id"]
    news = {name: whole if name == "subscription" else value for name, value in declared(kind).items()}
    changed = news | {name: f"{news[name]} canary 2" for name in ("name", "rotation", "clientId") if name in news}
    if kind == SUBSCRIPTION:
        working.delete(SUBSCRIPTION, whole, declared(SUBSCRIPTION))
    inputs = checked(working, kind, news)
    stored, failure = attempt(working.create, kind, inputs)
    assert "properties" in stored, failure
    failures, state, id = [failure], _plain(stored["properties"]), stored["id"]
    failures.append(attempt(working.read, kind, id, state)[1])
    simulator.fail(503, method="PATCH", count=9)
    simulator.fail(403, method="PUT")
    new = checked(working, kind, changed, inputs)
    failures += [attempt(working.update, kind, id, state, new)[1] for _ in range(3)]
    simulator.faults.clear()
    failures.append(attempt(working.update, kind, id, state, checked(working, kind, changed, inputs))[1])
    failures.append(attempt(working.delete, kind, id, state)[1])

    assert canaries(*failures, said(working)) == []


def test_adoption_names_the_fields_that_change(working: Host, simulator: CybersourceSimulator, tmp_path: Path) -> None:
    """
    A preview of an adoption names every field that will change, and shows no value of any.
    """
    simulator.turn(scope_in_answers="object")
    before = declared(SUBSCRIPTION)
    working.create(SUBSCRIPTION, checked(working, SUBSCRIPTION, before))
    news = {**before, "adoptExisting": True, "scopeData": ["canary 2"]}
    for path in ("name", "description", "webhookUrl", "healthCheckUrl", "securityPolicy.config.oAuthURL"):
        news = placed(news, path, "https://canary2.example.com/")
    with running_host(config_of(simulator), tmp_path) as host:
        checked(host, SUBSCRIPTION, news)
        [head, fields] = [
            one.message for one in host.engine.warnings if one.message.endswith("see docs/how-to/adopt.md")
        ]

    assert head.endswith(" and changes 6 fields; see docs/how-to/adopt.md")
    assert fields.startswith(
        "orders: changes description, health_check_url, name, scope_data, security_policy.config.oauth_url, webhook_url"
    )
    assert canaries(said(host)) == []
