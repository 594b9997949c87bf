"""One resource type of a platform, lived through the core at a simulator, without Pulumi."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.stand_ins.ear import Ear
from tests.waiting import PATIENCE

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.client.shared_answers import BACKGROUND
from pulumi_payment_webhooks.reconcile.ports import Advice
from pulumi_payment_webhooks.reconcile.resource import ResourceType
from pulumi_payment_webhooks.reconcile.run.comparing import Existing
from pulumi_payment_webhooks.reconcile.run.lifecycle import Lifecycle, Stored


def await_background() -> None:
    """Wait until every request that this process has sent in the background is answered."""
    for thread in threading.enumerate():
        if thread.name == BACKGROUND:
            thread.join(PATIENCE)


@dataclass
class Life:
    """Checks, creates, reads, updates and deletes one resource as the engine would have it done."""

    kind: str
    account: Any
    ear: Ear = field(default_factory=Ear)

    @property
    def resource(self) -> ResourceType:
        return registry.resource_type(self.kind)

    @property
    def lifecycle(self) -> Lifecycle:
        return Lifecycle(self.resource)

    def inputs(self, news: Mapping[str, Any], olds: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The normal form of *news*, which must be valid."""
        checked = self.lifecycle.check(olds or {}, news, account=self.account)
        assert checked.failures == ()
        return checked.inputs

    def create(self, news: Mapping[str, Any]) -> Stored:
        return self.lifecycle.create(self.inputs(news), account=self.account, run=self.ear)

    def read(self, stored: Stored) -> Stored | None:
        return self.lifecycle.read(stored.id, stored.outputs, account=self.account, run=self.ear)

    def changed(self, stored: Stored, news: Mapping[str, Any]) -> set[str]:
        """What a preview would show, as dotted paths."""
        difference = self.lifecycle.diff(stored.outputs, self.inputs(news, stored.inputs))
        return {".".join(path) for path in difference.changed}

    def check(self, news: Mapping[str, Any], olds: Mapping[str, Any] | None = None) -> list[Advice]:
        """What the platform adds to the check of *news*."""
        inputs = self.inputs(news, olds)
        return list(self.lifecycle.advice(inputs, olds or {}, account=self.account, run=self.ear))

    def preview(self, stored: Stored, news: Mapping[str, Any]) -> list[Advice]:
        """What a preview says of *stored*, in check and diff together."""
        found = self.check(news, stored.inputs)
        inputs = self.inputs(news, stored.inputs)
        difference = self.lifecycle.diff(stored.outputs, inputs)
        verdict = self.lifecycle.compare(
            Existing.of(stored.id, stored.outputs, difference), account=self.account, run=self.ear
        )
        return [*found, *verdict.advice]

    def update(self, stored: Stored, news: Mapping[str, Any]) -> Stored:
        inputs = self.inputs(news, stored.inputs)
        return self.lifecycle.update(stored.id, stored.outputs, inputs, account=self.account, run=self.ear)

    def delete(self, stored: Stored) -> None:
        self.lifecycle.delete(stored.id, stored.outputs, account=self.account, run=self.ear)
