"""
Resources that are created, imported, deleted, replaced or renamed.
"""

from dataclasses import replace

import pytest
from tests.review.steps import (
    PAID,
    REFUNDED,
    changed,
    created,
    deleted,
    ids,
    report,
    step,
    subscription,
    texts,
    webhook,
)

from pulumi_payment_webhooks.review.preview import UNKNOWN

WEBHOOK = "digital_river:Webhook"
SECURITY = "cybersource:OAuthSecurityConfig"
POLICY = {"subscription": "s", "securityType": "oAuth", "config": {"oAuthURL": "https://id.example.com/"}}
OTHER_URL = "https://new.example.com/"


@pytest.mark.parametrize("op", ["create-replacement", "replace", "delete-replaced"])
def test_replacement_says_what_it_means(op: str):
    """
    Whichever of its steps is listed, the reason and the consequence are said once.
    """
    found = report(step(op, "payments", subscription(PAID), subscription(PAID)))

    assert ids(found) == [("replaces",)]
    assert "Nothing is delivered between its deletion and the review" in texts(found)[0]


def test_reason_of_a_replacement_is_said():
    """
    The field that cannot change in place is the reason.
    """
    found = report(step("replace", "p", subscription(PAID), subscription(PAID, organizationId="other_org")))

    assert ", because 'organization_id' changes from 'shop_org' to 'other_org'." in texts(found)[1]


def test_renamed_subscription_is_not_deleted():
    """
    With `adopt_existing`, the new resource manages the same object, and nothing is lost.
    """
    found = report(deleted("old", subscription(PAID)), created("new", subscription(PAID, adoptExisting=True)))

    assert ids(found) == [("other",)]
    assert texts(found)[0].endswith(
        "takes the place of 'old' in the program: it adopts the same object, and nothing is deleted at the platform."
    )


def test_renamed_webhook_is_not_deleted():
    """
    The other platform goes by the id, or by the URL and the events.
    """
    for adopts, id in ((True, ""), ("w1", "w1")):
        new = webhook("a", adoptExisting=adopts)
        found = report(deleted("old", webhook("a"), kind=WEBHOOK, id=id), created("new", new, kind=WEBHOOK))

        assert ids(found) == [("other",)]


def test_rename_that_drops_an_event_loses_it():
    """
    The object is the same, and what changes in it is reported.
    """
    found = report(
        deleted("old", subscription(PAID, REFUNDED)),
        created("new", subscription(PAID, adoptExisting=True, webhookUrl=OTHER_URL)),
    )

    assert ids(found) == [("lost-events",), ("interruptions",), ("other",)]


def test_creation_beside_a_deletion_without_adoption_is_both():
    """
    Without `adopt_existing`, the first subscription is deleted, and its events move.
    """
    found = report(deleted("old", subscription(PAID)), created("new", subscription(PAID)))

    assert ids(found) == [("errors", "interruptions", "moves", "deletes")]


def test_subscription_of_another_account_is_not_adopted():
    """
    Another account has an object of its own, so this object is deleted.
    """
    new = subscription(PAID, adoptExisting=True)
    found = report(deleted("old", subscription(PAID)), created("new", new, account="eu"))

    assert ids(found) == [("lost-events", "deletes"), ("adoptions",)]


def test_adoption_creates_nothing():
    """
    A subscription that exists already may have delivered all of that.
    """
    found = report(created("payments", subscription(PAID, adoptExisting=True)))

    assert ids(found) == [("adoptions",)]
    assert "adopts an existing subscription" in texts(found)[0]


def test_import_changes_nothing():
    """
    What is imported exists already.
    """
    found = report(step("import", "payments", {}, subscription(PAID)))

    assert ids(found) == [("adoptions",)]
    assert "exists already; this program manages it from now on" in texts(found)[0]


def test_object_that_the_platform_has_lost_is_not_called_deleted_by_the_program():
    """
    In a look for drift, somebody else has deleted it.
    """
    found = report(deleted("payments", subscription(PAID)), drift=True)

    assert "no longer exists at the platform" in texts(found)[0]


def test_deleted_security_policy_says_what_is_missing_then():
    """
    Each kind says itself what its deletion means.
    """
    found = report(deleted("oauth", POLICY, kind=SECURITY))

    assert ids(found) == [("deletes", "access")]
    assert texts(found)[0].endswith("Notifications of the subscription no longer carry a bearer token.")


def test_new_security_policy_changes_the_authentication():
    """
    The receiver sees another request, whether the policy is declared inline or apart, after a review of its URL.
    """
    found = report(created("oauth", POLICY, kind=SECURITY))

    assert ids(found) == [("interruptions", "access")]
    assert "Notifications of the subscription carry a bearer token from now on. The platform reviews" in texts(found)[0]


def test_security_policy_of_a_new_subscription_interrupts_nothing():
    """
    Nothing is delivered before the first review of its URLs.
    """
    found = report(created("oauth", {**POLICY, "subscription": UNKNOWN}, kind=SECURITY))

    assert ids(found) == [("access",)]
    assert "interrupts" not in texts(found)[0]


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (["webhookUrl"], "'webhook_url' changes and `replace_on_changes` names it"),
        (["id"], "`--replace`, `--target-replace` or `pulumi state taint` requests it"),
        (["replaceWith"], "what `replace_with` names is replaced"),
    ],
    ids=["option", "command", "other resource"],
)
def test_replacement_that_pulumi_decides_has_its_reason(keys: list[str], reason: str):
    """
    A resource can be replaced although all that changes in it could change in place.
    """
    found = report(step("replace", "p", subscription(PAID), subscription(PAID), replace_keys=tuple(keys)))

    assert f"is deleted and created again, because {reason}." in texts(found)[0]


def test_retained_subscription_leaves_no_place_for_its_replacement():
    """
    Pulumi does not delete it, and the platform refuses a second subscription for the product.
    """
    found = report(step("replace", "p", subscription(PAID), subscription(PAID), retained=True, replace_keys=("id",)))

    assert ids(found) == [("errors", "replaces")]
    assert texts(found)[0].endswith("because the platform accepts only one subscription in this place.")


def test_retaining_from_now_on_does_not_keep_the_current_object():
    """
    Pulumi goes by the option of the last deployment.
    """
    found = report(step("replace", "p", subscription(PAID), subscription(PAID), retained_later=True))

    assert texts(found)[0].endswith("`retain_on_delete` is new: it does not keep the current object.")


def test_removed_protection_is_said():
    """
    Nothing changes at the platform, and the next pull request could delete it.
    """
    one, other = (step("same", name, subscription(PAID), subscription(PAID), unprotected=True) for name in "ab")
    found = report(one, other, step("same", "c", subscription(PAID), subscription(PAID)), counts={"same": 3})

    assert ids(found) == [("unprotected",), ("unprotected",)]
    assert "is no longer protected from deletion. A later deployment can delete it." in texts(found)[0]
    assert str(found.headline) == "no longer protects 2 subscriptions from deletion"
    assert found.unchanged == 1


def test_new_protection_is_said():
    """
    A protection that is added is good news, whatever else changes.
    """
    found = report(changed("p", subscription(PAID, REFUNDED), subscription(PAID), protected=True))

    assert ids(found) == [("lost-events",), ("other",)]
    assert str(found.findings[1].headline) == "protects subscription 'p' of organization 'shop_org' from deletion"


def test_subscription_that_is_left_to_another_deletion_is_kept():
    """
    With `deleted_with`, Pulumi relies on another deletion, which does not delete a subscription.
    """
    found = report(deleted("p", subscription(PAID), deleted_with=True))

    assert ids(found) == [("releases",)]
    assert "because `deleted_with` names what is deleted as well" in texts(found)[0]


def test_part_that_is_left_to_the_deletion_of_its_object_is_deleted():
    """
    The platform deletes a policy with its subscription.
    """
    part = deleted("oauth", POLICY, kind=SECURITY, sources={"subscription": ("p",)}, deleted_with=True)

    assert texts(report(deleted("p", subscription(PAID)), part))[1].endswith("is deleted with it.")


@pytest.mark.parametrize("option", ["retained", "deleted_with"])
def test_what_the_platform_has_lost_is_lost_whatever_the_options(option: str):
    """
    The options are about deletions by Pulumi.
    """
    found = report(deleted("p", subscription(PAID), **{option: True}), drift=True)

    assert ids(found) == [("lost-events", "deletes")]


def test_security_policy_that_becomes_a_resource_is_compared_with_the_inline_one():
    """
    Nothing changes at the platform unless the policy does.
    """
    inline = {name: value for name, value in POLICY.items() if name != "subscription"}
    old, new = subscription(PAID, securityPolicy=inline), subscription(PAID)
    other = {**POLICY, "config": {"oAuthURL": "https://sso.example.com/"}}
    same, changes = (
        report(changed("p", old, new), created("oauth", one, kind=SECURITY, sources={"subscription": ("p",)}))
        for one in (POLICY, other)
    )

    assert ids(same) == [("other",)]
    assert texts(same)[0].endswith(
        "'oauth' of subscription 'p' is a resource of its own: subscription 'p' declared it before."
    )
    assert not same.details
    assert ids(changes) == [("interruptions", "access"), ("other",)]


def test_policy_is_joined_to_the_subscription_with_its_id():
    """
    Two components may have a subscription with the same name.
    """
    gone = deleted("p", subscription(PAID, organizationId="b"), id="2")
    gone = replace(gone, urn=gone.urn.replace("shop::", "shop::shop:index:Group$"))
    stays = changed("p", subscription(PAID), subscription(PAID, name="Other"), id="s")

    found = report(gone, stays, deleted("oauth", POLICY, kind=SECURITY, sources={"subscription": ("p",)}))

    assert ("deletes", "access") in ids(found)


@pytest.mark.parametrize("fields", [{}, {"securityType": "oAuth_JWT"}], ids=["same", "changed"])
def test_renamed_policy_is_not_deleted(fields: dict[str, str]):
    """
    The provider does not reset a policy that another resource declares for the same subscription.
    """
    found = report(deleted("old", POLICY, kind=SECURITY), created("new", {**POLICY, **fields}, kind=SECURITY))

    assert ids(found) == [*([("access",)] if fields else []), ("other",)]
    assert "takes the place of 'old' in the program" in texts(found)[-1]


def test_policy_of_a_replaced_subscription_is_replaced_with_it():
    """
    What is created again has its policy again.
    """
    found = report(
        step("replace", "p", subscription(PAID), subscription(PAID)),
        step("replace", "oauth", POLICY, POLICY, kind=SECURITY, sources={"subscription": ("p",)}),
    )

    assert ids(found) == [("replaces",), ("replaces", "access")]
    assert texts(found)[1].endswith("is deleted and created again with the subscription.")


def test_policy_that_moves_to_another_subscription_is_a_deletion_for_the_first():
    """
    The first subscription is not the one that the program names now.
    """
    new = {**POLICY, "subscription": "t"}
    found = report(step("replace", "oauth", POLICY, new, kind=SECURITY, sources={"subscription": ("q",)}))

    assert ids(found) == [("replaces", "access")]
    assert texts(found)[0] == (
        "OAuth security policy 'oauth' of subscription 'q' is moved to another subscription. For the previous "
        "subscription, this is a deletion: notifications of the subscription no longer carry a bearer token."
    )


def test_policy_of_a_renamed_subscription_stays_with_it():
    """
    The subscription is the same object, so the policy does not move to another subscription.
    """
    found = report(
        deleted("old", subscription(PAID), id="s"),
        created("new", subscription(PAID, adoptExisting=True)),
        step("replace", "oauth", POLICY, {**POLICY, "subscription": UNKNOWN}, kind=SECURITY,
             sources={"subscription": ("new",)}),
    )  # fmt: skip

    assert ids(found) == [("replaces", "access"), ("other",)]
    assert texts(found)[0].endswith("is declared again, for the same subscription under its new name.")


def test_policy_that_moves_in_the_program_keeps_its_name():
    """
    A component gives it another URN, and the provider recognises the subscription.
    """
    new = created("oauth", POLICY, kind=SECURITY)
    new = replace(new, urn=new.urn.replace("shop::", "shop::shop:index:Group$"))

    assert "moves in the program" in texts(report(deleted("oauth", POLICY, kind=SECURITY), new))[0]


def test_key_of_another_organization_is_new():
    """
    The platform keeps a key, so none is deleted; the receivers of the new organization need the new key.
    """
    key = {"organizationId": "shop_org", "expiryDuration": 365, "rotation": "1"}
    new = {"organizationId": "b", "expiryDuration": 365}
    found = report(step("replace", "k", key, new, kind="cybersource:DigitalSignatureKey"))

    assert ids(found) == [("replaces", "keys")]
    assert "is no longer declared, because 'organization_id' changes from 'shop_org' to 'b'." in texts(found)[0]
    assert "Signature key 'k' of organization 'b' is new. It supersedes" in texts(found)[0]


@pytest.mark.parametrize("op", ["same", "read", "refresh", "discard", "read-discard", "remove-pending-replace"])
def test_steps_that_change_nothing_at_the_platform_have_no_finding(op: str):
    """
    What is only read, or only removed from the state, is not reported.
    """
    assert not report(step(op, "payments", subscription(PAID), subscription(PAID))).findings


def test_unchanged_resources_are_counted():
    """
    The engine counts what it does not list.
    """
    found = report(changed("a", subscription(PAID), subscription(PAID, name="B")), counts={"same": 7, "update": 1})

    assert found.unchanged == 7


def test_resources_of_other_packages_are_counted_once():
    """
    A replacement of three steps is one resource.
    """
    steps = [step(op, "b", kind="") for op in ("create-replacement", "replace", "delete-replaced")]

    assert report(*steps, step("same", "c", kind="")).others == {"replaced": 1}


def test_replacement_does_not_list_what_it_refers_to():
    """
    Keys of another organization are other resources, whose names only decide the order of the deployment.
    """
    old = subscription(PAID, signatureKey="k", securityPolicy={"securityType": "oAuth", "credentials": "c"})
    new = {**old, "organizationId": "b", "signatureKey": UNKNOWN}
    new["securityPolicy"] = {**old["securityPolicy"], "credentials": UNKNOWN}

    assert ids(report(step("replace", "p", old, new))) == [
        ("lost-events", "replaces"),
        ("replaces",),
        ("gained-events",),
    ]
