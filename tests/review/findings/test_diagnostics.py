"""
Errors and warnings of a preview.
"""

from tests.review.steps import PAID, deleted, ids, report, step, subscription, texts

from pulumi_payment_webhooks.review.preview import Diagnostic

TOKEN = "pulumi-python:dynamic/cybersource:WebhookSubscription"
REFUSED = f"{TOKEN} resource 'invoices' has a problem: webhook_url: must be an https URL"


def test_failed_preview_says_what_failed():
    """
    The message is quoted without what only readers of Pulumi's code understand.
    """
    found = report(said=(Diagnostic("error", REFUSED, "u", "invoices"),), failed=True)

    assert ids(found) == [("errors",)]
    assert found.findings[0].quote == "webhook_url: must be an https URL"
    assert str(found.headline) == "cannot be deployed: 'invoices' has an error"
    assert found.has_failed


def test_problem_is_about_the_resource_that_it_names():
    """
    The provider finds some problems of a resource while the next resource is checked.
    """
    said = f"{TOKEN} resource 'invoices' has a problem: 'orders': products: sub_1 holds payments"

    found = report(said=(Diagnostic("error", said, "u", "invoices"),), failed=True)

    assert str(found.headline) == "cannot be deployed: 'orders' has an error"
    assert found.findings[0].quote == "products: sub_1 holds payments"


def test_operation_that_is_not_known_is_a_warning():
    """
    A later version of Pulumi may do something else with a resource; that is not "no change".
    """
    found = report(step("teleport", "payments", subscription(PAID)))

    assert ids(found) == [("warnings",)]
    assert texts(found)[0].startswith("Pulumi announces the operation 'teleport' for 'payments'")


def test_failure_without_an_error_is_said():
    """
    Some failures have no message.
    """
    found = report(failed=True)

    assert ids(found) == [("errors",)]


def test_several_errors_are_counted_in_the_headline():
    """
    The headline counts them, and each follows.
    """
    found = report(said=tuple(Diagnostic("error", one, "u", one) for one in "abc"), failed=True)

    assert str(found.headline) == "cannot be deployed: 3 errors"


def test_failed_refresh_is_no_failed_deployment():
    """
    A refresh that failed says nothing of a deployment.
    """
    error = Diagnostic("error", "HTTP 503", "u", "invoices")

    found = report(said=(error,), failed=True, drift=True)

    assert str(found.headline) == "cannot be compared with the platform: 'invoices' has an error"


def test_warning_is_quoted_without_the_name_of_its_resource():
    """
    The name is said before.
    """
    found = report(said=(Diagnostic("warning", "invoices: the status is SUSPENDED", "u", "invoices"),))

    assert ids(found) == [("warnings",)]
    assert found.findings[0].quote == "the status is SUSPENDED"


def test_warning_alone_is_no_change():
    """
    `changes` means changes of resources.
    """
    found = report(said=(Diagnostic("warning", "beware"), Diagnostic("info", "by the way")))

    assert {one.id for one in found.categories} == {"warnings"}


def test_warning_about_what_no_longer_exists_is_not_said_again():
    """
    In a look for drift, the provider warns that the object is gone, which the report says as well.
    """
    gone = deleted("payments", subscription(PAID))
    said = (Diagnostic("warning", "sub_1 was deleted", gone.urn, "payments"), Diagnostic("warning", "x", "u", "other"))

    assert ids(report(gone, said=said, drift=True)) == [("lost-events", "deletes"), ("warnings",)]
    assert ids(report(gone, said=said)) == [("lost-events", "deletes"), ("warnings",), ("warnings",)]


def test_error_of_a_program_that_goes_on_stops_nothing():
    """
    Pulumi deploys a program that only reports an error.
    """
    one, other = Diagnostic("error", "it is late"), Diagnostic("error", "it is dark", "u", "orders")

    assert str(report(said=(one,)).headline) == "has an error"
    assert str(report(said=(other,)).headline) == "has an error about 'orders'"
    assert str(report(said=(one, other)).headline) == "has 2 errors"
    assert str(report(said=(one, other), failed=True).headline) == "cannot be deployed: 2 errors"
