"""
What changed fields mean, by their role.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.review.steps import PAID, URL, changed, created, ids, report, step, subscription, texts, webhook

from pulumi_payment_webhooks.review.preview import SECRET, UNKNOWN
from pulumi_payment_webhooks.review.rendering.as_markdown import plain_introduction
from pulumi_payment_webhooks.review.rendering.escaping import plain_text

WEBHOOK = "digital_river:Webhook"
OTHER_URL = "https://new.example.com/"


def of(**more: Any) -> dict[str, Any]:
    return subscription(PAID, **more)


def test_new_url_is_an_interruption_with_its_review():
    """
    The report shows both URLs, and what the platform does with a new one.
    """
    found = report(changed("payments", of(), of(webhookUrl=OTHER_URL)))

    assert ids(found) == [("interruptions",)]
    assert f"'webhook_url' changes from '{URL}' to '{OTHER_URL}'. The platform reviews the new URL" in texts(found)[0]


def test_query_alone_may_change():
    """
    A query is not shown, so a report does not say that a URL changes from a value to the same value.
    """
    found = report(changed("payments", of(webhookUrl=f"{URL}?a=1"), of(webhookUrl=f"{URL}?a=2")))

    assert f"'webhook_url' changes from '{URL}?…' in a part that is not shown" in texts(found)[0]


def test_url_of_the_other_platform_moves_without_a_review():
    """
    Each platform says itself what a new URL means.
    """
    found = report(changed("w", webhook("a"), webhook("a", address=OTHER_URL), kind=WEBHOOK))

    assert ids(found) == [("interruptions",)]
    assert texts(found)[0].endswith("Delivery moves to the new URL with the deployment.")


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("cybersource:WebhookSubscription", of(status="ACTIVE"), of(status="INACTIVE")),
        ("cybersource:WebhookSubscription", of(), of(status="INACTIVE")),
        (WEBHOOK, webhook("a"), webhook("a", enabled=False)),
    ],
    ids=["inactive", "inactive from now on", "disabled"],
)
def test_status_that_stops_delivery_is_an_interruption(kind: str, old: dict[str, Any], new: dict[str, Any]):
    """
    Both platforms have a status with which nothing is delivered.
    """
    found = report(changed("payments", old, new, kind=kind))

    assert ids(found) == [("interruptions",)]
    assert "stops delivering" in texts(found)[0]


def test_status_that_starts_delivery_is_no_interruption():
    """
    What is delivered again is good news.
    """
    found = report(changed("payments", of(status="INACTIVE"), of(status="ACTIVE")))

    assert ids(found) == [("other",)]
    assert "starts delivering" in texts(found)[0]


def test_scope_is_shown():
    """
    Whose events are delivered is shown with the organizations.
    """
    found = report(
        changed("p", of(notificationScope="SELF"), of(notificationScope="CUSTOM", scopeData={"child_1": True}))
    )

    assert ids(found) == [("scope",)]
    assert "'notification_scope' changes from 'SELF' to 'CUSTOM'" in texts(found)[0]


def test_new_token_endpoint_is_reviewed():
    """
    A security policy that is declared as a whole shows its members, and that its URL is reviewed.
    """
    new = {"securityType": "oAuth", "config": {"oAuthURL": "https://id.example.com/token?x=1"}}

    found = report(changed("p", of(securityPolicy={"securityType": "KEY"}), of(securityPolicy=new)))

    assert ids(found) == [("interruptions", "access")]
    assert str(found.headline).endswith("of organization 'shop_org', which interrupts delivery")
    assert "'security_policy.config.oauth_url' is set to 'https://id.example.com/token?…'" in texts(found)[0]
    assert "The platform reviews the new URL" in texts(found)[0]


def test_changed_password_changes_the_authentication():
    """
    The engine says that a secret changes, and shows neither value.
    """
    old = webhook("a", authentication=SECRET)

    found = report(changed("w", old, old, kind=WEBHOOK, changed={"authentication.password": "update"}))

    assert ids(found) == [("access",)]
    assert "'authentication' changes, and its values are not shown" in texts(found)[0]


def test_field_that_is_no_longer_declared_is_released():
    """
    The platform keeps the value, so nothing is lost.
    """
    found = report(changed("p", of(notificationScope="SELF"), of()))

    assert ids(found) == [("releases",)]
    assert texts(found)[0].endswith("no longer declares 'notification_scope'. The platform keeps the current value.")


def test_change_that_only_the_stored_state_shows_is_reported():
    """
    If the declared values are equal, the engine compares with what the platform had at last.
    """
    found = report(
        changed("p", of(), of(), added={"webhookUrl": "https://drifted.example.com/"}, changed={"webhookUrl": "update"})
    )

    assert "from 'https://drifted.example.com/' to" in texts(found)[0]


def test_names_are_spelled_as_the_program_spells_them():
    """
    A program that uses the plugin writes camelCase.
    """
    one = changed("p", of(), of(webhookUrl=OTHER_URL))
    plugin = replace(one, type="payment-webhooks:cybersource:WebhookSubscription")

    assert "'webhookUrl' changes" in texts(report(plugin))[0]


def test_url_that_is_not_known_yet_may_change():
    """
    A URL that comes from another resource is known only after the deployment, and may be the same then.
    """
    found = report(changed("p", of(), of(webhookUrl=UNKNOWN)))

    assert ids(found) == [("unclear", "interruptions")]
    assert texts(found)[0].startswith("The URL of subscription 'p' of organization 'shop_org' may change. ")
    assert f"which is '{URL}' now, is known only after the deployment. If it changes, the platform" in texts(found)[0]


@pytest.mark.parametrize(
    ("old", "new", "category"),
    [
        (of(healthCheckUrl=URL), of(healthCheckUrl=UNKNOWN), "interruptions"),
        (of(status="ACTIVE"), of(status=UNKNOWN), "interruptions"),
        (of(), of(notificationScope=UNKNOWN), "scope"),
        (of(securityPolicy={"securityType": "KEY"}), of(securityPolicy={"securityType": UNKNOWN}), "access"),
    ],
    ids=["ping", "status", "scope", "authentication"],
)
def test_value_that_is_not_known_yet_is_no_change(old: dict[str, Any], new: dict[str, Any], category: str):
    """
    Whatever the field is for, the report does not claim that it changes.
    """
    found = report(changed("p", old, new))

    assert ids(found) == [("unclear", category)]
    assert "may change" in str(found.headline)
    assert "is known only after the deployment" in texts(found)[0]


def test_status_at_the_platform_is_an_interruption_in_a_look_for_drift():
    """
    A suspended subscription is reported although nothing has drifted that a deployment could restore.
    """
    found = report(step("refresh", "p", of(), of(), new_state={"currentStatus": "SUSPENDED"}), drift=True)

    assert ids(found) == [("interruptions",)]
    assert "its status is 'SUSPENDED': its URL did not answer" in texts(found)[0]
    assert "drift" in {one.id for one in found.categories}
    assert not found.is_repairable
    assert str(found.headline).startswith("has drifted: it receives nothing")


def test_status_that_the_state_has_as_well_did_not_change_after_the_deployment():
    """
    A subscription that was never activated is reported as that, and not as something that has happened since.
    """
    added = {"currentStatus": "INACTIVE"}
    found = report(step("refresh", "p", of(), of(), added=added, new_state=added), drift=True)

    assert (ids(found), "drift" in {one.id for one in found.categories}) == ([("interruptions",)], True)
    assert str(found.headline).startswith("receives nothing from")
    assert plain_introduction(found) == ""


@pytest.mark.parametrize("status", ["ACTIVE", "RESEND", None, SECRET, {}], ids=str)
def test_status_with_which_events_are_delivered_is_no_interruption(status: Any):
    """
    Nothing is said of a subscription that delivers, or of which the status is not known.
    """
    assert not report(step("refresh", "p", of(), of(), new_state={"currentStatus": status}), drift=True).findings


def test_subscription_that_is_declared_inactive_does_not_drift():
    """
    A nightly check does not fail because of what the program asks for.
    """
    old = of(status="INACTIVE")

    assert not report(step("refresh", "p", old, old, new_state={"currentStatus": "INACTIVE"}), drift=True).findings


def test_subscription_that_was_switched_off_is_reported_once():
    """
    The declared status and the reported status say the same.
    """
    new = of(status="INACTIVE")
    one = step("update", "p", of(status="ACTIVE"), new, new_state={**new, "currentStatus": "INACTIVE"})

    assert ids(report(one, drift=True)) == [("interruptions",)]


def test_key_that_expires_soon_is_a_warning_in_a_look_for_drift():
    """
    A refresh shows every key, so its date is compared with the time of the review.
    """
    key = {"organizationId": "shop_org", "expiryDuration": 365}
    one = step(
        "refresh", "signing", key, key, kind="cybersource:DigitalSignatureKey",
        added={"expirationDate": "2026-12-01T00:00:00Z", "keyId": "k1"},
    )  # fmt: skip

    found = report(one, drift=True, at=datetime(2026, 11, 27, tzinfo=UTC))

    assert ids(found) == [("warnings",)]
    assert found.findings[0].quote.startswith("signature key k1 expires on 2026-12-01, in 4 days")


def test_new_subscription_that_is_switched_off_says_so():
    """
    Nothing is delivered yet, so no event is gained.
    """
    found = report(created("p", of(status="INACTIVE")))

    assert ids(found) == [("other",)]
    assert texts(found)[0].endswith("'status' is 'INACTIVE', so nothing is delivered yet.")


def test_removed_token_is_said():
    """
    A receiver that checks the token must know that there is none any more.
    """
    oauth = {"securityType": "oAuth", "config": {"oAuthURL": "https://id.example.com/"}}

    gone = report(changed("p", of(securityPolicy=oauth), of(securityPolicy={"securityType": "KEY"})))
    new = report(changed("w", webhook("a"), webhook("a", transportType="OAUTH"), kind=WEBHOOK))

    assert "Notifications no longer carry a bearer token." in texts(gone)[0]
    assert "Notifications carry a bearer token from now on." in texts(new)[0]


def test_webhook_that_the_platform_has_disabled_has_stopped():
    """
    In a look for drift, it is past.
    """
    found = report(step("update", "w", webhook("a"), webhook("a", enabled=False), kind=WEBHOOK), drift=True)

    assert texts(found) == ["Webhook 'w' has stopped delivering. 'enabled' has changed from 'true' to 'false'."]


def test_change_of_computed_values_alone_is_a_change():
    """
    No stack with an update is said not to change.
    """
    found = report(changed("p", of(), of(), changed={"currentStatus": "update"}))

    assert ids(found) == [("other",)]
    assert texts(found) == ["Subscription 'p' of organization 'shop_org' changes. What changes: 'current_status'."]


def test_scope_that_is_released_with_its_organizations_changes_nothing():
    """
    The organizations belong to the scope: the platform keeps both.
    """
    found = report(changed("p", of(notificationScope="CUSTOM", scopeData={"child_1": True}), of()))

    assert ids(found) == [("releases",)]
    assert "no longer declares 'notification_scope', 'scope_data'." in texts(found)[0]


def test_organization_that_joins_or_leaves_the_scope_is_named():
    """
    A set gains and loses members; nothing is set to true.
    """
    old, new = ({"notificationScope": "CUSTOM", "scopeData": {one: True}} for one in ("child_1", "child_2"))

    found = report(changed("p", of(**old), of(**new)))

    assert "'child_1' is removed from 'scope_data'. 'child_2' is added to 'scope_data'." in texts(found)[0]


def test_reference_that_only_orders_the_deployment_says_so():
    """
    Without its certificate in the program, a subscription is encrypted as before.
    """
    found = report(changed("p", of(certificate="c"), of()))

    assert ids(found) == [("other",)]
    assert texts(found)[0].endswith(
        "'certificate' is removed. It only decides the order of the deployment, and is not sent to the platform."
    )


def test_credentials_that_are_named_otherwise_change_no_authentication():
    """
    The name of a resource is not sent; credentials that are replaced are reported with their resource.
    """
    old, new = ({"securityType": "oAuth", "credentials": one} for one in ("login", "login-new"))

    assert ids(report(changed("p", of(securityPolicy=old), of(securityPolicy=new)))) == [("other",)]


def test_cleared_text_is_shown_as_empty():
    """
    A change to nothing has a right side.
    """
    found = report(changed("p", of(description="Payments"), of(description="")))

    assert plain_text(found.details[0].lines[0].values) == "Payments -> (empty)"


def test_plural_agrees_with_its_verb():
    """
    Credentials change.
    """
    old = {"organizationId": "shop_org", "clientId": "shop", "expiryDuration": 365}

    found = report(changed("login", old, {**old, "maxAge": 30}, kind="cybersource:OAuthCredentials"))

    assert texts(found)[0].startswith("OAuth credentials 'login' of organization 'shop_org' change. ")
