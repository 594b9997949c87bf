"""Anything that a simulated platform can hold, as hypothesis draws it. What is odd is drawn often."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import strategies as st

from pulumi_payment_webhooks.cybersource.rules.catalogue import CURRENT
from pulumi_payment_webhooks.digital_river.rules.event_types import PUBLISHED
from pulumi_payment_webhooks.digital_river.rules.versions import PUBLISHED as VERSIONS
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.cybersource.subscriptions.bodies import read_document
from pulumi_payment_webhooks.simulator.desk.wire.calls import Declined
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.webhooks.bodies import BodyReader

ORGANIZATIONS = ("shop_a", "shop_b", "4711")
ODD = (
    "Payments",
    "payments",
    "class",
    "None",
    "3DS",
    "import os",
    '"""',
    "it's",
    'say "no"',
    "\\",
    "back\\slash'\"",
    "one\ntwo",
    "\r\n# comment",
    "tab\there",
    "支払い",
    "İstanbul",
    "a\u202eb",
    "\u2028",
    "\x00\x07",
    "{braces} %s",
    "fmt: off",
    "x" * 130,
    "😀",
)
TEXTS = st.one_of(st.sampled_from(ODD), st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
UNPUBLISHED = {
    'product "x"': ("a", "a.b['c']", '"', "\n"),
    "_private": ("_private", "class"),
    "a.b": ("4711", "é", "*"),
    " ": ("blank",),
    "events": ("events", "EVENTS", "Events.events"),
}
URLS = st.sampled_from(
    [
        "https://hooks.example.com/payments",
        "https://hooks.example.com:443/payments",
        "https://HOOKS.example.com/Payments/",
        "https://hooks.example.com",
        "https://hooks.example.com/a?shop=1&tag=%22quoted%22",
        "https://hooks.example.com/a?token=Abcdef0123456789",
        "https://hooks.example.com/services/T00000000/B00000000/XXXX0000XXXX0000XXXX0000",
        "https://hooks.example.com/6fa459ea-ee8a-3ca4-894e-db77e160355e",
        "https://user:password@hooks.example.com/a",
        "https://hooks.example.com/a#fragment",
        "https://127.0.0.1:8080/it's",
        "https://[::1]/%e6%94%af",
        "https://xn--80ak6aa92e.example/" + "long/" * 30,
    ]
)


def _some(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A document with some of *members*."""
    return st.fixed_dictionaries({}, optional=members)


COUNTS = st.one_of(st.sampled_from([0, 1, 3, 10]), st.integers(0, 10**9 - 1))
RETRIES = _some(
    algorithm=st.sampled_from(["ARITHMETIC", "GEOMETRIC"]),
    firstRetry=COUNTS,
    interval=COUNTS,
    numberOfRetries=COUNTS,
    repeatSequenceCount=COUNTS,
    repeatSequenceWaitTime=COUNTS,
)
PROXIES = _some(proxyType=st.sampled_from(["external", "internal"]))
ASSERTIONS = st.fixed_dictionaries(
    {"aud": TEXTS, "client_id": TEXTS, "scope": TEXTS}, optional={"keyId": st.sampled_from(["k-1", "a b"])}
)
CONFIGS = st.fixed_dictionaries(
    {"oAuthURL": URLS, "oAuthTokenType": st.just("Bearer")}, optional={"oAuthTokenExpiry": COUNTS, "keyId": TEXTS}
)
SECURITY = st.one_of(
    st.builds(lambda proxy: {"securityType": "KEY", **proxy}, PROXIES),
    st.builds(lambda proxy, config: {"securityType": "oAuth", "config": config, **proxy}, PROXIES, CONFIGS),
    st.builds(
        lambda kind, config, more: {"securityType": kind, "config": {**config, "additionalConfig": more}},
        st.sampled_from(["oAuth", "oAuth_JWT"]),
        CONFIGS,
        ASSERTIONS,
    ),
)
SCOPES = st.one_of(
    st.sampled_from(["SELF", "DESCENDANTS", "CUSTOM"]),
    st.builds(
        lambda organizations: {"scope": "CUSTOM", "scopeData": organizations},
        st.lists(st.sampled_from(["child", "other child", "o'hara"]), min_size=1, unique=True),
    ),
)
STATUSES = st.sampled_from(["ACTIVE", "ACTIVE", "INACTIVE", "PENDING_REVIEW", "BLOCKED", "SUSPENDED", "RESEND", "NEW"])
KNOBS = _some(
    numbers_on_get=st.sampled_from(["numbers", "strings"]),
    flags_on_get=st.sampled_from(["boolean", "string"]),
    scope_in_answers=st.sampled_from(["string", "object"]),
    security_policy_in_answers=st.sampled_from(["object", "list"]),
    names_in_answers=st.sampled_from([True, True, False]),
    url_case=st.sampled_from(["kept", "lower"]),
    default_port=st.sampled_from(["as_sent", "in_lists", "everywhere"]),
    response_shape=st.sampled_from(["both", "products", "flat"]),
    list_answer=st.sampled_from(["array", "object"]),
)


@st.composite
def products(draw: st.DrawFn, *, most: int) -> list[dict[str, Any]]:
    """Products of a subscription with their events, sometimes all; where there may be several, also odd ones."""
    offered = {**CURRENT, **UNPUBLISHED} if most > 1 else CURRENT
    ids = draw(st.lists(st.sampled_from(sorted(offered)), min_size=1, max_size=most, unique=True))
    found = []
    for id in ids:
        events = st.lists(st.sampled_from(offered[id]), min_size=1, unique=True)
        found.append({"productId": id, "eventTypes": draw(st.one_of(events, st.just(list(offered[id]))))})
    return found


@st.composite
def subscriptions(draw: st.DrawFn, *, most_products: int) -> dict[str, Any]:
    """The body of a create, and the status afterwards under `status`."""
    body = {
        "name": draw(TEXTS),
        "organizationId": draw(st.sampled_from(ORGANIZATIONS)),
        "products": draw(products(most=most_products)),
        "webhookUrl": draw(URLS),
        "status": draw(STATUSES),
    }
    more = draw(
        _some(
            description=st.one_of(st.just(""), TEXTS),
            healthCheckUrl=URLS,
            notificationScope=SCOPES,
            retryPolicy=RETRIES,
            securityPolicy=SECURITY,
        )
    )
    if "retryPolicy" in more:
        more["retryPolicy"]["deactivateFlag"] = draw(st.booleans())
    return body | more


def hold_subscriptions(simulator: CybersourceSimulator, bodies: list[dict[str, Any]]) -> None:
    """Have the platform hold a subscription for each of *bodies*, without waiting for a review or a ping."""
    for body in bodies:
        added = simulator.subscriptions.add(read_document(body, simulator.knobs))
        simulator.subscriptions.set_status(added.webhook_id, body["status"])


NAMES = st.one_of(st.sampled_from(["digital-river", "o'hara", 'a"b', "with:colon", " "]), TEXTS)
ADDRESSES = st.one_of(URLS, st.sampled_from(["http://hooks.example.com/plain", "https://a_b.example.com/"])).filter(
    lambda url: "'" not in url
)
BASIC = _some(username=NAMES, password=TEXTS)
OAUTH = st.one_of(
    st.fixed_dictionaries(
        {
            "tokenEndPoint": st.sampled_from(["https://idp.example.com/token", "https://u@idp.example.com/t"]),
            "clientID": NAMES,
            "clientSecret": TEXTS,
            "userName": NAMES,
            "password": TEXTS,
        }
    ),
    st.fixed_dictionaries(
        {
            "tokenEndPoint": st.just("https://idp.example.com/token"),
            "clientID": NAMES,
            "clientSecret": TEXTS,
            "grantType": st.just("client_credentials"),
        }
    ),
)
TRANSPORTS = st.one_of(
    st.builds(lambda basic: {"transportType": "HTTP", "authentication": basic}, BASIC),
    st.just({}),
    st.builds(lambda oauth: {"transportType": "OAUTH", "oauth": oauth}, OAUTH),
)
ANSWERS = _some(
    credentials_in_answers=st.sampled_from(["shown", "masked", "absent"]),
    user_name_in_answers=st.sampled_from(["username", "userName"]),
    types_order=st.sampled_from(["sorted", "as_sent", "reversed"]),
    live_mode_in_answers=st.booleans(),
    list_answer=st.sampled_from(["array", "object"]),
)


@st.composite
def webhooks(draw: st.DrawFn) -> dict[str, Any]:
    """The body of a create."""
    types = st.lists(st.sampled_from(PUBLISHED[:12]), min_size=1, max_size=5, unique=True)
    body = {"address": draw(ADDRESSES), "types": draw(types), **draw(TRANSPORTS)}
    if body.get("transportType") == "OAUTH":
        body["address"] = body["address"].replace("http://", "https://")
    return body | draw(_some(enabled=st.booleans(), apiVersion=st.sampled_from(["default", "latest", *VERSIONS])))


def hold_webhooks(simulator: DigitalRiverSimulator, bodies: list[dict[str, Any]]) -> None:
    """Have the platform hold a webhook for each of *bodies* that it accepts."""
    for body in bodies:
        with suppress(Declined):
            document = BodyReader(simulator.knobs, is_live=False).created(body)
            simulator.webhooks.add(document, is_live=False)
