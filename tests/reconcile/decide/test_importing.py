"""What a program would declare of an object that exists."""

from typing import Annotated

from pydantic import Field
from tests.reconcile.alert import FULL, LEAST, Alert

from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.importing import select_importable
from pulumi_payment_webhooks.reconcile.declare.declaration import Clearable, Declaration, Fragment, PlatformDefault
from pulumi_payment_webhooks.reconcile.declare.values import AnyText, WholeNumber


def observed(**more):
    return {name: value for name, value in check(Alert, {}, {**FULL, **more}).inputs.items() if name != "after"}


def test_what_could_be_declared_is_there():
    """
    What the platform reports of declarable fields is imported, nested members too.
    """
    found = select_importable(Alert, observed())

    assert found["contact"] == {"phone": "112", "delay": 1, "note": "run"}
    assert found["topics"] == {"orders": {"order.late": True, "order.paid": True}}


def test_defaults_are_left_out():
    """
    What equals the default, inside objects too, is not declared.
    """
    found = select_importable(Alert, observed(pause=60, contact={"phone": "112", "delay": 5}))

    assert (found["contact"], "pause" in found) == ({"phone": "112"}, False)


def test_what_follows_or_stays_here_is_left_out():
    """
    Computed members, fields that are never sent and outputs are not imported.
    """
    found = select_importable(Alert, {**observed(), "after": "another", "createdAt": "then"})

    assert ("after" in found, "line" in found["contact"], "createdAt" in found) == (False, False, False)


class Retries(Fragment):
    """How often."""

    times: WholeNumber = Field(default=3, description="How often.")


class Mail(Declaration):
    """A declaration whose fields may all be left out, but for one."""

    to: str = Field(description="Whom.")
    note: Annotated[AnyText | None, Clearable()] = Field(default=None, description="What is said.")
    retries: Retries | None = Field(default=None, description="How often.")


def test_object_of_defaults_is_left_out():
    """
    An object whose members all equal their defaults, and a text that is empty, are what no program has to declare.
    """
    assert select_importable(Mail, {"to": "a", "note": "", "retries": {"times": 3}}) == {"to": "a"}
    assert select_importable(Mail, {"to": "a", "note": "b", "retries": {"times": 4}}) == {
        "to": "a",
        "note": "b",
        "retries": {"times": 4},
    }


def test_import_of_the_least_is_the_least():
    """
    An object as the least declaration makes it is imported as just that.
    """
    least = check(Alert, {}, LEAST).inputs

    assert select_importable(Alert, least).keys() == LEAST.keys()


class Feed(Declaration):
    """A declaration with a field that is unmanaged where it is left out, and whose default at the platform is known."""

    to: str = Field(description="Whom.")
    route: Annotated[str | None, PlatformDefault("road")] = Field(default=None, description="How.")


def test_brief_import_leaves_defaults_of_the_platform_unmanaged():
    """
    What the platform has where nobody chose a value is only declared by an import that manages everything.
    """
    observed = {"to": "a", "route": "road"}

    assert select_importable(Feed, observed) == observed
    assert select_importable(Feed, observed, is_brief=True) == {"to": "a"}
    assert select_importable(Feed, {**observed, "route": "air"}, is_brief=True) == {"to": "a", "route": "air"}
