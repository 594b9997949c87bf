"""A number where a certificate belongs."""

from pulumi_payment_webhooks import cybersource

cybersource.MessageEncryptionCertificate("encryption", certificate=7)
