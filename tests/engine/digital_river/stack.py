"""
A stack with webhooks of Digital River, and what its program declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.engine.project import Project

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

HEAD = "import pulumi\nfrom pulumi_payment_webhooks import digital_river\n\n"
HOOK: Mapping[str, Any] = {
    "address": "https://hooks.example.com/dr",
    "types": ["refund.complete", "order.accepted"],
}
BASIC = {"username": "callback", "password": "basic-4711"}
TOKENS = {
    "token_end_point": "https://login.example.com/token",
    "client_id": "client-1",
    "client_secret": "client-4711",
    "user_name": "someone@example.com",
    "password": "oauth-4711",
}
WEBHOOK = "digital_river:Webhook"
LARGEST_STATE = 2500
"""Bytes of one resource."""


def hook(name: str = "orders", **fields: Any) -> str:
    """
    Return the line that declares a webhook.
    """
    written = ", ".join(f"{field}={value!r}" for field, value in {**HOOK, **fields}.items() if value is not None)
    return f"{name} = digital_river.Webhook({name!r}, {written})\n"


@dataclass(frozen=True)
class Stack:
    """
    A project whose stack is configured for a simulator.
    """

    project: Project
    river: DigitalRiverSimulator

    @classmethod
    def configured(cls, project: Project, river: DigitalRiverSimulator) -> Stack:
        """
        Configure the stack of *project* for test webhooks at *river*.
        """
        project.configure(
            plain={
                "payment-webhooks:digitalRiverEndpoint": river.endpoint,
                "payment-webhooks:digitalRiverProfile": river.knobs.profile,
                "payment-webhooks:digitalRiverRetryWait": "0",
            },
            secret={"payment-webhooks:digitalRiverApiKey": river.api_key},
        )
        return cls(project, river)

    def declare(self, *lines: str) -> None:
        """
        Write the program.
        """
        self.project.write(HEAD + "".join(lines))

    def up(self, *lines: str, refresh: bool = False) -> str:
        """
        Deploy the program, and return what was printed.
        """
        if lines:
            self.declare(*lines)
        return self.project.run(f"pulumi up --yes --skip-preview{' --refresh' if refresh else ''}").text

    def rest(self) -> str:
        """
        Return what a preview finds to do; nothing if it finds nothing.
        """
        return "" if "unchanged" in self.project.run("pulumi preview --expect-no-changes").text else "something"

    @property
    def ids(self) -> list[str]:
        """
        The ids of all webhooks.
        """
        return [one.id for one in self.river.webhooks]

    @property
    def outputs(self) -> dict[str, Any]:
        """
        The outputs of the stack, secrets in clear.
        """
        found: dict[str, Any] = self.project.run("pulumi stack output --json --show-secrets").json
        return found
