"""
What the contract suite needs of a platform: an account at its simulator, and values for whatever is declared.

Each platform has `tests/<platform>/contract.py` with `VARIANTS` and `deployed`.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.crypto.certificates import encryption_pem
from tests.stand_ins.ear import Ear

from pulumi_payment_webhooks.reconcile.declare.shapes import MapOf, ObjectOf, Scalar, SetOf, shape_of
from pulumi_payment_webhooks.reconcile.resource import ResourceType
from pulumi_payment_webhooks.reconcile.run.comparing import Existing
from pulumi_payment_webhooks.reconcile.run.lifecycle import Lifecycle

SIGNING_KEY = b64encode(bytes(range(32))).decode()
CANDIDATES = ("text", "2021-12-13", "https://hooks.example.net/a", 7, True, encryption_pem(), SIGNING_KEY)


def value_of(shape):
    """A valid value of *shape*, with as little in it as possible."""
    match shape:
        case Scalar():
            return next(one for one in (*shape.choices, *CANDIDATES) if _is_valid(shape, one))
        case SetOf():
            return ["a"]
        case MapOf():
            return {"a": value_of(shape.value)}
        case ObjectOf():
            return {one.wire: value_of(one.shape) for one in shape.fields if one.required}


def _is_valid(shape, value):
    try:
        shape.adapter.validate_python(value)
    except ValueError:
        return False
    return True


@dataclass
class Platform:
    """
    A platform with accounts, as the suite needs it.

    Args:
        account: The account at the simulator.
        simulator: The simulator.
        next_run: Forgets what this process has asked.
        whole: Id of the object that parts belong to.
        given: What must be declared besides, by kind: ids of objects that exist.
    """

    account: Any
    simulator: Any
    next_run: Callable[[], None]
    whole: str = ""
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    ear: Ear = field(default_factory=Ear)

    def inputs(self, resource: ResourceType, news: Any, olds: Any = None) -> dict[str, Any]:
        return Lifecycle(resource).check(olds or {}, news, account=self.account).inputs

    def least(self, resource: ResourceType) -> dict[str, Any]:
        """What must be declared of *resource*, the account's part left out; a part has a whole to be part of."""
        given = self.given.get(resource.kind, {})
        found = {
            one.wire: self.whole if one.part_of else value_of(one.shape)
            for one in shape_of(resource.declaration).fields
            if one.required and not one.from_account and one.wire not in given
        }
        return {**found, **given}

    def compare(self, resource, stored, news):
        """What the preview of a later run says of what is stored."""
        self.next_run()
        inputs = self.inputs(resource, news, stored.inputs)
        found = Lifecycle(resource).advice(inputs, stored.inputs, account=self.account, run=self.ear)
        difference = Lifecycle(resource).diff(stored.outputs, inputs)
        verdict = Lifecycle(resource).compare(
            Existing.of(stored.id, stored.outputs, difference), account=self.account, run=self.ear
        )
        return (*found, *verdict.advice)

    def create(self, resource, news):
        return Lifecycle(resource).create(self.inputs(resource, news), account=self.account, run=self.ear)
