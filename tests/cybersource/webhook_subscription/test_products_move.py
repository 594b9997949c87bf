"""Products that move between subscriptions: a preview says the same, whichever resource the engine checks first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.cybersource.life import Life, account_at, config_of, next_run
from tests.stand_ins.dynamic_process import SUBSCRIPTION, urn

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.faces.host import HostCall
from pulumi_payment_webhooks.faces.row import Row
from pulumi_payment_webhooks.hints import Hints
from pulumi_payment_webhooks.reconcile.ports import Remark
from pulumi_payment_webhooks.reconcile.run.handler import Handler
from pulumi_payment_webhooks.reconcile.run.phase import Phase
from pulumi_payment_webhooks.settings.mechanism import Settings
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

TOKENS, LINKS, INVOICES = "tokenManagement", "payByLink", "customerInvoicing"
EVENTS = {
    TOKENS: "tms.networktoken.updated",
    LINKS: "payByLink.customer.payment",
    INVOICES: "invoicing.customer.invoice.paid",
}
orders = pytest.mark.parametrize("order", [1, -1], ids=["in order", "in reverse"])


def subscription(*products: str, **more: Any) -> dict[str, Any]:
    return {
        "name": "S",
        "products": {one: {EVENTS[one]: True} for one in products},
        "webhookUrl": "https://hooks.example.com/all",
        **more,
    }


@pytest.fixture
def platform(cybersource_simulator: CybersourceSimulator) -> CybersourceSimulator:
    """A platform with a signature key."""
    cybersource_simulator.add_signature_key()
    return cybersource_simulator


@pytest.fixture
def deployed(platform: CybersourceSimulator) -> Iterator[Callable[..., str]]:
    """Creates a subscription at the platform, and gives its id."""
    life = Life(SUBSCRIPTION, account_at(platform))
    yield lambda *products: life.create(subscription(*products)).id
    disconnect()


@dataclass
class Preview:
    """The process of a preview: one handler, and what it said, by resource."""

    handler: Handler
    said: list[Remark] = field(default_factory=list)

    def check(self, name: str, news: Mapping[str, Any], olds: Mapping[str, Any], siblings: int) -> list[str]:
        """The failures of the resource *name*, as Python programs read them."""
        hints = Hints(is_preview=True, siblings=siblings)
        verdict = self.handler.check(urn(SUBSCRIPTION, name), olds, news, hints)
        self.said += verdict.remarks
        row = Row(HostCall(), self.handler.resource.names)
        return [row.render(one) for one in verdict.failures]

    @property
    def warnings(self) -> list[str]:
        """What was said, behind the name of the resource."""
        return [f"{one.urn.rpartition('::')[2]}: {one.problem}" for one in self.said if not one.is_note]


@pytest.fixture
def preview(platform: CybersourceSimulator) -> Iterator[Preview]:
    """A process of its own for the preview."""
    resource = registry.resource_type(SUBSCRIPTION)
    yield Preview(Handler(resource, registry.platform("cybersource"), Settings(config_of(platform).get, {}), Phase()))
    next_run()


Moves = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""By name of a resource: the products that it had, none where it is new, and those that it declares now."""


def previewed(preview: Preview, moves: Moves, order: int = 1, **more: Any) -> tuple[list[str], list[str]]:
    """The errors and the warnings of a preview of the whole program."""
    errors = []
    for name, (before, now) in list(moves.items())[::order]:
        olds = subscription(*before, organizationId="simulated_organization") if before else {}
        errors += preview.check(name, subscription(*now, **more), olds, len(moves))
    return errors, preview.warnings


SPLIT: Moves = {"whole": ((TOKENS, LINKS), (TOKENS,)), "part": ((), (LINKS,))}
HANDOVER: Moves = {"old": ((TOKENS,), (INVOICES,)), "new": ((), (TOKENS,))}
MOVE: Moves = {"giver": ((TOKENS, LINKS), (TOKENS,)), "taker": ((INVOICES,), (INVOICES, LINKS))}


@orders
@pytest.mark.parametrize("moves", [SPLIT, HANDOVER, MOVE], ids=["split", "handover", "move"])
def test_what_is_given_up_in_the_same_run_is_free(
    preview: Preview, deployed: Callable[..., str], moves: Moves, order: int
) -> None:
    """
    A product that another resource gives up in the same run is no obstacle, to a new subscription or to an old one.
    """
    for before, _ in moves.values():
        deployed(*before) if before else None

    assert previewed(preview, moves, order) == ([], [])


@orders
def test_adoption_leaves_what_is_given_up(preview: Preview, deployed: Callable[..., str], order: int) -> None:
    """
    A new subscription that may adopt does not adopt one of the same program that gives its product up.
    """
    deployed(TOKENS, LINKS)

    assert previewed(preview, SPLIT, order, adoptExisting=True) == ([], [])


@orders
def test_what_nobody_gives_up_is_an_error(preview: Preview, deployed: Callable[..., str], order: int) -> None:
    """
    A product that a subscription outside the program has is one error, which names the resource and the subscription.
    """
    id = deployed(LINKS)
    errors, warnings = previewed(preview, {"part": ((), (LINKS,)), "other": ((), (INVOICES,))}, order, name="Other")
    named = "" if order == -1 else "'part': "

    assert errors == [
        f"{named}products: {id} holds payByLink\nset adopt_existing to adopt it, or add an alias after a rename; "
        "see docs/how-to/rename-or-replace.md#when-a-product-is-taken"
    ]
    assert warnings == []


@orders
def test_adoption_is_said_in_either_order(preview: Preview, deployed: Callable[..., str], order: int) -> None:
    """
    What an adoption changes is a warning on the resource that adopts, whichever comes first.
    """
    id = deployed(LINKS)
    moves = {"part": ((), (LINKS,)), "other": ((), (INVOICES,))}
    errors, warnings = previewed(preview, moves, order, adoptExisting=True, name="Other")

    assert (errors, len(warnings)) == ([], 1)
    assert warnings[0].startswith(f"part: adopts subscription {id} and changes `name`; see")
    assert preview.said[0].urn.endswith("::part")


@orders
def test_merge_is_an_error_with_two_steps(preview: Preview, deployed: Callable[..., str], order: int) -> None:
    """
    A product of a subscription that is removed from the program is an error that says what to deploy first.
    """
    deployed(TOKENS)
    id = deployed(LINKS)
    errors, _ = previewed(preview, {"whole": ((TOKENS,), (TOKENS, LINKS)), "other": ((), (INVOICES,))}, order)

    assert [one.removeprefix("'whole': ") for one in errors] == [
        f"products: {id} holds payByLink\nPulumi deletes last: deploy without it here, then add it; "
        "see docs/how-to/rename-or-replace.md#merge-two-subscriptions"
    ]


@orders
def test_swap_is_an_error(preview: Preview, deployed: Callable[..., str], order: int) -> None:
    """
    Two subscriptions that swap products are an error that names the other, whichever comes first.
    """
    for product in (TOKENS, LINKS):
        deployed(product)
    errors, _ = previewed(preview, {"one": ((TOKENS,), (LINKS,)), "two": ((LINKS,), (TOKENS,))}, order)
    other = "one" if order == 1 else "two"

    assert errors == [
        f"swaps with '{other}', which one deployment cannot do\nremove it from one first, then add it to the other; "
        "see docs/how-to/rename-or-replace.md#swap-products"
    ]


def test_own_product_is_no_obstacle(
    preview: Preview, deployed: Callable[..., str], platform: CybersourceSimulator
) -> None:
    """
    A product that somebody added to the very subscription at the platform can be declared.
    """
    id = deployed(TOKENS)
    products = [{"productId": one, "eventTypes": [EVENTS[one]]} for one in (TOKENS, LINKS)]
    platform.edit(id, {"products": products})

    assert previewed(preview, {"whole": ((TOKENS,), (TOKENS, LINKS))})[0] == []
