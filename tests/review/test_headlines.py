"""
The most important thing of a stack, in one sentence.
"""

from tests.review.steps import PAID, REFUNDED, changed, created, deleted, report, subscription

from pulumi_payment_webhooks.review.categories import SECTIONS
from pulumi_payment_webhooks.review.findings.finding import Finding
from pulumi_payment_webhooks.review.headlines import headline_of
from pulumi_payment_webhooks.review.preview import Step


def test_stack_without_findings_says_so():
    """
    A stack without a finding says so, in a look for drift as well.
    """
    assert str(report().headline) == "does not change"
    assert str(report(drift=True).headline) == "is unchanged at the platform"


def test_other_resources_change():
    """
    A stack of which only resources of other packages change does not say that nothing changes.
    """
    bucket = Step("create", "urn:pulumi:a::b::aws:s3/bucket:Bucket::c", "", "aws:s3/bucket:Bucket", "c")

    assert str(report(bucket).headline) == "changes no payment webhooks"


def test_what_follows_is_counted():
    """
    A headline says how much more there is to read.
    """
    both, one = subscription(PAID, REFUNDED), subscription(PAID, status="INACTIVE")

    assert str(report(changed("a", both, one)).headline).endswith("; 1 further point below")


def test_mass_deletion_is_summed_up():
    """
    Events, URLs, organizations and deleted objects are counted.
    """
    steps = [
        deleted(f"s{number}", subscription(f"{number}.a", f"{number}.b", organizationId=f"org{number % 2}"))
        for number in range(4)
    ]

    assert str(report(*steps).headline) == (
        "stops receiving 8 events at 1 URL (organizations 'org0' and 'org1'), because 4 subscriptions are deleted"
    )


def test_first_deployment_begins_with_its_events():
    """
    Keys are there for events; the errors of a first preview are more important.
    """
    key = created("key", {"organizationId": "shop_org"}, kind="cybersource:DigitalSignatureKey")
    new = created("orders", subscription(PAID))

    assert str(report(key, new, first=True).headline).startswith("is deployed for the first time: it starts to receive")
    assert str(report(key, new).headline).startswith("creates signature key 'key'")
    assert str(report(key, new, first=True, failed=True).headline) == "cannot be deployed: the preview failed"


def test_estate_that_is_adopted_is_counted():
    """
    The first deployment of an exported program creates nothing that exists.
    """
    key = created("key", {"organizationId": "shop_org"}, kind="cybersource:DigitalSignatureKey")
    steps = [created(f"s{number}", subscription(f"{number}.a", adoptExisting=True)) for number in range(2)]

    assert str(report(key, *steps, first=True).headline) == (
        "is deployed for the first time: it adopts 2 subscriptions; 1 further point below"
    )


def test_several_objects_have_their_nouns():
    """
    What is deleted or replaced is counted by what it is; what has happened already is not a plan.
    """
    policy = {"subscription": "s", "algorithm": "ARITHMETIC"}
    steps = [deleted(f"r{number}", policy, kind="cybersource:RetryPolicy") for number in range(2)]

    assert str(report(*steps).headline) == "deletes 2 retry policies"
    assert str(report(*steps, drift=True).headline) == "has drifted: it has lost 2 retry policies"


def test_every_category_can_be_summed_up():
    """
    A stack may have two findings of any category.
    """
    for category in SECTIONS:
        found = [Finding((category,), "Text.", "has it", kind=kind) for kind in ("cybersource:RetryPolicy", "")]

        assert str(headline_of(found, is_drift=False))
        assert str(headline_of(found, is_drift=True))


def test_many_gains_are_summed_up():
    """
    New subscriptions are counted as well.
    """
    steps = [created(f"s{number}", subscription(f"{number}.a")) for number in range(3)]

    assert str(report(*steps).headline) == "starts to receive 3 events at 1 URL (organization 'shop_org')"
