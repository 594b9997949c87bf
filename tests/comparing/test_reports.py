"""
How a comparison reads, in each form.
"""

import json

from tests.comparing.sides_of import REFUNDS, RETRIES, existing, organization, stack, subscription
from tests.stacks.exports import ciphertext, resource

from pulumi_payment_webhooks.comparing.comparison import ComparisonReport, compare
from pulumi_payment_webhooks.comparing.data import to_data
from pulumi_payment_webhooks.comparing.markdown import to_markdown
from pulumi_payment_webhooks.comparing.text import to_text

MORE = {"payments": {"payments.refund.status.accepted": True, "payments.void.status.accepted": True}}
ORDERS = resource("digital_river:Webhook", "orders", address="https://h.example.com/dr", types={"order.accepted": True})
SCREEN = 24


def found() -> ComparisonReport:
    """
    A comparison with a difference of each kind.
    """
    url = ciphertext()
    one = stack(subscription(products=MORE, webhookUrl=url, retryPolicy={**RETRIES, "numberOfRetries": 9}))
    other = stack(subscription(products=REFUNDS, webhookUrl=url, notificationScope="SELF"), ORDERS, title="production")
    return compare(one, other)


def test_text_names_each_difference_once() -> None:
    """
    The text names each difference once, grouped by subscription, with the value of each side.
    """
    assert to_text(found()).splitlines() == [
        "test and production differ in 4 places.",
        "test receives 1 event type that production does not.",
        "production receives 1 event type that test does not.",
        "",
        "subscription refunds",
        "  only in test: payments.void.status.accepted of payments",
        "  notification_scope  test: DESCENDANTS (default)  production: SELF",
        "  retry_policy",
        "    test:       1, 2, 3, 4, 5, 6, 7, 8, 9 min after the first failure; gives up after 9 min",
        "    production: 1, 2, 3 min after the first failure; gives up after 3 min (default)",
        "",
        "only in production",
        "  webhook orders",
        "    order.accepted",
        "",
        "Not compared, because it is secret: webhook_url of refunds.",
        "Left out unless --include names them: ids, hosts, organizations, names, keys.",
    ]


def test_markdown_has_a_column_for_each_side() -> None:
    """
    The Markdown is a table with a column for each side.
    """
    assert to_markdown(found()).splitlines() == [
        "### `test` and `production`",
        "",
        "`test` and `production` differ in 4 places.",
        "`test` receives 1 event type that `production` does not.",
        "`production` receives 1 event type that `test` does not.",
        "",
        "| | `test` | `production` |",
        "| --- | --- | --- |",
        "| **subscription** `refunds` | | |",
        "| `payments.void.status.accepted` of `payments` | received | **not received** |",
        "| `notification_scope` | `DESCENDANTS (default)` | `SELF` |",
        "| `retry_policy` | `1, 2, 3, 4, 5, 6, 7, 8, 9 min after the first failure; gives up after 9 min` "
        "| `1, 2, 3 min after the first failure; gives up after 3 min (default)` |",
        "| **webhook** `orders` | **missing** | exists |",
        "| `order.accepted` | **not received** | received |",
        "",
        "- Not compared, because it is secret: `webhook_url` of `refunds`.",
        "- Left out unless --include names them: ids, hosts, organizations, names, keys.",
    ]


def test_data_has_values_and_what_is_known_of_them() -> None:
    """
    The data has the values themselves, and what is known of them.
    """
    data = json.loads(json.dumps(to_data(found())))

    assert (data["a"], data["b"], data["equal"], data["equalResources"]) == ("test", "production", False, 0)
    assert data["received"][0] == {"product": "payments", "event": "payments.void.status.accepted", "onlyIn": "a"}
    assert data["different"][0]["fields"][0] == {
        "field": "notification_scope",
        "role": "scope",
        "a": {"state": "default", "value": "DESCENDANTS"},
        "b": {"state": "declared", "value": "SELF"},
    }
    assert data["unpaired"] == [
        {
            "kind": "digital_river:Webhook",
            "name": "orders",
            "onlyIn": "b",
            "events": [{"product": None, "event": "order.accepted", "onlyIn": "b", "elsewhere": []}],
        }
    ]
    assert data["secret"] == {"webhook_url": ["refunds"]}


def test_values_that_differ_in_what_is_not_shown() -> None:
    """
    Two URLs of platforms are not shown, so that the line says only that they differ.
    """
    one, other = (organization(existing(webhookUrl=f"https://h.example.com/{name}")) for name in ("a", "b"))

    assert "  webhook_url  differs (not shown: it may be secret)" in to_text(compare(one, other)).splitlines()


def test_equal_sides_are_a_line() -> None:
    """
    Sides that do not differ need one sentence.
    """
    found = compare(stack(subscription()), stack(subscription(), title="production"))

    assert to_text(found).splitlines()[0] == "test and production do not differ: 1 resource compared."
    assert "|" not in to_markdown(found)


def test_three_differences_of_sixty_fit_a_screen() -> None:
    """
    Two stacks with sixty subscriptions that differ in three things are a screen of text.
    """
    names = [f"shop-{number}" for number in range(60)]
    one = [subscription(name, webhookUrl=ciphertext(name)) for name in names]
    other = [
        subscription(names[0], webhookUrl=ciphertext("b"), products=MORE),
        subscription(names[1], webhookUrl=ciphertext("b"), retryPolicy={**RETRIES, "numberOfRetries": 9}),
        *one[3:],
    ]
    lines = to_text(compare(stack(*one), stack(*other, title="production"))).splitlines()

    assert lines[0] == "test and production differ in 3 places; 57 resources are equal."
    assert len(lines) <= SCREEN
    assert max(map(len, lines)) <= 100


def test_names_cannot_forge_markup() -> None:
    """
    What a program has named is code in Markdown, and stays on its line.
    """
    name = "a`|b\n# c <img> @all"
    text = to_markdown(compare(stack(subscription(name)), stack(ORDERS, title=name)))

    assert [line for line in text.splitlines() if line.startswith("# ")] == []
    assert "``a`\\|b # c <img> @all``" in text
    assert "``a`|b # c <img> @all`` receives 1 event type" in text


def test_parts_of_an_object_are_shown_without_secrets() -> None:
    """
    Of an object that exists on one side only, a secret is not shown, nor the query of a URL in it.
    """
    policy = {
        "securityType": "oAuth",
        "config": {"oAuthURL": "https://login.example.com/t?key=1", "scope": ciphertext()},
    }
    found = compare(stack(subscription(securityPolicy=policy)), stack(subscription(securityPolicy=None)))

    [field] = to_data(found)["different"][0]["fields"]
    assert field["a"]["value"]["config"] == {"oauth_url": "/t?…", "scope": "[secret]"}
    assert "key=1" not in to_text(found)
