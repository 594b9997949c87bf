"""
Reports as plain data.
"""

import json

from tests.review.steps import PAID, REFUNDED, URL, changed, created, subscription, whole

from pulumi_payment_webhooks.review.rendering.as_json import to_data
from pulumi_payment_webhooks.review.rendering.as_text import Style, to_lines

BOTH, ONE = subscription(PAID, REFUNDED), subscription(PAID)
LOSS = changed("payments", BOTH, ONE)


def test_data_names_what_programs_need():
    """
    A finding has its category, its resource, and its facts as plain values.
    """
    data = to_data(whole(LOSS))
    (stack,) = data["stacks"]

    assert data["version"] == 1
    assert data["categories"] == stack["categories"] == ["lost-events", "changes"]
    assert stack["findings"] == [
        {
            "category": "lost-events",
            "categories": ["lost-events"],
            "resource": "payments",
            "kind": "cybersource:WebhookSubscription",
            "text": f"Subscription payments of organization shop_org no longer delivers {REFUNDED} to {URL}.",
            "organization": "shop_org",
            "url": URL,
            "events": [REFUNDED],
        }
    ]
    assert stack["changes"][0]["properties"][0]["path"] == f'products.payments["{REFUNDED}"]'


def test_data_is_never_cut():
    """
    Only comments have a limit.
    """
    steps = [created(f"new-{number}", subscription(f"event.{number}")) for number in range(300)]

    assert len(to_data(whole(*steps))["stacks"][0]["findings"]) == 300


def test_data_can_be_written():
    """
    It consists of what JSON has.
    """
    data = to_data(whole(LOSS))

    assert json.loads(json.dumps(data)) == data


def test_text_has_the_same_sentences():
    """
    A terminal shows a headline for each stack, sections and findings.
    """
    lines = list(to_lines(whole(LOSS, counts={"same": 2})))

    assert [(line.style, line.text.strip()) for line in lines] == [
        (Style.STACK, f"production stops receiving {REFUNDED} at {URL} (organization shop_org)."),
        (Style.SECTION, "Events lost"),
        (Style.TEXT, f"- Subscription payments of organization shop_org no longer delivers {REFUNDED} to {URL}."),
        (Style.TEXT, "2 resources of the program do not change."),
    ]
