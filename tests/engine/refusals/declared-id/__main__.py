"""The organization is copied from an address, with a part of its path."""

from pulumi_payment_webhooks import cybersource

cybersource.DigitalSignatureKey("key", organization_id="organizations/shop")
