"""Two resources want one subscription's retry policy."""

import pulumi
from pulumi_payment_webhooks import cybersource

short = cybersource.RetryPolicy("short", subscription="2f5e8a1c", interval=1)
cybersource.RetryPolicy("long", subscription="2f5e8a1c", interval=60, opts=pulumi.ResourceOptions(depends_on=[short]))
