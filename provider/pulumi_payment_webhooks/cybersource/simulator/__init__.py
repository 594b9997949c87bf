"""The simulator's first documented address; it stands in `pulumi_payment_webhooks.simulator.cybersource` today."""
