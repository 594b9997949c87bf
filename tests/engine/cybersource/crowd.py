"""
Many subscriptions in one program, each of an organization of its own: what many tests would do, in the time of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pprint import pformat
from typing import Any

from tests.engine.cybersource.programs import HEAD, SUBSCRIPTION
from tests.engine.cybersource.shop import KIND, Shop

from pulumi_payment_webhooks.simulator.cybersource.subscriptions.subscriptions import Subscription


@dataclass(frozen=True)
class Crowd:
    """
    A shop whose program declares subscriptions, each named as its organization.

    Args:
        shop: The shop, nothing deployed yet.
    """

    shop: Shop

    def gather(self, names: Iterable[str], arguments: dict[str, Any], more: str = "") -> None:
        """
        Deploy a subscription for each of *names*, all alike; then the journal is empty.
        """
        members = dict.fromkeys(names, arguments)
        for name in members:
            self.shop.platform.add_signature_key(name)
        self.declare(members, more=more)
        self.shop.up()
        self.shop.platform.requests.clear()

    def declare(
        self, members: Mapping[str, dict[str, Any]], sources: Mapping[str, str] | None = None, *, more: str = ""
    ) -> None:
        """
        Write a program that declares *members* by name.

        Args:
            members: Arguments of each, as plain values.
            sources: Further arguments, as source text, of some.
            more: Lines below them; `all_of` has every subscription by name.
        """
        lines = [
            f"all_of[{name!r}] = cybersource.{SUBSCRIPTION}({name!r}, organization_id={name!r}, "
            f"**{pformat(arguments, sort_dicts=False)}, {(sources or {}).get(name, '')})\n"
            for name, arguments in members.items()
        ]
        self.shop.project.write("".join([HEAD, "all_of = {}\n", *lines, more]))

    def steps(self, kind: str = KIND) -> dict[str, dict[str, Any]]:
        """
        Return the step that `pulumi preview --json` shows for each resource of *kind*, by name.
        """
        steps = self.shop.project.run("pulumi preview --json").json["steps"]
        return {one["urn"].rpartition("::")[2]: one for one in steps if kind in one["urn"]}

    def held(self) -> dict[str, Subscription]:
        """
        The subscriptions that the platform holds, by organization.
        """
        return {one.organization_id: one for one in self.shop.held}

    def sent(self) -> dict[str, list[set[str]]]:
        """
        The members of each request that asked for a change of one of the subscriptions, by organization.
        """
        sent: dict[str, list[set[str]]] = {}
        for request in self.shop.platform.requests.changes:
            for name, one in self.held().items():
                if one.webhook_id in request.path:
                    sent.setdefault(name, []).append(set(request.body))
        return sent
