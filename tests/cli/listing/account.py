"""An account at each platform, what exists there, and a stack that manages some of it; without an engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.cli.command import at
from tests.stacks.exports import export

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

SECRET = "basic-4711"
URL = "https://hooks.example.net/visa"
PRODUCTS = {
    "": {
        "tokenManagement": ["tms.networktoken.updated", "tms.networktoken.binding"],
        "payByLink": ["payByLink.customer.payment"],
    },
    "recurringBilling": {"recurringBilling": ["rbs.subscriptions.charge.failed"]},
}


@dataclass
class Accounts:
    """
    Both platforms, and the command `pulumi` of a stack.

    Args:
        simulator: The platform with organizations.
        river: The platform without.
        folder: Where the command `pulumi` is.
    """

    simulator: CybersourceSimulator
    river: DigitalRiverSimulator
    folder: Path
    path: dict[str, str] = field(default_factory=dict)

    @property
    def cybersource(self) -> dict[str, str]:
        """The variables of the account with organizations."""
        return {**at(self.simulator), **self.path}

    @property
    def digital_river(self) -> dict[str, str]:
        """The variables of the other account."""
        return {
            "DIGITAL_RIVER_ENDPOINT": self.river.endpoint,
            "DIGITAL_RIVER_API_KEY": self.river.api_key,
            "DIGITAL_RIVER_PROFILE": self.river.knobs.profile,
            "DIGITAL_RIVER_RETRY_WAIT": "0",
            **self.path,
        }

    @property
    def organization(self) -> str:
        """The organization of the settings."""
        return self.simulator.organization_id

    @property
    def host(self) -> str:
        """Host and port of the platform with organizations."""
        return urlsplit(self.simulator.endpoint).netloc

    @property
    def river_host(self) -> str:
        """Host and port of the other platform."""
        return urlsplit(self.river.endpoint).netloc

    def subscribe(
        self, name: str, *, organization: str = "", url: str = URL, health: str | None = None, product: str = ""
    ) -> str:
        """A subscription that exists, and its id."""
        policy = {
            "algorithm": "ARITHMETIC",
            "firstRetry": 1,
            "interval": 1,
            "numberOfRetries": 3,
            "deactivateFlag": False,
            "repeatSequenceCount": 0,
            "repeatSequenceWaitTime": 0,
        }
        document: dict[str, Any] = {
            "name": name,
            "description": "",
            "organizationId": organization or self.organization,
            "products": [{"productId": id, "eventTypes": events} for id, events in PRODUCTS[product].items()],
            "webhookUrl": url,
            "healthCheckUrl": health,
            "notificationScope": {"scope": "DESCENDANTS", "scopeData": []},
            "retryPolicy": policy,
            "securityPolicy": {"securityType": "KEY", "proxyType": "external"},
        }
        return self.simulator.subscriptions.add(document).webhook_id

    def hook(self, address: str = "https://hooks.example.com/dr", *, enabled: bool = True) -> str:
        """A webhook that exists, and its id."""
        document = {
            "address": address,
            "types": ["refund.complete", "order.accepted"],
            "enabled": enabled,
            "apiVersion": "default",
            "transportType": "HTTP",
            "authentication": {"username": "callback", "password": SECRET},
        }
        return self.river.webhooks.add(document, is_live=False).id

    def stack(self, *resources: Mapping[str, Any], text: str = "") -> None:
        """Put a command `pulumi` on the path that prints a stack with *resources*, or *text*; its config is empty."""
        (self.folder / "state.json").write_text(text or export(*map(self._here, resources)))
        script = f'#!/bin/sh\ncase "$1" in config) echo "{{}}";; *) cat {self.folder}/state.json;; esac\n'
        (self.folder / "pulumi").write_text(script)
        (self.folder / "pulumi").chmod(0o755)
        self.path["PATH"] = f"{self.folder}:/usr/bin:/bin"

    def _here(self, resource: Mapping[str, Any]) -> dict[str, Any]:
        """*resource*, created in the account of these tests, unless it names another."""
        names = {
            "cybersource": f"{self.host}/{self.simulator.merchant_id}",
            "digital_river": f"{self.river_host}/{'gc-test' if self.river.knobs.profile == 'gc' else 'test'}",
        }
        outputs = dict(resource["outputs"])
        if outputs.get("__account") == "127.0.0.1:32973/shop":
            outputs["__account"] = names[resource["type"].rpartition("/")[2].partition(":")[0]]
        copy: dict[str, Any] = json.loads(json.dumps({**resource, "outputs": outputs}))
        return copy
