"""
The tables in docs/reference/ about Cybersource alone: products, retry schedules.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pulumi_payment_webhooks.cybersource.rules import catalogue
from pulumi_payment_webhooks.cybersource.rules.retry_schedule import RetryRules, describe

from .tables import fill, table

_POLICIES = (
    ("the platform's defaults", RetryRules(), False),
    ("`first_retry` 10, `interval` 30", RetryRules(first_retry=10, interval=30), False),
    ("the same, `deactivate_flag`", RetryRules(first_retry=10, interval=30), True),
    ("the same, `GEOMETRIC`", RetryRules("GEOMETRIC", first_retry=10, interval=30), True),
    (
        "`first_retry` 10, `interval` 30, `repeat_sequence_count` 1, `repeat_sequence_wait_time` 10",
        RetryRules(first_retry=10, interval=30, repeat_sequence_count=1, repeat_sequence_wait_time=10),
        False,
    ),
    ("`number_of_retries` 0", RetryRules(number_of_retries=0), False),
)


def pages(root: Path) -> Mapping[Path, str]:
    """
    The text that each page should have.
    """
    folder = root / "docs" / "reference"
    schedules, api = folder / "retry-schedule.md", folder / "cybersource.md"
    with_products = fill(api.read_text(), "products", _products())
    return {
        schedules: fill(schedules.read_text(), "schedules", _schedules()),
        api: fill(with_products, "more products", _more_products()),
    }


def _schedules() -> str:
    rows = [(policy, describe(rules, deactivates=flag)) for policy, rules, flag in _POLICIES]
    return table(("policy", "`schedule`"), rows)


def _products() -> str:
    rows = [(*row, "yes" if id in catalogue.ENCRYPTED else "") for id, row in _events(catalogue.CURRENT)]
    return table(("product", "event types", "encrypted"), rows)


def _more_products() -> str:
    return table(("product", "event types"), (row for _, row in _events(catalogue.ALSO_SEEN)))


def _events(products: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    for id, events in products.items():
        yield id, (f"`{id}`", ", ".join(f"`{one}`" for one in events))
