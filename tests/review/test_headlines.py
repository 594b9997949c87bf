"""
The most important thing of a stack, in one sentence.
"""

from tests.review.steps import PAID, REFUNDED, changed, created, deleted, report, subscription

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


def test_many_gains_are_summed_up():
    """
    New subscriptions are counted as well.
    """
    steps = [created(f"s{number}", subscription(f"{number}.a")) for number in range(3)]

    assert str(report(*steps).headline) == "starts to receive 3 events at 1 URL (organization 'shop_org')"
