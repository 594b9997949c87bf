"""The simulator as most tests want it."""

from pulumi_payment_webhooks.simulator.cybersource.knobs import Knobs

UNREVIEWED = Knobs(review="auto")
"""Without the review of new URLs, which only tests about reviews wait for."""
